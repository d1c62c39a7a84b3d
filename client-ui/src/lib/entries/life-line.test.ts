import { describe, expect, it } from 'vitest';
import { lifeLineOf, presentStop, type Lived } from './life-line';

const here = { today: '2026-11-24', zone: 'Europe/Paris' };

function entry(change: Partial<Lived>): Lived {
  return {
    to_accountant: false,
    saved_at: '2026-11-24T13:10:00Z',
    dropped_at: null,
    state: null,
    at: null,
    integrated_at: null,
    ...change
  };
}

const sent = { dropped_at: '2026-11-24T13:11:00Z' };
const came = { ...sent, at: '2026-11-24T13:30:00Z', integrated_at: '2026-11-24T13:30:00Z' };

describe('the life line of an entry', () => {
  it.each<[string, Partial<Lived>, string[], string[]]>([
    ['saved only', {}, ['here', 'ahead', 'ahead'], ['14:10', 'à déposer', 'en attente']],
    ['dropped', sent, ['passed', 'here', 'ahead'], ['14:10', '14:11', 'en attente']],
    [
      'deferred',
      { ...sent, state: 'deferred', at: '2026-11-24T13:30:00Z' },
      ['passed', 'passed', 'here'],
      ['14:10', '14:11', 'mise en attente']
    ],
    [
      'integrated',
      { ...came, state: 'integrated' },
      ['passed', 'passed', 'done'],
      ['14:10', '14:11', '14:30']
    ],
    [
      'rejected',
      { ...sent, state: 'rejected', at: came.at },
      ['passed', 'passed', 'refused'],
      ['14:10', '14:11', '14:30']
    ],
    [
      'a request that was integrated waits for the accountants',
      { ...came, to_accountant: true, state: 'integrated' },
      ['passed', 'passed', 'done', 'ahead'],
      ['14:10', '14:11', '14:30', 'à la comptabilité']
    ],
    [
      'a creation on its way says nothing of the accountants yet',
      { ...sent, to_accountant: true },
      ['passed', 'here', 'ahead', 'ahead'],
      ['14:10', '14:11', 'en attente', '']
    ],
    [
      'validated',
      { ...came, to_accountant: true, state: 'validated', at: '2026-11-24T15:00:00Z' },
      ['passed', 'passed', 'passed', 'done'],
      ['14:10', '14:11', '14:30', '16:00']
    ],
    [
      'refused by an accountant',
      { ...came, to_accountant: true, state: 'refused', at: '2026-11-24T15:00:00Z' },
      ['passed', 'passed', 'passed', 'refused'],
      ['14:10', '14:11', '14:30', '16:00']
    ],
    [
      'a rejected request never gets to the accountants',
      { ...sent, to_accountant: true, state: 'rejected', at: came.at },
      ['passed', 'passed', 'refused'],
      ['14:10', '14:11', '14:30']
    ],
    [
      'decided without a word about the integration',
      { ...sent, to_accountant: true, state: 'validated', at: '2026-11-24T15:00:00Z' },
      ['passed', 'passed', 'passed', 'done'],
      ['14:10', '14:11', undefined as unknown as string, '16:00']
    ],
    [
      'integrated without its own instant takes that of the state',
      { ...sent, state: 'integrated', at: came.at },
      ['passed', 'passed', 'done'],
      ['14:10', '14:11', '14:30']
    ]
  ])('%s', (_, change, states, words) => {
    const stops = lifeLineOf(entry(change), here);
    expect(stops.map((stop) => stop.state)).toEqual(states);
    expect(stops.map((stop) => stop.at ?? stop.note)).toEqual(words);
  });

  it('names the stop that went wrong', () => {
    expect(lifeLineOf(entry({ ...sent, state: 'rejected' }), here)[2]?.label).toBe('Refusée');
    expect(lifeLineOf(entry({ ...came, to_accountant: true, state: 'refused' }), here)[3]?.label).toBe(
      'Refusée'
    );
  });

  it.each([
    ['yesterday evening, which is today in UTC', '2026-11-23T22:30:00Z', '23/11 23:30'],
    ['past midnight, which is yesterday in UTC', '2026-11-23T23:30:00Z', '00:30'],
    ['another year', '2025-12-31T22:59:00Z', '31/12/2025 23:59'],
    ['summer time', '2026-07-01T10:00:00Z', '01/07 12:00']
  ])('%s', (_, saved_at, shown) => {
    expect(lifeLineOf(entry({ saved_at }), here)[0]?.at).toBe(shown);
  });

  it.each<[Partial<Lived>, string]>([
    [{}, 'Enregistrée'],
    [sent, 'Déposée'],
    [{ ...sent, state: 'deferred' }, 'En attente'],
    [{ ...came, state: 'integrated' }, 'Intégrée'],
    [{ ...came, to_accountant: true, state: 'integrated' }, 'Intégrée'],
    [{ ...came, to_accountant: true, state: 'refused' }, 'Refusée']
  ])('%o is at %s', (change, label) => {
    expect(presentStop(lifeLineOf(entry(change), here))?.label).toBe(label);
  });
});
