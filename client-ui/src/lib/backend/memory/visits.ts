/** Every visit of the invented company: what the calendar shows and what the figures count. */
import type { CalendarRow, HistoryRow } from '../types';
import type { Invented } from './company';
import { historyOf } from './customer-history';
import { day } from './clock';
import { historyWith } from './overlay';
import { OWN, REPS } from './people';
import { allProspects, prospectRows } from './prospect-overlay';
import type { World } from './world';

/** The rows of the bases, by author; made once a day, for there are many. */
const based = new WeakMap<World, { on: string; byAuthor: Map<string, CalendarRow[]> }>();

const rowOf = (it: Invented, row: HistoryRow): CalendarRow => ({
  whom: { customer: it.code },
  name: it.name,
  town: it.town,
  grid: it.grid,
  ...row
});

function basedRows(world: World): Map<string, CalendarRow[]> {
  const known = based.get(world);
  if (known?.on === day()) return known.byAuthor;
  const byAuthor = new Map<string, CalendarRow[]>(REPS.map(({ name }) => [name, []]));
  // A company of two hundred thousand customers has no more visits than its reps can make.
  for (const it of world.customers.slice(0, 5_000)) {
    for (const row of historyOf(it)) {
      if (row.class !== 'other') byAuthor.get(row.author ?? '')?.push(rowOf(it, row));
    }
  }
  based.set(world, { on: day(), byAuthor });
  return byAuthor;
}

/** Visits to customers that were entered here and that no base tells by itself. */
function enteredRows(world: World): CalendarRow[] {
  const codes = new Set(world.entries.filter((it) => !it.told).map((it) => it.view.subject));
  return [...codes].flatMap((code) => {
    const it = world.byCode.get(code);
    if (it === undefined) return [];
    const own = historyWith(world, it).filter((row) => row.class !== 'other' && row.entry !== null);
    return own.map((row) => rowOf(it, row));
  });
}

function toProspects(world: World): CalendarRow[] {
  return allProspects(world).flatMap((it) =>
    prospectRows(world, it.id).map((row) => ({
      whom: { prospect: it.id },
      name: it.name,
      town: it.town,
      grid: null,
      ...row
    }))
  );
}

const placeOf = (row: CalendarRow) => `${row.on ?? ''} ${row.at} ${row.key}`;

/** Oldest first. `author`: the name of one person; absent = everybody's. */
export function visitsOf(world: World, from: string, to: string, author: string | null): CalendarRow[] {
  const known = basedRows(world);
  const wanted = author === null ? [...known.values()].flat() : (known.get(author) ?? []);
  const mine = author === null || author === OWN.name;
  return [...wanted, ...(mine ? enteredRows(world) : []), ...toProspects(world)]
    .filter((row) => row.on !== null && row.on >= from && row.on <= to)
    .filter((row) => author === null || row.author === author)
    .sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
}

/** What it counts as: a visit to the prospect that a customer then was is one to a prospect. */
export const isToProspect = (row: CalendarRow): boolean => row.class === 'prospect_visit';
