/** One « Nouveau prospect » from opening the form to leaving it. There is at most one: opening it again resumes it. */
import type { Backend } from '$lib/backend';
import type { CustomerField, Draft, EntryDraft, ListsView, NewProspectDraft } from '$lib/backend/types';
import { EntryForm, type Replaces } from '$lib/entries/entry-form.svelte';
import { showPhone } from '$lib/format/phone';
import type { Fields } from './field-options';
import { NEW_PROSPECT, newDraftIn, readNewBody } from './kept-body';
import { SheetEntry } from './sheet-entry.svelte';

export type NewEntryDraft = Extract<EntryDraft, { kind: 'new_prospect' }>;

export type NewOptions = {
  backend: Backend;
  lists: ListsView;
  replaces?: Replaces<NewEntryDraft> | undefined;
};

export class NewProspectEntry extends SheetEntry {
  fields: Fields = $state.raw({});
  form: EntryForm | null = $state.raw(null);

  readonly #replaces: Replaces<NewEntryDraft> | undefined;
  /** What it begins with, and begins anew with. */
  #start: NewProspectDraft = { prospect: '', fields: {}, duplicate_reason: null, fleet: {} };

  constructor({ backend, lists, replaces }: NewOptions) {
    super(backend, lists);
    this.#replaces = replaces;
  }

  /** The identity that it will have. */
  get prospect(): string {
    return this.#start.prospect;
  }

  /** Brings back what was kept. */
  override async begin(): Promise<void> {
    this.failure = null;
    try {
      await this.#begin();
    } catch (error) {
      this.failure = error;
    }
  }

  async #begin(): Promise<void> {
    const waiting = this.#replaces ? null : await this.#waiting();
    this.unreadable = waiting === 'unreadable';
    if (waiting === 'unreadable') return;
    this.#start = this.#replaces?.draft ?? (await this.backend.newProspect());
    const prospect = waiting?.key.subject ?? this.#start.prospect;
    this.#start = { ...this.#start, prospect };
    this.form = new EntryForm(this.backend, { kind: NEW_PROSPECT, subject: prospect }, this.#replaces);
    const kept = await this.form.readKept();
    this.unreadable = kept === 'unreadable';
    if (kept === 'unreadable') return;
    const body = kept && readNewBody(kept.body, prospect, this.lists.fields);
    this.#show(body ?? this.#start);
    this.resumedAt = body ? (kept?.updated_at ?? null) : null;
    this.begun(body !== null || this.#replaces !== undefined);
  }

  override value(column: CustomerField): string {
    return this.fields[column] ?? '';
  }

  override known(column: CustomerField): 'known' | 'free' | null {
    if (this.alike.known.includes(column)) return 'known';
    const isPhone = column === 'tel_1' || column === 'tel_2';
    const value = this.value(column).trim();
    // Half a number is nobody's.
    const isWhole = isPhone && showPhone(value).includes('\u00a0');
    return isWhole && this.alike.about[column]?.trim() === value ? 'free' : null;
  }

  chooseReason(reason: Parameters<typeof this.alike.choose>[0], own = this.alike.own): void {
    this.alike.own = own;
    this.alike.choose(reason);
    this.typed();
  }

  override async startOver(): Promise<() => void> {
    const before = this.draft();
    this.#show(this.#start);
    this.beginnings += 1;
    this.unread = new Set();
    this.tried = false;
    this.resumedAt = null;
    this.typed();
    await this.form?.kept.drop().catch(() => undefined);
    return () => {
      this.#show(before);
      this.beginnings += 1;
      this.typed();
    };
  }

  override draft(): NewEntryDraft {
    const said = Object.entries(this.fields).filter(
      ([column, text]) => text.trim() !== '' && !this.unread.has(column)
    );
    return {
      kind: 'new_prospect',
      prospect: this.#start.prospect,
      fields: Object.fromEntries(said),
      duplicate_reason: this.alike.words,
      fleet: this.beside.fleet,
      ...this.followUp()
    };
  }

  protected override get isBlank(): boolean {
    const { fields, followUp, fleet } = { fields: this.fields, ...this.beside };
    const columns = Object.keys({ ...fields, ...this.#start.fields }) as CustomerField[];
    const same = columns.every(
      (column) => (fields[column] ?? '').trim() === (this.#start.fields[column] ?? '').trim()
    );
    const start = this.#start.duplicate_reason;
    return (
      same &&
      (this.alike.words ?? start) === start &&
      followUp === this.#start.follow_up_on &&
      JSON.stringify(fleet) === JSON.stringify(this.#start.fleet)
    );
  }

  protected override put(fields: Fields): void {
    this.fields = { ...this.fields, ...fields };
  }

  protected override asksForReason(): boolean {
    this.alike.wanted = this.alike.needsReason;
    return this.alike.needsReason;
  }

  #show(draft: NewProspectDraft): void {
    this.fields = draft.fields;
    this.beside = { followUp: draft.follow_up_on, fleet: draft.fleet };
    this.alike.restore(draft.duplicate_reason);
  }

  async #waiting(): Promise<Draft | null | 'unreadable'> {
    try {
      return newDraftIn(await this.backend.drafts());
    } catch {
      return 'unreadable';
    }
  }
}
