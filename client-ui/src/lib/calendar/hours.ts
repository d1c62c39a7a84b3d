/**
 * Where the visits of a day stand in the week. Nobody notes how long a visit took: each is as high as its words need, and one that would
 * lie on another stands right under it, in full width (at midnight, above it), for its name is what one looks for; its hour is written on it. Pure.
 */
import type { CalendarRow } from '$lib/backend/types';
import { hourOf } from './grouping';

export const SHOWN_MINUTES = 33;
const FIRST_HOUR = 7;
const LAST_HOUR = 20;
/** The last minute of a day that is still its own. */
const MIDNIGHT = 24 * 60 - 1;

export type Placed = { row: CalendarRow; minutes: number };

export function minutesOf(row: CalendarRow): number | null {
  const hour = hourOf(row);
  return hour === null ? null : Number(hour.slice(0, 2)) * 60 + Number(hour.slice(3, 5));
}

/** Those that have an hour; `rows` come by the hour. */
export function placed(rows: readonly CalendarRow[]): Placed[] {
  let free = 0;
  const found = rows.flatMap((row) => {
    const minutes = minutesOf(row);
    if (minutes === null) return [];
    const start = Math.max(minutes, free);
    free = start + SHOWN_MINUTES;
    return [{ row, minutes: start }];
  });
  // What would reach over midnight pushes those before it upwards.
  let end = MIDNIGHT;
  for (const one of found.toReversed()) {
    one.minutes = Math.max(0, Math.min(one.minutes, end - SHOWN_MINUTES));
    end = one.minutes;
  }
  return found;
}

/** Seven to twenty, and further where a visit needs it. */
export function hoursOf(days: readonly (readonly CalendarRow[])[]): { first: number; last: number } {
  const starts = days.flatMap((rows) => placed(rows).map(({ minutes }) => minutes));
  const first = Math.min(FIRST_HOUR, ...starts.map((minutes) => Math.floor(minutes / 60)));
  const last = Math.max(LAST_HOUR, ...starts.map((minutes) => Math.ceil((minutes + SHOWN_MINUTES) / 60)));
  return { first, last };
}

/** HH:MM of minutes from midnight. */
export function clock(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
