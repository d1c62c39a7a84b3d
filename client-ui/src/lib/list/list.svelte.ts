/** A list with a row chosen in it: what Accueil, Clients and Prospects share. */
import { PagedRows, type Ask, type PageOfRows } from './paged.svelte';

/** `held`: the choice stands, whatever is asked for: something that would be lost hangs on it. */
export type Chosen = {
  get: () => string | null;
  set: (key: string | null) => void;
  held?: () => boolean;
};

export class ChoosingList<Row, Page extends PageOfRows<Row> = PageOfRows<Row>> {
  readonly paged = new PagedRows<Row, Page>();
  #keyOf: (row: Row) => string;
  #chosen: Chosen;
  /** What was answered last, as text: the same again keeps the place, another one goes to its first row. */
  #answered: string | null = null;
  #turn = 0;
  /** Chosen from elsewhere: the next answer keeps it and brings it into sight. */
  #wanted: string | null = null;
  /** A chosen row that something moved elsewhere in the list, and where it was: one walks on from there. */
  #moved: { key: string; from: number } | null = null;
  /** Grows when another question was answered: the table goes to its top. */
  fresh = $state(0);

  constructor(keyOf: (row: Row) => string, chosen: Chosen) {
    this.#keyOf = keyOf;
    this.#chosen = chosen;
  }

  /** `question` names all that `ask` depends on. A list opened for the first time keeps what was chosen before. */
  async open(question: string, ask: Ask<Row, Page>): Promise<void> {
    const [before, same] = [this.#answered, question === this.#answered];
    const from = this.#standing;
    this.#turn += 1;
    const turn = this.#turn;
    if (same) {
      await this.paged.reread(ask);
    } else {
      await this.paged.open(ask);
    }
    if (turn !== this.#turn || !this.paged.settled) return;
    this.#answered = question;
    const wanted = this.#wanted !== null && this.#wanted === this.#chosen.get();
    if (wanted) await this.#seek(this.#wanted);
    if (turn !== this.#turn) return;
    this.#wanted = null;
    const first = this.paged.row(0);
    const keep =
      (same || wanted || before === null || this.#chosen.held?.() === true) && this.#chosen.get() !== null;
    if (!keep) this.#chosen.set(first === undefined ? null : this.#keyOf(first));
    if (!same || wanted) this.fresh += 1;
    this.#moved = same && !wanted ? this.#movedFrom(from) : null;
  }

  /** Chooses what was asked for elsewhere; the question that shows it is asked next. */
  choose(key: string): void {
    this.#wanted = key;
    this.#chosen.set(key);
  }

  async #seek(key: string | null): Promise<void> {
    if (this.place < 0) await this.paged.seek((row) => this.#keyOf(row) === key);
  }

  #movedFrom(from: number): { key: string; from: number } | null {
    const key = this.#chosen.get();
    return key !== null && from >= 0 && this.place !== from ? { key, from } : null;
  }

  /** Where the chosen row is, among those read; −1 when it is not there. */
  get place(): number {
    const chosen = this.#chosen.get();
    return chosen === null ? -1 : this.paged.indexOf((row) => this.#keyOf(row) === chosen);
  }

  /** Where one stands while walking: a row that moved is left where it went. */
  get #standing(): number {
    return this.#hasMoved ? (this.#moved?.from ?? -1) : this.place;
  }
  get #hasMoved(): boolean {
    return this.#moved !== null && this.#moved.key === this.#chosen.get();
  }

  /** Arrows on a table go on from where the chosen row was, when it has just moved: the next one overdue, not the end of the list. */
  walkOn(event: KeyboardEvent, walk: (step: number) => void): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || !this.#hasMoved || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    walk(step);
  }

  /** Chooses the row so many further; answers where that is. */
  walk(step: number): number {
    const place = this.#standing;
    // What stands now where it was is the next one.
    const further = this.#hasMoved && step > 0 ? step - 1 : step;
    const target = place < 0 ? 0 : Math.max(0, Math.min(this.paged.total - 1, place + further));
    const row = this.paged.row(target);
    if (row === undefined) {
      if (this.paged.total > 0) this.paged.need(target, target + 1);
      return place;
    }
    this.#chosen.set(this.#keyOf(row));
    return target;
  }
}
