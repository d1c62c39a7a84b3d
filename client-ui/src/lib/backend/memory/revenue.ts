/** Revenue of a portfolio, as the cards of its customers tell it. */
import type { RevenueFigures } from '../types';
import { day } from './clock';
import { cardOf, type Invented } from './company';

/** How the year goes: less in summer, more before winter. */
const SEASON = [7, 7, 9, 9, 9, 10, 7, 4, 11, 12, 9, 6] as const;

/** A whole spread over months; the last one takes the rest. */
function spread(cents: number, months: number): number[] {
  const parts = SEASON.slice(0, months);
  const sum = parts.reduce((all, part) => all + part, 0);
  const shares = parts.map((part) => Math.floor((cents * part) / sum));
  const rest = cents - shares.reduce((all, part) => all + part, 0);
  return shares.map((share, at) => (at === months - 1 ? share + rest : share));
}

export function revenueFigures(
  portfolio: readonly Invented[],
  converted: readonly Invented[]
): RevenueFigures {
  const sum = { ytd_cents: 0, previous_to_date_cents: 0, previous_year_cents: 0 };
  for (const it of portfolio) {
    const { ytd_cents, previous_to_date_cents, previous_year_cents } = cardOf(it).revenue;
    sum.ytd_cents += ytd_cents;
    sum.previous_to_date_cents += previous_to_date_cents;
    sum.previous_year_cents += previous_year_cents;
  }
  const now = Number(day().slice(5, 7));
  const [known, before] = [spread(sum.ytd_cents, now), spread(sum.previous_year_cents, 12)];
  return {
    on: day(),
    months: before.map((previous_cents, at) => ({ month: at + 1, cents: known[at] ?? 0, previous_cents })),
    ...sum,
    converted: {
      customers: converted.length,
      ytd_cents: converted.reduce((all, it) => all + it.revenue_ytd_cents, 0)
    }
  };
}
