import { describe, expect, it } from 'vitest';
import { dayOf, fitting, groupByDay, hourOf, legendOf, sortOf } from './grouping';
import { followUp, visit } from './testing';

const TODAY = '2026-11-24';
const grid = (code: string) => ({ code, label: code, parent: null });

describe('days', () => {
  it('hold their visits by the hour, those without one last', () => {
    const rows = [
      visit({ at: '', name: 'no hour' }),
      visit({ at: '14:10', name: 'late' }),
      visit({ at: '08:50', name: 'early' }),
      visit({ on: '2026-11-23', name: 'other day' }),
      visit({ on: null, name: 'undated' })
    ];
    const days = groupByDay(rows, [], TODAY);
    expect(dayOf(days, TODAY).visits.map(({ name }) => name)).toEqual(['early', 'late', 'no hour']);
    expect([...days.keys()].sort()).toEqual(['2026-11-23', TODAY]);
    expect(dayOf(days, '2026-11-25')).toEqual({ visits: [], followUps: [] });
  });

  it('hold follow-up dates from today on', () => {
    const days = groupByDay(
      [],
      ['2026-11-23', TODAY, '2026-11-30'].map((on) => followUp(on)),
      TODAY
    );
    expect([...days.keys()]).toEqual([TODAY, '2026-11-30']);
  });

  it.each([
    ['10:42', '10:42'],
    ['10:42:07', '10:42'],
    ['', null],
    ['24:10', null],
    ['matin', null]
  ])('read the hour of « %s »', (at, hour) => {
    expect(hourOf(visit({ at }))).toBe(hour);
  });
});

describe('room for chips', () => {
  const content = (visits: number, followUps: number) => ({
    visits: Array.from({ length: visits }, () => visit()),
    followUps: Array.from({ length: followUps }, (_, at) => followUp(`2026-12-0${at + 1}`))
  });
  it.each([
    [3, 0, 4, { visits: 3, followUps: 0, more: 0 }],
    [5, 2, 4, { visits: 4, followUps: 0, more: 3 }],
    [3, 3, 4, { visits: 3, followUps: 1, more: 2 }],
    [0, 1, 1, { visits: 0, followUps: 1, more: 0 }]
  ])('%i visits and %i dates in %i', (visits, followUps, room, expected) => {
    expect(fitting(content(visits, followUps), room)).toEqual(expected);
  });
});

describe('the legend', () => {
  it('tells a prospect from a customer without a grid', () => {
    expect(sortOf(visit({ whom: { prospect: 'p' }, grid: null }))).toEqual({ kind: 'prospect' });
    expect(sortOf(visit({ grid: ' ' }))).toEqual({ kind: 'none' });
    expect(sortOf(visit({ grid: 'GAR ' }))).toEqual({ kind: 'grid', code: 'GAR' });
  });

  it('counts what is in the range, in the order of the grids, prospects last', () => {
    const rows = [
      visit({ whom: { prospect: 'p' }, grid: null }),
      visit({ grid: null }),
      visit({ grid: 'OLD' }),
      visit({ grid: 'AGR' }),
      visit({ grid: 'GAR' }),
      visit({ grid: 'AGR' }),
      visit({ grid: 'GAR', on: '2026-10-31' })
    ];
    const november = { from: '2026-11-01', to: '2026-11-30' };
    const items = legendOf(rows, november, [grid('GAR'), grid('AGR'), grid('TP')]);
    expect(items.map(({ sort, count }) => [sort.kind === 'grid' ? sort.code : sort.kind, count])).toEqual([
      ['GAR', 1],
      ['AGR', 2],
      ['OLD', 1],
      ['none', 1],
      ['prospect', 1]
    ]);
  });
});
