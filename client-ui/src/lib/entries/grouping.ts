/** « Envois »: which entries are shown, in which group, and what is said of each beside its life line. Pure. */
import type { EntryView, FieldView } from '$lib/backend/types';
import { kindWords } from '$lib/words/entries';
import { fieldLabel } from '$lib/words/fields';
import { reasonWords } from '$lib/words/reasons';
import { m } from '$words/messages';
import { shortInstant } from './instant';
import type { Here } from './life-line';

export type GroupId = 'to_mend' | 'on_the_way' | 'arrived';
export type Filter = 'all' | 'to_mend' | 'on_the_way' | 'integrated';

export const GROUPS: readonly GroupId[] = ['to_mend', 'on_the_way', 'arrived'];

/** A line of the list. */
export type Item =
  | { type: 'group'; key: string; group: GroupId; count: number }
  | { type: 'entry'; key: string; entry: EntryView };

/** Something to know of an entry. */
export interface Remark {
  tone: 'neutral' | 'warn';
  text: string;
  /** Name of the entry that it speaks of. */
  about?: string;
}

/** Where an entry is listed. A creation is on its way until an accountant decided; of a request no decision comes back. */
export function groupOf(entry: EntryView): GroupId {
  if (entry.to_mend) return 'to_mend';
  if (entry.state === null || entry.state === 'deferred') return 'on_the_way';
  return entry.kind === 'CC' && entry.state === 'integrated' ? 'on_the_way' : 'arrived';
}

/** Whether a filter shows it. What was let be or corrected arrived nowhere: only « Tous » shows it. */
function takes(filter: Filter, entry: EntryView): boolean {
  const group = groupOf(entry);
  if (filter !== 'integrated') return filter === 'all' || filter === group;
  return group === 'arrived' && (entry.state === 'integrated' || entry.state === 'validated');
}

export function countsOf(entries: readonly EntryView[]): Record<Filter, number> {
  const count = (filter: Filter) => entries.filter((entry) => takes(filter, entry)).length;
  return {
    all: entries.length,
    to_mend: count('to_mend'),
    on_the_way: count('on_the_way'),
    integrated: count('integrated')
  };
}

/** The lines to show: groups in their order, the latest first in each. */
export function itemsOf(entries: readonly EntryView[], filter: Filter, typed: string): Item[] {
  const wanted = folded(typed.trim());
  const found = entries.filter(
    (entry) => takes(filter, entry) && (wanted === '' || searched(entry).includes(wanted))
  );
  return GROUPS.flatMap((group) => {
    const own = found.filter((entry) => groupOf(entry) === group);
    if (own.length === 0) return [];
    const lines = own.map((entry): Item => ({ type: 'entry', key: entry.name, entry }));
    return [{ type: 'group', key: group, group, count: own.length }, ...lines];
  });
}

function searched(entry: EntryView): string {
  const subject = isProspect(entry) ? '' : entry.subject;
  return folded([entry.subject_name, subject, entry.summary, kindWords(entry.kind)].join(' '));
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase('fr');
}

/** Whom it is about: a customer has a code, a prospect none that one reads. */
export function isProspect(entry: Pick<EntryView, 'kind'>): boolean {
  return entry.kind !== 'VC' && entry.kind !== 'MC';
}

/** The second line: code, what it says, or what came of it. */
export function detailOf(entry: EntryView): string {
  const code = isProspect(entry) ? '' : entry.subject;
  const became = entry.kind === 'CC' && entry.state === 'validated' && entry.reference;
  const said = became ? m.entries_became({ code: became }) : entry.summary;
  return [code, said].filter((part) => part !== '').join(' · ');
}

/** Whether it was refused and is told so in a box. */
export function isRefused(entry: EntryView): boolean {
  const isSettled = entry.replaced_by !== null || entry.given_up_at !== null;
  return entry.to_mend || (entry.state === 'refused' && !isSettled);
}

/** What else there is to know, the pressing first. */
export function remarksOf(
  entry: EntryView,
  numbers: ReadonlyMap<string, number>,
  fields: readonly FieldView[],
  here: Here
): Remark[] {
  const remarks: Remark[] = [];
  const say = (text: string, tone: Remark['tone'] = 'neutral', about?: string) =>
    remarks.push(about === undefined ? { tone, text } : { tone, text, about });
  if (entry.standing === 'unreadable') say(m.entries_unreadable(), 'warn');
  if (entry.state === 'deferred') {
    const { what, todo } = reasonWords(entry.reason);
    say(`${what} ${todo}`, 'warn');
  }
  if (entry.clashes.length > 0) {
    const labels = entry.clashes.map((column) => fieldLabel(column, fields)).join(', ');
    say(m.entries_clashes({ labels }), 'warn');
  }
  if (entry.message && entry.state === 'integrated') say(m.entries_quoted({ message: entry.message }));
  if (entry.replaced_by) {
    say(
      m.entries_replaced_by({ number: numbers.get(entry.replaced_by) ?? '' }),
      'neutral',
      entry.replaced_by
    );
  }
  if (entry.replaces) {
    say(m.entries_replaces({ number: numbers.get(entry.replaces) ?? '' }), 'neutral', entry.replaces);
  }
  if (entry.given_up_at) say(m.entries_given_up({ at: shortInstant(entry.given_up_at, here) }));
  return remarks;
}

/** What a row's height depends on: a row of another shape is measured anew. */
export function shapeOf(item: Item): string {
  if (item.type === 'group') return item.key;
  const { name, state, reason, message, standing, replaced_by, given_up_at, to_mend, clashes } = item.entry;
  return [name, state, reason, message, standing, replaced_by, given_up_at, to_mend, clashes.length].join(
    '|'
  );
}
