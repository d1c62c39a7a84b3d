/** How far a day is, in words and in the short form of lists. */
import { m } from '$words/messages';
import { daysBetween } from './dates';
import { signed } from './numbers';

/** « −26 j », « 0 j », « 7 j »: days until a date. */
export function signedDays(days: number): string {
  return m.format_days({ days: signed(days) });
}

/** « 54 j »: days since a date; without one « jamais vu ». */
export function daysSince(days: number | null): string {
  return days === null ? m.format_never_seen() : signedDays(days);
}

/** « il y a 12 jours », « hier », « aujourd’hui », « dans 3 jours », « demain ». */
export function farFrom(today: string, day: string): string {
  const days = daysBetween(today, day);
  if (days === 0) return m.format_today();
  if (days === 1) return m.format_tomorrow();
  if (days === -1) return m.format_yesterday();
  return days > 0 ? m.format_in_days({ days: String(days) }) : m.format_days_ago({ days: String(-days) });
}
