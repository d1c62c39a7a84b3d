/** The visits of the range in sight. Late answers are dropped; what is shown stays until the next answer is there. */
import type { Backend } from '$lib/backend/backend';
import type { CalendarQuery, CalendarRow, EntryView, FollowUpRow } from '$lib/backend/types';

/** More entries than anybody makes before the bases have them. */
const MOST_ENTRIES = 500;

export class Visits {
  rows = $state.raw<readonly CalendarRow[]>([]);
  followUps = $state.raw<readonly FollowUpRow[]>([]);
  /** Own entries, for the life lines of what the bases do not have. */
  entries = $state.raw<readonly EntryView[]>([]);
  failure = $state.raw<unknown>(null);
  /** The question that was answered last. */
  answered = $state.raw<CalendarQuery | null>(null);
  #turn = 0;

  /** Whether what is shown answers this question: before that nobody may say that there is nothing. */
  answers({ from, to, author }: CalendarQuery): boolean {
    const last = this.answered;
    return last !== null && last.from === from && last.to === to && last.author === author;
  }

  async open(backend: Pick<Backend, 'calendar' | 'entries'>, query: CalendarQuery): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    // Nobody's visits stand under another's name.
    if (this.answered !== null && this.answered.author !== query.author) this.#clear();
    try {
      const page = await backend.calendar(query);
      const entries = await this.#entriesFor(backend, page.rows);
      if (turn !== this.#turn) return;
      this.rows = page.rows;
      this.followUps = page.follow_ups;
      this.entries = entries;
      this.answered = query;
      this.failure = null;
    } catch (error) {
      if (turn === this.#turn) this.failure = error;
    }
  }

  #entriesFor(backend: Pick<Backend, 'entries'>, rows: readonly CalendarRow[]): Promise<EntryView[]> {
    if (!rows.some(({ laid }) => laid)) return Promise.resolve([]);
    return backend.entries({ filter: 'all', subject: null, offset: 0, limit: MOST_ENTRIES });
  }

  #clear(): void {
    this.rows = [];
    this.followUps = [];
    this.answered = null;
  }
}
