/** How much of what one looks after was seen in the period; each customer and prospect counts once. */
import type { Distinct, Share } from '$lib/backend/types';

export type Seen = {
  visited: number;
  whole: number;
  /** Visited, but of somebody else's portfolio; prospects that the bases do not have yet, are becoming customers, or are followed no more. */
  others: number;
};

export function seenOf(share: Share, inPerson: boolean): { customers: Seen; prospects: Seen } {
  const of = (distinct: Distinct) => (inPerson ? distinct.in_person : distinct.all);
  const seen = (visited: Distinct, everybody: Distinct, whole: number) => ({
    visited: of(visited),
    whole,
    others: Math.max(0, of(everybody) - of(visited))
  });
  return {
    customers: seen(share.portfolio_visited, share.visited_customers, share.portfolio),
    prospects: seen(share.prospects_visited, share.visited_prospects, share.prospects)
  };
}
