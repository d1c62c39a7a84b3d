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
import { toasts } from '$lib/state/toasts.svelte';
import {
  bodyOf,
  differs,
  EMPTY,
  isHidden,
  presentValue,
  readBody,
  shownFields,
  signatureOf,
  without,
  type Body,
  type CreationEntryDraft,
  type Signed
} from './creation-model';
import {
  hindranceOf,
  meterOf,
  neighbour,
  SIGNATURE,
  stepsOf,
  toDoOf,
  UNKNOWN_STEPS,
  walked,
  withUnread,
  type Place
} from './steps';
import { Unread } from './unread.svelte';

export interface ConversionOptions {
  backend: Backend;
  view: ProspectView;
  lists: ListsView;
  replaces?: Replaces<CreationEntryDraft> | undefined;
}

const PAUSE_MS = 150;
const ACCOUNT: readonly CustomerField[] = ['iban', 'bic'];
/** With these other towns may be proposed. */
const OF_THE_TOWN: readonly CustomerField[] = ['dep_fac', 'bur_dis_fac', 'codepays', 'c_pays'];
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
  /** When what was found again had been kept. */
  keptAt = $state<string | null>(null);

  /** The message that offers to bring a signature back: it goes with the screen. */
  undo: number | null = null;

  readonly form: EntryForm;
  readonly unread = new Unread();
  readonly lists: ListsView;
  /** As it was when this was opened: newer bases change nothing under the fingers. */
  readonly view: ProspectView;
  readonly towns: Towns;
  readonly known: CreationReview = $derived.by(() =>
    withUnread(this.review ?? NOTHING_ASKED, this.unread.columns)
  );
  readonly hindrance = $derived.by(() => hindranceOf(this.known));
  readonly steps = $derived.by(() => (this.review ? stepsOf(this.known) : UNKNOWN_STEPS));
  readonly meter = $derived.by(() => meterOf(this.known));
  readonly todo = $derived.by(() => walked(toDoOf(this.known)));
  /** Whether nothing is missing, as far as the latest answer tells. */
  readonly complete = $derived.by(() => this.review !== null && this.known.problems.length === 0);
  readonly #backend: Backend;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Answers that come late are about an earlier text. */
  #turn = 0;
  readonly #isCorrection: boolean;
  /** What its payment mode had settled in a refused file was typed by nobody. */
  #hasSettled: boolean;
  #left = false;

  constructor({ backend, view, lists, replaces }: ConversionOptions) {
    this.#backend = backend;
    this.view = view;
    this.lists = lists;
    this.form = new EntryForm(backend, { kind: 'creation', subject: view.id }, replaces);
    this.towns = new Towns(backend);
    this.#isCorrection = replaces !== undefined;
    this.#hasSettled = this.#isCorrection;
    if (replaces) this.body = bodyOf(replaces.draft);
  }

  /** Brings back what was kept, and asks what is still needed. */
  async begin(): Promise<void> {
    const kept = await this.form.readKept();
    this.unreadable = kept === 'unreadable';
    if (kept === 'unreadable') return;
    const body = kept && readBody(kept.body, this.lists.fields);
    if (body) {
      this.body = body;
      this.#hasSettled = false;
    }
    this.keptAt = kept?.updated_at ?? null;
    this.#askTowns();
    await this.ask();
    this.ready = true;
  }

  /** What stands in a field: what its payment mode settles, else what was typed, else the sheet's. */
  readonly value = (column: CustomerField): string =>
    this.known.locked[column] ??
    (this.unread.has(column) ? '' : (this.body.fields[column] ?? this.#present(column)));

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
    if (value === '' && this.unread.has(column)) return;
    this.unread.remove(column);
    if (value === '') this.unread.emptied(column, this.body.fields);
    if (value === '' && this.isKnownAccount(column)) return this.keepAccount([column]);
    const also: Fields = following(column, value, this.lists, this.value);
    this.#become({ fields: { ...this.body.fields, ...also, [column]: value } });
    if (OF_THE_TOWN.includes(column)) this.#askTowns();
  }

  /** Whether what is typed there can be read. */
  reads(column: CustomerField, unread: boolean): void {
    if (this.unread.has(column) === unread) return;
    if (unread) return this.#become({ fields: this.unread.add(column, this.body.fields) });
    this.unread.remove(column);
    this.#become({ fields: { ...this.body.fields, [column]: '' } });
  }

  /** Its input goes away: what stood there before stands there again. Answers whether anything was dropped. */
  abandons(column: CustomerField): boolean {
    if (!this.unread.has(column)) return false;
    this.unread.remove(column);
    this.#become({});
    return true;
  }

  /** Whether the sheet has a bank detail there, of which only the last signs are shown. */
  isKnownAccount(column: CustomerField): boolean {
    return isHidden(column, this.#present(column));
  }

  /** Back to what the sheet has. */
  keepAccount(columns: readonly CustomerField[] = ACCOUNT): void {
    const known = columns.filter((column) => this.isKnownAccount(column));
    this.#become({ fields: without(this.body.fields, known) });
  }

  /** The field under which the known account is offered again, once it was typed over. */
  get accountTyped(): CustomerField | undefined {
    return ACCOUNT.find((column) => this.isKnownAccount(column) && this.body.fields[column] !== undefined);
  }

  comments(comment: string): void {
    this.#become({ comment });
  }

  signs(change: { signed?: Signed | null; signer?: string; signedIn?: string | null }): void {
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
    if (!this.ready || this.unread.columns.size > 0) return null;
    await this.ask();
    return this.complete ? this.form.submit(this.draft()) : null;
  }

  /** Keeps at once what waits; false: it stands nowhere but here. */
  async keep(): Promise<boolean> {
    await this.form.kept.flush();
    return this.form.kept.state !== 'failed';
  }

  /** For good: nothing changes it any more. */
  leave(): Promise<void> {
    clearTimeout(this.#timer);
    this.#left = true;
    if (this.undo !== null) toasts.close(this.undo);
    return this.form.leave();
  }

  draft(): CreationEntryDraft {
    return {
      kind: 'ask_creation',
      prospect: this.view.id,
      fields: shownFields(this.value, this.lists.fields),
      comment: this.body.comment,
      signature: signatureOf(this.body, this.signedIn)
    };
  }

  get #blank(): boolean {
    const { comment, signed, signer, signedIn } = this.body;
    const typed = this.#isCorrection || differs(this.body.fields, this.view.sheet, this.lists.fields);
    return !typed && comment.trim() === '' && !signed && signer.trim() === '' && signedIn === null;
  }

  #present(column: CustomerField): string {
    return presentValue(column, this.view.sheet, this.lists.fields);
  }

  #become(change: Partial<Body>): void {
    if (this.#left) return;
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
    if (this.#hasSettled) {
      this.#hasSettled = false;
      this.body = { ...this.body, fields: without(this.body.fields, Object.keys(review.locked)) };
    }
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
