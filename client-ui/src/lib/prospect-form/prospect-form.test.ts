/** The pure halves: where matches are shown, what is proposed, what stands where. */
import { describe, expect, it } from 'vitest';
import type { Alike, By, CustomerField } from '$lib/backend/types';
import { fieldOf, headline, hintWords, knownFields, reasonOf, wordsOf } from './duplicates';
import { following, optionsOf, typedValue } from './field-options';
import { readNewBody } from './kept-body';
import { asksForLoss, isToldOfOthers, otherGroups, SHORT } from './layout';
import { cut } from './postal-code';
import { proposed } from './suggestions';
import { column, customer, lists } from './testing';
import { wholeCode } from './towns.svelte';

describe('the field that a match is shown under', () => {
  const both = { tel_1: '02 61 91 55 08', tel_2: '06 39 98 70 21' };
  it.each<[By, string, typeof both | { tel_2: string }, CustomerField | null]>([
    ['phone', '+33261915508', both, 'tel_1'],
    ['phone', '0639987021', both, 'tel_2'],
    ['phone', '0639987021', { tel_2: '06.39.98.70.21' }, 'tel_2'],
    ['phone', '0000000000', both, 'tel_1'],
    ['siret', '44306184100047', both, 'contact_divers_2'],
    ['vat', 'FR44306184100', both, 'contact_divers_1'],
    ['name_and_postcode', 'X', both, null]
  ])('%s %s', (by, value, fields, wanted) => {
    expect(fieldOf({ by, value }, fields)).toBe(wanted);
  });

  it('names each field once', () => {
    const by: Alike['by'] = [
      { by: 'phone', value: '0261915508' },
      { by: 'siret', value: '1' }
    ];
    expect(knownFields([customer('A', by), customer('B', by)], both)).toEqual(['tel_1', 'contact_divers_2']);
  });
});

describe('what is said of them', () => {
  const prospect: Alike = { ...customer('', [{ by: 'siret', value: '1' }]), who: { prospect: 'u' } };
  it.each([
    [[customer('A', [{ by: 'phone', value: '1' }])], /^Ce numéro est déjà celui d’un client/],
    [[prospect], /^Ce SIRET est déjà celui d’un prospect/],
    [[prospect, customer('A', [{ by: 'phone', value: '1' }])], /^2 fiches/]
  ])('at the top of the panel', (likely, wanted) => {
    expect(headline(likely)).toMatch(wanted);
  });

  it('leaves a hint out of the headline', () => {
    const by: Alike['by'] = [
      { by: 'name_and_postcode', value: 'X' },
      { by: 'vat', value: '1' }
    ];
    expect(headline([customer('A', by)])).toContain('TVA');
  });

  it('in one quiet line', () => {
    expect(hintWords(customer('C1', [{ by: 'name_and_postcode', value: 'X' }]))).toBe(
      'Même nom et même code postal\u00a0: ETS BROSSARD MOTOCULTURE (C1), 72300\u00a0SABLE SUR SARTHE.'
    );
  });

  it.each([
    [null, null],
    ['numéro repris', 'taken'],
    ['autre société, même standard', 'company'],
    ['le gérant a changé', 'other']
  ] as const)('the reason %s', (text, id) => {
    expect(reasonOf(text)).toBe(id);
    if (id !== null) expect(wordsOf(id, text)).toBe(text);
  });
});

describe('what a field may be chosen from', () => {
  const read = (fields: { [key in CustomerField]?: string }) => (one: CustomerField) => fields[one] ?? '';
  const values = (of: CustomerField, value: string, fields = {}) =>
    optionsOf(of, value, lists, read(fields)).map((option) => option.value);

  it('depends on the category', () => {
    expect(values('c_sfam_client', '', { c_fam_client: 'AGRI' })).toEqual(['ELEV', 'CUMA']);
    expect(values('c_sfam_client', '')).toHaveLength(5);
  });
  it('has what stands there, whatever it is', () => {
    expect(values('c_sfam_client', 'GARA', { c_fam_client: 'AGRI' })).toContain('GARA');
    expect(values('c_agence', 'NIOR')[0]).toBe('NIOR');
    expect(values('etape', 'ancienne')[0]).toBe('ancienne');
  });
  it('shows the code where one says the code', () => {
    const label = (of: CustomerField) => optionsOf(of, '', lists, read({}))[0]?.label;
    expect(label('c_agence')).toBe('LAVA · Laval');
    expect(label('c_fam_client')).toBe('Professionnel');
  });
  it.each([
    ['c_fam_client', 'AGRI', 'GARA', { c_sfam_client: '' }],
    ['c_fam_client', 'PROF', 'GARA', {}],
    ['c_fam_client', 'AGRI', '', {}],
    ['nom_client', 'X', 'GARA', {}],
    ['etape', 'visité', 'prix', { motif_perte: '' }],
    ['etape', 'perdu', 'prix', {}]
  ] as const)('%s %s takes %s with it', (of, value, other, wanted) => {
    const stood = of === 'etape' ? { motif_perte: other } : { c_sfam_client: other };
    expect(following(of, value, lists, read(stood))).toEqual(wanted);
  });
  it('types a day without its hour and a number as digits', () => {
    expect(typedValue(column('date_creation_ste'), '2001-05-01 00:00:00')).toBe('2001-05-01');
    expect(typedValue(column('nb_jour_1'), 30)).toBe('30');
    expect(typedValue(undefined, undefined)).toBe('');
  });
});

