/**
 * A list that is searched as one types, with a row chosen in it: what Clients and Prospects share. Made in a component's script; `ListShell`
 * and `ListTable` show it. Whom it asks, its columns and its filters are the screen's.
 */
import { tick, untrack } from 'svelte';
import type { Shortcut } from '$lib/state/keys.svelte';
import { session } from '$lib/state/session.svelte';
import { ChoosingList, type Chosen } from './list.svelte';
import type { Ask, PagedRows, PageOfRows } from './paged.svelte';
import { walkKeys } from './walk-keys';

/** What is typed, picked and sorted by: kept by the room, and so outlives its screen. */
export type Searching<SortKey extends string> = {
  typed: string;
  sort: SortKey;
  descending: boolean;
  clearFilters: () => void;
};

type Ways<Row, Page extends PageOfRows<Row>, SortKey extends string> = {
  searching: Searching<SortKey>;
  keyOf: (row: Row) => string;
  chosen: Chosen;
  /** Called in an effect: whatever it reads asks anew when it changes. `question` names all that `ask` depends on. */
  query: () => { question: string; ask: Ask<Row, Page> };
  /** The row asked for from elsewhere, and that it was taken. */
  wanted: { get: () => string | null; taken: () => void };
  /** Enter on the row chosen. */
  open: () => void;
};

export class SearchedList<Row, Page extends PageOfRows<Row>, SortKey extends string> {
  field = $state<HTMLInputElement | null>(null);
  table = $state<{ reveal: (index: number) => void; focus: () => void } | null>(null);
  /** Nobody was found. */
  readonly nothing: boolean = $derived(this.paged.settled && this.paged.total === 0);
  readonly searching: Searching<SortKey>;
  readonly keyOf: (row: Row) => string;
  readonly open: () => void;
  readonly #ways: Ways<Row, Page, SortKey>;
  readonly #list: ChoosingList<Row, Page>;
  readonly #sent: boolean;
  /** The question on its way, or the last one answered. */
  #asked: Promise<void> = Promise.resolve();

  constructor(ways: Ways<Row, Page, SortKey>) {
    this.#ways = ways;
    this.#list = new ChoosingList(ways.keyOf, ways.chosen);
    this.#sent = ways.wanted.get() !== null;
    ({ searching: this.searching, keyOf: this.keyOf, open: this.open } = ways);
    $effect(() => {
      void session.revision;
      void ways.query();
      untrack(() => this.ask());
    });
    $effect(() => {
      if (this.#list.fresh > 0) untrack(() => this.table?.reveal(Math.max(0, this.place)));
    });
    $effect(() => {
      const wanted = ways.wanted.get();
      if (wanted !== null) untrack(() => this.show(wanted));
    });
  }

  get paged(): PagedRows<Row, Page> {
    return this.#list.paged;
  }
  /** The key of the row chosen, and where that is among the rows read. */
  get chosen(): string | null {
    return this.#ways.chosen.get();
  }
  set chosen(key: string | null) {
    this.#ways.chosen.set(key);
  }
  get place(): number {
    return this.#list.place;
  }

  ask(): void {
    const { question, ask } = this.#ways.query();
    this.#asked = this.#list.open(question, ask);
  }

  /** Asked for from elsewhere: a search that hides the row is cleared, and its card is shown whatever the list holds. */
  show(key: string): void {
    // Once only: who comes back later finds his search.
    this.#ways.wanted.taken();
    this.searching.typed = '';
    this.searching.clearFilters();
    this.#list.choose(key);
    this.ask();
    // Also where the screen stood there already, with the focus in its search.
    void tick().then(() => this.table?.focus());
  }

  /** The row leaves the list: if it was chosen, the next one takes its place, at the end the one before. */
  leave(key: string): void {
    if (this.chosen !== key) return;
    const { place } = this;
    const next = this.paged.row(place + 1) ?? this.paged.row(place - 1);
    this.chosen = next === undefined ? null : this.keyOf(next);
  }

  /** Enter while one types is meant for what is typed, not for what was found before. */
  async openFound(): Promise<void> {
    const { typed } = this.searching;
    let waited: Promise<void>;
    do await (waited = this.#asked);
    while (waited !== this.#asked);
    if (typed !== this.searching.typed || !this.paged.settled) return;
    await tick();
    this.open();
  }

  /** Who is sent to a row stands in the list, where the card's keys work; who comes by himself, in the search. */
  readonly enter = (): void => {
    if (this.#sent) this.table?.focus();
    else this.toSearch();
  };
  readonly toSearch = (): void => {
    this.field?.focus();
    this.field?.select();
  };
  readonly walk = (step: number): void => {
    const place = this.#list.walk(step);
    if (place >= 0) this.table?.reveal(place);
  };
  walkOn(event: KeyboardEvent): void {
    this.#list.walkOn(event, this.walk);
  }

  searchKey(label: string): Shortcut {
    return { keys: '/', label, run: this.toSearch };
  }
  walkKeys(label: string): Shortcut[] {
    return walkKeys(label, this.walk);
  }
}
