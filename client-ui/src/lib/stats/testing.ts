/** Figures as a test wishes them. */
import type { Count, MonthFigures } from '$lib/backend/types';

export const count = (all: number, rest: Partial<Count> = {}): Count => ({
  all,
  in_person: all,
  pending: 0,
  pending_in_person: 0,
  ...rest
});

export function month(year: number, at: number, rest: Partial<MonthFigures> = {}): MonthFigures {
  return { year, month: at, customers: [], prospects: count(0), quotes: [], ...rest };
}

/** That many months from one on. */
export function monthsFrom(year: number, at: number, many: number): MonthFigures[] {
  return Array.from({ length: many }, (_, step) => {
    const place = at - 1 + step;
    return month(year + Math.floor(place / 12), (place % 12) + 1);
  });
}
