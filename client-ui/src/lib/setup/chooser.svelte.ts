/** The two folders while they are being chosen: what was picked, what is proposed, what is wrong. */
import type { WhichFolder } from '$lib/backend/types';
import { asBackendError, type Session } from '$lib/state/session.svelte';
import { errorWords } from '$lib/words/errors';
import { m } from '$words/messages';
import { clashOf, guessOther } from './folders';

/** What is wrong, and with which of them. */
export type FolderProblem = { which: WhichFolder; text: string };

export class Chooser {
  inbox = $state<string | null>(null);
  bases = $state<string | null>(null);
  /** The one that was proposed and not chosen by hand. */
  guessed = $state<WhichFolder | null>(null);
  /** What the backend said against them. */
  refused = $state.raw<FolderProblem | null>(null);
  busy = $state(false);
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
    this.inbox = session.start?.settings?.inbox ?? null;
    this.bases = session.start?.settings?.bases ?? null;
  }

  get complete(): boolean {
    return this.inbox !== null && this.bases !== null && this.problem === null;
  }

  get problem(): FolderProblem | null {
    if (this.refused !== null) return this.refused;
    const clash = this.inbox === null || this.bases === null ? null : clashOf(this.inbox, this.bases);
    if (clash === null) return null;
    return { which: 'inbox', text: clash === 'same' ? m.setup_same() : m.setup_nested() };
  }

  async choose(which: WhichFolder): Promise<void> {
    try {
      const path = await this.#session.backend.chooseFolder(which);
      if (path !== null) this.#take(which, path);
    } catch (error) {
      this.refused = { which, text: errorWords(error) };
    }
  }

  async save(): Promise<void> {
    if (this.inbox === null || this.bases === null || this.busy) return;
    this.busy = true;
    try {
      await this.#session.setUp(this.inbox, this.bases);
    } catch (error) {
      this.refused = this.#refusal(error);
    } finally {
      this.busy = false;
    }
  }

  #take(which: WhichFolder, path: string): void {
    this[which] = path;
    this.refused = null;
    if (this.guessed === which) this.guessed = null;
    const other = which === 'inbox' ? 'bases' : 'inbox';
    if (this[other] !== null && this.guessed !== other) return;
    this[other] = guessOther(path, which);
    this.guessed = this[other] === null ? null : other;
  }

  /** The path that the backend names, when it names one, tells which of the two it is. */
  #refusal(error: unknown): FolderProblem {
    const { code, detail } = asBackendError(error);
    const which = detail !== null && detail === this.bases ? 'bases' : 'inbox';
    return { which, text: code === 'no-folder' ? m.setup_no_folder() : errorWords(error) };
  }
}
