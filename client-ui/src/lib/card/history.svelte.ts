/** The history of one customer or prospect, read on as one scrolls; the place is a cursor, so that new rows shift nothing. */
import type { HistoryCursor, HistoryPage, HistoryRow, PageQuery } from '$lib/backend/types';

export const HISTORY_PAGE = 40;

export class History {
  rows = $state.raw<readonly HistoryRow[]>([]);
  total = $state(0);
  next = $state.raw<HistoryCursor | null>(null);
  ready = $state(false);
  failure = $state.raw<unknown>(null);
  #turn = 0;
  #reading = false;

  readonly #ask: (query: PageQuery) => Promise<HistoryPage>;

  constructor(ask: (query: PageQuery) => Promise<HistoryPage>) {
    this.#ask = ask;
  }

  /** From the newest on; as many rows as are shown already. */
  async open(withLit: boolean): Promise<void> {
    this.#turn += 1;
    this.#withLit = withLit;
    await this.#read(null, Math.max(HISTORY_PAGE, this.rows.length));
  }

  /** The next page, once at a time. */
  async more(): Promise<void> {
    if (this.next === null || this.#reading) return;
    await this.#read(this.next, HISTORY_PAGE);
  }

  #withLit = false;

  async #read(after: HistoryCursor | null, limit: number): Promise<void> {
    const turn = this.#turn;
    this.#reading = true;
    try {
      const page = await this.#ask({ with_lit: this.#withLit, after, limit });
      if (turn !== this.#turn) return;
      this.rows = after === null ? page.rows : [...this.rows, ...page.rows];
      this.total = page.total;
      this.next = page.next;
      this.failure = null;
      this.ready = true;
    } catch (error) {
      if (turn === this.#turn) this.failure = error;
    } finally {
      if (turn === this.#turn) this.#reading = false;
    }
  }
}
