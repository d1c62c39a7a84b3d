import { describe, expect, it } from 'vitest';
import {
  countedOf,
  isShortWeek,
  isWeekend,
  monthWeeks,
  moved,
  rangeOf,
  step,
  weekOf,
  type ViewName
} from './range';

describe('the range asked for', () => {
  it.each<[ViewName, string, string, string]>([
    // Six weeks: the 1st is a Sunday.
    ['month', '2026-11-24', '2026-10-26', '2026-12-06'],
    ['month', '2026-02-10', '2026-01-26', '2026-03-01'],
    // Four weeks and no day besides.
    ['month', '2027-02-28', '2027-02-01', '2027-02-28'],
    ['week', '2026-11-24', '2026-11-23', '2026-11-29'],
    ['week', '2027-01-01', '2026-12-28', '2027-01-03'],
    // The clocks change within it.
    ['week', '2026-10-25', '2026-10-19', '2026-10-25'],
    ['list', '2028-02-03', '2028-02-01', '2028-02-29']
  ])('%s of %s', (view, day, from, to) => {
    expect(rangeOf(view, day)).toEqual({ from, to });
  });

  it('counts the month itself and not its neighbours', () => {
    expect(countedOf('month', '2026-11-24')).toEqual({ from: '2026-11-01', to: '2026-11-30' });
    expect(countedOf('week', '2026-11-24')).toEqual({ from: '2026-11-23', to: '2026-11-29' });
  });
});

describe('the keys', () => {
  it.each([
    ['ArrowLeft', '2026-11-01', '2026-10-31'],
    ['ArrowRight', '2026-12-31', '2027-01-01'],
    ['ArrowUp', '2026-11-03', '2026-10-27'],
    ['ArrowDown', '2026-10-24', '2026-10-31'],
    ['PageUp', '2026-03-31', '2026-02-28'],
    ['PageDown', '2028-01-31', '2028-02-29'],
    ['Home', '2026-11-24', '2026-11-23'],
    ['End', '2026-11-24', '2026-11-29'],
    ['x', '2026-11-24', null]
  ])('%s from %s', (key, from, to) => {
    expect(moved(key, from)).toBe(to);
  });

  it.each<[ViewName, number, string]>([
    ['month', 1, '2026-12-24'],
    ['list', -1, '2026-10-24'],
    ['week', -1, '2026-11-17']
  ])('turn the page of the %s by %i', (view, by, to) => {
    expect(step(view, '2026-11-24', by)).toBe(to);
  });
});

describe('weeks', () => {
  it('begin on Monday', () => {
    expect(weekOf('2026-11-29')[0]).toBe('2026-11-23');
    expect(weekOf('2026-11-23')[0]).toBe('2026-11-23');
    expect(weekOf('2026-11-24').map(isWeekend)).toEqual([false, false, false, false, false, true, true]);
  });

  it('are low at the edges of a month of six', () => {
    const six = monthWeeks('2026-11-24');
    expect(six.map((_, at) => isShortWeek(six, at))).toEqual([true, false, false, false, false, true]);
    const five = monthWeeks('2026-10-24');
    expect(five.some((_, at) => isShortWeek(five, at))).toBe(false);
  });
});
