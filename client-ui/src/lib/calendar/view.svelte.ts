/** What « Historique » shows: kept while the program runs. */
import type { CalendarQuery } from '$lib/backend/types';
import { session } from '$lib/state/session.svelte';
import { rangeOf, step, type ViewName } from './range';

export class CalendarView {
  name = $state<ViewName>('month');
  /** Empty: today, also tomorrow. */
  #day = $state('');
  followUps = $state(false);
  #author = $state<string | null>(null);

  /** The chosen day, YYYY-MM-DD. */
  get day(): string {
    return this.#day === '' ? session.today : this.#day;
  }
  set day(day: string) {
    this.#day = day === session.today ? '' : day;
  }

  /** Whose visits, by folder; null = one's own. Somebody else's need the right, and that there is such a person. */
  get author(): string | null {
    const isListed = session.lists?.people.some(({ folder }) => folder === this.#author) ?? false;
    return session.lists?.own.admin === true && isListed ? this.#author : null;
  }
  set author(author: string | null) {
    this.#author = author;
  }

  get query(): CalendarQuery {
    return { ...rangeOf(this.name, this.day), author: this.author, follow_ups: this.followUps };
  }

  /** Another month or week. */
  turn(by: number): void {
    this.day = step(this.name, this.day, by);
  }
}

export const calendarView = new CalendarView();
