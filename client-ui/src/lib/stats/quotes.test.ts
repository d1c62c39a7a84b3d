import { describe, expect, it } from 'vitest';
import type { FormNode, VisitForm } from '$lib/backend/types';
import { inColumns } from './months';
import { heatOf, levelOf, LEVELS, quoteTypes } from './quotes';
import { month } from './testing';

const node = (type: string, label: string, children: FormNode[] = []): FormNode => ({
  id: type,
  label,
  choice: 'checkbox',
  meaning: type.includes('/') ? type : `quote/${type}`,
  children
});
const form = (version: number, nodes: FormNode[]): VisitForm => ({
  version,
  sections: [{ id: 's', label: 'S', nodes }]
});
const FORMS = [
  form(2, [node('contact/visite', 'Visite', [node('tp', 'TP'), node('agri', 'Agraire')])]),
  form(1, [node('agri', 'Agricole'), node('old', 'Ancien type'), node('unused', 'Jamais')])
];
const COLUMNS = inColumns(
  [
    month(2026, 1, { quotes: [{ quote: 'agri', count: 4, pending: 1 }] }),
    month(2026, 2, {
      quotes: [
        { quote: 'old', count: 1, pending: 0 },
        { quote: 'agri', count: 2, pending: 0 },
        { quote: 'nobody-knows', count: 1, pending: 1 }
      ]
    })
  ],
  1
);

it('lists the types of the form in force, then what only quotes tell of', () => {
  expect(quoteTypes(FORMS, COLUMNS).map(({ label }) => label)).toEqual([
    'TP',
    'Agraire',
    'Ancien type',
    'nobody-knows'
  ]);
  expect(quoteTypes([], []).length).toBe(0);
});

it('adds up by row, by column and in all', () => {
  const heat = heatOf(COLUMNS, quoteTypes(FORMS, COLUMNS));
  expect(heat.rows.map(({ total }) => total)).toEqual([0, 6, 1, 1]);
  expect(heat).toMatchObject({ totals: [4, 4], total: 8, pending: 2 });
  expect(heat.rows[1]?.cells).toEqual([
    { count: 4, pending: 1, level: 5 },
    { count: 2, pending: 0, level: 3 }
  ]);
});

describe('strength', () => {
  it.each([
    [0, 10, 0],
    [1, 100, 1],
    [2, 10, 1],
    [3, 10, 2],
    [10, 10, LEVELS],
    [1, 1, LEVELS],
    [0, 0, 0]
  ])('%i of at most %i', (count, most, level) => {
    expect(levelOf(count, most)).toBe(level);
  });
});
