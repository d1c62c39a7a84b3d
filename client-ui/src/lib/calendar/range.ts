/** Which days are in sight, and where the keys lead. Pure: today is passed in. */
import { addDays, addMonths } from '$lib/format/dates';
import { weeksOf } from '$lib/parts/typed-dates';

export type ViewName = 'month' | 'week' | 'list';
export type Range = { from: string; to: string };

/** 0 is Monday. */
export function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

export function isWeekend(day: string): boolean {
  return weekdayOf(day) > 4;
}

export function inMonth(day: string, month: string): boolean {
  return day.slice(0, 7) === month.slice(0, 7);
}

/** Monday to Sunday. */
export function weekOf(day: string): string[] {
  const monday = addDays(day, -weekdayOf(day));
  return Array.from({ length: 7 }, (_, at) => addDays(monday, at));
}

/** The weeks that a month touches: four to six. */
export function monthWeeks(day: string): string[][] {
  return weeksOf(day);
}

/** What is asked for: in the month its neighbours' days too, as far as they are shown. */
export function rangeOf(view: ViewName, day: string): Range {
  if (view === 'list') return monthOf(day);
  const days = view === 'week' ? weekOf(day) : monthWeeks(day).flat();
  return { from: days[0] ?? day, to: days.at(-1) ?? day };
}

/** What is counted: the month itself, or the week. */
export function countedOf(view: ViewName, day: string): Range {
  return view === 'week' ? rangeOf('week', day) : monthOf(day);
}

export function monthOf(day: string): Range {
  const from = `${day.slice(0, 7)}-01`;
  return { from, to: addDays(addMonths(from, 1), -1) };
}

export function within(day: string, { from, to }: Range): boolean {
  return day >= from && day <= to;
}

/** « ‹ » and « › »: another month or week, the same day in it. */
export function step(view: ViewName, day: string, by: number): string {
  return view === 'week' ? addDays(day, 7 * by) : addMonths(day, by);
}

const MOVES: Record<string, (day: string) => string> = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  PageUp: (day) => addMonths(day, -1),
  PageDown: (day) => addMonths(day, 1),
  Home: (day) => weekOf(day)[0] ?? day,
  End: (day) => weekOf(day)[6] ?? day
};

/** Where a key leads from a day; null when it leads nowhere. */
export function moved(key: string, day: string): string | null {
  return MOVES[key]?.(day) ?? null;
}

/** In a month of six weeks the first and the last hold a day or two of it: they are given less height. */
export function isShortWeek(weeks: readonly unknown[], at: number): boolean {
  return weeks.length === 6 && (at === 0 || at === weeks.length - 1);
}
