import { describe, expect, it } from 'vitest';
import {
  daysBetween,
  inZone,
  instantDate,
  instantDateHour,
  longDate,
  showDate,
  showDayMonth,
  weekday
} from './dates';

describe('days', () => {
  it.each([
    ['2026-11-24', '2026-10-29', -26],
    ['2026-11-24', '2026-11-24', 0],
    // Both changes of the clock lie between them.
    ['2026-03-01', '2026-12-01', 275],
    ['2024-02-28', '2024-03-01', 2]
  ])('counts from %s to %s', (from, to, days) => {
    expect(daysBetween(from, to)).toBe(days);
  });

  it('writes them as the French do', () => {
    expect(showDate('2026-11-05')).toBe('05/11/2026');
    expect(showDayMonth('2026-11-05')).toBe('05/11');
    expect(longDate('2026-11-24')).toBe('mardi 24 novembre 2026');
    expect(weekday('2026-11-24')).toBe('mardi');
  });

  it('leaves what is no day alone', () => {
    expect(longDate('')).toBe('');
    expect(weekday('2026-13-45')).toBe('');
  });
});

describe('instants', () => {
  it.each([
    ['2026-11-23T23:30:00Z', '2026-11-24', '00:30'],
    ['2026-06-30T22:05:00Z', '2026-07-01', '00:05'],
    ['2026-10-25T00:30:00Z', '2026-10-25', '02:30'],
    ['2026-10-25T01:30:00Z', '2026-10-25', '02:30']
  ])('%s is a day and hour in Paris', (instant, day, hour) => {
    expect(inZone(instant, 'Europe/Paris')).toEqual({ day, hour });
  });

  it('writes them in full', () => {
    expect(instantDate('2026-11-23T23:30:00Z', 'Europe/Paris')).toBe('24/11/2026');
    expect(instantDateHour('2026-11-24T04:02:11Z', 'Europe/Paris')).toBe('24/11/2026 05:02');
    expect(instantDateHour('', 'Europe/Paris')).toBe('');
  });
});
