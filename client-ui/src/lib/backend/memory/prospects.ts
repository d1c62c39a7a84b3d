/** Invented prospects: list, card, history, and what « Nouveau » starts with. */
import type {
  HistoryPage,
  NewProspectDraft,
  PageQuery,
  ProspectPage,
  ProspectRow,
  ProspectsQuery,
  ProspectView
} from '../types';
import { prospectId } from './invented-prospects';
import { invented } from './lists';
import { allProspects, prospectRows, shownProspect } from './prospect-overlay';
import { fold, patternOf } from './search';
import { pageOf } from './views';
import type { World } from './world';

/** What most new prospects have. */
const FRENCH = { c_pays: 'FR', codepays: 'FR', codemonnaie: 'EUR' } as const;

type Key = string | number;

function sorting(query: ProspectsQuery): (one: ProspectView, other: ProspectView) => number {
  const { stages } = invented();
  const place = (stage: string) => {
    if (stage === '') return -1;
    const known = stages.indexOf(stage);
    return known < 0 ? stages.length : known;
  };
  const keys: Record<ProspectsQuery['sort'], (it: ProspectView) => Key> = {
    name: (it) => fold(it.name),
    town: (it) => fold(it.town),
    stage: (it) => place(it.stage),
    last_visit: (it) => it.last_visit_on ?? '',
    follow_up: (it) => it.follow_up_on ?? ''
  };
  const key = keys[query.sort];
  const way = query.descending ? -1 : 1;
  return (one, other) => {
    // Those without a date come last either way.
    if (query.sort === 'follow_up' && (one.follow_up_on === null) !== (other.follow_up_on === null))
      return one.follow_up_on === null ? 1 : -1;
    if (key(one) !== key(other)) return key(one) < key(other) ? -way : way;
    return fold(one.name) < fold(other.name) ? -1 : 1;
  };
}

function rowOf(it: ProspectView): ProspectRow {
  const { id, name, town, stage, lost_reason, sales_rep, origin, own } = it;
  const { follow_up_on, last_visit_on, creation, customer, waiting, to_mend } = it;
  const who = { id, name, town, stage, lost_reason, sales_rep, origin, own };
  return { ...who, follow_up_on, last_visit_on, creation, customer, waiting, to_mend };
}

export function prospectsPage(world: World, query: ProspectsQuery): ProspectPage {
  const pattern = patternOf(query.typed);
  const found = allProspects(world)
    .filter((it) => pattern === null || pattern.test(fold(it.name)) || pattern.test(fold(it.town)))
    .filter((it) => query.sales_rep === null || it.sales_rep === query.sales_rep)
    .filter((it) => query.stage === null || it.stage === query.stage)
    .filter((it) => it.own || !query.own_only)
    .sort(sorting(query));
  const rows = found.slice(query.offset, query.offset + query.limit).map(rowOf);
  return { total: found.length, rows };
}

export const prospectCard = (world: World, id: string): ProspectView | null => shownProspect(world, id);

export const prospectHistory = (world: World, id: string, query: PageQuery): HistoryPage =>
  pageOf(prospectRows(world, id), query);

export function newProspect(world: World): NewProspectDraft {
  return {
    prospect: prospectId(world.nextProspect()),
    fields: { ...FRENCH },
    duplicate_reason: null,
    fleet: {}
  };
}
