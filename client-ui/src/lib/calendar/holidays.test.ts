import { describe, expect, it } from 'vitest';
import { easterOf, holidayOf, holidaysOf } from './holidays';

describe('Easter', () => {
  it.each([
    [1954, '1954-04-18'],
    [1981, '1981-04-19'],
    [2000, '2000-04-23'],
    [2008, '2008-03-23'],
    [2011, '2011-04-24'],
    [2019, '2019-04-21'],
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
    [2049, '2049-04-18'],
    [2076, '2076-04-19'],
    [2100, '2100-03-28']
  ])('of %i is the %s', (year, day) => {
    expect(easterOf(year)).toBe(day);
  });

  it('is a Sunday between the 22nd of March and the 25th of April', () => {
    for (let year = 1950; year <= 2150; year += 1) {
      const easter = easterOf(year);
      expect(new Date(`${easter}T00:00:00Z`).getUTCDay(), easter).toBe(0);
      expect(easter >= `${year}-03-22` && easter <= `${year}-04-25`, easter).toBe(true);
    }
  });
});

describe('holidays', () => {
  it.each([
    ['2026-01-01', 'new_year'],
    ['2026-04-06', 'easter'],
    ['2026-05-01', 'labour'],
    ['2026-05-08', 'victory'],
    ['2026-05-14', 'ascension'],
    ['2026-05-25', 'whit'],
    ['2026-07-14', 'national'],
    ['2026-08-15', 'assumption'],
    ['2026-11-01', 'all_saints'],
    ['2026-11-11', 'armistice'],
    ['2026-12-25', 'christmas'],
    // Good Friday and St Stephen's are none, but in Alsace and Moselle.
    ['2026-04-03', null],
    ['2026-12-26', null],
    ['2026-11-24', null]
  ])('%s', (day, holiday) => {
    expect(holidayOf(day)).toBe(holiday);
  });

  it('are eleven, ten where Ascension falls on a fixed one', () => {
    expect(holidaysOf(2026).size).toBe(11);
    expect(holidaysOf(2008).size).toBe(10);
    expect(holidayOf('2008-05-01')).toBe('ascension');
  });
});
