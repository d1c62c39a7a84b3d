/** Everything that the invented laptop knows: customers, what was entered, drafts, bases. */
import type { Draft, EntryDraft, EntryFilter, EntryView, News, Preferences, Settings } from '../types';
import { invent, type Invented } from './company';
import { instant } from './clock';
import { firstEntries } from './first-entries';
import { invented } from './lists';
import { inventProspects, type InventedProspect } from './invented-prospects';
import { howMany, seesEverybody, type Scenario } from './scenario';

/**
 * An entry, what it was made of, and how far the bases have it. `told`: the invented bases tell it by themselves, for it was integrated
 * before they were made.
 */
export type Kept = { view: EntryView; draft: EntryDraft; based: boolean; told: boolean };

/** On its way: until its receipt says that it is integrated. */
export const isPending = ({ view, based }: Kept): boolean => !based && view.integrated_at === null;

/** What the filters of Envois hold; the counters count the same. */
export const FILTERS: Record<EntryFilter, (view: EntryView) => boolean> = {
  all: () => true,
  waiting: (view) => view.integrated_at === null && view.state !== 'rejected',
  to_mend: (view) => view.to_mend,
  done: (view) => view.integrated_at !== null || (view.state === 'rejected' && !view.to_mend)
};

const DRAFTS = 'tournee-drafts';
const PROSPECTS = 'tournee-prospects';

/** As many grids as a page may have to hold. */
function spreadGrids(customers: Invented[]): void {
  const grids = invented(true, true).codes.c_catc ?? [];
  for (const it of customers)
    it.grid = grids[(it.number + Math.floor(it.number / 12)) % grids.length]?.code ?? it.grid;
}

export class World {
  readonly customers: Invented[];
  readonly prospects: InventedProspect[];
  readonly byCode = new Map<string, Invented>();
  drafts: Draft[];
  settings: Settings | null;
  preferences: Preferences = { theme: 'system', whose: 'own' };
  /** Newer bases lie ready. */
  newer: boolean;
  built: { common: string; user: string };
  generation = 41;
  receivedBytes = 120_000_000;
  /** What the next call of a method rejects with, by method. */
  readonly failing = new Map<string, string>();
  readonly #listeners = new Set<(news: News) => void>();
  #sequence = 0;
  #entries: Kept[] = [];

  constructor(readonly scenario: Scenario) {
    const nobody = scenario === 'empty';
    this.customers = Array.from({ length: howMany(scenario) }, (_, number) => invent(number, nobody));
    if (scenario === 'crowded') spreadGrids(this.customers);
    for (const customer of this.customers) this.byCode.set(customer.code, customer);
    this.prospects = nobody ? [] : inventProspects(seesEverybody(scenario));
    this.drafts = JSON.parse(sessionStorage.getItem(DRAFTS) ?? '[]') as Draft[];
    this.settings =
      scenario === 'not-set-up' ? null : { inbox: 'C:\\Tournee\\envoi', bases: 'C:\\Tournee\\bases' };
    this.newer = scenario === 'newer' || scenario === 'expired';
    const age = scenario === 'expired' ? 81 * 60 : 8 * 60 + 8;
    this.built = { common: instant(scenario === 'clock-behind' ? -300 : age), user: instant(age - 2) };
    const kept = sessionStorage.getItem(this.#place);
    if (kept !== null) this.#entries = JSON.parse(kept) as Kept[];
    else if (scenario !== 'empty') this.#entries = firstEntries(this);
    this.#sequence = this.entries.length;
  }

  /** As the journal of a laptop does, they survive closing the window. */
  get entries(): Kept[] {
    return this.#entries;
  }
  set entries(entries: Kept[]) {
    this.#entries = entries;
    sessionStorage.setItem(this.#place, JSON.stringify(entries));
  }

  get #place(): string {
    return `tournee-entries-${this.scenario}`;
  }

  get hasBase(): boolean {
    return (
      !['not-set-up', 'no-base', 'unknown-user', 'receiving', 'no-folder'].includes(this.scenario) ||
      this.generation > 41
    );
  }

  nextSequence(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  /** The number of a prospect that is typed now; over a reload, too, none is made twice. */
  nextProspect(): number {
    const made = Number(sessionStorage.getItem(PROSPECTS) ?? '0') + 1;
    sessionStorage.setItem(PROSPECTS, String(made));
    return 100 + made;
  }

  listen(listener: (news: News) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(what: News['what']): void {
    for (const listener of this.#listeners) listener({ what });
  }

  keepDrafts(drafts: Draft[]): void {
    this.drafts = drafts;
    sessionStorage.setItem(DRAFTS, JSON.stringify(drafts));
  }

  /** The entries about somebody that the bases do not show, in the order in which they were made. */
  laid(subject: string): Kept[] {
    return this.entries.filter((it) => it.view.subject === subject && it.view.standing === 'laid');
  }
}
