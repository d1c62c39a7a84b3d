/** A list with a row chosen in it: what Accueil and Clients share. */
import { PagedRows, type Ask, type PageOfRows } from './paged.svelte';

export class ChoosingList<Row, Page extends PageOfRows<Row> = PageOfRows<Row>> {
  readonly paged = new PagedRows<Row, Page>();
  #keyOf: (row: Row) => string;
  #chosen: { get: () => string | null; set: (key: string | null) => void };
  /** What was asked last, as text: the same again keeps the place, another one goes to its first row. */
  #question: string | null = null;
  /** Grows when another question was answered: the table goes to its top. */
  fresh = $state(0);

  constructor(
    keyOf: (row: Row) => string,
    chosen: { get: () => string | null; set: (key: string | null) => void }
  ) {
    this.#keyOf = keyOf;
    this.#chosen = chosen;
  }

  /** `question` names all that `ask` depends on. A list opened for the first time keeps what was chosen before. */
  async open(question: string, ask: Ask<Row, Page>): Promise<void> {
    const [before, same] = [this.#question, question === this.#question];
    this.#question = question;
    if (same) {
      await this.paged.reread(ask);
    } else {
      await this.paged.open(ask);
    }
    if (question !== this.#question || !this.paged.settled) return;
    const first = this.paged.row(0);
    const keep = (same || before === null) && this.#chosen.get() !== null;
    if (!keep) this.#chosen.set(first === undefined ? null : this.#keyOf(first));
    if (!same) this.fresh += 1;
  }

  /** Where the chosen row is, among those read; −1 when it is not there. */
  get place(): number {
    const chosen = this.#chosen.get();
    return chosen === null ? -1 : this.paged.indexOf((row) => this.#keyOf(row) === chosen);
  }

  /** Chooses the row so many further; answers where that is. */
  walk(step: number): number {
    const place = this.place;
    const target = place < 0 ? 0 : Math.max(0, Math.min(this.paged.total - 1, place + step));
    const row = this.paged.row(target);
    if (row === undefined) {
      if (this.paged.total > 0) this.paged.need(target, target + 1);
      return place;
    }
    this.#chosen.set(this.#keyOf(row));
    return target;
  }
}
