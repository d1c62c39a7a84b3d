/** « 214 clients, 1 032 visites et 3 prospects ont changé ». */
import { m } from '$words/messages';
import type { ChangeCount } from '$lib/backend/types';
import { signed } from '$lib/format/numbers';

export function changeWords(changes: ChangeCount | null): string {
  if (!changes) return m.frame_newer_unknown_changes();
  const parts = partsOf(changes);
  const last = parts.pop();
  if (last === undefined) return m.frame_newer_no_change();
  const what = parts.length === 0 ? last : m.frame_newer_and({ rest: parts.join(', '), last });
  const { customers, visits, prospects } = changes;
  return customers + visits + prospects === 1
    ? m.frame_newer_changes_one({ what })
    : m.frame_newer_changes({ what });
}

function partsOf({ customers, visits, prospects }: ChangeCount): string[] {
  const some = [
    counted(customers, m.frame_changed_customer, m.frame_changed_customers),
    counted(visits, m.frame_changed_visit, m.frame_changed_visits),
    counted(prospects, m.frame_changed_prospect, m.frame_changed_prospects)
  ];
  return some.filter((part) => part !== null);
}

function counted(
  count: number,
  one: () => string,
  many: (inputs: { count: string }) => string
): string | null {
  if (count === 0) return null;
  return count === 1 ? one() : many({ count: signed(count) });
}
