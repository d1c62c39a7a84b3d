import { describe, expect, it } from 'vitest';
import type { Sheet } from '$lib/backend/types';
import { addressLine, postalCode } from './address';
import { daysSince, farFrom, signedDays } from './days';
import { changeOn, euros, percent, signed, signedPercent } from './numbers';
import { diallable, showPhone } from './phone';

const NB = '\u00a0';

describe('how far', () => {
  it.each([
    ['2026-11-12', 'il y a 12 jours'],
    ['2026-11-23', 'hier'],
    ['2026-11-24', 'aujourd’hui'],
    ['2026-11-25', 'demain'],
    ['2026-11-27', 'dans 3 jours']
  ])('%s is %s on 24/11/2026', (day, words) => {
    expect(farFrom('2026-11-24', day).replaceAll(NB, ' ')).toBe(words);
  });

  it.each([
    [-26, `−26${NB}j`],
    [0, `0${NB}j`],
    [7, `7${NB}j`],
    [-1204, `−1${NB}204${NB}j`]
  ])('%i days in short', (days, text) => {
    expect(signedDays(days)).toBe(text);
  });

  it('says never', () => {
    expect(daysSince(null)).toBe('jamais vu');
    expect(daysSince(54)).toBe(`54${NB}j`);
  });
});

describe('figures', () => {
  it.each([
    [3_841_260, `38${NB}412,60${NB}€`],
    [0, `0,00${NB}€`],
    [-12_305, `−123,05${NB}€`],
    [123_456_789_01, `123${NB}456${NB}789,01${NB}€`]
  ])('%i cents', (cents, text) => {
    expect(euros(cents)).toBe(text);
  });

  it.each([
    [0.1243, `+12,4${NB}%`],
    [-0.083, `−8,3${NB}%`],
    [-0.0001, `0${NB}%`],
    [12.5, `+1${NB}250${NB}%`]
  ])('%f as a percentage', (share, text) => {
    expect(signedPercent(share)).toBe(text);
  });

  it('writes whole percentages with a space that does not break', () => {
    expect(percent(29)).toBe(`29${NB}%`);
    expect(percent(100)).toBe(`100${NB}%`);
  });

  it('compares only with what is more than nothing', () => {
    expect(changeOn(200, 150)).toBe(-0.25);
    expect(changeOn(0, 150)).toBeNull();
    expect(changeOn(-100, 150)).toBeNull();
  });

  it('groups thousands', () => {
    expect(signed(-60_412)).toBe(`−60${NB}412`);
  });
});

describe('telephone numbers', () => {
  it.each([
    ['0261913048', '02 61 91 30 48'],
    ['02.61.91.30.48', '02 61 91 30 48'],
    ['+33261913048', '02 61 91 30 48'],
    ['+33 (0)2 61 91 30 48', '02 61 91 30 48'],
    ['0033 2 61 91 30 48', '02 61 91 30 48'],
    ['+330261913048', '02 61 91 30 48'],
    ['+32 2 555 12 12', '+32 2 555 12 12'],
    ['02 61 91 30', '02 61 91 30'],
    ['poste 12', 'poste 12'],
    ['  ', '']
  ])('%s', (text, shown) => {
    expect(diallable(text)).toBe(shown);
  });

  it('does not break in two lines', () => {
    expect(showPhone('0261913048')).toBe(['02', '61', '91', '30', '48'].join(NB));
  });
});

describe('addresses', () => {
  it.each<[Sheet, string]>([
    [{ dep_fac: '53', bur_dis_fac: '400' }, '53400'],
    [{ dep_fac: '2A', bur_dis_fac: '167' }, '20167'],
    [{ c_pays: 'FR', dep_fac: '20', bur_dis_fac: '200' }, '20200'],
    [{ dep_fac: '974', bur_dis_fac: '00' }, '97400'],
    [{ c_pays: 'BE', dep_fac: '2A', bur_dis_fac: '1' }, '2A1'],
    [{ c_pays: 'FR', codepays: 'BE', dep_fac: '2A', bur_dis_fac: '1' }, '2A1'],
    [{ c_pays: 'F', dep_fac: '2b', bur_dis_fac: '200' }, '20200'],
    [{ dep_fac: '01  ', bur_dis_fac: '000' }, '01000'],
    [{}, '']
  ])('the postal code of %j', (sheet, code) => {
    expect(postalCode(sheet)).toBe(code);
  });

  it('puts what is there in one line', () => {
    const sheet: Sheet = {
      adr1_fac: 'LA PETITE LANDE',
      adr3_fac: ' ',
      dep_fac: '53',
      bur_dis_fac: '400',
      ville_fac: 'CRAON'
    };
    expect(addressLine(sheet)).toBe(`LA PETITE LANDE, 53400${NB}CRAON`);
    expect(addressLine({})).toBe('');
  });
});
