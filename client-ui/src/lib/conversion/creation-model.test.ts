import { describe, expect, it } from 'vitest';
import type { FieldView, Sheet } from '$lib/backend/types';
import {
  bodyOf,
  differs,
  EMPTY,
  readBody,
  shownFields,
  signatureOf,
  wholeSeconds,
  type Body
} from './creation-model';

const view = (column: string, kind = 'text', annex_2 = true) => ({ column, kind, annex_2 }) as FieldView;
const views = [
  view('nom_client'),
  view('nb_jour_1', 'integer'),
  view('date_creation_ste', 'date'),
  view('iban'),
  view('bic'),
  view('etape', 'text', false)
];
const sheet: Sheet = {
  nom_client: 'DUPONT ',
  nb_jour_1: 30,
  date_creation_ste: '2001-05-01T00:00:00',
  iban: '••••0189',
  etape: 'gagné'
};
const signed = { svg: '<svg></svg>', strokes: null, signed_at: '2026-11-24T13:06:00Z', text: 'Je signe.' };

describe('whether anything typed differs from the sheet', () => {
  it.each([
    ['nothing that is the same but for blanks', { nom_client: ' DUPONT' }, false],
    ['a new value', { nom_client: ' DURAND ' }, true],
    ['a field that was emptied', { nom_client: '' }, true],
    ['no number that is written as it stands', { nb_jour_1: '30' }, false],
    ['no day that only had an hour', { date_creation_ste: '2001-05-01' }, false],
    ['a typed account', { iban: 'fr76 3000 6' }, true]
  ])('%s', (_, typed, expected) => {
    expect(differs(typed, sheet, views)).toBe(expected);
  });
});

describe('what is sent', () => {
  const of = (shown: Record<string, string>) => shownFields((column) => shown[column] ?? '', views);
  const all = { nom_client: '', nb_jour_1: '', date_creation_ste: '', iban: '', bic: '' };

  it.each([
    ['every field as it is shown, but for its blanks', { nom_client: ' DUPONT' }, { nom_client: 'DUPONT' }],
    ['a typed account without its blanks', { iban: 'fr76 3000 6' }, { iban: 'FR7630006' }],
    ['a dot that is none of a masked account', { nom_client: 'ZA Nord • 3' }, { nom_client: 'ZA Nord • 3' }],
    ['nothing that is not annex 2', { etape: 'perdu' }, {}]
  ])('is %s', (_, shown, fields) => {
    expect(of(shown)).toEqual({ ...all, ...fields });
  });

  it('is no masked account', () => {
    const { iban, bic, ...others } = all;
    expect([iban, bic]).toEqual(['', '']);
    expect(of({ iban: '••••0189', bic: '••••P836' })).toEqual(others);
  });
});

describe('a body', () => {
  const body: Body = {
    fields: { nom_client: 'DURAND' },
    comment: 'Remise convenue.',
    place: 'payment',
    signed,
    signer: 'H. Durand',
    signedIn: 'Craon'
  };

  it('comes back as it was kept', () => {
    expect(readBody(JSON.parse(JSON.stringify(body)), views)).toEqual(body);
  });

  it('leaves out what is unknown, and survives what is broken', () => {
    const broken = { fields: { gone: 'x', nom_client: 3, bic: 'A' }, place: 'nowhere', signed: { svg: 1 } };
    expect(readBody(broken, views)).toEqual({ ...EMPTY, fields: { bic: 'A' } });
    expect(readBody('x', views)).toBeNull();
    expect(readBody(null, views)).toBeNull();
  });

  it('begins with what a refused creation had said', () => {
    const { svg, signed_at, text } = signed;
    const signature = { svg, signed_at, text, signer: 'H. Durand', place: 'Craon' };
    const draft = { prospect: 'p', fields: { nom_client: 'DURAND' }, comment: 'c', signature };
    expect(bodyOf(draft)).toEqual({ ...body, comment: 'c', place: 'identity' });
    expect(bodyOf({ ...draft, signature: null }).signed).toBeNull();
  });

  it('is a signature once there are strokes, a name and a place', () => {
    expect(signatureOf(body, 'Craon')).toEqual({
      svg: signed.svg,
      signer: 'H. Durand',
      place: 'Craon',
      signed_at: signed.signed_at,
      text: 'Je signe.'
    });
    expect(signatureOf({ ...body, signer: ' ' }, 'Craon')).toBeNull();
    expect(signatureOf(body, ' ')).toBeNull();
    expect(signatureOf({ ...body, signed: null }, 'Craon')).toBeNull();
  });
});

it('an instant is handed in as UTC in whole seconds', () => {
  expect(wholeSeconds('2026-11-24T14:06:09.250+01:00')).toBe('2026-11-24T13:06:09Z');
  expect(wholeSeconds('2026-11-24T13:06:09Z')).toBe('2026-11-24T13:06:09Z');
});
