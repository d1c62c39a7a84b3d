import { describe, expect, it } from 'vitest';
import { addDays, addMonths, readDate, readTime, showDate, weeksOf } from '../typed-dates';

describe('dates', () => {
  it.each([
    ['24/11/2026', '2026-11-24'],
    ['24/11/26', '2026-11-24'],
    ['4/1/26', '2026-01-04'],
    ['24.11.2026', '2026-11-24'],
    ['24-11-2026', '2026-11-24'],
    ['24112026', '2026-11-24'],
    ['241126', '2026-11-24'],
    ['24/11', '2026-11-24'],
    [' 2411 ', '2026-11-24'],
    ['29/02/2028', '2028-02-29']
  ])('reads %s', (typed, read) => {
    expect(readDate(typed, {}, '2026-07-01')).toBe(read);
  });

  it.each(['', '24', '24/13/2026', '31/04/2026', '29/02/2026', '24/11/202', 'hier', '2026-11-24'])(
    'reads no date in « %s »',
    (typed) => {
      expect(readDate(typed, {}, '2026-07-01')).toBeNull();
    }
  );

  it.each([
    ['15/01', { min: '2026-11-22' }, '2027-01-15'],
    ['24/12', { min: '2026-11-22' }, '2026-12-24'],
    ['22/11', { min: '2026-11-22' }, '2026-11-22'],
    ['28/12', { max: '2027-01-04' }, '2026-12-28'],
    ['28/12', { min: '2026-12-05', max: '2027-01-04' }, '2026-12-28'],
    ['03/01', { min: '2026-12-05', max: '2027-01-04' }, '2027-01-03'],
    // Within the bounds of no year: it is told, not bent.
    ['28/06', { min: '2026-12-05', max: '2027-01-04' }, '2027-06-28'],
    ['29/02', { min: '2027-11-22' }, '2028-02-29']
  ])('takes for %s within %o the year that fits', (typed, bounds, read) => {
    expect(readDate(typed, bounds, '2026-11-22')).toBe(read);
  });

  it('shows what it read', () => {
    expect(showDate('2026-11-24')).toBe('24/11/2026');
    expect(showDate('')).toBe('');
  });

  it('goes over the ends of months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15');
  });

  it('has the days of a month in weeks from Monday', () => {
    const weeks = weeksOf('2026-11-24');
    expect(weeks[0]).toEqual([
      '2026-10-26',
      '2026-10-27',
      '2026-10-28',
      '2026-10-29',
      '2026-10-30',
      '2026-10-31',
      '2026-11-01'
    ]);
    expect(weeks).toHaveLength(6);
    expect(weeksOf('2027-02-10')).toHaveLength(4);
  });
});

describe('times', () => {
  it.each([
    ['14:10', '14:10'],
    ['14h10', '14:10'],
    ['14H', '14:00'],
    ['9', '09:00'],
    ['905', '09:05'],
    ['1410', '14:10']
  ])('reads %s', (typed, read) => {
    expect(readTime(typed)).toBe(read);
  });
  it.each(['', '24:00', '12:60', '14:1', 'midi'])('reads no time in « %s »', (typed) => {
    expect(readTime(typed)).toBeNull();
  });
});
