import { describe, expect, it } from 'vitest';
import { periodTrouble, presetOf, presetPeriod } from './period';

describe('presets', () => {
  it.each([
    ['month', '2026-11-24', '2026-11-01', '2026-11-24'],
    ['month', '2026-01-01', '2026-01-01', '2026-01-01'],
    ['month', '2028-02-29', '2028-02-01', '2028-02-29'],
    ['quarter', '2026-11-24', '2026-10-01', '2026-11-24'],
    ['quarter', '2026-03-31', '2026-01-01', '2026-03-31'],
    ['quarter', '2026-12-31', '2026-10-01', '2026-12-31'],
    ['quarter', '2027-01-01', '2027-01-01', '2027-01-01'],
    ['year', '2026-11-24', '2026-01-01', '2026-11-24'],
    ['year', '2026-12-31', '2026-01-01', '2026-12-31'],
    ['previous_year', '2026-01-01', '2025-01-01', '2025-12-31'],
    ['previous_year', '2028-02-29', '2027-01-01', '2027-12-31'],
    ['previous_year', '2029-03-01', '2028-01-01', '2028-12-31']
  ] as const)('%s on %s', (preset, today, from, to) => {
    expect(presetPeriod(preset, today)).toEqual({ from, to });
  });

  it('are recognised by their days, and the chosen one wins where several give the same', () => {
    const inJanuary = { from: '2026-01-01', to: '2026-01-15' };
    expect(presetOf(inJanuary, '2026-01-15', 'quarter')).toBe('quarter');
    expect(presetOf(inJanuary, '2026-01-15', null)).toBe('month');
    expect(presetOf({ from: '2025-01-01', to: '2025-12-31' }, '2026-11-24', 'year')).toBe('previous_year');
    expect(presetOf({ from: '2026-01-02', to: '2026-11-24' }, '2026-11-24', 'year')).toBeNull();
  });
});

it.each([
  ['', '2026-01-01', 'missing'],
  ['2026-01-01', '', 'missing'],
  ['2026-01-02', '2026-01-01', 'wrong'],
  ['2026-01-01', '2026-01-01', null],
  ['2024-02-29', '2025-02-28', null]
])('from %s to %s: %s', (from, to, trouble) => {
  expect(periodTrouble({ from, to })).toBe(trouble);
});
