import { describe, expect, it } from 'vitest';
import type { Fleet } from '$lib/backend/types';
import { countOf, fleetText, isTicked, kindsOf, saying, typedCount } from './fleet';

const known: Fleet = { VL: 2, TP: null, GC: 0, TRAM: 1 };

it('offers the kinds in order, then those that are only known', () => {
  expect(kindsOf(['VL', 'TP'], known, { CAR: 1 })).toEqual(['VL', 'TP', 'GC', 'TRAM', 'CAR']);
});

describe('saying', () => {
  it.each<[string, Fleet, string, number | null, Fleet]>([
    ['a new count', {}, 'VL', 3, { VL: 3 }],
    ['the known count is not said again', { VL: 3 }, 'VL', 2, {}],
    ['none of what there was', {}, 'VL', 0, { VL: 0 }],
    ['none of what there is not', {}, 'GC', 0, {}],
    ['none of what nobody spoke of', { AGRI: 4 }, 'AGRI', 0, {}],
    ['some, number unknown', {}, 'GC', null, { GC: null }],
    ['some, as known', { TP: 4 }, 'TP', null, {}],
    ['other kinds stay', { VL: 3 }, 'TP', 1, { VL: 3, TP: 1 }]
  ])('%s', (_, said, kind, count, expected) => {
    expect(saying(said, known, kind, count)).toEqual(expected);
  });
});

it('what is said wins over what is known', () => {
  expect(countOf('VL', known, { VL: 0 })).toBe(0);
  expect(countOf('VL', known, {})).toBe(2);
  expect(countOf('TP', { TP: 3 }, { TP: null })).toBeNull();
  expect(countOf('AGRI', known, {})).toBeUndefined();
});

it.each([
  [undefined, false],
  [0, false],
  [null, true],
  [1, true]
])('%o is ticked: %o', (count, expected) => {
  expect(isTicked(count)).toBe(expected);
});

it.each([
  ['', null],
  [' ', null],
  ['0', 0],
  ['12', 12],
  ['100000', 99_999],
  ['-1', 0],
  ['1,5', null],
  ['deux', null]
])('%o is typed for %o', (text, expected) => {
  expect(typedCount(text)).toBe(expected);
});

it('reads out what there is', () => {
  expect(fleetText(['VL', 'TP', 'GC'], known, { GC: 4 })).toBe('VL\u00A02 · TP\u00A0oui · GC\u00A04');
  expect(fleetText(['VL'], known, { VL: 0 })).toBe('non renseigné');
});
