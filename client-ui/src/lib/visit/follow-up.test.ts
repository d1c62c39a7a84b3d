import { describe, expect, it } from 'vitest';
import { PRESETS, dayInWords, farText, presetOf, unchangedText } from './follow-up';

describe('the presets', () => {
  it.each([
    ['2026-11-24', ['2026-12-01', '2026-12-08', '2026-12-24', '2027-02-24', '2027-05-24', '2027-11-24']],
    // Months end where they end: no day runs over into the next.
    ['2026-01-31', ['2026-02-07', '2026-02-14', '2026-02-28', '2026-04-30', '2026-07-31', '2027-01-31']],
    ['2027-08-31', ['2027-09-07', '2027-09-14', '2027-09-30', '2027-11-30', '2028-02-29', '2028-08-31']],
    ['2028-02-29', ['2028-03-07', '2028-03-14', '2028-03-29', '2028-05-29', '2028-08-29', '2029-02-28']]
  ])('count from %s', (today, days) => {
    expect(PRESETS.map((preset) => preset.from(today))).toEqual(days);
  });

  it.each([
    ['2026-12-08', 'fortnight'],
    ['2027-11-24', 'year'],
    ['2026-12-09', null],
    [null, null],
    [undefined, null]
  ])('%s is %s', (day, preset) => {
    expect(presetOf(day, '2026-11-24')).toBe(preset);
  });
});

describe('in words', () => {
  it.each([
    ['2026-11-24', 'aujourd’hui'],
    ['2026-12-08', 'dans 14\u00A0j'],
    ['2026-10-29', 'il y a 26\u00A0j'],
    // Over the change of clocks a day is a day.
    ['2027-03-29', 'dans 125\u00A0j']
  ])('%s is %s', (day, words) => {
    expect(farText(day, '2026-11-24')).toBe(words);
  });

  it('names the day of the week', () => {
    expect(dayInWords('2026-12-08', '2026-11-24')).toBe('mardi, dans 14\u00A0j');
  });

  it.each([
    [null, 'aucune pour l’instant'],
    ['2026-11-24', 'celle du 24/11/2026 sera soldée'],
    ['2026-10-29', 'celle du 29/10/2026 sera soldée'],
    ['2026-11-25', 'reste au 25/11/2026']
  ])('says what becomes of %s', (current, words) => {
    expect(unchangedText(current, '2026-11-24')).toBe(words);
  });
});
