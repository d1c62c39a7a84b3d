import { describe, expect, it } from 'vitest';
import {
  dayLabel,
  dayNumber,
  dayNone,
  daySummary,
  dayTitle,
  listedDays,
  titleOf,
  visitCount,
  weekdayTitle
} from './labels';
import { groupByDay } from './grouping';
import { followUp, visit } from './testing';

const TODAY = '2026-11-24';

describe('titles', () => {
  it.each([
    ['month', '2026-11-24', 'Novembre 2026'],
    ['list', '2026-08-01', 'Août 2026'],
    ['week', '2026-11-24', '23 – 29 novembre 2026'],
    ['week', '2026-12-01', '30 nov. – 6 déc. 2026'],
    ['week', '2027-01-01', '28 déc. 2026 – 3 janv. 2027']
  ] as const)('%s of %s', (view, day, title) => {
    expect(titleOf(view, day)).toBe(title);
  });

  it('shortens the month where there is little room', () => {
    expect(titleOf('week', TODAY, true)).toBe('23 – 29 nov. 2026');
  });

  it('name days', () => {
    expect(dayTitle(TODAY)).toBe('Mardi 24 novembre');
    expect(dayTitle('2026-11-01')).toBe('Dimanche 1er novembre');
    expect(dayTitle('2026-11-11')).toBe('Mercredi 11 novembre');
    expect([weekdayTitle('2026-11-23', false), weekdayTitle('2026-11-28', true)]).toEqual(['Lundi', 'S.']);
  });

  it.each([
    ['2026-10-26', true, '26 oct.'],
    ['2026-10-27', false, '27'],
    ['2026-12-01', false, '1 déc.'],
    ['2026-11-01', false, '1'],
    ['2026-11-09', false, '9']
  ])('number %s', (day, first, text) => {
    expect(dayNumber(day, TODAY, first)).toBe(text);
  });
});

describe('what is said of a day', () => {
  const content = (visits: number, followUps = 0) => ({
    visits: Array.from({ length: visits }, () => visit()),
    followUps: Array.from({ length: followUps }, () => followUp(TODAY))
  });
  it.each([
    ['2026-11-25', content(3), null, 'mercredi 25 novembre, 3 visites'],
    [TODAY, content(1), null, 'mardi 24 novembre, aujourd’hui, 1 visite'],
    ['2026-11-11', content(0), 'armistice', 'mercredi 11 novembre, Armistice'],
    ['2026-11-30', content(0, 2), null, 'lundi 30 novembre, 2 à revoir']
  ] as const)('%s', (day, held, holiday, words) => {
    expect(dayLabel(day, held, TODAY, holiday)).toBe(words);
  });

  it.each([
    [[], ''],
    [[false, false], '2 visites'],
    [[true], '1 saisie, pas encore intégrée'],
    [[true, true, true], '3 saisies, pas encore intégrées'],
    [[true, false, false], '3 visites, dont 1 pas encore intégrée'],
    [[true, true, false], '3 visites, dont 2 pas encore intégrées']
  ])('%j of them pending', (pending, words) => {
    expect(daySummary(pending.map((one) => visit({ pending: one })))).toBe(words);
  });

  it('tells a day to come from one without visits', () => {
    expect(new Set(['2026-11-23', TODAY, '2026-11-25'].map((day) => dayNone(day, TODAY))).size).toBe(3);
    expect(visitCount(1234)).toBe('1\u00a0234 visites');
  });
});

it('lists the days of the month that hold something', () => {
  const rows = ['2026-11-02', '2026-11-20', '2026-10-30'].map((on) => visit({ on }));
  expect(listedDays(groupByDay(rows, [followUp('2026-11-27')], TODAY), TODAY)).toEqual([
    '2026-11-02',
    '2026-11-20',
    '2026-11-27'
  ]);
});
