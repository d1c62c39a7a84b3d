/** What the card says of a customer, as words and signs. Pure. */
import type {
  Code,
  CustomerField,
  CustomerView,
  EntryView,
  Fleet,
  ListsView,
  RevenueView,
  Sheet
} from '$lib/backend/types';
import { daysBetween, showDate, showDayMonth } from '$lib/format/dates';
import { farFrom, signedDays } from '$lib/format/days';
import { changeOn, signedPercent } from '$lib/format/numbers';
import { textOf } from '$lib/format/address';
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
  if (on === null) return { text: m.customers_follow_up_none(), tone: 'none' };
  const [date, days] = [showDate(on), daysBetween(today, on)];
  if (days < 0) return { text: m.customers_follow_up_late({ date, days: signedDays(-days) }), tone: 'late' };
  if (days === 0) return { text: m.customers_follow_up_today({ date }), tone: 'due' };
  return { text: m.customers_follow_up_ahead({ date, far: farFrom(today, on) }), tone: 'ahead' };
}

export type RevenueWords = {
  year: string;
  /** « 23/11 ». */
  upTo: string;
  change: { text: string; tone: 'ok' | 'bad' | 'neutral' } | null;
  /** Nothing this year and nothing last year. */
  nothing: boolean;
};

export function revenueWords(revenue: RevenueView): RevenueWords {
  const share = changeOn(revenue.previous_to_date_cents, revenue.ytd_cents);
  const { up_to, ytd_cents, previous_to_date_cents, previous_year_cents } = revenue;
  return {
    year: up_to.slice(0, 4),
    upTo: showDayMonth(up_to),
    change: share === null ? null : { text: signedPercent(share), tone: toneOf(share) },
    nothing: ytd_cents === 0 && previous_to_date_cents === 0 && previous_year_cents === 0
  };
}

function toneOf(share: number): 'ok' | 'bad' | 'neutral' {
  if (Math.abs(share) < 0.0005) return 'neutral';
  return share > 0 ? 'ok' : 'bad';
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

/** The latest entry on its way that tells a follow-up date or fleet and asks the accountants for nothing. */
export function pendingFollowUp(view: CustomerView, entries: readonly EntryView[]): EntryView | undefined {
  const asking = new Set(view.requests.map(({ entry }) => entry));
  const told = entries.filter((entry) => entry.kind === 'MC' && isWaiting(entry) && !asking.has(entry.name));
  return told.toSorted((one, other) => other.sequence - one.sequence)[0];
}
