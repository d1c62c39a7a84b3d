/**
 * One « Transformation en client » from opening it to leaving it. What is missing or wrong is the review's to say; this keeps what is typed,
 * asks again at every pause, and sets what the payment mode settles.
 */
import type { Backend, BackendError } from '$lib/backend';
import type {
  CreationReview,
  CustomerField,
  EntryProblem,
  ListsView,
  ProspectView,
  Saved
} from '$lib/backend/types';
import { EntryForm, type Replaces } from '$lib/entries/entry-form.svelte';
import { textOf } from '$lib/format/address';
import { following, type Fields } from '$lib/prospect-form/field-options';
import { Towns } from '$lib/prospect-form/towns.svelte';
import { asBackendError } from '$lib/state/session.svelte';
import {
  bodyOf,
  differing,
  EMPTY,
  presentValue,
  readBody,
  signatureOf,
  type Body,
  type CreationEntryDraft,
  type Signed
} from './creation-model';
import { hindranceOf, meterOf, neighbour, SIGNATURE, stepsOf, toDoOf, walked, type Place } from './steps';

export interface ConversionOptions {
  backend: Backend;
  view: ProspectView;
  lists: ListsView;
  replaces?: Replaces<CreationEntryDraft> | undefined;
}

const PAUSE_MS = 150;
const NOTHING_ASKED: CreationReview = {
  required: [],
  problems: [],
  modes: [],
  locked: {},
  bank_details: false,
  authorisation: null
};

export class Conversion {
  body: Body = $state.raw(EMPTY);
  /** The latest answer; null until the first one is there. */
  review = $state.raw<CreationReview | null>(null);
  /** Why there is no answer. */
  failure = $state.raw<BackendError | null>(null);
  ready = $state(false);
  /** What was kept could not be read: nothing may be written over it. */
  unreadable = $state(false);
  /** Fields in which something is typed that cannot be read. */
  unread: ReadonlySet<CustomerField> = $state.raw(new Set());
  /** When what was found again had been kept. */
  keptAt = $state<string | null>(null);

  readonly form: EntryForm;
  readonly lists: ListsView;
  /** As it was when this was opened: newer bases change nothing under the fingers. */
  readonly view: ProspectView;
  readonly towns: Towns;
  readonly known: CreationReview = $derived.by(() => this.review ?? NOTHING_ASKED);
  readonly hindrance = $derived.by(() => hindranceOf(this.known));
  readonly steps = $derived.by(() => stepsOf(this.known));
  readonly meter = $derived.by(() => meterOf(this.known));
  readonly todo = $derived.by(() => walked(toDoOf(this.known)));
  /** Whether nothing is missing, as far as the latest answer tells. */
  readonly complete = $derived.by(() => this.review !== null && this.known.problems.length === 0);
  readonly #backend: Backend;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Answers that come late are about an earlier text. */
  #turn = 0;

  constructor({ backend, view, lists, replaces }: ConversionOptions) {
    this.#backend = backend;
    this.view = view;
    this.lists = lists;
    this.form = new EntryForm(backend, { kind: 'creation', subject: view.id }, replaces);
    this.towns = new Towns(backend);
    if (replaces) this.body = bodyOf(replaces.draft);
  }

  /** Brings back what was kept, and asks what is still needed. */
  async begin(): Promise<void> {
    const kept = await this.form.readKept();
    this.unreadable = kept === 'unreadable';
    if (kept === 'unreadable') return;
    const body = kept && readBody(kept.body, this.lists.fields);
    if (body) this.body = body;
    this.keptAt = kept?.updated_at ?? null;
    this.#askTowns();
    await this.ask();
    this.ready = true;
  }

  /** What stands in a field: what its payment mode settles, else what was typed, else the sheet's. */
  readonly value = (column: CustomerField): string =>
    this.known.locked[column] ?? this.body.fields[column] ?? this.#present(column);

  isLocked(column: CustomerField): boolean {
    return this.known.locked[column] !== undefined;
  }

  isRequired(column: CustomerField): boolean {
    return this.known.required.includes(column);
  }

