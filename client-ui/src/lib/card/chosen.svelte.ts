/**
 * The card of the row chosen in a list: what is read of it, what was asked for, and the dialog that is open. Made in a component's script;
 * `CardShell` shows it. What a customer's and a prospect's cards say and can do is theirs.
 */
import { untrack } from 'svelte';
import { session } from '$lib/state/session.svelte';

/** So many visits stand on a card, and so many of this laptop's entries are read for it. */
export const LAST_VISITS = 5;
export const MOST_ENTRIES = 100;

/** All that a card shows, read together and shown together. `view`: null when this laptop does not have it, or no longer. */
export type Content = { id: string; view: object | null };
export type Known<Of extends Content> = Of & { view: NonNullable<Of['view']> };

type Ways<Of extends Content, Action extends string> = {
  /** The row's key. */
  chosen: () => string | null;
  read: (id: string) => Promise<Of>;
  act: (what: Action, content: Known<Of>) => void;
};

export class ChosenCard<Of extends Content, Action extends string, Dialog extends string> {
  content = $state.raw<Of | null>(null);
  /** Why the card that was asked for last could not be read. */
  failure = $state.raw<unknown>(null);
  /** The dialog that is open. */
  open = $state<Dialog | null>(null);
  pane = $state<HTMLElement | null>(null);
  readonly #ways: Ways<Of, Action>;
  #turn = 0;
  #retries = $state(0);
  #asked = $state.raw<{ what: Action; id: string } | null>(null);
  #opened = $state.raw<Known<Of> | null>(null);

  constructor(ways: Ways<Of, Action>) {
    this.#ways = ways;
    // Read again whenever something changed.
    $effect(() => {
      void session.revision;
      void this.#retries;
      const id = this.id;
      untrack(() => void this.#read(id));
    });
    $effect(() => this.#answer());
    // Another card begins at the top; the same one, read again, stays where it is.
    const shown = $derived(this.content?.id ?? null);
    $effect(() => {
      void shown;
      if (this.pane) this.pane.scrollTop = 0;
    });
  }

  get id(): string | null {
    return this.#ways.chosen();
  }
  get known(): Known<Of> | null {
    return this.content && isKnown(this.content) ? this.content : null;
  }
  /** What the dialogs are about: as it was when one was opened, but what is on its way changes while the history is open. */
  get opened(): Known<Of> | null {
    return this.content?.id === this.#opened?.id ? this.known : this.#opened;
  }

  /** The row chosen counts, even while its card is being read: it happens when that is there. */
  ask(what: Action): void {
    if (this.id !== null) this.#asked = { what, id: this.id };
  }
  show(dialog: Dialog, content: Known<Of>): void {
    this.#opened = content;
    this.open = dialog;
  }
  retry(): void {
    this.#retries += 1;
  }
  /** Enter in the list: to what one does first. */
  focusFirstAction(): void {
    this.pane?.querySelector<HTMLElement>('[data-first-action]')?.focus();
  }

  #answer(): void {
    const { content } = this;
    if (this.#asked && this.#asked.id !== this.id) this.#asked = null;
    if (!this.#asked || content?.id !== this.#asked.id) return;
    const { what } = this.#asked;
    this.#asked = null;
    if (isKnown(content)) untrack(() => this.#ways.act(what, content));
  }

  /** The latest one asked for wins. What is shown stays until the answer is there, also that of another row: answers take milliseconds. */
  async #read(id: string | null): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    if (id === null) return this.#take(null, null);
    try {
      const content = await this.#ways.read(id);
      if (turn === this.#turn) this.#take(content, null);
    } catch (error) {
      if (turn === this.#turn) this.#take(this.content?.id === id ? this.content : null, error);
    }
  }
  #take(content: Of | null, failure: unknown): void {
    this.content = content;
    this.failure = failure;
  }
}

function isKnown<Of extends Content>(content: Of): content is Known<Of> {
  return content.view !== null;
}
