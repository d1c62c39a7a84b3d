/** An instant as a life line shows it: the hour of today, else the day and the hour. */
import { inZone, showDate, showDayMonth } from '$lib/format/dates';
import type { Here } from './life-line';

/** `14:10` today, `23/11 17:05` this year, `23/11/2025 17:05` before. */
export function shortInstant(at: string, here: Here): string {
  const { day, hour } = inZone(at, here.zone);
  if (day === here.today) return hour;
  const isThisYear = day.slice(0, 4) === here.today.slice(0, 4);
  return `${isThisYear ? showDayMonth(day) : showDate(day)} ${hour}`;
}
