/** Lists of the invented company. */
import type {
  CustomerRow,
  CustomersPage,
  CustomersQuery,
  HistoryPage,
  HistoryRow,
  HomePage,
  HomeQuery,
  HomeRow,
  PageQuery
} from '../types';
import type { Invented } from './company';
import { day, daysFrom } from './clock';
import { historyWith, hitOf } from './overlay';
import { OWN } from './people';
import { fold, matchedParts, patternOf } from './search';
import type { World } from './world';

type Wanted = { whose: 'own' | 'all'; agency: string | null; grid: string | null };

function takes(it: Invented, wanted: Wanted): boolean {
  return (
    (wanted.whose === 'all' || it.sales_rep === OWN.c_rep) &&
    (wanted.agency === null || it.agency === wanted.agency) &&
    (wanted.grid === null || it.grid === wanted.grid)
  );
}

const byName = (one: { name: string }, other: { name: string }) =>
  fold(one.name) < fold(other.name) ? -1 : 1;

export function homePage(world: World, query: HomeQuery): HomePage {
  const again = query.list === 'to_see_again';
  const today = day();
  const rows: HomeRow[] = world.customers
    .filter((it) => takes(it, query))
    .map((it) => hitOf(world, it))
    .filter((hit) => !again || hit.follow_up_on !== null)
    .map((hit) => {
      const on = again ? hit.follow_up_on : hit.last_visit_on;
      return { ...hit, days: on === null ? null : again ? daysFrom(today, on) : daysFrom(on, today) };
    })
    .sort((one, other) => {
      const place = (row: HomeRow) =>
        row.days === null ? Number.NEGATIVE_INFINITY : again ? row.days : -row.days;
      return place(one) - place(other) || byName(one, other);
    });
  const count = (test: (days: number) => boolean) =>
    rows.filter((row) => again && row.days !== null && test(row.days)).length;
  return {
    total: rows.length,
    groups: {
      overdue: count((days) => days < 0),
      today: count((days) => days === 0),
      week: count((days) => days > 0 && days <= 7),
      later: count((days) => days > 7),
      never: again ? 0 : rows.filter((row) => row.days === null).length
    },
    rows: rows.slice(query.offset, query.offset + query.limit)
  };
}

export function customersPage(world: World, query: CustomersQuery): CustomersPage {
  const pattern = patternOf(query.typed);
  const found = world.customers.filter(
    (it) =>
      takes(it, query) && (pattern === null || pattern.test(fold(it.name)) || pattern.test(fold(it.code)))
  );
  const key = (it: Invented): string => {
    if (query.sort === 'last_visit') return it.last_visit_on ?? '';
    return query.sort === 'name' ? fold(it.name) : query.sort === 'town' ? fold(it.town) : it.code;
  };
  const way = query.descending ? -1 : 1;
  found.sort((one, other) =>
    key(one) < key(other) ? -way : key(one) > key(other) ? way : byName(one, other)
  );
  const rows: CustomerRow[] = found
    .slice(query.offset, query.offset + query.limit)
    .map((it) => ({ ...hitOf(world, it), matched: matchedParts(it.name, query.typed) }));
  return { total: found.length, revenue_up_to: day(), rows };
}

export const historyPage = (world: World, it: Invented, query: PageQuery): HistoryPage =>
  pageOf(historyWith(world, it), query);

export function pageOf(every: HistoryRow[], query: PageQuery): HistoryPage {
  const all = every.filter((row) => query.with_lit || row.origin !== 'LIT');
  const after = query.after;
  const from = after === null ? 0 : all.findIndex((row) => row.key === after.key) + 1;
  const rows = all.slice(from, from + query.limit);
  const last = rows.at(-1);
  const more = from + rows.length < all.length && last !== undefined;
  return { rows, total: all.length, next: more ? { on: last.on, at: last.at, key: last.key } : null };
}
