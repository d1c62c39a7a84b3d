/** Quotes by type and month: the types in the form's order, and how strong each cell is. */
import type { FormNode, VisitForm } from '$lib/backend/types';
import type { Column } from './months';

export type QuoteType = { code: string; label: string };

const MEANING = 'quote/';

function typesOf(nodes: readonly FormNode[]): QuoteType[] {
  return nodes.flatMap(({ meaning, label, children }) => [
    ...(meaning?.startsWith(MEANING) ? [{ code: meaning.slice(MEANING.length), label }] : []),
    ...typesOf(children ?? [])
  ]);
}

/**
 * The types of the form in force in its order, with or without quotes; then those that only an earlier form knew or none, if there are
 * quotes of them.
 */
export function quoteTypes(forms: readonly VisitForm[], columns: readonly Column[]): QuoteType[] {
  const of = (form: VisitForm) => form.sections.flatMap(({ nodes }) => typesOf(nodes));
  const met = new Set(
    columns.flatMap(({ months }) => months.flatMap(({ quotes }) => quotes.map(({ quote }) => quote)))
  );
  const types = new Map<string, QuoteType>();
  const add = (type: QuoteType) => types.has(type.code) || types.set(type.code, type);
  const [inForce, ...earlier] = forms;
  if (inForce) of(inForce).forEach(add);
  earlier
    .flatMap(of)
    .filter(({ code }) => met.has(code))
    .forEach(add);
  [...met].sort().forEach((code) => add({ code, label: code }));
  return [...types.values()];
}

export type Cell = { count: number; pending: number; level: number };
export type HeatRow = { type: QuoteType; cells: Cell[]; total: number };
export type Heat = { rows: HeatRow[]; totals: number[]; total: number; pending: number };

/** From nothing to the strongest. */
export const LEVELS = 5;

/** 0 for none, then by the part of the highest count. */
export function levelOf(count: number, most: number): number {
  return count <= 0 ? 0 : Math.max(1, Math.ceil((count / Math.max(1, most)) * LEVELS));
}

export function heatOf(columns: readonly Column[], types: readonly QuoteType[]): Heat {
  const counted = types.map((type) => ({
    type,
    cells: columns.map(({ months }) => {
      const found = months.flatMap(({ quotes }) => quotes.filter(({ quote }) => quote === type.code));
      return { count: sum(found.map((one) => one.count)), pending: sum(found.map((one) => one.pending)) };
    })
  }));
  const most = Math.max(0, ...counted.flatMap(({ cells }) => cells.map(({ count }) => count)));
  const rows = counted.map(({ type, cells }) => ({
    type,
    cells: cells.map((cell) => ({ ...cell, level: levelOf(cell.count, most) })),
    total: sum(cells.map(({ count }) => count))
  }));
  return {
    rows,
    totals: columns.map((_, at) => sum(rows.map(({ cells }) => cells[at]?.count ?? 0))),
    total: sum(rows.map(({ total }) => total)),
    pending: sum(rows.flatMap(({ cells }) => cells.map(({ pending }) => pending)))
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
