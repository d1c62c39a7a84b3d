/** Rows of the palette, and the groups they stand in. Pure but for what running one does. */
import type { CustomerRow, ProspectRow } from '$lib/backend/types';
import type { Icon } from '$lib/parts/types';
import { foundIn } from './fold';

export type PaletteRow = {
  id: string;
  title: string;
  /** After the title, in grey: a town, a state. */
  note: string;
  /** In front, as a plate reads: a customer's code. */
  code: string | null;
  keys: string | null;
  icon: Icon;
  /** Parts of the title that were found. */
  matched: readonly (readonly [number, number])[];
  run: () => void;
};
export type PaletteGroup = { id: 'recent' | 'actions' | 'customers' | 'prospects'; rows: PaletteRow[] };

/** What one types as the beginning of an action is meant as one; else customers come first. */
const MEANT_FROM = 3;

export function groupsOf(
  typed: string,
  customers: PaletteRow[],
  prospects: PaletteRow[],
  actions: PaletteRow[]
): PaletteGroup[] {
  const score = (row: PaletteRow) => foundIn(row.title, typed);
  const meant = typed.trim().length < MEANT_FROM ? [] : actions.filter((row) => score(row) === 2);
  const rest = actions.filter((row) => score(row) > 0 && !meant.includes(row));
  const groups: PaletteGroup[] = [
    { id: 'actions', rows: meant },
    { id: 'customers', rows: customers },
    { id: 'prospects', rows: prospects }
  ];
  if (meant.length > 0) groups[0] = { id: 'actions', rows: [...meant, ...rest] };
  else groups.push({ id: 'actions', rows: rest });
  return groups.filter((group) => group.rows.length > 0);
}

export function customerRow(row: CustomerRow, icon: Icon, open: (code: string) => void): PaletteRow {
  return {
    id: `customer-${row.code}`,
    title: row.name,
    note: row.town,
    code: row.code,
    keys: null,
    icon,
    matched: row.matched,
    run: () => open(row.code)
  };
}

export function prospectRow(row: ProspectRow, icon: Icon, open: (row: ProspectRow) => void): PaletteRow {
  return {
    id: `prospect-${row.id}`,
    title: row.name,
    note: row.town,
    code: row.customer,
    keys: null,
    icon,
    matched: [],
    run: () => open(row)
  };
}

/** A text cut where it was found: odd pieces are what was found. */
export function pieces(text: string, matched: readonly (readonly [number, number])[]): string[] {
  const cuts: string[] = [];
  let at = 0;
  for (const [from, to] of matched) {
    cuts.push(text.slice(at, from), text.slice(from, to));
    at = to;
  }
  return [...cuts, text.slice(at)];
}
