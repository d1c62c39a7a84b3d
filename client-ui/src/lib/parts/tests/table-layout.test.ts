import { describe, expect, it } from 'vitest';
import {
  GROUP,
  ROW,
  groupTop,
  inSight,
  keyTarget,
  rowAt,
  rowTop,
  scrolledTo,
  tableHeight
} from '../table-layout';

const groups = [
  { label: 'late', count: 6, first: 0 },
  { label: 'today', count: 0, first: 6 },
  { label: 'week', count: 9, first: 6 },
  { label: 'later', count: 85, first: 15 }
];
const total = 100;

describe('places', () => {
  it('leaves room for each head that is shown', () => {
    expect(rowTop(groups, 0)).toBe(GROUP);
    expect(rowTop(groups, 5)).toBe(GROUP + 5 * ROW);
    expect(rowTop(groups, 6)).toBe(2 * GROUP + 6 * ROW);
    expect(tableHeight(groups, total)).toBe(rowTop(groups, 99) + ROW);
    expect(groupTop(groups, { label: 'week', count: 9, first: 6 })).toBe(rowTop(groups, 5) + ROW);
  });

  it('finds the row at the height of each row', () => {
    for (let index = 0; index < total; index += 1) {
      expect(rowAt(groups, rowTop(groups, index), total)).toBe(index);
      expect(rowAt(groups, rowTop(groups, index) + ROW - 1, total)).toBe(index);
    }
  });

  it('covers every row that touches the window', () => {
    for (let scrolled = 0; scrolled < tableHeight(groups, total); scrolled += 17) {
      const span = inSight(groups, total, scrolled, 500, 0);
      const touching = Array.from({ length: total }, (_, index) => index).filter(
        (index) => rowTop(groups, index) + ROW > scrolled && rowTop(groups, index) < scrolled + 500
      );
      expect(span.from).toBeLessThanOrEqual(touching[0] ?? span.from);
      expect(span.to).toBeGreaterThan(touching.at(-1) ?? -1);
    }
  });

  it('has nothing in sight without rows', () => {
    expect(inSight([], 0, 0, 500)).toEqual({ from: 0, to: 0 });
  });
});

describe('scrolling to a row', () => {
  it('does not move for a row that is whole in sight', () => {
    expect(scrolledTo(groups, 3, 0, 500)).toBe(0);
  });
  it('brings the head of the first row along', () => {
    expect(scrolledTo(groups, 6, 900, 500)).toBe(rowTop(groups, 6) - GROUP);
    expect(scrolledTo(groups, 7, 900, 500)).toBe(rowTop(groups, 7));
  });
  it('puts a row from below at the lower edge', () => {
    expect(scrolledTo(groups, 50, 0, 500)).toBe(rowTop(groups, 50) + ROW - 500);
  });
});

describe('keys', () => {
  it.each([
    ['ArrowDown', -1, 0],
    ['ArrowDown', 99, 99],
    ['ArrowUp', -1, 0],
    ['ArrowUp', 4, 3],
    ['PageDown', 4, 14],
    ['PageUp', 4, 0],
    ['Home', 50, 0],
    ['End', 50, 99]
  ])('%s from %i leads to %i', (key, at, target) => {
    expect(keyTarget(key, at, total, 10)).toBe(target);
  });
  it('knows no other key, and no row of an empty table', () => {
    expect(keyTarget('a', 4, total, 10)).toBeNull();
    expect(keyTarget('ArrowDown', -1, 0, 10)).toBeNull();
  });
});
