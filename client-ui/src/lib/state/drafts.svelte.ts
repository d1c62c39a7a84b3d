/**
 * What is being typed in a form survives closing the window or the lid: it is kept at every pause, and when the form is left. Entering drops
 * it in the entry's own transaction. Absent on purpose: what a body holds, which is each form's own affair.
 */
import type { Backend } from '$lib/backend';
import type { Draft, DraftKey } from '$lib/backend/types';

/** So long nothing is typed before it is kept. */
const PAUSE_MS = 300;

export type KeptState = 'none' | 'pending' | 'kept' | 'failed';
type Keeper = Pick<Backend, 'drafts' | 'keepDraft' | 'dropDraft'>;

/** The draft of one form, from opening it to leaving it. */
export class KeptDraft {
  state = $state<KeptState>('none');

  readonly key: DraftKey;
  readonly #backend: Keeper;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The latest body that is not written yet. */
  #waiting: { body: unknown } | null = null;
  /** Writes follow each other: a slow earlier one never overtakes a later one. */
  #writes: Promise<void> = Promise.resolve();
  #over = false;

  constructor(backend: Keeper, key: DraftKey) {
    this.#backend = backend;
    this.key = key;
  }

  /** What was kept when the form was open last. */
  async read(): Promise<Draft | null> {
    const drafts = await this.#backend.drafts();
    const { kind, subject } = this.key;
    const found = drafts.find((draft) => draft.key.kind === kind && draft.key.subject === subject) ?? null;
    if (found) this.state = 'kept';
    return found;
  }

  /** Keeps this at the next pause. */
  keep(body: unknown): void {
    if (this.#over) return;
    this.#waiting = { body };
    this.state = 'pending';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), PAUSE_MS);
  }

  /** Keeps at once what waits. Never rejects: `state` tells a failure, and the next pause tries again. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#writes = this.#writes.then(() => this.#write());
    return this.#writes;
  }

  /** Throws the draft away. */
  async drop(): Promise<void> {
    this.#forget();
    await this.#writes;
    await this.#backend.dropDraft(this.key);
    this.state = 'none';
  }

  /** The entry was made and the draft went with it: nothing may bring it back. */
  entered(): void {
    this.#over = true;
    this.#forget();
    this.state = 'none';
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#waiting = null;
  }

  async #write(): Promise<void> {
    const waiting = this.#waiting;
    if (!waiting || this.#over) return;
    this.#waiting = null;
    try {
      await this.#backend.keepDraft(this.key, waiting.body);
      if (!this.#waiting) this.state = 'kept';
    } catch {
      // Typed later wins; else it waits for the next pause or for the form's end.
      this.#waiting ??= waiting;
      this.state = 'failed';
    }
  }
}
