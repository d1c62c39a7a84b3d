/** Asks, while a sheet is typed, who may be the same company. The answer to the latest question counts; the reason goes with the match. */
import type { Backend } from '$lib/backend';
import type { Alike, CustomerField, EntryDraft } from '$lib/backend/types';
import { idOf, IDENTIFYING, knownFields, reasonOf, wordsOf, type ReasonId } from './duplicates';
import type { Fields } from './field-options';

const PAUSE_MS = 300;

export class AlikeWatch {
  found = $state.raw<readonly Alike[]>([]);
  /** What the answer is about. */
  about = $state.raw<Fields>({});
  /** Why it is created all the same. */
  reason = $state<ReasonId | null>(null);
  /** With « autre raison ». */
  own = $state('');
  /** Creating was tried without a reason. */
  wanted = $state(false);

  readonly likely: readonly Alike[] = $derived(this.found.filter((alike) => alike.likely));
  readonly hints: readonly Alike[] = $derived(this.found.filter((alike) => !alike.likely));
  readonly known: readonly CustomerField[] = $derived(knownFields(this.likely, this.about));
  /** As it travels; null without one. */
  readonly words: string | null = $derived(
    this.reason === null || this.likely.length === 0 ? null : wordsOf(this.reason, this.own).trim() || null
  );
  readonly needsReason: boolean = $derived(this.likely.length > 0 && this.words === null);

  readonly #backend: Pick<Backend, 'alike'>;
  readonly #ondropped: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;
  /** What was asked last; null: anything is to be asked. */
  #asked: string | null = null;
  #pending: { draft: EntryDraft; fields: Fields } | null = null;
  /** Those whom the reason was given for. */
  #excused: ReadonlySet<string> | null = null;

  /** `ondropped`: the reason that the draft holds is gone. */
  constructor(backend: Pick<Backend, 'alike'>, ondropped: () => void = () => undefined) {
    this.#backend = backend;
    this.#ondropped = ondropped;
  }

  /** What is kept in a draft: it stands for whoever the first answer names. */
  restore(text: string | null): void {
    this.reason = reasonOf(text);
    this.own = this.reason === 'other' ? (text ?? '') : '';
    this.wanted = false;
    this.#excused = null;
  }

  choose(reason: ReasonId): void {
    this.reason = reason;
    this.#excused = new Set(this.likely.map(({ who }) => idOf(who)));
  }

  /** The sheet changed. Asked at the next pause, if it is something that likeness is judged by. */
  changed(draft: EntryDraft, fields: Fields): void {
    const question = JSON.stringify(IDENTIFYING.map((column) => (fields[column] ?? '').trim()));
    if (question === this.#asked) return;
    this.#asked = question;
    this.#pending = { draft, fields };
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.settle(), PAUSE_MS);
  }

  /** Asks at once what waits for a pause; done when it is answered. */
  async settle(): Promise<void> {
    clearTimeout(this.#timer);
    const pending = this.#pending;
    if (!pending) return;
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const found = await this.#backend.alike(pending.draft);
      if (turn === this.#turn) this.#told(found, pending.fields);
    } catch {
      // Entering asks again, and says so if it must.
      if (turn === this.#turn) this.#asked = null;
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#asked = null;
  }

  #told(found: readonly Alike[], about: Fields): void {
    this.#pending = null;
    this.found = found;
    this.about = about;
    const likely = this.likely.map(({ who }) => idOf(who));
    // A draft that is brought back was excused for those whom it names now.
    if (this.reason !== null && this.#excused === null && likely.length > 0) this.#excused = new Set(likely);
    const excused = likely.length > 0 && likely.every((id) => this.#excused?.has(id));
    if (!excused) this.#drop();
    if (likely.length === 0) this.wanted = false;
  }

  #drop(): void {
    if (this.reason === null) return;
    this.reason = null;
    this.own = '';
    this.#excused = null;
    this.#ondropped();
  }
}
