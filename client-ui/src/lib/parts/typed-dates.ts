/**
 * Dates and times as a hand types them. The system's own date field speaks the system's language and has no calendar in every window, so
 * the program reads them itself. Whether a day is allowed is decided elsewhere.
 */
const pad = (number: number) => String(number).padStart(2, '0');

function iso(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}` : null;
}

function fullYear(typed: string): number {
  return typed.length === 2 ? 2000 + Number(typed) : Number(typed);
}

/** Days that may be chosen, YYYY-MM-DD. */
export interface Bounds {
  min?: string | undefined;
  max?: string | undefined;
}

export function isOutside(day: string, { min, max }: Bounds): boolean {
  return (min !== undefined && day < min) || (max !== undefined && day > max);
}

/** `24/11/2026`, `24/11/26`, `24 11`, `24112026`, `241126`, `2411`; without a year the one that lies within the bounds, else today's. */
export function readDate(typed: string, bounds: Bounds, today = new Date().toISOString()): string | null {
  const text = typed.trim();
  const found =
    /^(\d{1,2})[/. -](\d{1,2})(?:[/. -](\d{2}|\d{4}))?$/.exec(text) ??
    /^(\d{2})(\d{2})(\d{2}|\d{4})?$/.exec(text);
  if (!found) return null;
  const [, day, month, year] = found;
  const of = (wanted: number) => iso(wanted, Number(month), Number(day));
  return year === undefined ? withoutYear(of, bounds, today) : of(fullYear(year));
}

/** « 15/01 » typed in November: the next one under a lower bound, the last one over an upper bound. */
function withoutYear(of: (year: number) => string | null, bounds: Bounds, today: string): string | null {
  const year = Number((bounds.max ?? bounds.min ?? today).slice(0, 4));
  const day = of(year);
  const other = bounds.max === undefined ? of(year + 1) : of(year - 1);
  return other !== null && (day === null || isOutside(day, bounds)) && !isOutside(other, bounds)
    ? other
    : day;
}

/** YYYY-MM-DD as JJ/MM/AAAA; anything else as it is. */
export function showDate(value: string): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  return found ? `${found[3]}/${found[2]}/${found[1]}` : value;
}

export function addDays(value: string, days: number): string {
  const date = new Date(`${value}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** The same day of another month, or that month's last. */
export function addMonths(value: string, months: number): string {
  const first = new Date(`${value.slice(0, 7)}-01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() + months);
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return `${first.toISOString().slice(0, 7)}-${pad(Math.min(Number(value.slice(8)), last))}`;
}

/** `14:10`, `14h10`, `1410`, `9h`, `9`. */
export function readTime(typed: string): string | null {
  const text = typed.trim().toLowerCase();
  const found = /^(\d{1,2})(?:[h:. ](\d{2})?)?$/.exec(text) ?? /^(\d{1,2})(\d{2})$/.exec(text);
  if (!found) return null;
  const [hours, minutes] = [Number(found[1]), Number(found[2] ?? 0)];
  return hours < 24 && minutes < 60 ? `${pad(hours)}:${pad(minutes)}` : null;
}

/** Monday first: the days of a month's weeks, those of its neighbours included. */
export function weeksOf(month: string): string[][] {
  const first = `${month.slice(0, 7)}-01`;
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const start = addDays(first, -weekday);
  const weeks = Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => addDays(start, week * 7 + day))
  );
  return weeks.filter((week) => week.some((day) => day.startsWith(month.slice(0, 7))));
}
