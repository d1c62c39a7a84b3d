/** Months as columns: their names, which of them are written, and several taken together where there are too many. */
import type { MonthFigures } from '$lib/backend/types';

const short = new Intl.DateTimeFormat('fr-FR', { month: 'short', timeZone: 'UTC' });
const long = new Intl.DateTimeFormat('fr-FR', { month: 'long', year: 'numeric', timeZone: 'UTC' });

const capital = (text: string) => text.slice(0, 1).toLocaleUpperCase('fr-FR') + text.slice(1);
const first = (year: number, month: number) => {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, 1);
  return date;
};

/** « Janv. », « Févr. », « Mars ». */
export function shortMonth(month: number): string {
  return capital(short.format(first(2000, month)));
}

/** « Mars 2026 ». */
export function longMonth(year: number, month: number): string {
  return capital(long.format(first(year, month)));
}

/** One column: a month, a quarter or a year. */
export type Column = {
  key: string;
  /** Under the column. */
  label: string;
  /** Told in full. */
  name: string;
  year: number;
  /** Its first month. */
  month: number;
  months: MonthFigures[];
};
export type Step = 1 | 3 | 12;

/** Months while they find room, else quarters, else years. */
export function stepFor(count: number, most: number): Step {
  if (count <= most) return 1;
  return count <= most * 3 ? 3 : 12;
}

/** The months by calendar quarters or years; a period may begin and end within one. */
export function inColumns(months: readonly MonthFigures[], step: Step): Column[] {
  const found = new Map<string, Column>();
  for (const one of months) {
    const part = Math.floor((one.month - 1) / step);
    const key = `${one.year}-${part}`;
    const column = found.get(key);
    if (column) column.months.push(one);
    else found.set(key, { key, ...nameOf(one.year, part, step), year: one.year, months: [one] });
  }
  return [...found.values()];
}

function nameOf(year: number, part: number, step: Step): Pick<Column, 'label' | 'name' | 'month'> {
  const month = part * step + 1;
  if (step === 1) return { label: shortMonth(month), name: longMonth(year, month), month };
  if (step === 12) return { label: String(year), name: String(year), month };
  return { label: `T${part + 1}`, name: `T${part + 1} ${year}`, month };
}

export type Label = { text: string; year: string | null };

const WIDTH_OF_LABEL = 36;
const EVERY = [1, 2, 3, 6, 12];

/**
 * What is written under each column, null where there is no room. Thinned so that Januaries keep theirs. Of several years each stands
 * under its January, and the first under the first label.
 */
export function labels(columns: readonly Column[], slot: number): (Label | null)[] {
  const parts = columns.filter(({ year, label }) => String(year) !== label);
  const every = EVERY.find((count) => count * slot >= WIDTH_OF_LABEL) ?? 12;
  const step = quarterly(columns) ? 3 : 1;
  const written = columns.map(({ month }, at) =>
    parts.length === 0 ? at % every === 0 : ((month - 1) / step) % every === 0
  );
  if (!written.includes(true) && columns.length > 0) written[0] = true;
  const firstWritten = written.indexOf(true);
  const several = new Set(parts.map(({ year }) => year)).size > 1;
  return columns.map(({ label, month, year }, at) => {
    if (!written[at]) return null;
    const tells = several && (month === 1 || at === firstWritten);
    return { text: label, year: tells ? String(year) : null };
  });
}

function quarterly(columns: readonly Column[]): boolean {
  return columns.some(({ label }) => /^T\d$/.test(label));
}
