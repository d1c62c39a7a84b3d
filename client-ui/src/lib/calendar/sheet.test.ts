import { describe, expect, it } from 'vitest';
import { groupByDay } from './grouping';
import { weekOf } from './range';
import { dayOfDate, eventsOf, listItems, monthItems, weekItems } from './sheet';
import { followUp, visit } from './testing';

const MONDAY = '2026-11-23';
const TUESDAY = '2026-11-24';
const rows = [
  visit({ key: 'late', at: '14:10' }),
  visit({ key: 'early', at: '08:50' }),
  visit({ key: 'same', at: '08:50' }),
  visit({ key: 'whole', at: '' }),
  visit({ key: 'before', on: MONDAY, at: '23:50' })
];
const days = groupByDay(rows, [followUp(TUESDAY)], MONDAY);
const week = weekOf(TUESDAY);
const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);

describe('what a view draws', () => {
  it('is in the month as much of a day as its week has room for, follow-up dates last', () => {
    expect(ids(monthItems(days, [week], () => 5)).slice(0, 5)).toEqual([
      'visit before',
      'visit early',
      'visit same',
      'visit late',
      'visit whole'
    ]);
    expect(ids(monthItems(days, [week], () => 5))).toHaveLength(6);
    expect(ids(monthItems(days, [week], () => 2))).toEqual(['visit before', 'visit early', 'visit same']);
  });

  it('is in the week at its hour, one under the other, and within its day', () => {
    const items = weekItems(days, week, 7);
    expect(items.filter(({ minutes }) => minutes === null).map(({ day }) => day)).toEqual([TUESDAY, TUESDAY]);
    const timed = eventsOf(items).filter(({ allDay }) => allDay === false);
    expect(timed.map(({ start, end }) => [start, end])).toEqual([
      ['2026-11-23T23:26', '2026-11-23T23:59'],
      ['2026-11-24T08:50', '2026-11-24T09:23'],
      ['2026-11-24T09:23', '2026-11-24T09:56'],
      ['2026-11-24T14:10', '2026-11-24T14:43']
    ]);
    expect(ids(weekItems(days, week, 1))).not.toContain(ids(items)[2]);
  });

  it('is in the list everything, follow-up dates of a day in one line', () => {
    expect(ids(listItems(days, [MONDAY, TUESDAY]))).toEqual([
      'visit before',
      'visit early',
      'visit same',
      'visit late',
      'visit whole',
      `follow-ups ${TUESDAY}`
    ]);
  });
});

it('numbers what has no hour from the top of each day', () => {
  const events = eventsOf(monthItems(days, [week], () => 3));
  expect(events.map(({ start, styles }) => [start, styles])).toEqual([
    [MONDAY, ['--calendar-place:0']],
    [TUESDAY, ['--calendar-place:0']],
    [TUESDAY, ['--calendar-place:1']],
    [TUESDAY, ['--calendar-place:2']]
  ]);
});

it('reads the day of a date by the clock on the wall', () => {
  expect(dayOfDate(new Date(2026, 0, 5))).toBe('2026-01-05');
});
