/** All entries of this laptop, read in pages; what is shown stays until the new ones are all there. */
import type { Backend } from '$lib/backend';
import type { EntryView } from '$lib/backend/types';
import { asBackendError } from '$lib/state/session.svelte';
import type { BackendError } from '$lib/backend';

const PAGE = 500;

export class EntriesList {
  /** null before the first answer. */
  entries = $state.raw<EntryView[] | null>(null);
  failure = $state.raw<BackendError | null>(null);

  readonly #backend: Pick<Backend, 'entries'>;
  #turn = 0;

  constructor(backend: Pick<Backend, 'entries'>) {
    this.#backend = backend;
  }

  /** Reads everything; the answer to the latest call counts. */
  async read(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const entries = await this.#all(() => turn === this.#turn);
      if (turn !== this.#turn) return;
      this.entries = entries;
      this.failure = null;
    } catch (error) {
      if (turn === this.#turn) this.failure = asBackendError(error);
    }
  }

  async #all(isWanted: () => boolean): Promise<EntryView[]> {
    // By name: an entry made while the pages are read shifts the ones after it.
    const found = new Map<string, EntryView>();
    for (let offset = 0; isWanted(); offset += PAGE) {
      const page = await this.#backend.entries({ filter: 'all', subject: null, offset, limit: PAGE });
      for (const entry of page) found.set(entry.name, entry);
      if (page.length < PAGE) break;
    }
    return [...found.values()];
  }
}
