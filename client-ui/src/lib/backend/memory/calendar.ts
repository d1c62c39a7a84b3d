/** « Historique » of the invented company. */
import { BackendError } from '../backend';
import type { CalendarPage, CalendarQuery, FollowUpRow } from '../types';
import { hitOf } from './overlay';
import { OWN, personOf } from './people';
import { allProspects } from './prospect-overlay';
import { seesEverybody } from './scenario';
import { visitsOf } from './visits';
import type { World } from './world';

/** Who is asked about; others' are the administrator's to see. */
export function askedOf(world: World, folder: string | null) {
  if (folder !== null && folder !== OWN.folder && !seesEverybody(world.scenario))
    throw new BackendError('not-allowed', 'only an administrator sees this of others');
  return personOf(folder);
}

export function calendarOf(world: World, query: CalendarQuery): CalendarPage {
  const person = askedOf(world, query.author);
  if (person === undefined || world.scenario === 'empty') return { rows: [], follow_ups: [] };
  const within = (on: string | null): on is string => on !== null && on >= query.from && on <= query.to;
  const follow_ups = query.follow_ups
    ? [...ofCustomers(world, person.c_rep), ...ofProspects(world, person)]
        .filter((it): it is FollowUpRow => within(it.on))
        .sort((one, other) => (`${one.on} ${one.name}` < `${other.on} ${other.name}` ? -1 : 1))
    : [];
  return { rows: visitsOf(world, query.from, query.to, person.name), follow_ups };
}

type Wished = Omit<FollowUpRow, 'on'> & { on: string | null };

function ofCustomers(world: World, c_rep: string): Wished[] {
  return world.customers
    .filter((it) => it.sales_rep === c_rep)
    .map((it) => hitOf(world, it))
    .map(({ code, name, town, grid, follow_up_on }) => ({
      whom: { customer: code },
      name,
      town,
      grid,
      on: follow_up_on
    }));
}

function ofProspects(world: World, person: { folder: string; c_rep: string }): Wished[] {
  return allProspects(world)
    .filter((it) => (person.folder === OWN.folder ? it.own : it.sales_rep === person.c_rep))
    .map(({ id, name, town, follow_up_on }) => ({
      whom: { prospect: id },
      name,
      town,
      grid: null,
      on: follow_up_on
    }));
}
