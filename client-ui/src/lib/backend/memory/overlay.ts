/** Cards, rows and histories with what was entered here laid over them. */
import type { CustomerView, EntryDraft, Fleet, HistoryRow, HomeRow } from '../types';
import { cardOf, type Invented } from './company';
import { historyOf } from './customer-history';
import { onTheWall } from './clock';
import { entryOf } from './entry';
import { isPending, type Kept, type World } from './world';

export function followUpAfter(on: string | null, kept: Kept[]): string | null {
  for (const { draft, view } of kept) {
    if (draft.kind !== 'visit' && draft.kind !== 'request' && draft.kind !== 'edit_prospect') continue;
    if (draft.follow_up_on !== undefined) on = draft.follow_up_on;
    else if (draft.kind === 'visit' && on !== null && on <= dayOf({ draft, view })) on = null;
  }
  return on;
}

export function lastVisit(on: string | null, kept: Kept[]): string | null {
  const own = kept.filter((it) => it.draft.kind === 'visit').map((it) => dayOf(it));
  return (
    [on, ...own]
      .filter((day) => day !== null)
      .sort()
      .at(-1) ?? null
  );
}

/** The day of a visit. */
export function dayOf(it: Pick<Kept, 'draft' | 'view'>): string {
  return (it.draft.kind === 'visit' ? it.draft.on : null) ?? onTheWall(it.view.saved_at).day;
}

/** What counts besides the invented bases: entries on their way, and those that newer bases took up since. */
const counting = (world: World, code: string) =>
  world.entries.filter((it) => it.view.subject === code && it.view.state !== 'rejected' && !it.told);

export function hitOf(world: World, it: Invented): Omit<HomeRow, 'days'> & { revenue_ytd_cents: number } {
  const kept = counting(world, it.code);
  return {
    code: it.code,
    name: it.name,
    town: it.town,
    agency: it.agency,
    sales_rep: it.sales_rep,
    grid: it.grid,
    follow_up_on: followUpAfter(it.follow_up_on, kept),
    last_visit_on: lastVisit(it.last_visit_on, kept),
    waiting: kept.filter((one) => one.view.integrated_at === null).length,
    revenue_ytd_cents: it.revenue_ytd_cents
  };
}

export function cardWith(world: World, it: Invented): CustomerView {
  const card = cardOf(it);
  const kept = counting(world, it.code);
  const fleet: Fleet = { ...card.follow_up.fleet };
  let told = card.fleet_told_at;
  for (const { draft, view } of kept) {
    if (draft.kind !== 'visit' && draft.kind !== 'request') continue;
    if (Object.keys(draft.fleet).length > 0) told = view.saved_at;
    Object.assign(fleet, draft.fleet);
  }
  return {
    ...card,
    last_visit_on: lastVisit(card.last_visit_on, kept),
    follow_up: { on: followUpAfter(card.follow_up.on, kept), fleet },
    fleet_told_at: told,
    requests: kept.flatMap((one) => requestOf(one, card)),
    waiting: kept.filter((one) => one.view.integrated_at === null).length,
    to_mend: world.entries
      .filter((one) => one.view.subject === it.code && one.view.to_mend)
      .map((one) => one.view.name)
  };
}

function requestOf({ draft, view }: Kept, card: CustomerView): CustomerView['requests'] {
  if (draft.kind !== 'request' || !view.to_accountant) return [];
  const changes = Object.entries(draft.fields).map(([column, to]) => {
    const field = column as keyof typeof draft.fields;
    return { field, from: String(card.sheet[field] ?? ''), to };
  });
  return [{ entry: view.name, asked_at: view.saved_at, changes, comment: draft.comment }];
}

export function historyWith(world: World, it: Invented): HistoryRow[] {
  const rows = counting(world, it.code).flatMap((one) => rowOf(one));
  return [...rows, ...historyOf(it)].sort((one, other) => placeOf(other).localeCompare(placeOf(one)));
}

const placeOf = (row: HistoryRow) => `${row.on ?? ''} ${row.at} ${row.key}`;

export function rowOf(it: Kept): HistoryRow[] {
  const { draft, view } = it;
  const visit = draft.kind === 'visit';
  if (!visit && !view.to_accountant) return [];
  const on = dayOf(it);
  const written = `${on.slice(8)}/${on.slice(5, 7)}/${on.slice(0, 4)}`;
  return [
    {
      on,
      at: (visit ? draft.at : null) ?? onTheWall(view.saved_at).hour,
      key: view.name,
      author: 'Jérôme Dupont',
      origin: 'CRV',
      class: !visit ? 'other' : 'prospect' in draft.whom ? 'prospect_visit' : 'visit',
      subject: visit ? `Visite du ${written}` : `Demande de modification du ${written}`,
      comment: commentOf(draft),
      form: visit ? 1 : null,
      picked: visit ? draft.picked : [],
      entry: entryOf(view),
      laid: !it.based,
      pending: isPending(it)
    }
  ];
}

const commentOf = (draft: EntryDraft) => ('comment' in draft ? draft.comment : '');
