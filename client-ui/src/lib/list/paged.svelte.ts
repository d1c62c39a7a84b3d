/**
 * Rows of a long list, read page by page as they come into sight. The latest question wins: an answer to an earlier one is dropped, and the
 * rows shown stay until those of the new question are there. The selection is a key, kept by the screen, and so outlives every answer.
 */
export const PAGE = 100;
/** A row that is further down is not looked for: that would read a base of everybody's customers through. */
const MOST_SOUGHT = 30;

/** What every list answers. */
export type PageOfRows<Row> = { total: number; rows: readonly Row[] };
export type Ask<Row, Page extends PageOfRows<Row>> = (offset: number, limit: number) => Promise<Page>;

export class PagedRows<Row, Page extends PageOfRows<Row> = PageOfRows<Row>> {
  /** Of the whole list, as of the question whose rows are shown. */
  total = $state(0);
  /** The first page with what else it says (heads of groups); null before the first answer. */
  head = $state.raw<Page | null>(null);
  /** Why the last question had no answer. */
  failure = $state.raw<unknown>(null);
  #rows = $state.raw<ReadonlyMap<number, Row>>(new Map());
  #ask: Ask<Row, Page> | null = null;
  /** The question's turn; pages carry it. */
  #turn = 0;
  /** Turn of the rows shown. */
  #shown = 0;
  #asked = new Set<number>();
  /** Pages that came into sight last. */
  #needed: readonly number[] = [];

  /** Whether the rows shown answer the latest question. */
  get settled(): boolean {
    return this.head !== null && this.#shown === this.#turn;
  }

  row = (index: number): Row | undefined => this.#rows.get(index);

  /** Asks something else. */
  async open(ask: Ask<Row, Page>): Promise<void> {
    this.#needed = [];
    await this.reread(ask);
  }

  /** Asks the same again after something changed: the rows come into sight last are read along. */
  async reread(ask: Ask<Row, Page>): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#ask = ask;
    this.#asked = new Set();
    const pages = [...new Set([0, ...this.#needed])];
    for (const page of pages) this.#asked.add(page);
    try {
      const answers = await Promise.all(
        pages.map(async (page) => ({ page, answer: await ask(page * PAGE, PAGE) }))
      );
      if (turn === this.#turn) this.#replace(turn, answers);
    } catch (error) {
      if (turn === this.#turn) this.failure = error;
    }
  }

  /** Rows that came into sight and are not there, `to` exclusive. */
  need = (from: number, to: number): void => {
    // Until the new question is answered, the rows shown belong to the earlier one.
    if (!this.settled) return;
    this.#needed = pagesOf(from, to);
    for (const page of this.#needed) {
      if (!this.#asked.has(page)) void this.#read(page);
    }
  };

  /** Where a row is, among those read. */
  indexOf(is: (row: Row) => boolean): number {
    for (const [index, row] of this.#rows) if (is(row)) return index;
    return -1;
  }

  /** Reads on until a row is there. */
  async seek(is: (row: Row) => boolean): Promise<void> {
    const turn = this.#turn;
    const pages = Math.min(MOST_SOUGHT, Math.ceil(this.total / PAGE));
    for (let page = 0; page < pages; page += 1) {
      if (turn !== this.#turn || this.indexOf(is) >= 0) return;
      if (!this.#asked.has(page)) await this.#read(page);
    }
  }

  async #read(page: number): Promise<void> {
    const [turn, ask] = [this.#turn, this.#ask];
    if (!ask) return;
    this.#asked.add(page);
    try {
      const answer = await ask(page * PAGE, PAGE);
      if (turn !== this.#turn) return;
      this.#rows = new Map([...this.#rows, ...placed(page, answer.rows)]);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#asked.delete(page);
      this.failure = error;
    }
  }

  #replace(turn: number, answers: readonly { page: number; answer: Page }[]): void {
    const head = answers.find(({ page }) => page === 0)?.answer;
    if (!head) return;
    this.#shown = turn;
    this.head = head;
    this.total = head.total;
    this.failure = null;
    this.#rows = new Map(answers.flatMap(({ page, answer }) => placed(page, answer.rows)));
  }
}

function pagesOf(from: number, to: number): number[] {
  const first = Math.max(0, Math.floor(from / PAGE));
  const last = Math.max(first, Math.floor((to - 1) / PAGE));
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

function placed<Row>(page: number, rows: readonly Row[]): [number, Row][] {
  return rows.map((row, at) => [page * PAGE + at, row]);
}
