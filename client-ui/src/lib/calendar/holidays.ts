/** The public holidays of mainland France, by computation. Pure. */
import { addDays } from '$lib/format/dates';

export type Holiday =
  | 'new_year'
  | 'easter'
  | 'labour'
  | 'victory'
  | 'ascension'
  | 'whit'
  | 'national'
  | 'assumption'
  | 'all_saints'
  | 'armistice'
  | 'christmas';

const FIXED: readonly [string, Holiday][] = [
  ['01-01', 'new_year'],
  ['05-01', 'labour'],
  ['05-08', 'victory'],
  ['07-14', 'national'],
  ['08-15', 'assumption'],
  ['11-01', 'all_saints'],
  ['11-11', 'armistice'],
  ['12-25', 'christmas']
];
/** Days after Easter Sunday. Later ones win where two fall together: Ascension may be the 1st or the 8th of May. */
const MOVING: readonly [number, Holiday][] = [
  [1, 'easter'],
  [39, 'ascension'],
  [50, 'whit']
];

/** Easter Sunday of the Gregorian calendar, YYYY-MM-DD, by the golden number and the epact. */
export function easterOf(year: number): string {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const skipped = Math.floor(century / 4);
  const moon = Math.floor((8 * century + 13) / 25);
  const raw = (century - skipped - moon + 19 * golden + 15) % 30;
  // The full moon is never later than the 18th of April, nor on the same day twice in nineteen years.
  const late = Math.floor(raw / 28) * (1 - Math.floor(29 / (raw + 1)) * Math.floor((21 - golden) / 11));
  const full = raw - late;
  const weekday = (year + Math.floor(year / 4) + full + 2 - century + skipped) % 7;
  return addDays(`${year}-03-28`, full - weekday);
}

/** The holidays of a year by their days. */
export function holidaysOf(year: number): ReadonlyMap<string, Holiday> {
  const easter = easterOf(year);
  return new Map([
    ...FIXED.map(([day, name]): [string, Holiday] => [`${year}-${day}`, name]),
    ...MOVING.map(([days, name]): [string, Holiday] => [addDays(easter, days), name])
  ]);
}

const known = new Map<number, ReadonlyMap<string, Holiday>>();

export function holidayOf(day: string): Holiday | null {
  const year = Number(day.slice(0, 4));
  const holidays = known.get(year) ?? holidaysOf(year);
  known.set(year, holidays);
  return holidays.get(day) ?? null;
}
