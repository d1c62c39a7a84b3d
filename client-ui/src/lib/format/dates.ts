/**
 * Days (`YYYY-MM-DD`) and instants (RFC 3339) as the French write them. Today and the zone are passed in: nothing here asks a clock.
 */
import { addDays, addMonths, showDate } from '$lib/parts/typed-dates';

export { addDays, addMonths, showDate };

const DAY_MS = 86_400_000;

/** From one day to another: negative when the other is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** JJ/MM. */
export function showDayMonth(day: string): string {
  return showDate(day).slice(0, 5);
}

const ofDay = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('fr-FR', { ...options, timeZone: 'UTC' });
const long = ofDay({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const weekdays = ofDay({ weekday: 'long' });

/** « mardi 24 novembre 2026 ». */
export function longDate(day: string): string {
  return isDay(day) ? long.format(new Date(`${day}T00:00:00Z`)) : day;
}

/** « mardi ». */
export function weekday(day: string): string {
  return isDay(day) ? weekdays.format(new Date(`${day}T00:00:00Z`)) : '';
}

/** The calendar day and the hour (HH:MM) of an instant in a zone. */
export function inZone(instant: string, zone: string): { day: string; hour: string } {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return { day: '', hour: '' };
  // The Swedish spelling is ISO's.
  const options = { timeZone: zone, dateStyle: 'short', timeStyle: 'short' } as const;
  const [day = '', hour = ''] = new Intl.DateTimeFormat('sv-SE', options).format(date).split(' ');
  return { day, hour };
}

/** JJ/MM/AAAA of an instant. */
export function instantDate(instant: string, zone: string): string {
  return showDate(inZone(instant, zone).day);
}

/** JJ/MM/AAAA HH:MM of an instant. */
export function instantDateHour(instant: string, zone: string): string {
  const { day, hour } = inZone(instant, zone);
  return day === '' ? '' : `${showDate(day)} ${hour}`;
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}
