import { describe, expect, it } from 'vitest';
import type { CustomerField, FieldKind, FieldView, ListsView, Sheet } from '$lib/backend/types';
import {
  codesOf,
  groupsOf,
  isBlank,
  isChanged,
  readRequestBody,
  readable,
  sentenceOf,
  toggledField,
  wishedFields
} from './request-model';

function field(column: CustomerField, label: string, kind: FieldKind = 'text'): FieldView {
  return { column, label, kind, max_length: 20, annex_2: column !== 'etape', required: 'never' };
}

const name = field('nom_client', 'nom');
const town = field('ville_fac', 'ville');
const phone = field('tel_1', 'téléphone');
const mode = field('c_mod_rgl_1', 'Mode de Règlement');
const since = field('date_creation_ste', 'Création de Société', 'date');
const iban = field('iban', 'IBAN');
const statement = field('c_releve', 'Edition relevé');
const fields = [name, town, phone, statement, mode, since, iban, field('etape', 'étape')];
const sheet: Sheet = {
  tel_1: '02 61 91 40 12',
  nb_jour_1: 30,
  date_creation_ste: '2012-03-01',
  c_mod_rgl_1: 'VI'
};
const codes = [{ code: 'LD', label: 'Lettre de change', parent: null }];

describe('the fields that can be asked for', () => {
  it.each<[string, string[][]]>([
    [
      '',
      [['nom_client', 'tel_1', 'date_creation_ste'], ['ville_fac'], ['c_releve'], ['c_mod_rgl_1', 'iban']]
    ],
    ['telephone', [['tel_1']]],
    ['RÈGL', [['c_mod_rgl_1']]],
    ['  ville ', [['ville_fac']]],
    ['tel_', [['tel_1']]],
    ['étape', []],
    ['zzz', []]
  ])('%o finds %o', (typed, expected) => {
    expect(groupsOf(fields, typed).map((group) => group.fields.map((one) => one.column))).toEqual(expected);
  });
});

it('a field comes with what stands there, and goes again', () => {
  const added = toggledField({ ville_fac: 'Craon' }, 'tel_1', sheet);
  expect(added).toEqual({ ville_fac: 'Craon', tel_1: '02 61 91 40 12' });
  expect(toggledField(added, 'ville_fac', sheet)).toEqual({ tel_1: '02 61 91 40 12' });
  expect(toggledField({}, 'iban', { iban: '••••2606' })).toEqual({ iban: '' });
  expect(wishedFields(added, fields).map((one) => one.column)).toEqual(['ville_fac', 'tel_1']);
});

it.each<[CustomerField, string, boolean]>([
  ['tel_1', '02 61 91 40 12', false],
  ['tel_1', ' 02 61 91 40 12 ', false],
  ['tel_1', '02 61 91 40 21', true],
  ['tel_1', '', true],
  ['nb_jour_1', '30', false],
  ['nb_jour_1', '45', true],
  ['iban', '', false],
  ['iban', 'FR76', true]
])('%s wished as %o is a change: %o', (column, wished, expected) => {
  expect(isChanged(column, wished, sheet)).toBe(expected);
});

it.each<[FieldView, string, string]>([
  [phone, '02 61 91 40 21', 'Téléphone : « 02 61 91 40 12 » remplacé par « 02 61 91 40 21 »'],
  [phone, '', 'Téléphone : « 02 61 91 40 12 » remplacé par « »'],
  [town, 'Craon', 'Ville : « » remplacé par « Craon »'],
  [since, '2013-04-02', 'Création de Société : « 01/03/2012 » remplacé par « 02/04/2013 »'],
  [iban, 'FR76 1', 'IBAN : l’actuel remplacé par « FR76 1 »']
])('%o wished as %o reads %o', (one, wished, sentence) => {
  expect(sentenceOf(one, wished, sheet).replaceAll('\u00A0', ' ')).toBe(sentence);
});

it('reads codes and days', () => {
  expect(readable(mode, 'LD', codes)).toBe('LD · Lettre de change');
  expect(readable(mode, 'ZZ', codes)).toBe('ZZ');
  expect(readable(since, '2012-03-01', [])).toBe('01/03/2012');
  expect(readable(phone, '', codes)).toBe('');
});

it('offers the present code although the lists know it no more', () => {
  const lists = { codes: { c_mod_rgl_1: codes } } as unknown as ListsView;
  expect(codesOf('c_mod_rgl_1', 'VI', lists).map((code) => code.code)).toEqual(['VI', 'LD']);
  expect(codesOf('c_mod_rgl_1', 'LD', lists).map((code) => code.code)).toEqual(['LD']);
  expect(codesOf('c_mod_rgl_1', '', lists).map((code) => code.code)).toEqual(['LD']);
  // A field without a list is typed, not chosen.
  expect(codesOf('c_per', 'M', lists)).toEqual([]);
});

it.each<[string, Partial<Record<CustomerField, string>>, string, boolean]>([
  ['nothing', {}, '', true],
  ['fields left as they are', { tel_1: '02 61 91 40 12', iban: '' }, ' ', true],
  ['a change', { tel_1: '' }, '', false],
  ['a comment', {}, 'x', false]
])('%s', (_, wishes, comment, expected) => {
  expect(isBlank(wishes, comment, sheet)).toBe(expected);
});

it.each<[string, unknown, unknown]>([
  ['whole', { fields: { tel_1: 'x' }, comment: 'y' }, { fields: { tel_1: 'x' }, comment: 'y' }],
  [
    'a field that is gone, one that is no wish',
    { fields: { zz: 'x', tel_1: 3, etape: 'x' } },
    { fields: {}, comment: '' }
  ],
  [
    'a field that was not touched takes what stands on the sheet now',
    { fields: {}, asked: ['tel_1', 'zz', 3] },
    { fields: { tel_1: '02 61 91 40 12' }, comment: '' }
  ],
  ['another shape', { fields: 'x', comment: 3 }, { fields: {}, comment: '' }],
  ['no draft', 'x', null]
])('a kept body: %s', (_, body, expected) => {
  expect(readRequestBody(body, fields, sheet)).toEqual(expected);
});