describe('a kept draft', () => {
  it('is read leniently', () => {
    const body = {
      fields: { nom_client: 'A', tel_1: 3, unheard_of: 'x' },
      duplicate_reason: 7,
      follow_up_on: 'demain',
      fleet: { VL: 2, VUL: null, TP: 'beaucoup' }
    };
    expect(readNewBody(body, 'u', lists.fields)).toEqual({
      prospect: 'u',
      fields: { nom_client: 'A' },
      duplicate_reason: null,
      fleet: { VL: 2, VUL: null }
    });
    expect(readNewBody('text', 'u', lists.fields)).toBeNull();
  });
});

describe('what stands where', () => {
  it('shows every field once', () => {
    const all = [...SHORT, ...otherGroups(lists.fields).flatMap(({ columns }) => columns)];
    expect(all.toSorted()).toEqual(lists.fields.map((field) => field.column).toSorted());
  });
  it.each([
    [[{ code: 'unlikely', field: 'contact_divers_2', message: '' }], [], true],
    [[{ code: 'unlikely', field: 'tel_1', message: '' }], [], false],
    [[], ['contact_divers_1'], true],
    [[], ['date_creation_ste'], true],
    [[], ['follow_up_on'], false],
    [[{ code: 'bad-value', field: 'fleet', message: '' }], [], true]
  ])('never folds away what is to be told (%#)', (problems, known, wanted) => {
    expect(isToldOfOthers(problems, known, lists.fields)).toBe(wanted);
  });
  it.each([
    ['perdu', '', true],
    ['visité', '', false],
    ['', '', false],
    ['visité', 'prix', true]
  ])('asks why it was lost at %s', (stage, reason, wanted) => {
    expect(asksForLoss(stage, reason)).toBe(wanted);
  });
});

describe('a postal code typed or pasted in one go', () => {
  it.each([
    ['53', '', null],
    ['531', '', ['53', '1']],
    [' 53 110 ', '', ['53', '110']],
    ['20000', '', ['20', '000']],
    ['2A167', '', ['2A', '167']],
    ['97', '', null],
    ['974', '', null],
    ['9740', '', ['974', '0']],
    ['97400', '', ['974', '00']],
    ['97 400', '', ['974', '00']],
    ['988', '', null],
    ['98800', '', ['988', '00']],
    ['SW1A', '', null],
    // Something stands in the office: half a code does not take its place, a whole one does.
    ['753', '000', null],
    ['72300', '000', ['72', '300']]
  ])('« %s » before « %s »', (typed, office, wanted) => {
    const parts = cut(typed, office);
    expect(parts && [parts.department, parts.office]).toEqual(wanted);
  });
});

describe('towns', () => {
  const all = ['Saint-Denis-d’Anjou', 'Bouère', 'Denazé'];
  it.each([
    ['', all],
    ['den', ['Denazé', 'Saint-Denis-d’Anjou']],
    ['saint denis d anjou', all],
    ['zz', []]
  ])('proposed for « %s »', (typed, wanted) => {
    expect(proposed(all, typed)).toEqual(wanted);
  });
  it.each([
    [{ dep_fac: '72', bur_dis_fac: '300' }, '72300'],
    [{ dep_fac: '2A', bur_dis_fac: '100' }, '20100'],
    [{ dep_fac: '72', bur_dis_fac: '30' }, ''],
    [{ dep_fac: '72', bur_dis_fac: '300', c_pays: 'BE' }, '']
  ])('are asked for a whole French code only (%#)', (sheet, wanted) => {
    expect(wholeCode(sheet)).toBe(wanted);
  });
});
