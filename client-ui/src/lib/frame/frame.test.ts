import { describe, expect, it } from 'vitest';
import type { BaseAge, Status } from '$lib/backend/types';
import { changeWords } from './changes';
import { foundIn } from './fold';
import { initialsOf } from './initials';
import { agesOf, noticesOf, pillOf } from './pill';

const NOW = '2026-11-24T13:02:00Z';
function age(builtAt: string, expired = false): BaseAge {
  const expires = new Date(Date.parse(builtAt) + 48 * 3_600_000).toISOString();
  return { generation: 1, built_at: builtAt, expires_at: expires, expired, through: 1 };
}
function status(change: Partial<Status> = {}): Status {
  const fresh = age('2026-11-24T04:02:00Z');
  return {
    state: { code: 'ready' },
    freshness: { common: fresh, user: fresh, expired: false, last_receipt_at: null },
    newer: null,
    receiving: null,
    counts: { all: 0, waiting: 0, to_mend: 0, done: 0 },
    notices: [],
    today: '2026-11-24',
    now: NOW,
    last_round_at: null,
    ...change
  };
}
const freshness = (common: BaseAge | null, user: BaseAge | null, expired: boolean) => ({
  freshness: { common, user, expired, last_receipt_at: null }
});

describe('the pill', () => {
  it('is green while both bases are fresh', () => {
    expect(pillOf(status())).toMatchObject({ tone: 'fresh', builtAt: '2026-11-24T04:02:00Z', newer: false });
  });

  it('tells the older of the two bases', () => {
    const both = freshness(age('2026-11-24T04:02:00Z'), age('2026-11-23T04:02:00Z'), false);
    expect(pillOf(status(both)).builtAt).toBe('2026-11-23T04:02:00Z');
  });

  it('is red past the limit, whatever else there is to say', () => {
    const old = freshness(age('2026-11-21T04:02:00Z', true), age('2026-11-21T04:04:00Z', true), true);
    expect(pillOf(status({ ...old, notices: [{ code: 'put-back', message: '' }] })).tone).toBe('expired');
  });

  it('asks for a look when something stands in the way', () => {
    expect(pillOf(status({ notices: [{ code: 'clock-behind', message: '' }] })).tone).toBe('attention');
  });

  it('says that there is no base', () => {
    expect(pillOf(status(freshness(null, null, true))).tone).toBe('none');
  });

  it('counts hours since the older base, and the limit', () => {
    const old = freshness(age('2026-11-21T04:02:00Z', true), age('2026-11-22T04:02:00Z'), true);
    expect(agesOf(status(old))).toEqual({ hours: 81, limit: 48 });
    expect(agesOf(status(freshness(null, null, true)))).toBeNull();
  });

  it('tells of a missing folder, once', () => {
    const state = { code: 'folder-missing', which: 'inbox', path: '/i' } as const;
    const notices = [{ code: 'folder-missing', message: 'x' }];
    expect(noticesOf(status({ state, notices })).map(({ code }) => code)).toEqual(['folder-missing']);
    expect(noticesOf(status({ state })).map(({ code }) => code)).toEqual(['folder-missing']);
    expect(noticesOf(status())).toEqual([]);
  });
});

describe('changes', () => {
  it.each([
    [
      { customers: 214, visits: 1032, prospects: 3 },
      '214 clients, 1\u00a0032 visites et 3 prospects ont changé.'
    ],
    [{ customers: 1, visits: 0, prospects: 0 }, '1 client a changé.'],
    [{ customers: 0, visits: 2, prospects: 1 }, '2 visites et 1 prospect ont changé.'],
    [{ customers: 0, visits: 0, prospects: 0 }, 'Aucun client, aucune visite, aucun prospect n’a changé.'],
    [null, 'Le détail des changements n’est pas connu.']
  ])('%j', (changes, words) => {
    expect(changeWords(changes)).toBe(words);
  });
});

describe('finding an action', () => {
  it.each([
    ['Aller à Envois', 'envois', 1],
    ['Aller à Envois', 'ALLER a', 2],
    ['Demander de l’aide', "l'aide", 1],
    ['Actualiser', 'actu*', 2],
    ['Actualiser', 'clients', 0],
    ['Actualiser', '  ', 0],
    ['Actualiser', '*', 0]
  ] as const)('%s by %s: %d', (label, typed, found) => {
    expect(foundIn(label, typed)).toBe(found);
  });
});

it.each([
  ['Jean Dupont', 'JD'],
  ['Marie-Élise de la Tour', 'MT'],
  ['jdupont', 'JD'],
  ['j.dupont', 'JD'],
  ['Élodie', 'ÉL'],
  ['', '']
])('initials of %s are %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
