/** « Stats » of the invented company, counted from the visits that its calendar shows. Definitions: docs/statistics.md. */
import type {
  CalendarRow,
  Count,
  Distinct,
  Figures,
  FiguresQuery,
  MonthFigures,
  Share,
  Split
} from '../types';
import { askedOf } from './calendar';
import { convertedOn, type Invented } from './company';
import { formNodes } from './lists';
import { allProspects } from './prospect-overlay';
import { revenueFigures } from './revenue';
import { isToProspect, visitsOf } from './visits';
import type { World } from './world';

const QUOTES = new Map(
  formNodes().flatMap(({ id, meaning }) =>
    meaning?.startsWith('quote/') ? [[id, meaning.slice('quote/'.length)]] : []
  )
);

const inPerson = (row: CalendarRow): boolean =>
  row.picked.includes('contact.visite') || !row.picked.some((id) => id.startsWith('contact.'));

function countOf(rows: readonly CalendarRow[]): Count {
  const met = rows.filter(inPerson);
  const pending = (some: readonly CalendarRow[]) => some.filter((row) => row.pending).length;
  return {
    all: rows.length,
    in_person: met.length,
    pending: pending(rows),
    pending_in_person: pending(met)
  };
}

const whoIn = (row: CalendarRow): string => ('customer' in row.whom ? row.whom.customer : row.whom.prospect);

function distinct(rows: readonly CalendarRow[]): Distinct {
  const who = (some: readonly CalendarRow[]) => new Set(some.map(whoIn)).size;
  return { all: who(rows), in_person: who(rows.filter(inPerson)) };
}

/** Every calendar month that the period touches. */
function monthsOf(from: string, to: string): string[] {
  const months: string[] = [];
  const at = new Date(`${from.slice(0, 7)}-15T12:00:00Z`);
  for (; at.toISOString().slice(0, 7) <= to.slice(0, 7); at.setUTCMonth(at.getUTCMonth() + 1))
    months.push(at.toISOString().slice(0, 7));
  return months;
}

function monthFigures(month: string, rows: readonly CalendarRow[]): MonthFigures {
  const grids = new Map<string, CalendarRow[]>();
  for (const row of rows.filter((it) => !isToProspect(it)))
    grids.set(row.grid ?? '', [...(grids.get(row.grid ?? '') ?? []), row]);
  const quotes = new Map<string, { count: number; pending: number }>();
  for (const row of rows) {
    for (const quote of row.picked.flatMap((id) => QUOTES.get(id) ?? [])) {
      const known = quotes.get(quote) ?? { count: 0, pending: 0 };
      quotes.set(quote, { count: known.count + 1, pending: known.pending + (row.pending ? 1 : 0) });
    }
  }
  return {
    year: Number(month.slice(0, 4)),
    month: Number(month.slice(5)),
    customers: [...grids]
      .sort(([one], [other]) => (one === '' ? 1 : other === '' ? -1 : one < other ? -1 : 1))
      .map(([grid, visits]) => ({ grid: grid === '' ? null : grid, visits: countOf(visits) })),
    prospects: countOf(rows.filter(isToProspect)),
    quotes: [...quotes].sort().map(([quote, counted]) => ({ quote, ...counted }))
  };
}

function splitOf(customers: number, prospects: number): Split | null {
  const all = customers + prospects;
  if (all === 0) return null;
  const permille = Math.round((customers * 1_000) / all);
  return { customers_permille: permille, prospects_permille: 1_000 - permille };
}

function shareOf(rows: readonly CalendarRow[], portfolio: readonly Invented[], prospects: string[]): Share {
  const toCustomers = rows.filter((row) => !isToProspect(row));
  const toProspects = rows.filter(isToProspect);
  const [customer_visits, prospect_visits] = [countOf(toCustomers), countOf(toProspects)];
  const codes = new Set(portfolio.map((it) => it.code));
  const followed = new Set(prospects);
  return {
    customer_visits,
    prospect_visits,
    all: splitOf(customer_visits.all, prospect_visits.all),
    in_person: splitOf(customer_visits.in_person, prospect_visits.in_person),
    visited_customers: distinct(toCustomers),
    visited_prospects: distinct(toProspects),
    portfolio: portfolio.length,
    portfolio_visited: distinct(toCustomers.filter((row) => codes.has(whoIn(row)))),
    prospects: prospects.length,
    prospects_visited: distinct(toProspects.filter((row) => followed.has(whoIn(row))))
  };
}

export function figuresOf(world: World, query: FiguresQuery): Figures {
  const { from, to, all } = query;
  const person = askedOf(world, query.author);
  if (all) askedOf(world, '');
  const nobody = world.scenario === 'empty' || (person === undefined && !all);
  const rows = nobody ? [] : visitsOf(world, from, to, all ? null : (person?.name ?? ''));
  const portfolio = nobody ? [] : world.customers.filter((it) => all || it.sales_rep === person?.c_rep);
  const prospects = allProspects(world)
    .filter((it) => it.origin === 'base' && it.customer === null)
    .filter((it) => all || it.created_by === person?.folder || it.sales_rep === person?.c_rep)
    .map((it) => it.id);
  const converted = portfolio.filter((it) => {
    const on = convertedOn(it.number);
    return on !== null && on >= from && on <= to;
  });
  const inMonth = (month: string) => rows.filter((row) => row.on?.startsWith(month));
  return {
    from,
    to,
    months: monthsOf(from, to).map((month) => monthFigures(month, inMonth(month))),
    revenue: revenueFigures(portfolio, converted),
    share: shareOf(rows, portfolio, nobody ? [] : prospects)
  };
}
