import { describe, expect, it } from 'vitest';
import type { EntryView, FieldView } from '$lib/backend/types';
import { countsOf, detailOf, groupOf, isRefused, itemsOf, remarksOf } from './grouping';
import { entryView } from './testing';

const here = { today: '2026-11-24', zone: 'Europe/Paris' };
const fields: FieldView[] = [
  { column: 'tel_1', label: 'téléphone', kind: 'text', max_length: 20, annex_2: true, required: 'always' }
];

const entry = (change: Partial<EntryView>) =>
  entryView({
    subject_name: 'ETA Poirier Frères',
    summary: 'Téléphone, Commande',
    saved_at: '2026-11-24T13:10:00Z',
    ...change
  });

describe('the group of an entry', () => {
  it.each<[string, Partial<EntryView>, string]>([
    ['saved', {}, 'on_the_way'],
    ['deferred', { state: 'deferred' }, 'on_the_way'],
    ['integrated', { state: 'integrated' }, 'arrived'],
    ['rejected and to mend', { state: 'rejected', to_mend: true }, 'to_mend'],
    ['rejected and corrected', { state: 'rejected', replaced_by: 'VC_2' }, 'arrived'],
    ['a request that was integrated', { kind: 'MC', state: 'integrated' }, 'arrived'],
    ['a creation before the decision', { kind: 'CC', state: 'integrated' }, 'on_the_way'],
    ['a creation after it', { kind: 'CC', state: 'validated' }, 'arrived'],
    ['refused by an accountant', { kind: 'CC', state: 'refused' }, 'arrived'],
    ['refused by an accountant and held out', { kind: 'CC', state: 'refused', to_mend: true }, 'to_mend']
  ])('%s', (_, change, group) => {
    expect(groupOf(entry(change))).toBe(group);
  });
});

describe('the list', () => {
  const entries = [
    entry({ name: 'a', sequence: 4 }),
    entry({ name: 'b', sequence: 3, state: 'integrated', subject_name: 'Garage Éléonore', kind: 'MC' }),
    entry({ name: 'c', sequence: 2, state: 'rejected', to_mend: true }),
    entry({ name: 'd', sequence: 1, kind: 'VP', subject: '019ab3c4', subject_name: 'Garage Bellanger' })
  ];
  it('what was let be is not among the integrated ones', () => {
    const letBe = entry({ name: 'e', state: 'rejected', given_up_at: '2026-11-24T13:10:00Z' });
    expect(itemsOf([letBe], 'integrated', '')).toEqual([]);
    expect(itemsOf([letBe], 'all', '').map((item) => item.key)).toEqual(['arrived', 'e']);
  });

  const keys = (filter: Parameters<typeof itemsOf>[1], typed = '') =>
    itemsOf(entries, filter, typed).map((item) => item.key);

  it('stands in groups, what is to mend first', () => {
    expect(keys('all')).toEqual(['to_mend', 'c', 'on_the_way', 'a', 'd', 'arrived', 'b']);
    expect(countsOf(entries)).toEqual({ all: 4, to_mend: 1, on_the_way: 2, integrated: 1 });
  });

  it.each<[Parameters<typeof itemsOf>[1], string, string[]]>([
    ['on_the_way', '', ['on_the_way', 'a', 'd']],
    ['all', 'eleonore', ['arrived', 'b']],
    ['all', ' GARAGE ', ['on_the_way', 'd', 'arrived', 'b']],
    ['all', 'demande de modif', ['arrived', 'b']],
    ['all', 'c01846', ['to_mend', 'c', 'on_the_way', 'a', 'arrived', 'b']],
    ['all', '019ab', []],
    ['to_mend', 'bellanger', []],
    ['integrated', '', ['arrived', 'b']]
  ])('%s, %o', (filter, typed, expected) => {
    expect(keys(filter, typed)).toEqual(expected);
  });
});

it.each<[Partial<EntryView>, string]>([
  [{}, 'C01846 · Téléphone, Commande'],
  [{ summary: '' }, 'C01846'],
  [{ kind: 'VP', subject: '019ab' }, 'Téléphone, Commande'],
  [{ kind: 'CC', subject: '019ab', state: 'validated', reference: 'C04388' }, 'Client sous le code C04388'],
  [{ kind: 'CC', subject: '019ab', state: 'integrated', reference: 'x' }, 'Téléphone, Commande']
])('%o reads %o', (change, detail) => {
  expect(detailOf(entry(change))).toBe(detail);
});

it.each<[Partial<EntryView>, boolean]>([
  [{ state: 'rejected', to_mend: true }, true],
  [{ state: 'rejected', given_up_at: '2026-11-24T13:10:00Z' }, false],
  [{ state: 'refused' }, true],
  [{ state: 'refused', given_up_at: '2026-11-24T13:10:00Z' }, false],
  [{ state: 'integrated' }, false]
])('%o has a red box: %o', (change, expected) => {
  expect(isRefused(entry(change))).toBe(expected);
});

describe('remarks', () => {
  const numbers = new Map([
    ['VC_2', 12],
    ['VC_0', 8]
  ]);
  it.each<[string, Partial<EntryView>, string[]]>([
    ['none', {}, []],
    [
      'why it waits',
      { state: 'deferred', reason: 'unsettled' },
      ['Le fichier est encore en cours d’arrivée. Rien à faire']
    ],
    ['fields that were not set', { state: 'integrated', clashes: ['tel_1', 'fax'] }, ['Téléphone, Fax']],
    ['a remark of the server', { state: 'integrated', message: 'Déjà suivi.' }, ['Déjà suivi.']],
    ['its correction', { state: 'rejected', replaced_by: 'VC_2' }, ['12']],
    ['what it corrects', { replaces: 'VC_0' }, ['8']],
    ['let be', { state: 'rejected', given_up_at: '2026-11-23T10:00:00Z' }, ['23/11 11:00']],
    ['unreadable', { standing: 'unreadable', message: 'unknown key' }, ['Illisible']],
    // The person's words stand in the box.
    ['refused', { state: 'refused', message: 'Non.' }, []]
  ])('%s', (_, change, parts) => {
    const remarks = remarksOf(entry(change), numbers, fields, here);
    expect(remarks).toHaveLength(parts.length);
    for (const [at, part] of parts.entries())
      expect(remarks[at]?.text.toLowerCase()).toContain(part.toLowerCase());
  });

  it('points to the other entry', () => {
    const remarks = remarksOf(entry({ replaced_by: 'VC_2' }), numbers, fields, here);
    expect(remarks[0]?.about).toBe('VC_2');
  });
});
