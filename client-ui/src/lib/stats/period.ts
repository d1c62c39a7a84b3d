/** The period of the figures: presets by the company's day, or two days of one's own. */
import { addDays, addMonths } from '$lib/format/dates';

export type Preset = 'month' | 'quarter' | 'year' | 'previous_year';
export const PRESETS: readonly Preset[] = ['month', 'quarter', 'year', 'previous_year'];
export type Period = { from: string; to: string };

/** Nothing was visited before: the first day that the two fields take. */
export const FIRST_DAY = '1990-01-01';

const firstOfMonth = (day: string) => `${day.slice(0, 7)}-01`;

/** Month, quarter and year up to today; « N-1 » is the whole year before. */
export function presetPeriod(preset: Preset, today: string): Period {
  const year = today.slice(0, 4);
  switch (preset) {
    case 'month':
      return { from: firstOfMonth(today), to: today };
    case 'quarter': {
      const into = (Number(today.slice(5, 7)) - 1) % 3;
      return { from: addMonths(firstOfMonth(today), -into), to: today };
    }
    case 'year':
      return { from: `${year}-01-01`, to: today };
    case 'previous_year': {
      const last = addDays(`${year}-01-01`, -1);
      return { from: `${last.slice(0, 4)}-01-01`, to: last };
    }
  }
}

/** The preset that gives this very period; on some days two do, then the one that was chosen. */
export function presetOf(period: Period, today: string, chosen: Preset | null): Preset | null {
  const gives = (preset: Preset) => {
    const { from, to } = presetPeriod(preset, today);
    return from === period.from && to === period.to;
  };
  if (chosen !== null && gives(chosen)) return chosen;
  return PRESETS.find(gives) ?? null;
}

/** What two typed days lack to be a period. */
export function periodTrouble({ from, to }: Period): 'missing' | 'wrong' | null {
  if (from === '' || to === '') return 'missing';
  return to < from ? 'wrong' : null;
}
