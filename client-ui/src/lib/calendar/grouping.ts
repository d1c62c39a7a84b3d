/** Visits and follow-up dates by day and by grid. Pure. */
import type { CalendarRow, Code, FollowUpRow, Whom } from '$lib/backend/types';
import { within, type Range } from './range';

export type DayContent = { visits: readonly CalendarRow[]; followUps: readonly FollowUpRow[] };
export type Days = ReadonlyMap<string, DayContent>;

const NOTHING: DayContent = { visits: [], followUps: [] };

export function dayOf(days: Days, day: string): DayContent {
  return days.get(day) ?? NOTHING;
}

/** By day; in a day by the hour, those without one last. Follow-up dates that have passed are Accueil's affair. */
export function groupByDay(
  rows: readonly CalendarRow[],
  followUps: readonly FollowUpRow[],
  today: string
): Days {
  const days = new Map<string, { visits: CalendarRow[]; followUps: FollowUpRow[] }>();
  const at = (day: string) => {
    const content = days.get(day) ?? { visits: [], followUps: [] };
    days.set(day, content);
    return content;
  };
  for (const row of rows) if (row.on !== null) at(row.on).visits.push(row);
  for (const row of followUps) if (row.on >= today) at(row.on).followUps.push(row);
  for (const { visits } of days.values()) visits.sort(byHour);
  return days;
}

function byHour(one: CalendarRow, other: CalendarRow): number {
  const [a, b] = [hourKey(one), hourKey(other)];
  return a === b ? 0 : a < b ? -1 : 1;
}

const hourKey = (row: CalendarRow) => hourOf(row) ?? '~';

/** HH:MM; null where nobody noted one. */
export function hourOf(row: CalendarRow): string | null {
  const found = /^([01]\d|2[0-3]):[0-5]\d/.exec(row.at.trim());
  return found ? found[0] : null;
}

/** What a colour stands for: a grid's code, a prospect, or a customer without a grid. */
export type Sort = { kind: 'grid'; code: string } | { kind: 'prospect' } | { kind: 'none' };

export function sortOf(row: { whom: Whom; grid: string | null }): Sort {
  if ('prospect' in row.whom) return { kind: 'prospect' };
  const code = row.grid?.trim() ?? '';
  return code === '' ? { kind: 'none' } : { kind: 'grid', code };
}

export type LegendItem = { sort: Sort; count: number };

/** What there is in a range: grids in the order of the list, then unknown ones, customers without, prospects. */
export function legendOf(rows: readonly CalendarRow[], range: Range, codes: readonly Code[]): LegendItem[] {
  const counts = new Map<string, LegendItem>();
  for (const row of counted(rows, range)) {
    const sort = sortOf(row);
    const key = sort.kind === 'grid' ? sort.code : `/${sort.kind}`;
    const item = counts.get(key);
    counts.set(key, { sort, count: (item?.count ?? 0) + 1 });
  }
  const place = ({ sort }: LegendItem) => {
    if (sort.kind === 'prospect') return codes.length + 2;
    if (sort.kind === 'none') return codes.length + 1;
    const found = codes.findIndex(({ code }) => code.trim() === sort.code);
    return found < 0 ? codes.length : found;
  };
  return [...counts.values()].sort((one, other) => place(one) - place(other));
}

export function counted(rows: readonly CalendarRow[], range: Range): CalendarRow[] {
  return rows.filter(({ on }) => on !== null && within(on, range));
}

/** How many chips are drawn, follow-up dates after visits, and how many are left out. */
export function fitting(
  content: DayContent,
  room: number
): { visits: number; followUps: number; more: number } {
  const visits = Math.min(content.visits.length, room);
  const followUps = Math.min(content.followUps.length, room - visits);
  return { visits, followUps, more: content.visits.length + content.followUps.length - visits - followUps };
}
