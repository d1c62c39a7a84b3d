/** What « Historique » shows: kept while the program runs. */
import type { CalendarQuery } from '$lib/backend/types';
import { rangeOf, step, type ViewName } from './range';

export class CalendarView {
  name = $state<ViewName>('month');
  /** The chosen day, YYYY-MM-DD; empty until the first look, which chooses today. */
  day = $state('');
  followUps = $state(false);
  /** Whose visits, by folder; null = one's own. */
  author = $state<string | null>(null);

  get query(): CalendarQuery {
    return { ...rangeOf(this.name, this.day), author: this.author, follow_ups: this.followUps };
  }

  /** Another month or week. */
  turn(by: number): void {
    this.day = step(this.name, this.day, by);
  }
}

export const calendarView = new CalendarView();
