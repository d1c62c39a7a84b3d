/** The head of the table of quotes. */
import type { Column } from './months';

/** How many columns each year has, in order. */
export function yearsOf(columns: readonly Column[]): { year: number; span: number }[] {
  const found: { year: number; span: number }[] = [];
  for (const { year, label } of columns) {
    // Columns of years say it themselves.
    if (label === String(year)) continue;
    const last = found.at(-1);
    if (last?.year === year) last.span += 1;
    else found.push({ year, span: 1 });
  }
  return found;
}

/** A month's first letter where there is no room; quarters and years are short enough. */
export function tight({ label, year }: Column): string {
  return /^T\d$/.test(label) || label === String(year) ? label : label.slice(0, 1);
}
