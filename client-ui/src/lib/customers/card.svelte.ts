/** What the card of one customer shows, read together and shown together. The latest customer asked for wins. */
import type { Backend } from '$lib/backend/backend';
import type { CustomerView, EntryView, HistoryPage } from '$lib/backend/types';

/** So many visits stand on the card. */
export const LAST_VISITS = 5;
const MOST_ENTRIES = 100;

/** What the card can open. */
export type Showing = 'visit' | 'request' | 'history';

export type CardContent = {
  code: string;
  /** null: the bases do not have that code. */
  view: CustomerView | null;
  visits: HistoryPage;
  /** This laptop's entries about the customer, the latest first. */
  entries: readonly EntryView[];
};

export class Card {
  content = $state.raw<CardContent | null>(null);
  failure = $state.raw<unknown>(null);
  #turn = 0;

  /** What is shown stays until the answer is there, also that of another customer: answers take milliseconds. */
  async read(backend: Backend, code: string): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const [view, visits, entries] = await Promise.all([
        backend.customer(code),
        backend.customerHistory(code, { with_lit: false, after: null, limit: LAST_VISITS }),
        backend.entries({ filter: 'all', subject: code, offset: 0, limit: MOST_ENTRIES })
      ]);
      if (turn !== this.#turn) return;
      this.content = { code, view, visits, entries };
      this.failure = null;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.failure = error;
      if (this.content?.code !== code) this.content = null;
    }
  }

  clear(): void {
    this.#turn += 1;
    this.content = null;
    this.failure = null;
  }
}
