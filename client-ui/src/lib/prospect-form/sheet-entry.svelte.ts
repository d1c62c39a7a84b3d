/** What « Nouveau prospect » and « Modifier » have in common: fields that are typed, follow-up date, fleet, likely duplicates, towns. */
import type { Backend } from '$lib/backend';
import type { CustomerField, EntryDraft, Fleet, ListsView, Saved } from '$lib/backend/types';
import type { EntryForm } from '$lib/entries/entry-form.svelte';
import type { FollowUpValue } from '$lib/visit/follow-up';
import { saying } from '$lib/visit/fleet';
import { AlikeWatch } from './alike-watch.svelte';
import { following, type Fields } from './field-options';
import { Towns } from './towns.svelte';

/** What an entry says beside the fields. */
export type Beside = { followUp: FollowUpValue; fleet: Fleet };

export abstract class SheetEntry {
  ready = $state(false);
  /** What was kept could not be read: nothing may be written over it. */
  unreadable = $state(false);
  /** When the draft that was brought back was typed; null: there was none. */
  resumedAt = $state.raw<string | null>(null);
  beside = $state.raw<Beside>({ followUp: undefined, fleet: {} });
  knownFleet = $state.raw<Fleet>({});
  knownFollowUp = $state.raw<string | null>(null);
  /** Dates in which something stands that cannot be read: not to be saved without it. */
  unread: ReadonlySet<string> = $state.raw(new Set());
  /** Why it could not begin. */
  failure = $state.raw<unknown>(null);
  /** How often the form began anew. */
  beginnings = $state(0);
  /** Saving was tried, or the name was left empty: what is missing is told from then on. */
  tried = $state(false);
  /** From « Créer » to the answer: what were typed by then would be lost. */
  saving = $state(false);

  readonly lists: ListsView;
  readonly alike: AlikeWatch;
  readonly towns: Towns;
  protected readonly backend: Backend;

  constructor(backend: Backend, lists: ListsView) {
    this.backend = backend;
    this.lists = lists;
    this.alike = new AlikeWatch(backend, () => this.typed());
    this.towns = new Towns(backend);
  }

  abstract readonly form: EntryForm | null;
  /** What stands in a field as the form shows it. */
  abstract value(column: CustomerField): string;
  abstract begin(): Promise<void>;
  abstract startOver(): Promise<() => void>;
  abstract draft(): EntryDraft;
  /** Told, and not yet in the base. */
  isPending(_column: CustomerField): boolean {
    return false;
  }
  /** What there is to know of a field. */
  remark(_column: CustomerField): string | undefined {
    return undefined;
  }
  /** Whether somebody else has the same; null: not asked, or of no account. */
  known(_column: CustomerField): 'known' | 'free' | null {
    return null;
  }

  protected abstract get isBlank(): boolean;
  protected abstract put(fields: Fields): void;
  /** What the draft keeps of it. */
  protected body(): unknown {
    return this.draft();
  }

  readonly read = (column: CustomerField): string => this.value(column);

  set(column: CustomerField, value: string): void {
    this.put({ ...following(column, value, this.lists, this.read), [column]: value });
    this.typed();
  }

  setFollowUp(followUp: FollowUpValue): void {
    this.beside = { ...this.beside, followUp };
    this.typed();
  }

  setCount(kind: string, count: number | null): void {
    this.beside = { ...this.beside, fleet: saying(this.beside.fleet, this.knownFleet, kind, count) };
    this.typed();
  }

  /** Whether what is typed in a date cannot be read. */
  reads(field: string, unread: boolean): void {
    if (this.unread.has(field) === unread) return;
    const others = [...this.unread].filter((other) => other !== field);
    this.unread = new Set(unread ? [...others, field] : others);
    // A follow-up date says by itself when it is taken.
    if (field !== 'follow_up_on') this.typed();
  }

  async submit(): Promise<Saved | null> {
    this.tried = true;
    const { form } = this;
    if (!form || !this.ready || this.unread.size > 0 || this.saving) return null;
    this.saving = true;
    try {
      await this.alike.settle();
      if (this.asksForReason()) return null;
      const saved = await form.submit(this.draft());
      // The base may know more by now than when it was asked last.
      if (form.problems.some(({ code }) => code === 'likely-duplicate')) this.lookAgain();
      return saved;
    } finally {
      this.saving = false;
    }
  }

  leave(): Promise<void> {
    this.alike.stop();
    return this.form?.leave() ?? Promise.resolve();
  }

  /** Looks once more who is alike, and at once: bases are newer, or the form was opened. */
  lookAgain(): void {
    this.alike.stop();
    this.alike.changed(this.draft(), this.all());
    void this.alike.settle();
    void this.towns.of(this.all());
  }

  protected asksForReason(): boolean {
    return false;
  }

  /** Everything that likeness and towns are judged by. */
  protected all(): Fields {
    return Object.fromEntries(this.lists.fields.map(({ column }) => [column, this.value(column)]));
  }

  protected typed(): void {
    if (!this.ready || !this.form) return;
    const draft = this.draft();
    this.form.typed(draft, this.isBlank, { body: this.body() });
    this.alike.changed(draft, this.all());
    void this.towns.of(this.all());
  }

  /** What is not typed now may be wrong all the same: a refused entry, a draft of another day. */
  protected begun(said: boolean): void {
    this.ready = true;
    if (said) void this.form?.check(this.draft());
    this.lookAgain();
  }

  protected followUp(): { follow_up_on?: string | null } {
    const { followUp } = this.beside;
    return followUp === undefined ? {} : { follow_up_on: followUp };
  }
}
