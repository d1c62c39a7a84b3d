/** One « demande de modification » from opening the form to leaving it. */
import type { Backend } from '$lib/backend';
import type {
  CustomerField,
  CustomerView,
  EntryDraft,
  FieldView,
  ListsView,
  Saved
} from '$lib/backend/types';
import { EntryForm, type Replaces } from '$lib/entries/entry-form.svelte';
import {
  isBlank,
  isChanged,
  readRequestBody,
  toggledField,
  wishedFields,
  type Wishes
} from './request-model';

export type RequestEntryDraft = Extract<EntryDraft, { kind: 'request' }>;

export interface RequestOptions {
  backend: Backend;
  customer: CustomerView;
  lists: ListsView;
  replaces?: Replaces<RequestEntryDraft> | undefined;
}

export class RequestEntry {
  wishes: Wishes = $state.raw({});
  comment = $state('');
  ready = $state(false);
  /** What was kept could not be read: nothing may be written over it. */
  unreadable = $state(false);
  /** Fields in which something is typed that cannot be read: not to be sent without it. */
  unread: ReadonlySet<CustomerField> = $state.raw(new Set());

  readonly form: EntryForm;
  readonly lists: ListsView;
  /** As it was when the form was opened: newer bases change nothing under the fingers. */
  readonly customer: CustomerView;
  readonly wished: FieldView[] = $derived.by(() => wishedFields(this.wishes, this.lists.fields));
  readonly changed: FieldView[] = $derived.by(() =>
    this.wished.filter(
      ({ column }) =>
        !this.unread.has(column) && isChanged(column, this.wishes[column] ?? '', this.customer.sheet)
    )
  );
  readonly #replaced: RequestEntryDraft | null;

  constructor(options: RequestOptions) {
    this.lists = options.lists;
    this.customer = options.customer;
    this.#replaced = options.replaces?.draft ?? null;
    const key = { kind: 'request', subject: options.customer.code };
    this.form = new EntryForm(options.backend, key, options.replaces);
    this.#toBeginning();
  }

  /** Brings back what was kept. */
  async begin(): Promise<void> {
    const kept = await this.form.readKept();
    this.unreadable = kept === 'unreadable';
    if (kept === 'unreadable') return;
    const body = kept && readRequestBody(kept.body, this.lists.fields, this.customer.sheet);
    if (body) {
      this.wishes = body.fields;
      this.comment = body.comment;
    }
    this.ready = true;
    if (!this.#isUnchanged) void this.form.check(this.#whole());
  }

  toggle(column: CustomerField): void {
    this.wishes = toggledField(this.wishes, column, this.customer.sheet);
    this.unread = new Set([...this.unread].filter((other) => other !== column));
    this.#typed();
  }

  wish(column: CustomerField, value: string): void {
    this.wishes = { ...this.wishes, [column]: value };
    this.#typed();
  }

  /** Whether what is typed for a field cannot be read. */
  reads(column: CustomerField, unread: boolean): void {
    if (this.unread.has(column) === unread) return;
    this.unread = new Set(
      unread ? [...this.unread, column] : [...this.unread].filter((other) => other !== column)
    );
    this.#typed();
  }

  comments(comment: string): void {
    this.comment = comment;
    this.#typed();
  }

  /** Throws away what was typed; answers what brings it back. */
  async startOver(): Promise<() => void> {
    const { wishes, comment } = this;
    this.#toBeginning();
    this.unread = new Set();
    this.form.typed(this.#whole(), true);
    await this.form.kept.drop().catch(() => undefined);
    return () => {
      this.wishes = wishes;
      this.comment = comment;
      this.#typed();
    };
  }

  async submit(): Promise<Saved | null> {
    if (!this.ready || this.unread.size > 0) return null;
    return this.form.submit(this.#whole());
  }

  leave(): Promise<void> {
    return this.form.leave();
  }

  #toBeginning(): void {
    this.wishes = this.#replaced?.fields ?? {};
    this.comment = this.#replaced?.comment ?? '';
  }

  /** Nothing for the rules to look at: they would only say so while nothing could be typed yet. */
  get #isUnchanged(): boolean {
    return isBlank(this.#whole().fields, this.comment, this.customer.sheet);
  }

  #typed(): void {
    const unchanged = this.#isUnchanged;
    const whole = this.#whole();
    // What was not touched is kept by name alone: the sheet may have changed when it is read again.
    const asked = this.wished.map((field) => field.column).filter((column) => !(column in whole.fields));
    this.form.typed(whole, unchanged && this.wished.length === 0, {
      said: !unchanged,
      body: { ...whole, asked }
    });
  }

  #whole(): RequestEntryDraft {
    // What a corrected request said beside its fields goes with it.
    const { follow_up_on, fleet = {} } = this.#replaced ?? {};
    const draft: RequestEntryDraft = {
      kind: 'request',
      customer: this.customer.code,
      fields: Object.fromEntries(this.changed.map(({ column }) => [column, this.wishes[column] ?? ''])),
      comment: this.comment,
      fleet
    };
    return follow_up_on === undefined ? draft : { ...draft, follow_up_on };
  }
}
