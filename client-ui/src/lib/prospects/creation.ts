/** The wish to make a prospect a customer: which entry asked for it, what can be done about it, and what a refused one is corrected with. */
import type { Backend } from '$lib/backend/backend';
import type { EntryDraft, EntryView, Kind, ListsView, ProspectView } from '$lib/backend/types';
import { isWaiting } from '$lib/card/facts';
import type { Replaces } from '$lib/entries/entry-form.svelte';
import { creationOf } from './marks';

type KindOfDraft = EntryDraft['kind'];
type DraftOf<K extends KindOfDraft> = Extract<EntryDraft, { kind: K }>;

/** The latest entry of a kind that still counts. */
export function latestOf(entries: readonly EntryView[], kind: Kind): EntryView | undefined {
  const counting = entries.filter(
    (entry) => entry.kind === kind && entry.given_up_at === null && entry.replaced_by === null
  );
  return counting.toSorted((one, other) => other.sequence - one.sequence)[0];
}

/** The latest creation or change that the base does not have yet. */
export function changeOnItsWay(entries: readonly EntryView[]): EntryView | undefined {
  const own = entries.filter((entry) => (entry.kind === 'CP' || entry.kind === 'MP') && isWaiting(entry));
  return own.toSorted((one, other) => other.sequence - one.sequence)[0];
}

/** Refused by the server and told by a notice each; what the accountants refused has one of its own. */
export function refusedEntries(view: ProspectView, entries: readonly EntryView[]): EntryView[] {
  const toMend = entries.filter(({ name }) => view.refused.includes(name));
  return toMend.filter(({ kind, state }) => kind !== 'CC' || state !== 'refused');
}

/** What « Transformation en client » corrects: refused by the accountants, or by the server already. What was sent is not typed twice. */
export function refusedCreation(view: ProspectView, entries: readonly EntryView[]): EntryView | undefined {
  const latest = latestOf(entries, 'CC');
  const isRefused = creationOf(view)?.state === 'refused' || view.refused.includes(latest?.name ?? '');
  return isRefused ? latest : undefined;
}

/** The code of the customer that a prospect which is gone became, if the answer to its creation reached this laptop. */
export function becameCustomer(entries: readonly EntryView[]): string | null {
  const validated = entries.find(({ kind, state }) => kind === 'CC' && state === 'validated');
  return validated?.reference?.trim() || null;
}

/** What is offered. Rust decides when it is entered; what it is sure to refuse is not offered. */
export type Allowed = { visit: boolean; edit: boolean; convert: boolean; remove: boolean };

export function allowedFor(view: ProspectView): Allowed {
  const creation = creationOf(view)?.state ?? null;
  const edit = view.own && creation !== 'validated';
  const settled = edit && view.origin !== 'rejected' && creation !== 'asked';
  return { visit: view.own, edit, convert: settled, remove: settled };
}

/** What the form that corrects an entry starts with; null when the entry is no longer here or of another kind. */
export async function replacesOf<K extends KindOfDraft>(
  backend: Pick<Backend, 'draftOf'>,
  entry: EntryView | undefined,
  kind: K
): Promise<Replaces<DraftOf<K>> | null> {
  if (!entry) return null;
  const draft = await backend.draftOf(entry.name);
  if (!isOf(draft, kind)) return null;
  const { name, reason, message, state } = entry;
  return { name, draft, reason, message, state };
}

function isOf<K extends KindOfDraft>(draft: EntryDraft | null, kind: K): draft is DraftOf<K> {
  return draft?.kind === kind;
}

/** Somebody's name by his user folder; the folder itself when nobody knows it. */
export function personOf(folder: string, lists: ListsView): string {
  return lists.people.find((person) => person.folder === folder)?.name?.trim() || folder;
}

/** A rep's name by his ERP code; the code itself when nobody knows it. */
export function repOf(code: string, lists: ListsView): string {
  const wanted = code.trim();
  return lists.people.find(({ c_rep }) => c_rep?.trim() === wanted)?.name?.trim() || wanted;
}
