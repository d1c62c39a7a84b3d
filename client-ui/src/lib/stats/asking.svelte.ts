/** Asks for figures. Those that are there stay until new ones are, but never under another's name; an answer that was overtaken is dropped. */
import type { Figures, FiguresQuery } from '$lib/backend/types';

export type Shown = { query: FiguresQuery; figures: Figures };

export class Asking {
  shown = $state.raw<Shown | null>(null);
  failure = $state.raw<unknown>(null);
  /** A question is under way. */
  busy = $state(false);
  #turn = 0;

  async ask(query: FiguresQuery, answer: (query: FiguresQuery) => Promise<Figures>): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.busy = true;
    if (this.shown && !sameWho(this.shown.query, query)) this.shown = null;
    try {
      const figures = await answer(query);
      if (turn !== this.#turn) return;
      this.shown = { query, figures };
      this.failure = null;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.failure = error;
      // Those of another period must not stand under what was asked for.
      if (this.shown && !same(this.shown.query, query)) this.shown = null;
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }
}

function same(one: FiguresQuery, other: FiguresQuery): boolean {
  return one.from === other.from && one.to === other.to && sameWho(one, other);
}

function sameWho(one: FiguresQuery, other: FiguresQuery): boolean {
  return one.author === other.author && one.all === other.all;
}
