/** What every card says of somebody, customer or prospect, as words and signs. Pure. */
import type { Code, CustomerField, EntryView, Fleet, ListsView, Sheet } from '$lib/backend/types';
import { textOf } from '$lib/format/address';
import { daysBetween, showDate } from '$lib/format/dates';
import { farFrom, signedDays } from '$lib/format/days';
import { m } from '$words/messages';

/** The label of a code, or the code itself when the lists do not have it. */
export function labelOf(lists: ListsView, field: CustomerField, code: string): string {
  const found = lists.codes[field]?.find((one: Code) => one.code.trim() === code);
  return found?.label.trim() || code;
}

export function codeLabel(lists: ListsView, sheet: Sheet, field: CustomerField): string {
  const code = textOf(sheet, field);
  return code === '' ? '' : labelOf(lists, field, code);
}

export type FollowUpWords = { text: string; tone: 'late' | 'due' | 'ahead' | 'none' };

export function followUpWords(on: string | null, today: string): FollowUpWords {
  if (on === null) return { text: m.card_follow_up_none(), tone: 'none' };
  const [date, days] = [showDate(on), daysBetween(today, on)];
  if (days < 0) return { text: m.card_follow_up_late({ date, days: signedDays(-days) }), tone: 'late' };
  if (days === 0) return { text: m.card_follow_up_today({ date }), tone: 'due' };
  return { text: m.card_follow_up_ahead({ date, far: farFrom(today, on) }), tone: 'ahead' };
}

/** Kinds in the order of the parameters, then those that the customer has and the parameters no longer name. */
export function fleetKinds(offered: readonly string[], fleet: Fleet): string[] {
  const others = Object.entries(fleet).filter(([kind, count]) => count !== 0 && !offered.includes(kind));
  return [...offered, ...others.map(([kind]) => kind)];
}

/** The entry that caused a row: its name ends in the row's uuid. */
export function entryOf(entries: readonly EntryView[], uuid: string | null): EntryView | undefined {
  return uuid === null ? undefined : entries.find(({ name }) => name.includes(uuid));
}

export function isWaiting(entry: EntryView): boolean {
  const settled = entry.state === 'integrated' || entry.state === 'validated' || entry.state === 'refused';
  return entry.standing === 'laid' && !settled && entry.given_up_at === null;
}
