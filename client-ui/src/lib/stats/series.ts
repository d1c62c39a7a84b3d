/** Visits by commercial grid and prospects: what is stacked, in the order of the list of grids, prospects on top. */
import type { Code, Count, MonthFigures } from '$lib/backend/types';
import type { Column } from './months';
import { lookOf, PROSPECTS, UNKNOWN, type Look } from './look';

export type Series = {
  key: string;
  /** As the lists name it. */
  name: string;
  look: Look;
  total: number;
};
export type Words = { noGrid: string; prospects: string };
export type Visits = { count: number; pending: number };

const PROSPECTS_KEY = 'prospects';
const NO_GRID_KEY = 'none';
const gridKey = (code: string) => `grid:${code}`;

/** One position of the switch « Visites seules ». */
export function visitsOf(count: Count, inPerson: boolean): Visits {
  return inPerson
    ? { count: count.in_person, pending: count.pending_in_person }
    : { count: count.all, pending: count.pending };
}

/** The grids of the list in its order, then those that are in it no more. */
export function gridCodes(listed: readonly Code[], months: readonly MonthFigures[]): string[] {
  const known = listed.map(({ code }) => code.trim());
  const met = months.flatMap(({ customers }) => customers.flatMap(({ grid }) => grid?.trim() || []));
  const others = [...new Set(met)].filter((code) => !known.includes(code));
  return [...known, ...others.sort()];
}

/** What a month has of each series. */
export function countsOf(month: MonthFigures, inPerson: boolean): Map<string, Visits> {
  const found = new Map<string, Visits>();
  const add = (key: string, { count, pending }: Visits) => {
    const before = found.get(key) ?? { count: 0, pending: 0 };
    found.set(key, { count: before.count + count, pending: before.pending + pending });
  };
  for (const { grid, visits } of month.customers) {
    const code = grid?.trim();
    add(code ? gridKey(code) : NO_GRID_KEY, visitsOf(visits, inPerson));
  }
  add(PROSPECTS_KEY, visitsOf(month.prospects, inPerson));
  return found;
}

/** Those with a visit in the period, from the bottom of a bar to its top: grids, « sans grille », prospects. */
export function seriesOf(
  months: readonly MonthFigures[],
  listed: readonly Code[],
  inPerson: boolean,
  words: Words
): Series[] {
  const codes = gridCodes(listed, months);
  const totals = new Map<string, number>();
  for (const month of months)
    for (const [key, { count }] of countsOf(month, inPerson)) totals.set(key, (totals.get(key) ?? 0) + count);
  const grids = codes.map((code) => {
    const name = listed.find((one) => one.code.trim() === code)?.label.trim() || code;
    return { key: gridKey(code), name, look: lookOf(code, codes) };
  });
  const all = [
    ...grids,
    { key: NO_GRID_KEY, name: words.noGrid, look: UNKNOWN },
    { key: PROSPECTS_KEY, name: words.prospects, look: PROSPECTS }
  ];
  return all.map((one) => ({ ...one, total: totals.get(one.key) ?? 0 })).filter(({ total }) => total > 0);
}

export type Segment = { series: Series; count: number; from: number; to: number };
export type Stack = { total: number; pending: number; segments: Segment[] };

/** A column's parts on top of each other. */
export function stackOf({ months }: Column, series: readonly Series[], inPerson: boolean): Stack {
  const counts = months.map((month) => countsOf(month, inPerson));
  const sum = (key: string, of: keyof Visits) =>
    counts.reduce((total, month) => total + (month.get(key)?.[of] ?? 0), 0);
  const stack: Stack = { total: 0, pending: 0, segments: [] };
  for (const one of series) {
    const count = sum(one.key, 'count');
    stack.pending += sum(one.key, 'pending');
    if (count === 0) continue;
    stack.segments.push({ series: one, count, from: stack.total, to: stack.total + count });
    stack.total += count;
  }
  return stack;
}
