import { describe, expect, it } from 'vitest';
import type { VisitDraft } from '$lib/backend/types';
import { blankDraft, isBlank, readVisitBody, subjectOf, type Blank } from './visit-draft';

const blank: Blank = { whom: { customer: 'C01846' }, on: '2026-11-24', at: '14:10', form: 3 };
const full: VisitDraft = {
  whom: { customer: 'C01846' },
  on: '2026-11-23',
  at: '09:05',
  form: 3,
  comment: 'Rappeler.',
  picked: ['visit', 'order'],
  follow_up_on: null,
  fleet: { VL: 2, TP: null, GC: 0 }
};

describe('a kept visit', () => {
  it('comes back as it was, through JSON', () => {
    expect(readVisitBody(JSON.parse(JSON.stringify(full)), blank)).toEqual(full);
  });

  it.each<[string, unknown, Partial<VisitDraft>]>([
    ['an empty body', {}, {}],
    ['wrong types', { on: 3, at: null, comment: 7, picked: 'a', fleet: [], follow_up_on: 5 }, {}],
    ['a day that is none', { on: '24/11/2026', at: '9:5', follow_up_on: 'demain' }, {}],
    ['picks that are no ids', { picked: ['a', 1, null] }, { picked: ['a'] }],
    [
      'counts that are none',
      { fleet: { VL: '2', TP: -1, GC: 4, AGRI: null } },
      { fleet: { GC: 4, AGRI: null } }
    ],
    [
      'another subject and another version of the form',
      { whom: { customer: 'C9' }, form: 1, comment: 'x' },
      { comment: 'x' }
    ],
    ['no follow-up date any more', { follow_up_on: null }, { follow_up_on: null }],
    ['a follow-up date', { follow_up_on: '2027-01-01' }, { follow_up_on: '2027-01-01' }]
  ])('%s', (_, body, expected) => {
    const read = readVisitBody(body, blank);
    expect(read).toEqual({ ...blankDraft(blank), ...expected });
    // Absent and undefined are not the same on the wire.
    expect(read && 'follow_up_on' in read).toBe('follow_up_on' in expected);
  });

  it.each([null, 'text', 3, [1]])('%o is no draft', (body) => {
    expect(readVisitBody(body, blank)).toBeNull();
  });
});

describe('nothing worth keeping', () => {
  it.each<[string, Partial<VisitDraft>, boolean]>([
    ['untouched', {}, true],
    ['only the hour', { at: '08:00' }, true],
    ['blanks', { comment: '  ' }, true],
    ['another day', { on: '2026-11-23' }, false],
    ['a comment', { comment: 'x' }, false],
    ['a pick', { picked: ['visit'] }, false],
    ['no date any more', { follow_up_on: null }, false],
    ['a count', { fleet: { VL: null } }, false]
  ])('%s', (_, change, expected) => {
    expect(isBlank({ ...blankDraft(blank), ...change }, blank)).toBe(expected);
  });
});

it('knows whom it is about', () => {
  expect(subjectOf({ customer: 'C1' })).toBe('C1');
  expect(subjectOf({ prospect: 'p' })).toBe('p');
});
