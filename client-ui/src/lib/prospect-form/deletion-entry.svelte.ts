/** The reason of a deletion; one that was refused is typed anew. */
import type { Backend } from '$lib/backend';
import type { EntryDraft, ListsView, Saved } from '$lib/backend/types';
import { EntryForm, type Replaces } from '$lib/entries/entry-form.svelte';
import { isRecord } from './kept-body';

type DeletionEntryDraft = Extract<EntryDraft, { kind: 'delete_prospect' }>;

export class DeletionEntry {
  reason = $state('');
  ready = $state(false);
  /** What was kept could not be read: nothing may be written over it. */
  unreadable = $state(false);
  readonly form: EntryForm;
  readonly lists: ListsView;
  /** What it begins with, and begins anew with. */
  readonly #start: DeletionEntryDraft;
  readonly #isCorrection: boolean;

  /** `of`: the prospect, or the deletion that was refused. */
  constructor(backend: Backend, lists: ListsView, of: string | Replaces<DeletionEntryDraft>) {
    const replaces = typeof of === 'string' ? undefined : of;
    this.lists = lists;
    this.#start = typeof of === 'string' ? { kind: 'delete_prospect', prospect: of, reason: '' } : of.draft;
    this.#isCorrection = replaces !== undefined;
    this.reason = this.#start.reason;
    this.form = new EntryForm(backend, { kind: 'delete_prospect', subject: this.#start.prospect }, replaces);
  }

  async begin(): Promise<void> {
    const kept = await this.form.readKept();
    // What was typed meanwhile is newer.
    if (this.ready) return;
    this.unreadable = kept === 'unreadable';
    if (kept === 'unreadable') return;
    if (kept && isRecord(kept.body) && typeof kept.body.reason === 'string') this.reason = kept.body.reason;
    this.ready = true;
    if (this.#isCorrection) void this.form.check(this.#whole());
  }

  type(reason: string): void {
    this.reason = reason;
    this.ready = true;
    // A correction says something before a word is typed: the reason that was refused.
    const blank = this.#isCorrection ? reason === this.#start.reason : reason.trim() === '';
    this.form.typed(this.#whole(), blank, { said: this.#isCorrection || !blank });
  }

  async startOver(): Promise<() => void> {
    const before = this.reason;
    this.type(this.#start.reason);
    await this.form.kept.drop().catch(() => undefined);
    return () => this.type(before);
  }

  async submit(): Promise<Saved | null> {
    return this.ready ? this.form.submit(this.#whole()) : null;
  }

  leave(): Promise<void> {
    return this.form.leave();
  }

  #whole(): DeletionEntryDraft {
    return { ...this.#start, reason: this.reason };
  }
}
