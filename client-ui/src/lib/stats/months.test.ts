import { describe, expect, it } from 'vitest';
import { tight, yearsOf } from './heat-head';
import { inColumns, labels, longMonth, shortMonth, stepFor } from './months';
import { monthsFrom } from './testing';

const texts = (many: number, slot: number, from = 1) =>
  labels(inColumns(monthsFrom(2025, from, many), 1), slot).map((one) => one && one.text);

it('names months as the French do', () => {
  expect([1, 2, 3, 8, 9, 12].map(shortMonth)).toEqual(['Janv.', 'Févr.', 'Mars', 'Août', 'Sept.', 'Déc.']);
  expect(longMonth(2026, 8)).toBe('Août 2026');
});

describe('columns', () => {
  it.each([
    [1, 60, 1],
    [60, 60, 1],
    [61, 60, 3],
    [180, 60, 3],
    [181, 60, 12],
    [24, 24, 1],
    [25, 24, 3],
    [73, 24, 12]
  ])('%i months where %i find room: by %i', (count, most, step) => {
    expect(stepFor(count, most)).toBe(step);
  });

  it('takes the quarters of the calendar, cut where the period is', () => {
    const columns = inColumns(monthsFrom(2025, 12, 5), 3);
    expect(columns.map(({ name }) => name)).toEqual(['T4 2025', 'T1 2026', 'T2 2026']);
    expect(columns.map(({ months }) => months.length)).toEqual([1, 3, 1]);
  });

  it('takes years', () => {
    const columns = inColumns(monthsFrom(2024, 11, 15), 12);
    expect(columns.map(({ label, months }) => [label, months.length])).toEqual([
      ['2024', 2],
      ['2025', 12],
      ['2026', 1]
    ]);
    expect(labels(columns, 60).map((one) => one?.year)).toEqual([null, null, null]);
  });
});

describe('labels', () => {
  it('all stand where there is room', () => {
    expect(texts(3, 40)).toEqual(['Janv.', 'Févr.', 'Mars']);
  });

  it('are thinned, and Januaries keep theirs', () => {
    expect(texts(14, 20, 12)).toEqual([
      ...[null, 'Janv.', null, 'Mars', null, 'Mai', null, 'Juil.', null, 'Sept.', null, 'Nov.'],
      ...[null, 'Janv.']
    ]);
    expect(texts(24, 5).flatMap((one) => one ?? [])).toEqual(['Janv.', 'Janv.']);
  });

  it('never all vanish', () => {
    expect(texts(2, 3, 5)).toEqual(['Mai', null]);
  });

  it('tell the year at January when there are several, and at the first', () => {
    const found = labels(inColumns(monthsFrom(2024, 12, 14), 1), 40);
    expect(found.map((one) => one?.year ?? '')).toEqual(['2024', '2025', ...Array(11).fill(''), '2026']);
    expect(labels(inColumns(monthsFrom(2025, 1, 12), 1), 40).every((one) => one?.year === null)).toBe(true);
  });
});

describe('the head of the quotes', () => {
  it('spans the years', () => {
    expect(yearsOf(inColumns(monthsFrom(2024, 12, 14), 1))).toEqual([
      { year: 2024, span: 1 },
      { year: 2025, span: 12 },
      { year: 2026, span: 1 }
    ]);
    expect(yearsOf(inColumns(monthsFrom(2024, 12, 14), 12))).toEqual([]);
  });

  it('shortens months only', () => {
    const first = (step: 1 | 3 | 12) => inColumns(monthsFrom(2025, 1, 1), step).map(tight)[0];
    expect([first(1), first(3), first(12)]).toEqual(['J', 'T1', '2025']);
  });
});
