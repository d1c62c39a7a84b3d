/**
 * One « Modifier » from opening the form to leaving it. Only what was touched is typed: the rest follows the base, also when a newer one
 * comes under the open form. Bank details are shown by their last four signs: left alone, they are not touched.
 */
import type { Backend } from '$lib/backend';
import type { CustomerField, EntryDraft, ListsView, ProspectView } from '$lib/backend/types';
import { EntryForm, type Replaces } from '$lib/entries/entry-form.svelte';
import { showDate } from '$lib/format/dates';
import { isBankDetail } from '$lib/requests/request-model';
import { m } from '$words/messages';
import { optionsOf, typedValue, type Fields } from './field-options';
import { isRecord, readBeside, readFields } from './kept-body';
import { SheetEntry } from './sheet-entry.svelte';

export type EditEntryDraft = Extract<EntryDraft, { kind: 'edit_prospect' }>;

export type EditOptions = {
  backend: Backend;
  lists: ListsView;
  prospect: ProspectView;
  replaces?: Replaces<EditEntryDraft> | undefined;
};

export class EditProspectEntry extends SheetEntry {
  prospect: ProspectView = $state.raw({} as ProspectView);
  /** What was typed, by field. */
  touched: Fields = $state.raw({});
  readonly form: EntryForm;
  /** What stood in the base when a field was touched. */
  #seen: Fields = $state.raw({});
  readonly #replaces: Replaces<EditEntryDraft> | undefined;

  constructor({ backend, lists, prospect, replaces }: EditOptions) {
    super(backend, lists);
    this.#replaces = replaces;
    this.#know(prospect);
    this.form = new EntryForm(backend, { kind: 'edit_prospect', subject: prospect.id }, replaces);
    this.#toBeginning();
  }

  override async begin(): Promise<void> {
    const kept = await this.form.readKept();
    this.unreadable = kept === 'unreadable';
    if (kept === 'unreadable') return;
    const body = kept && isRecord(kept.body) ? kept.body : null;
    if (body) {
      this.touched = readFields(body.fields, this.lists.fields);
      this.#seen = { ...this.#present(this.touched), ...readFields(body.seen, this.lists.fields) };
      this.beside = readBeside(body);
      this.resumedAt = kept?.updated_at ?? null;
    }
    this.begun(!this.isBlank);
  }

  /** A newer base came under the form. */
  rebase(prospect: ProspectView): void {
    this.#know(prospect);
    if (!this.ready) return;
    // What the base says by now needs not be typed any more.
    this.#settle();
    if (!this.isBlank) void this.form.check(this.draft());
    this.lookAgain();
  }

  /** How many things it changes. */
  get count(): number {
    const { fields, fleet } = this.draft();
    return (
      Object.keys(fields).length + Object.keys(fleet).length + (this.beside.followUp === undefined ? 0 : 1)
    );
  }

  override value(column: CustomerField): string {
    return this.touched[column] ?? this.present(column);
  }

  /** What the base shows; of bank details nothing that could be typed. */
  present(column: CustomerField): string {
    if (isBankDetail(column)) return '';
    const field = this.lists.fields.find((one) => one.column === column);
    return typedValue(field, this.prospect.sheet[column]);
  }

  /** What stands in the base by now, where that is not what stood there when the field was touched; null: it is. */
  moved(column: CustomerField): string | null {
    const present = this.present(column);
    return column in this.touched && (this.#seen[column] ?? '') !== present ? present : null;
  }

  override isPending(column: CustomerField): boolean {
    return this.prospect.pending.includes(column);
  }

  override remark(column: CustomerField): string | undefined {
    const moved = this.moved(column);
    if (moved === '') return m.prospect_form_moved_empty();
    if (moved !== null) return m.prospect_form_moved({ value: this.#readable(column, moved) });
    if (!isBankDetail(column)) return undefined;
    const masked = String(this.prospect.sheet[column] ?? '');
    return masked === '' ? undefined : m.prospect_form_bank({ masked });
  }

  override async startOver(): Promise<() => void> {
    const { touched, beside } = this;
    const seen = this.#seen;
    this.#toBeginning();
    this.beginnings += 1;
    this.unread = new Set();
    this.tried = false;
    this.resumedAt = null;
    this.typed();
    await this.form.kept.drop().catch(() => undefined);
    return () => {
      this.touched = touched;
      this.#seen = seen;
      this.beside = beside;
      this.beginnings += 1;
      this.typed();
    };
  }

  override draft(): EditEntryDraft {
    const said = Object.entries(this.touched).filter(
      ([column, text]) => !this.unread.has(column) && text.trim() !== this.present(column as CustomerField)
    );
    return {
      kind: 'edit_prospect',
      prospect: this.prospect.id,
      fields: Object.fromEntries(said),
      fleet: this.beside.fleet,
      ...this.followUp()
    };
  }

  protected override body(): unknown {
    return { ...this.draft(), fields: this.touched, seen: this.#seen };
  }

  protected override get isBlank(): boolean {
    const { fields, fleet } = this.draft();
    const silent = this.beside.followUp === undefined && Object.keys(fleet).length === 0;
    return silent && Object.keys(fields).length === 0 && this.unread.size === 0;
  }

  protected override put(fields: Fields): void {
    const fresh = Object.keys(fields).filter((column) => !(column in this.touched));
    this.#seen = { ...this.#seen, ...this.#present(Object.fromEntries(fresh.map((column) => [column, '']))) };
    this.touched = { ...this.touched, ...fields };
    this.#settle();
  }

  /** What says the same as the base is not touched. */
  #settle(): void {
    const changed = Object.entries(this.touched).filter(
      ([column, text]) => this.unread.has(column) || text !== this.present(column as CustomerField)
    );
    this.touched = Object.fromEntries(changed);
  }

  #readable(column: CustomerField, value: string): string {
    if (this.lists.fields.find((field) => field.column === column)?.kind === 'date') return showDate(value);
    const options = optionsOf(column, value, this.lists, () => '');
    return options.find((option) => option.value === value)?.label ?? value;
  }

  #know(prospect: ProspectView): void {
    this.prospect = prospect;
    this.knownFleet = prospect.follow_up.fleet;
    this.knownFollowUp = prospect.follow_up.on;
  }

  #toBeginning(): void {
    const replaced = this.#replaces?.draft;
    this.touched = replaced?.fields ?? {};
    this.#seen = this.#present(this.touched);
    this.beside = { followUp: replaced?.follow_up_on, fleet: replaced?.fleet ?? {} };
  }

  #present(of: Fields): Fields {
    const columns = Object.keys(of) as CustomerField[];
    return Object.fromEntries(columns.map((column) => [column, this.present(column)]));
  }
}
