/** One « visite ce jour » from opening the form to leaving it: what is typed, what is known of whom it is about, what became of it. */
import type { Backend } from '$lib/backend';
import type { EntryDraft, Fleet, ListsView, Saved, VisitDraft, VisitForm, Whom } from '$lib/backend/types';
import { EntryForm, type Replaces } from '$lib/entries/entry-form.svelte';
import type { FollowUpValue } from './follow-up';
import { chosen, pruned, toggled } from './form-tree';
import { saying } from './fleet';
import { blankDraft, isBlank, readVisitBody, subjectOf, type Blank } from './visit-draft';

export type VisitEntryDraft = Extract<EntryDraft, { kind: 'visit' }>;

export interface VisitOptions {
  backend: Backend;
  whom: Whom;
  lists: ListsView;
  /** The company's day and hour at this moment. */
  today: string;
  hour: string;
  replaces?: Replaces<VisitEntryDraft> | undefined;
}

export class VisitEntry {
  draft: VisitDraft = $state.raw({
    whom: { customer: '' },
    on: '',
    at: '',
    form: null,
    comment: '',
    picked: [],
    fleet: {}
  });
  /** What was kept is there: nothing is typed into a form that is about to change. */
  ready = $state(false);
  /** What was kept could not be read: nothing may be written over it. */
  unreadable = $state(false);
  /** Typed, but no day or hour that can be taken: not to be saved without it. */
  readonly unread = $state({ on: false, at: false, followUp: false });
  /** How often the form began anew. */
  beginnings = $state(0);
  /** How many picks of an older version of the form were dropped. */
  outdated = $state(0);
  knownFleet = $state.raw<Fleet>({});
  knownFollowUp = $state.raw<string | null>(null);
  /** Date of visit taken away: the input's own bound. */
  dayMissing = $state(false);

  /** The version in force when the form was opened; a newer one that arrives meanwhile changes nothing under the fingers. */
  readonly formTree: VisitForm;
  readonly form: EntryForm;
  readonly lists: ListsView;
  readonly #blank: Blank;
  readonly #options: VisitOptions;

  constructor(options: VisitOptions) {
    this.#options = options;
    this.lists = options.lists;
    this.formTree = options.lists.forms[0] ?? { version: 0, sections: [] };
    const form = options.lists.forms[0]?.version ?? null;
    this.#blank = { whom: options.whom, on: options.today, at: options.hour, form };
    const key = { kind: 'visit', subject: subjectOf(options.whom) };
    this.form = new EntryForm(options.backend, key, options.replaces);
    this.draft = this.#beginning();
  }

  /** Brings back what was kept, and reads what is known of the customer. */
  async begin(): Promise<void> {
    const [kept] = await Promise.all([this.form.readKept(), this.#readCustomer()]);
    this.unreadable = kept === 'unreadable';
    if (kept === 'unreadable') return;
    const body = kept && readVisitBody(kept.body, this.#blank);
    if (body) this.#show(body);
    this.ready = true;
    // What is not typed now may be wrong all the same: a refused visit, a draft of another day.
    if (body || this.#options.replaces) void this.form.check(this.#whole());
  }

  change(change: Partial<Omit<VisitDraft, 'follow_up_on'>>): void {
    this.#set({ ...this.draft, ...change });
  }

  toggle(id: string): void {
    this.change({ picked: toggled(this.formTree, this.draft.picked, id) });
  }

  choose(section: VisitForm['sections'][number], id: string | null): void {
    this.change({ picked: chosen(this.formTree, section, this.draft.picked, id) });
  }

  setFollowUp(value: FollowUpValue): void {
    const { follow_up_on: _, ...rest } = this.draft;
    this.#set(value === undefined ? rest : { ...rest, follow_up_on: value });
  }

  setCount(kind: string, count: number | null): void {
    this.change({ fleet: saying(this.draft.fleet, this.knownFleet, kind, count) });
  }

  /** Throws away what was typed; answers what brings it back. */
  async startOver(): Promise<() => void> {
    const before = this.draft;
    this.draft = this.#beginning();
    this.beginnings += 1;
    Object.assign(this.unread, { on: false, at: false, followUp: false });
    this.outdated = 0;
    this.form.typed(this.#whole(), true);
    await this.form.kept.drop().catch(() => undefined);
    return () => this.#set(before);
  }

  async submit(): Promise<Saved | null> {
    if (!this.ready) return null;
    this.dayMissing = this.draft.on === '';
    const { on, at, followUp } = this.unread;
    return this.dayMissing || on || at || followUp ? null : this.form.submit(this.#whole());
  }

  leave(): Promise<void> {
    return this.form.leave();
  }

  #set(draft: VisitDraft): void {
    this.draft = draft;
    if (draft.on !== '') this.dayMissing = false;
    this.form.typed(this.#whole(), isBlank(draft, this.#blank));
  }

  #whole(): VisitEntryDraft {
    return { kind: 'visit', ...this.draft, on: this.draft.on || null, at: this.draft.at || null };
  }

  #beginning(): VisitDraft {
    const replaced = this.#options.replaces?.draft;
    return replaced ? this.#fitted(replaced) : blankDraft(this.#blank);
  }

  #show(body: VisitDraft): void {
    const before = body.picked.length;
    this.draft = this.#fitted(body);
    this.outdated = before - this.draft.picked.length;
  }

  /** A draft of any version of the form as one of the version that is shown. */
  #fitted(draft: VisitDraft): VisitDraft {
    const { on, at, comment, follow_up_on, fleet, picked } = draft;
    const fitted = pruned(this.formTree, picked);
    const whole = { ...blankDraft(this.#blank), on, at, comment, fleet, picked: fitted.picked };
    return follow_up_on === undefined ? whole : { ...whole, follow_up_on };
  }

  async #readCustomer(): Promise<void> {
    const { backend, whom } = this.#options;
    if (!('customer' in whom)) return;
    // The form works without: this only shows what is known.
    const customer = await backend.customer(whom.customer).catch(() => null);
    this.knownFleet = customer?.follow_up.fleet ?? {};
    this.knownFollowUp = customer?.follow_up.on ?? null;
  }
}
