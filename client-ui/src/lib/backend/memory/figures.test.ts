import { beforeEach, describe, expect, it } from 'vitest';
import type { Backend } from '../backend';
import type { Figures, GridVisits } from '../types';
import { openMemory } from '.';

const YEAR = { from: '2026-01-01', to: '2026-11-24' };
const page = { with_lit: false, after: null, limit: 50 };
let backend: Backend;
const reopen = async (scenario: Parameters<typeof openMemory>[0] = 'normal') => {
  backend = await openMemory(scenario);
};
const sum = (numbers: number[]) => numbers.reduce((all, it) => all + it, 0);
const visits = (figures: Figures, which: 'all' | 'in_person') =>
  sum(
    figures.months.flatMap((it) => [
      it.prospects[which],
      ...it.customers.map((grid: GridVisits) => grid.visits[which])
    ])
  );

beforeEach(async () => {
  sessionStorage.clear();
  await reopen();
});

it.each([
  ['normal', null],
  ['admin', 'amartin'],
  ['admin', 'clegrand']
] as const)('the figures count what the calendar shows (%s, %s)', async (scenario, author) => {
  await reopen(scenario);
  const figures = await backend.figures({ ...YEAR, author, all: false });
  const { rows } = await backend.calendar({ ...YEAR, author, follow_ups: false });
  expect(visits(figures, 'all')).toBe(rows.length);
  expect(rows.length).toBeGreaterThan(200);
  expect(rows.length).toBeLessThan(1_500);
  expect(figures.share.customer_visits.all).toBe(rows.filter((it) => it.class === 'visit').length);
  expect(figures.share.prospect_visits.all).toBe(rows.filter((it) => it.class === 'prospect_visit').length);
  expect(visits(figures, 'in_person')).toBeLessThan(rows.length);
  expect(figures.months).toHaveLength(11);
});

it('a row of the calendar stands in the history of whom it is about', async () => {
  const { rows } = await backend.calendar({
    from: '2026-11-01',
    to: '2026-11-24',
    author: null,
    follow_ups: false
  });
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows) {
    const { rows: known } =
      'customer' in row.whom
        ? await backend.customerHistory(row.whom.customer, page)
        : await backend.prospectHistory(row.whom.prospect, page);
    expect(known.map((it) => it.key)).toContain(row.key);
  }
});

it('twenty-four months have a figure each', async () => {
  const figures = await backend.figures({ from: '2024-12-01', to: '2026-11-24', author: null, all: false });
  expect(figures.months).toHaveLength(24);
  for (const month of figures.months) expect(month.customers.length, `${month.month}`).toBeGreaterThan(0);
});

it('revenue by month adds up, and converted customers are of the period', async () => {
  const { revenue } = await backend.figures({ ...YEAR, author: null, all: false });
  expect(sum(revenue.months.map((it) => it.cents))).toBe(revenue.ytd_cents);
  expect(sum(revenue.months.map((it) => it.previous_cents))).toBe(revenue.previous_year_cents);
  expect(revenue.converted.customers).toBeGreaterThan(1);
  const later = await backend.figures({ from: '2026-11-24', to: '2026-11-24', author: null, all: false });
  expect(later.revenue.converted.customers).toBe(0);
});

it('a visit that was just entered is counted, and marked as pending', async () => {
  const before = await backend.figures({ ...YEAR, author: null, all: false });
  await backend.enter(
    {
      kind: 'visit',
      whom: { customer: 'C00013' },
      on: null,
      at: null,
      comment: '',
      form: 1,
      picked: ['contact.mail', 'visite.proposition.tp'],
      fleet: {}
    },
    null
  );
  const after = await backend.figures({ ...YEAR, author: null, all: false });
  expect(after.share.customer_visits.all).toBe(before.share.customer_visits.all + 1);
  expect(after.share.customer_visits.in_person).toBe(before.share.customer_visits.in_person);
  expect(after.share.customer_visits.pending).toBe(before.share.customer_visits.pending + 1);
  const tp = (it: Figures) => it.months.at(-1)?.quotes.find(({ quote }) => quote === 'tp');
  expect(tp(after)?.count).toBe((tp(before)?.count ?? 0) + 1);
  expect(tp(after)?.pending).toBe((tp(before)?.pending ?? 0) + 1);
});

describe('of others', () => {
  it('are the administrator’s to see', async () => {
    const asked = { ...YEAR, author: 'amartin' };
    await expect(backend.figures({ ...asked, all: false })).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(backend.figures({ ...YEAR, author: null, all: true })).rejects.toMatchObject({
      code: 'not-allowed'
    });
    await expect(backend.calendar({ ...asked, follow_ups: true })).rejects.toMatchObject({
      code: 'not-allowed'
    });
  });

  it('together are what each has', async () => {
    await reopen('admin');
    const { people } = await backend.lists();
    const each = await Promise.all(
      people.map(({ folder }) => backend.figures({ ...YEAR, author: folder, all: false }))
    );
    const all = await backend.figures({ ...YEAR, author: null, all: true });
    expect(all.share.customer_visits.all).toBe(sum(each.map((it) => it.share.customer_visits.all)));
    expect(all.share.portfolio).toBe(5_000);
  });
});

it('follow-up dates of the period are one’s own, the nearest first', async () => {
  const asked = { from: '2026-11-16', to: '2026-12-31', author: null };
  const { follow_ups } = await backend.calendar({ ...asked, follow_ups: true });
  expect(follow_ups.length).toBeGreaterThan(10);
  expect(follow_ups.map((it) => it.on)).toEqual(follow_ups.map((it) => it.on).sort());
  expect(follow_ups.some((it) => 'prospect' in it.whom)).toBe(true);
  expect((await backend.calendar({ ...asked, follow_ups: false })).follow_ups).toEqual([]);
});

it('a company with many grids has eight', async () => {
  await reopen('crowded');
  const { months } = await backend.figures({ ...YEAR, author: null, all: false });
  expect(new Set(months.flatMap((it) => it.customers.map(({ grid }) => grid))).size).toBe(8);
});
