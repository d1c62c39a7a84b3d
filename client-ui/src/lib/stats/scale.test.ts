import { describe, expect, it } from 'vitest';
import { axis, columns, place } from './scale';

describe('an axis', () => {
  it.each([
    [[], 4, [0, 1]],
    [[0, 0], 4, [0, 1]],
    [[1], 4, [0, 1]],
    [[3], 4, [0, 1, 2, 3]],
    [[64], 4, [0, 20, 40, 60, 80]],
    [[60], 3, [0, 20, 40, 60]],
    [[9], 4, [0, 5, 10]],
    [[891], 4, [0, 250, 500, 750, 1000]],
    [[5, -3], 4, [-4, -2, 0, 2, 4, 6]],
    [[-7], 4, [-8, -6, -4, -2, 0]]
  ])('of %j in about %i steps', (values, wanted, ticks) => {
    expect(axis(values, wanted).ticks).toEqual(ticks);
  });

  it('may have halves where amounts are drawn', () => {
    expect(axis([2.4], 5, { whole: false }).ticks).toEqual([0, 0.5, 1, 1.5, 2, 2.5]);
    expect(axis([2.4], 5).ticks).toEqual([0, 1, 2, 3]);
  });

  it('holds every value and begins and ends at a mark', () => {
    for (let value = 1; value < 3000; value += 7) {
      const { low, high, ticks } = axis([value], 4);
      expect(low).toBe(0);
      expect(high).toBeGreaterThanOrEqual(value);
      expect(ticks.at(-1)).toBe(high);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }
  });
});

it('a value lies between the top and the bottom', () => {
  const scale = axis([100], 4);
  expect(place(scale.high, scale, 200)).toBe(0);
  expect(place(0, scale, 200)).toBe(200);
  expect(place(scale.high / 4, scale, 200)).toBe(150);
});

it('columns grow thinner, but never wider than a bar should be', () => {
  expect(columns(1, 500).bar).toBe(44);
  expect(columns(12, 480)).toMatchObject({ slot: 40, bar: 24 });
  expect(columns(24, 480).bar).toBe(12);
  expect(columns(1200, 480).bar).toBe(1);
  expect(columns(4, 400).middle(3)).toBe(350);
});
