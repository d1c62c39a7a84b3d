/** The reason of a deletion that was refused, typed anew. */
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
  readonly #replaces: Replaces<DeletionEntryDraft>;

  constructor(backend: Backend, lists: ListsView, replaces: Replaces<DeletionEntryDraft>) {
    this.lists = lists;
    this.#replaces = replaces;
    this.reason = replaces.draft.reason;
    const key = { kind: 'delete_prospect', subject: replaces.draft.prospect };
    this.form = new EntryForm(backend, key, replaces);
  }

  async begin(): Promise<void> {
    const kept = await this.form.readKept();
    this.unreadable = kept === 'unreadable';
    if (kept === 'unreadable') return;
    if (kept && isRecord(kept.body) && typeof kept.body.reason === 'string') this.reason = kept.body.reason;
    this.ready = true;
    void this.form.check(this.#whole());
  }

  type(reason: string): void {
    this.reason = reason;
    this.form.typed(this.#whole(), reason === this.#replaces.draft.reason, { said: true });
  }

  async startOver(): Promise<() => void> {
    const before = this.reason;
    this.type(this.#replaces.draft.reason);
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
    return { ...this.#replaces.draft, reason: this.reason };
  }
}
