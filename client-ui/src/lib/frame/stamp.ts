/** Instants as the frame shows them, all in the company's zone. */
import { instantDateHour, inZone } from '$lib/format/dates';
import { farFrom } from '$lib/format/days';

/** « 24/11/2026 05:02 ». */
export function stamp(instant: string, zone: string): string {
  return instantDateHour(instant, zone);
}

/** « il y a 3 jours »: by the calendar, as one says it. */
export function sinceThen(instant: string, today: string, zone: string): string {
  return farFrom(today, inZone(instant, zone).day);
}
