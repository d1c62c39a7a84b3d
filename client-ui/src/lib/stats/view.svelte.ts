/** Whose figures of which period are shown: kept while the program runs. */
import type { FiguresQuery, Own } from '$lib/backend/types';
import { presetOf, presetPeriod, type Period, type Preset } from './period';

/** Stands for everybody: no folder is called so. */
export const EVERYBODY = '';

export class StatsView {
  /** A preset follows the day; null: the two days of one's own. */
  preset = $state<Preset | null>('year');
  own = $state.raw<Period>({ from: '', to: '' });
  /** A user folder, `EVERYBODY`, or null: oneself. */
  person = $state<string | null>(null);
  /** « Visites seules ». */
  inPerson = $state(false);

  period(today: string): Period {
    return this.preset === null ? this.own : presetPeriod(this.preset, today);
  }

  choosePeriod(period: Period, today: string): void {
    this.own = period;
    this.preset = presetOf(period, today, this.preset);
  }

  query(today: string, own: Own | null): FiguresQuery {
    const { from, to } = this.period(today);
    const other = own?.admin === true && this.person !== null && this.person !== own.folder;
    const all = other && this.person === EVERYBODY;
    return { from, to, author: other && !all ? this.person : null, all };
  }
}

export const statsView = new StatsView();
