/**
 * A form in its dialog, from opening to validating or leaving: the same for a visit and for a request. What they fill in, and what is said
 * of it, is theirs.
 */
import { tick } from 'svelte';
import type { FieldView, Saved } from '$lib/backend/types';
import { session } from '$lib/state/session.svelte';
import { toast, toasts } from '$lib/state/toasts.svelte';
import { announce } from './announce';
import { focusFirstProblem } from './focus';

/** What is filled in. */
export type Filled = {
  readonly lists: { fields: readonly FieldView[] };
  begin(): Promise<void>;
  submit(): Promise<Saved | null>;
  leave(): Promise<void>;
  /** Throws the draft away; answers how to bring it back. */
  startOver(): Promise<() => void>;
};

export class OpenForm<Entry extends Filled> {
  entry = $state.raw<Entry | null>(null);
  /** Where the fields stand, to find the first one with a problem in. */
  body = $state<HTMLElement | null>(null);
  #undo: number | null = null;

  begin(entry: Entry): void {
    this.entry = entry;
    void entry.begin();
  }

  /** What was typed is kept. What was started over is brought back into this form or not at all. */
  leave(): void {
    void this.entry?.leave();
    this.entry = null;
    if (this.#undo !== null) toasts.close(this.#undo);
    this.#undo = null;
  }

  /** Answers what was saved; otherwise the focus goes to what is wrong. */
  async submit(words: { saved: string; dropped: string }): Promise<Saved | null> {
    const submitted = this.entry;
    const saved = await submitted?.submit();
    if (!submitted || !saved) {
      await tick();
      focusFirstProblem(this.body);
      return null;
    }
    session.touched();
    announce(saved, words, submitted.lists.fields);
    return saved;
  }

  async startOver(words: { dropped: string; restore: string }): Promise<void> {
    const form = this.entry;
    const restore = await form?.startOver();
    if (!restore || this.entry !== form) return;
    this.#undo = toast({
      message: words.dropped,
      action: { label: words.restore, run: () => this.entry === form && restore() }
    });
  }
}
