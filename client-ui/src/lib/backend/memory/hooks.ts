/** What a test plays on the invented laptop: `window.tournee`. */
import type { EntryView, Figures, FiguresQuery } from '../types';
import { advance, instant } from './clock';
import { change } from './entering';
import { figuresOf } from './figures';
import type { World } from './world';

export type Hooks = {
  /** The server integrates an entry, or all that wait. */
  integrate(name?: string): void;
  /** The server refuses one. */
  reject(name: string, reason: string, message?: string): void;
  /** An accountant agrees to a creation: the customer's code. */
  validate(name: string, customer: string): void;
  /** An accountant says no, and why. */
  refuse(name: string, message: string): void;
  /** Newer bases are there; they hold what was integrated. */
  arrive(): void;
  /** The next call of a method rejects with that code. */
  failNext(method: string, code: string): void;
  /** Time passes. */
  advance(minutes: number): void;
  /** What « Stats » is answered, to compare what it shows with it. */
  figures(query: FiguresQuery): Figures;
  /** What was entered, the latest first. */
  entries(): EntryView[];
};

declare global {
  interface Window {
    tournee?: Hooks;
  }
}

/** An accountant's word; whatever it is, the file was integrated before. */
function decide(world: World, name: string, word: Partial<EntryView>): void {
  change(world, name, ({ view }) => ({
    integrated_at: view.integrated_at ?? instant(),
    at: instant(),
    ...word
  }));
  world.tell('entries');
}

export function hooksOf(world: World): Hooks {
  return {
    integrate(name) {
      const waiting = world.entries.filter(
        (it) => it.view.integrated_at === null && it.view.state !== 'rejected'
      );
      for (const it of waiting) {
        if (name !== undefined && it.view.name !== name) continue;
        change(world, it.view.name, () => ({ state: 'integrated', at: instant(), integrated_at: instant() }));
      }
      world.tell('entries');
    },
    reject(name, reason, message) {
      change(world, name, () => ({
        state: 'rejected',
        at: instant(),
        reason,
        message: message ?? null,
        standing: 'rejected',
        to_mend: true
      }));
      world.tell('entries');
    },
    validate(name, customer) {
      decide(world, name, { state: 'validated', reference: customer });
    },
    refuse(name, message) {
      decide(world, name, { state: 'refused', message });
    },
    arrive() {
      world.newer = true;
      world.tell('status');
    },
    failNext: (method, code) => void world.failing.set(method, code),
    advance,
    figures: (query) => figuresOf(world, query),
    entries: () => world.entries.map((it) => it.view).reverse()
  };
}