  /** Where the signature is given: the town, until something else is typed. */
  get signedIn(): string {
    return this.body.signedIn ?? this.value('ville_fac').trim();
  }

  /** Whether the drawing no longer goes with what it was drawn under. */
  get stale(): boolean {
    return this.problems.some(({ field, code }) => field === SIGNATURE && code === 'signature-stale');
  }

  /** The review's, and what only saving found. */
  get problems(): EntryProblem[] {
    return [...this.known.problems, ...this.form.problems];
  }

  change(column: CustomerField, value: string): void {
    const also: Fields = following(column, value, this.lists, this.value);
    this.#become({ fields: { ...this.body.fields, ...also, [column]: value } });
    if (column === 'dep_fac' || column === 'bur_dis_fac') this.#askTowns();
  }

  reads(column: CustomerField, unread: boolean): void {
    if (this.unread.has(column) === unread) return;
    this.unread = new Set(
      unread ? [...this.unread, column] : [...this.unread].filter((other) => other !== column)
    );
  }

  comments(comment: string): void {
    this.#become({ comment });
  }

  signs(change: { signed?: Signed | null; signer?: string; signedIn?: string }): void {
    this.#become(change);
  }

  go(place: Place): void {
    if (place === this.body.place) return;
    this.body = { ...this.body, place };
    if (!this.#blank) this.form.kept.keep(this.body);
  }

  neighbour(by: 1 | -1): Place | undefined {
    return neighbour(this.body.place, by);
  }

  /** Asks at once what is still needed; the answer to the latest question counts. */
  async ask(): Promise<void> {
    clearTimeout(this.#timer);
    this.#turn += 1;
    const turn = this.#turn;
    const draft = this.draft();
    try {
      const review = await this.#backend.reviewCreation(draft);
      if (turn === this.#turn) await this.#told(review, draft);
    } catch (error) {
      if (turn === this.#turn) this.failure = asBackendError(error);
    }
  }

  /** Saves it, if nothing is missing by now. */
  async submit(): Promise<Saved | null> {
    if (!this.ready || this.unread.size > 0) return null;
    await this.ask();
    return this.complete ? this.form.submit(this.draft()) : null;
  }

  leave(): Promise<void> {
    clearTimeout(this.#timer);
    return this.form.leave();
  }

  draft(): CreationEntryDraft {
    return {
      kind: 'ask_creation',
      prospect: this.view.id,
      fields: differing(this.value, this.view.sheet, this.lists.fields),
      comment: this.body.comment,
      signature: signatureOf(this.body, this.signedIn)
    };
  }

  get #blank(): boolean {
    const { comment, signed, signer, signedIn } = this.body;
    const typed = Object.keys(this.draft().fields).length > 0;
    return !typed && comment.trim() === '' && !signed && signer.trim() === '' && signedIn === null;
  }

  #present(column: CustomerField): string {
    return presentValue(column, this.view.sheet, this.lists.fields);
  }

  #become(change: Partial<Body>): void {
    this.body = { ...this.body, ...change };
    // The review judges while one types; what is only unlikely is asked once nothing is missing.
    this.form.typed(this.draft(), this.#blank, { said: false, body: this.body });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.ask(), PAUSE_MS);
  }

  /** What the mode settles is part of the draft: another mode is judged anew with it. */
  async #told(review: CreationReview, asked: CreationEntryDraft): Promise<void> {
    this.review = review;
    this.failure = null;
    const draft = this.draft();
    if (JSON.stringify(draft.fields) !== JSON.stringify(asked.fields)) await this.ask();
    else if (review.problems.length === 0) void this.form.check(draft);
  }

  #askTowns(): void {
    const sheet = { dep_fac: this.value('dep_fac'), bur_dis_fac: this.value('bur_dis_fac') };
    const country = { codepays: this.value('codepays'), c_pays: this.value('c_pays') };
    void this.towns.of({ ...sheet, ...country });
  }

  /** « Transports Coquereau, Meslay-du-Maine »: whom it is about, as it is known on this laptop. */
  get title(): string {
    return [textOf(this.view.sheet, 'nom_client') || this.view.name, this.view.town]
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .join(', ');
  }
}
