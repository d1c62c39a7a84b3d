/** What the card says of a customer, as words and signs. Pure. */
import type { CustomerView, EntryView, RevenueView } from '$lib/backend/types';
import { showDayMonth } from '$lib/format/dates';
import { changeOn, signedPercent } from '$lib/format/numbers';
import { isWaiting } from '$lib/card/facts';

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

/** The latest entry on its way that tells a follow-up date or fleet and asks the accountants for nothing. */
export function pendingFollowUp(view: CustomerView, entries: readonly EntryView[]): EntryView | undefined {
  const asking = new Set(view.requests.map(({ entry }) => entry));
  const told = entries.filter((entry) => entry.kind === 'MC' && isWaiting(entry) && !asking.has(entry.name));
  return told.toSorted((one, other) => other.sequence - one.sequence)[0];
}
