import { expect, it } from 'vitest';
import type { Figures, FiguresQuery } from '$lib/backend/types';
import { Asking } from './asking.svelte';
import { count } from './testing';
import { StatsView } from './view.svelte';

const query = (author: string | null): FiguresQuery => ({
  from: '2026-01-01',
  to: '2026-11-24',
  author,
  all: false
});
const NONE = { all: 0, in_person: 0 };
const figures = (from: string): Figures => ({
  from,
  to: '2026-11-24',
  months: [],
  revenue: {
    on: '2026-11-24',
    months: [],
    ytd_cents: 0,
    previous_to_date_cents: 0,
    previous_year_cents: 0,
    converted: { customers: 0, ytd_cents: 0 }
  },
  share: {
    customer_visits: count(0),
    prospect_visits: count(0),
    all: null,
    in_person: null,
    visited_customers: NONE,
    visited_prospects: NONE,
    portfolio: 0,
    portfolio_visited: NONE,
    prospects: 0,
    prospects_visited: NONE
  }
});

/** An answer that comes when the test says so. */
function later() {
  let resolve: (figures: Figures) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<Figures>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

it('drops an answer that was overtaken, also a failure', async () => {
  const asking = new Asking();
  const slow = later();
  const failing = later();
  const first = asking.ask(query('a'), () => slow.promise);
  const second = asking.ask(query('b'), () => failing.promise);
  await asking.ask(query('c'), async () => figures('c'));
  slow.resolve(figures('a'));
  failing.reject(new Error('too late'));
  await Promise.all([first, second]);
  expect(asking.shown?.figures.from).toBe('c');
  expect(asking.failure).toBeNull();
  expect(asking.busy).toBe(false);
});

it('keeps figures until those of another period are there', async () => {
  const asking = new Asking();
  await asking.ask(query('a'), async () => figures('a'));
  const next = later();
  const asked = asking.ask({ ...query('a'), from: '2026-06-01' }, () => next.promise);
  expect(asking.shown?.figures.from).toBe('a');
  expect(asking.busy).toBe(true);
  next.resolve(figures('b'));
  await asked;
  expect(asking.shown?.figures.from).toBe('b');
});

it('shows nobody’s figures under another’s name, nor one’s own as everybody’s', async () => {
  const asking = new Asking();
  await asking.ask(query('a'), async () => figures('a'));
  void asking.ask(query('b'), () => later().promise);
  expect(asking.shown).toBeNull();
  await asking.ask(query(null), async () => figures('own'));
  void asking.ask({ ...query(null), all: true }, () => later().promise);
  expect(asking.shown).toBeNull();
});

it('shows nobody else’s figures under a failure, but keeps those of the same question', async () => {
  const asking = new Asking();
  const fail = () => Promise.reject(new Error('no'));
  await asking.ask(query('a'), async () => figures('a'));
  await asking.ask(query('a'), fail);
  expect(asking.shown?.figures.from).toBe('a');
  expect(asking.failure).not.toBeNull();
  await asking.ask(query('b'), fail);
  expect(asking.shown).toBeNull();
});

const OWN = { folder: 'jd', name: 'Jean', c_rep: 'J', admin: true };

it('asks for oneself, for another, for all; and only for oneself without the right', () => {
  const view = new StatsView();
  const asked = (person: string | null, admin = true) => {
    view.person = person;
    const { author, all } = view.query('2026-11-24', { ...OWN, admin });
    return [author, all];
  };
  expect(asked(null)).toEqual([null, false]);
  expect(asked('jd')).toEqual([null, false]);
  expect(asked('am')).toEqual(['am', false]);
  expect(asked('')).toEqual([null, true]);
  expect(asked('', false)).toEqual([null, false]);
  expect(asked('am', false)).toEqual([null, false]);
});

it('follows the day by its preset, and keeps two days of one’s own', () => {
  const view = new StatsView();
  expect(view.period('2026-12-31').to).toBe('2026-12-31');
  expect(view.period('2027-01-01')).toEqual({ from: '2027-01-01', to: '2027-01-01' });
  view.choosePeriod({ from: '2024-02-29', to: '2026-11-24' }, '2026-11-24');
  expect(view.preset).toBeNull();
  expect(view.period('2027-01-01')).toEqual({ from: '2024-02-29', to: '2026-11-24' });
});
