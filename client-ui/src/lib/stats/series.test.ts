import { describe, expect, it } from 'vitest';
import type { Code } from '$lib/backend/types';
import { lookOf, patternKey, PROSPECTS, UNKNOWN } from './look';
import { inColumns } from './months';
import { gridCodes, seriesOf, stackOf } from './series';
import { seenOf } from './seen';
import { count, month } from './testing';

const code = (name: string, label = name): Code => ({ code: name, label, parent: null });
const LISTED = [code('PL ', 'Poids lourds'), code('AGRI', 'Agriculteurs et coopératives'), code('TP')];
const WORDS = { noGrid: 'sans grille', prospects: 'Prospects' };
const MONTHS = [
  month(2026, 1, {
    customers: [
      { grid: 'AGRI', visits: count(5, { in_person: 2, pending: 1 }) },
      { grid: 'PL', visits: count(3, { in_person: 0 }) },
      { grid: 'GONE', visits: count(1) },
      { grid: null, visits: count(2) }
    ],
    prospects: count(4, { in_person: 3, pending: 2, pending_in_person: 1 })
  }),
  month(2026, 2, { customers: [{ grid: 'PL', visits: count(1) }] })
];

describe('series', () => {
  it('stand in the order of the list, then what it lacks, then those without, then prospects', () => {
    expect(seriesOf(MONTHS, LISTED, false, WORDS).map(({ name, total }) => [name, total])).toEqual([
      ['Poids lourds', 4],
      ['Agriculteurs et coopératives', 5],
      ['GONE', 1],
      ['sans grille', 2],
      ['Prospects', 4]
    ]);
  });

  it('count visits in person when asked, and leave out what has none', () => {
    const found = seriesOf(MONTHS, LISTED, true, WORDS).map(({ name, total }) => [name, total]);
    expect(found).toContainEqual(['Poids lourds', 1]);
    expect(found).toContainEqual(['Agriculteurs et coopératives', 2]);
    expect(found).toContainEqual(['Prospects', 3]);
    expect(found.map(([name]) => name)).not.toContain('TP');
  });

  it('keep their colour although others have no visit', () => {
    const [first] = seriesOf([MONTHS[1] ?? month(2026, 2)], [code('A'), ...LISTED], false, WORDS);
    expect(first?.look).toEqual(lookOf('PL', ['A', 'PL', 'AGRI', 'TP']));
  });
});

describe('a stack', () => {
  const column = (at: number) => {
    const found = inColumns(MONTHS, 1)[at];
    if (!found) throw new Error('no such column');
    return found;
  };

  it('lies without gaps, and its parts add up', () => {
    const stack = stackOf(column(0), seriesOf(MONTHS, LISTED, false, WORDS), false);
    expect(stack).toMatchObject({ total: 15, pending: 3 });
    expect(stack.segments.map(({ from, to }) => [from, to])).toEqual([
      [0, 3],
      [3, 8],
      [8, 9],
      [9, 11],
      [11, 15]
    ]);
  });

  it('takes the months of a quarter together', () => {
    const [quarter] = inColumns(MONTHS, 3);
    const series = seriesOf(MONTHS, LISTED, true, WORDS);
    expect(quarter && stackOf(quarter, series, true)).toMatchObject({ total: 9, pending: 1 });
  });

  it('of nothing has no part', () => {
    expect(stackOf({ ...column(0), months: [month(2026, 3)] }, [], false).segments).toEqual([]);
  });
});

describe('looks', () => {
  const many = Array.from({ length: 20 }, (_, at) => `G${at}`);

  it('are different for twenty grids, the unknown one and prospects', () => {
    const keys = [...many.map((one) => lookOf(one, many)), UNKNOWN, PROSPECTS].map(patternKey);
    expect(new Set(keys).size).toBe(22);
  });

  it('hatch from the sixth on', () => {
    expect(many.slice(0, 6).map((one) => lookOf(one, many).hatch)).toEqual([
      ...Array(5).fill('none'),
      'strokes'
    ]);
  });

  it('give grids that the list lacks a place of their own', () => {
    expect(gridCodes(LISTED, MONTHS)).toEqual(['PL', 'AGRI', 'TP', 'GONE']);
  });
});

it('tells apart who was seen of one’s own, and of others', () => {
  const both = (all: number, in_person: number) => ({ all, in_person });
  const share = {
    customer_visits: count(0),
    prospect_visits: count(0),
    all: null,
    in_person: null,
    visited_customers: both(12, 6),
    visited_prospects: both(3, 3),
    portfolio: 20,
    portfolio_visited: both(10, 6),
    prospects: 5,
    prospects_visited: both(3, 2)
  };
  expect(seenOf(share, false)).toEqual({
    customers: { visited: 10, whole: 20, others: 2 },
    prospects: { visited: 3, whole: 5, others: 0 }
  });
  expect(seenOf(share, true)).toEqual({
    customers: { visited: 6, whole: 20, others: 0 },
    prospects: { visited: 2, whole: 5, others: 1 }
  });
});
