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

  readonly form: EntryForm;
  readonly lists: ListsView;
  /** As it was when the form was opened: newer bases change nothing under the fingers. */
  readonly customer: CustomerView;
  readonly wished: FieldView[] = $derived.by(() => wishedFields(this.wishes, this.lists.fields));
  readonly changed: FieldView[] = $derived.by(() =>
    this.wished.filter((field) =>
      isChanged(field.column, this.wishes[field.column] ?? '', this.customer.sheet)
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
    const kept = await this.form.kept.read().catch(() => null);
    const body = kept && readRequestBody(kept.body, this.lists.fields);
    if (body) {
      this.wishes = body.fields;
      this.comment = body.comment;
    }
    this.ready = true;
    if (body || this.#replaced) void this.form.check(this.#whole());
  }

  toggle(column: CustomerField): void {
    this.wishes = toggledField(this.wishes, column, this.customer.sheet);
    this.#typed();
  }

  wish(column: CustomerField, value: string): void {
    this.wishes = { ...this.wishes, [column]: value };
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
    this.form.typed(this.#whole(), true);
    await this.form.kept.drop().catch(() => undefined);
    return () => {
      this.wishes = wishes;
      this.comment = comment;
      this.#typed();
    };
  }

  submit(): Promise<Saved | null> {
    return this.form.submit(this.#whole());
  }

  leave(): Promise<void> {
    return this.form.leave();
  }

  #toBeginning(): void {
    this.wishes = this.#replaced?.fields ?? {};
    this.comment = this.#replaced?.comment ?? '';
  }

  #typed(): void {
    this.form.typed(
      this.#whole(),
      isBlank(this.wishes, this.comment, this.customer.sheet) && this.wished.length === 0
    );
  }

  #whole(): RequestEntryDraft {
    // What a corrected request said beside its fields goes with it.
    const { follow_up_on, fleet = {} } = this.#replaced ?? {};
    const draft: RequestEntryDraft = {
      kind: 'request',
      customer: this.customer.code,
      fields: this.wishes,
      comment: this.comment,
      fleet
    };
    return follow_up_on === undefined ? draft : { ...draft, follow_up_on };
  }
}
