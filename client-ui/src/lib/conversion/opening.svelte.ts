/** From a prospect's identity to its open « Transformation en client », or to why there is none. The latest one asked for wins. */
import type { Backend } from '$lib/backend';
import type { ListsView } from '$lib/backend/types';
import type { Converting } from '$lib/state/session.svelte';
import { Conversion } from './conversion.svelte';

export class Opening {
  conversion = $state.raw<Conversion | null>(null);
  /** No such prospect is shown on this laptop. */
  gone = $state(false);
  failure = $state.raw<unknown>(null);
  #turn = 0;

  async open(backend: Backend, lists: ListsView, { id, replaces }: Converting): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.conversion = null;
    this.gone = false;
    this.failure = null;
    try {
      const view = await backend.prospect(id);
      if (turn !== this.#turn) return;
      this.gone = view === null;
      if (!view) return;
      this.conversion = new Conversion({ backend, view, lists, replaces });
      await this.conversion.begin();
    } catch (error) {
      if (turn === this.#turn) this.failure = error;
    }
  }

  async leave(): Promise<void> {
    await this.conversion?.leave();
  }
}
