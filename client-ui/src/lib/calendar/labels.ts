/** Days, months and counts in words. Intl speaks French by itself. */
import { signed } from '$lib/format/numbers';
import { m } from '$words/messages';
import type { DayContent } from './grouping';
import type { Holiday } from './holidays';
import { monthOf, rangeOf, type ViewName } from './range';
import type { CalendarRow } from '$lib/backend/types';

const of = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('fr-FR', { ...options, timeZone: 'UTC' });
const utc = (day: string) => new Date(`${day}T00:00:00Z`);
const months = of({ month: 'long', year: 'numeric' });
const longDays = of({ weekday: 'long', day: 'numeric', month: 'long' });
const shortMonths = of({ month: 'short' });
const weekdays = of({ weekday: 'long' });

export function capital(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase('fr') + text.slice(1);
}

/** « novembre 2026 ». */
export function monthName(day: string): string {
  return months.format(utc(day));
}

/** « Novembre 2026 », « 23 – 29 novembre 2026 », « 30 nov. – 6 déc. 2026 »; short where there is little room. */
export function titleOf(view: ViewName, day: string, short = false): string {
  if (view !== 'week') return capital(monthName(day));
  const { from, to } = rangeOf('week', day);
  const whole = !short && from.slice(0, 7) === to.slice(0, 7);
  const end = whole ? monthName(to) : `${month(to)} ${to.slice(0, 4)}`;
  return `${startOf(from, to)} – ${number(to)} ${end}`;
}

/** Says no more than where the end differs. */
function startOf(from: string, to: string): string {
  if (from.slice(0, 7) === to.slice(0, 7)) return number(from);
  const year = from.slice(0, 4) === to.slice(0, 4) ? '' : ` ${from.slice(0, 4)}`;
  return `${number(from)} ${month(from)}${year}`;
}

const number = (day: string) => String(Number(day.slice(8)));
const month = (day: string) => shortMonths.format(utc(day));

/** « dimanche 1er novembre »: Intl leaves the ordinal out. */
export function spokenDay(day: string): string {
  return longDays.format(utc(day)).replace(' 1 ', ' 1er ');
}

/** « Mardi 24 novembre ». */
export function dayTitle(day: string): string {
  return capital(spokenDay(day));
}

/** « Lundi », or « S. » where there is little room. */
export function weekdayTitle(day: string, short: boolean): string {
  const name = capital(weekdays.format(utc(day)));
  return short ? `${name.slice(0, 1)}.` : name;
}

/** The number in a cell; where another month begins, with its name. */
export function dayNumber(day: string, shownMonth: string, first: boolean): string {
  const other = day.slice(0, 7) !== shownMonth.slice(0, 7);
  return other && (first || day.endsWith('-01')) ? `${number(day)} ${month(day)}` : number(day);
}

export function visitCount(count: number): string {
  if (count === 0) return m.calendar_visits_none();
  return count === 1 ? m.calendar_visits_one() : m.calendar_visits({ count: signed(count) });
}

export function followUpCount(count: number): string {
  return count === 1 ? m.calendar_to_see_one() : m.calendar_to_see({ count: signed(count) });
}

/** What a screen reader says of a day: « mardi 24 novembre, 3 visites ». */
export function dayLabel(day: string, content: DayContent, today: string, holiday: Holiday | null): string {
  return [
    spokenDay(day),
    ...(day === today ? [m.calendar_today_mark()] : []),
    ...(holiday ? [holidayName(holiday)] : []),
    // Of a day without visits it says nothing: they may not have been read.
    ...(content.visits.length > 0 ? [visitCount(content.visits.length)] : []),
    ...(content.followUps.length > 0 ? [followUpCount(content.followUps.length)] : [])
  ].join(', ');
}

/** Under the day's name: how many, and how many of them are not integrated. */
export function daySummary(visits: readonly CalendarRow[]): string {
  const pending = visits.filter((row) => row.pending).length;
  const all = visitCount(visits.length);
  if (pending === 0) return visits.length === 0 ? '' : all;
  if (pending === visits.length)
    return pending === 1 ? m.calendar_day_all_pending_one() : m.calendar_day_all_pending({ count: pending });
  return pending === 1
    ? m.calendar_day_pending_one({ visits: all })
    : m.calendar_day_pending({ visits: all, count: pending });
}

/** What stands in the place of a day's visits. */
export function dayNone(day: string, today: string): string {
  if (day > today) return m.calendar_day_ahead();
  return day === today ? m.calendar_day_none_today() : m.calendar_day_none();
}

export function noneIn(view: ViewName, day: string): string {
  return view === 'week' ? m.calendar_empty_week() : m.calendar_empty_month({ month: monthName(day) });
}

const holidays: Record<Holiday, () => string> = {
  new_year: m.calendar_holiday_new_year,
  easter: m.calendar_holiday_easter,
  labour: m.calendar_holiday_labour,
  victory: m.calendar_holiday_victory,
  ascension: m.calendar_holiday_ascension,
  whit: m.calendar_holiday_whit,
  national: m.calendar_holiday_national,
  assumption: m.calendar_holiday_assumption,
  all_saints: m.calendar_holiday_all_saints,
  armistice: m.calendar_holiday_armistice,
  christmas: m.calendar_holiday_christmas
};

export function holidayName(holiday: Holiday): string {
  return holidays[holiday]();
}

/** The month's own days that have something: what the list shows. */
export function listedDays(days: ReadonlyMap<string, DayContent>, day: string): string[] {
  const { from, to } = monthOf(day);
  return [...days.keys()].filter((one) => one >= from && one <= to).sort();
}
