/**
 * What every form of an entry does: keeps what is typed, asks the rules about it, saves it, and loses nothing when that fails. Absent on
 * purpose: the fields, and any rule.
 */
import type { Backend, BackendError } from '$lib/backend';
import type { Draft, DraftKey, EntryDraft, EntryProblem, ReceiptState, Saved } from '$lib/backend/types';
import { KeptDraft } from '$lib/state/drafts.svelte';
import { asBackendError } from '$lib/state/session.svelte';

/** A refused entry that the form corrects. */
export interface Replaces<D extends EntryDraft = EntryDraft> {
  name: string;
  draft: D;
  reason: string | null;
  /** The accountants' words. */
  message?: string | null;
  /** What an accountant refused was integrated: `correct` asks for it anew, and lets the old one be. */
  state?: ReceiptState | null;
}

const PAUSE_MS = 300;
/** Saved, and then the views could not be read: trying again would enter it twice. */
export const SAVED_ALL_THE_SAME = 'saved-not-shown';

export class EntryForm {
  /** What hinders, by field. */
  problems = $state.raw<EntryProblem[]>([]);
  /** What is only unlikely. */
  warnings = $state.raw<EntryProblem[]>([]);
  /** Why it could not be saved, when nothing that was typed is to blame. */
  failure = $state.raw<BackendError | null>(null);
  busy = $state(false);

  readonly kept: KeptDraft;
  readonly #backend: Backend;
  readonly #replaces: Replaces | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Answers that come late are about an earlier text. */
  #turn = 0;
  /** It was entered: the same form never enters twice. */
  #done = false;

  constructor(backend: Backend, key: DraftKey, replaces?: Replaces) {
    this.#backend = backend;
    this.#replaces = replaces;
    this.kept = new KeptDraft(backend, replaces ? { kind: 'correction', subject: replaces.name } : key);
  }

  /** What was kept when the form was open last. One that cannot be read must not be written over. */
  readKept(): Promise<Draft | null | 'unreadable'> {
    return this.kept.read().catch(() => 'unreadable' as const);
  }

  /** Something was typed. A form that says nothing any more has no draft; `said`: there is something for the rules to look at. */
  typed(draft: EntryDraft, blank: boolean, { said = !blank, body = draft as unknown } = {}): void {
    this.failure = null;
    if (!blank) this.kept.keep(body);
    else if (this.kept.state !== 'none') void this.kept.drop();
    clearTimeout(this.#timer);
    this.#turn += 1;
    if (!said) this.#told([], []);
    else this.#timer = setTimeout(() => void this.check(draft), PAUSE_MS);
  }

  /** Asks the rules at once; the answer to the latest question counts. */
  async check(draft: EntryDraft): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const warnings = await this.#backend.check(draft);
      if (turn === this.#turn) this.#told([], warnings);
    } catch (error) {
      // Anything but problems is told when it is saved.
      const problems = asBackendError(error).problems;
      if (turn === this.#turn) this.#told(problems, []);
    }
  }

  /** Saves it; null when it was not, and the form tells why. */
  async submit(draft: EntryDraft): Promise<Saved | null> {
    if (this.busy || this.#done) return null;
    this.busy = true;
    this.failure = null;
    clearTimeout(this.#timer);
    this.#turn += 1;
    try {
      await this.kept.flush();
      const saved = await this.#save(draft);
      this.#entered();
      return saved;
    } catch (error) {
      return this.#refused(asBackendError(error));
    } finally {
      this.busy = false;
    }
  }

  /** The form is left: what was typed is kept. */
  leave(): Promise<void> {
    clearTimeout(this.#timer);
    return this.kept.flush();
  }

  #save(draft: EntryDraft): Promise<Saved> {
    const replaces = this.#replaces;
    // The base may tell of an accountant's refusal before the receipt does: for the journal the old one is still integrated.
    if (!replaces || replaces.state === 'integrated') return this.#backend.enter(draft, this.kept.key);
    return this.#backend.correct(replaces.name, draft, this.kept.key);
  }

  #refused(error: BackendError): Saved | null {
    if (error.code === SAVED_ALL_THE_SAME) {
      this.#entered();
      return { name: '', sequence: 0, warnings: [], dropped: false, notices: [] };
    }
    if (error.problems.length > 0) this.#told(error.problems, []);
    else this.failure = error;
    return null;
  }

  #entered(): void {
    this.#done = true;
    this.kept.entered();
  }

  #told(problems: EntryProblem[], warnings: EntryProblem[]): void {
    this.problems = problems;
    this.warnings = warnings;
  }
}
