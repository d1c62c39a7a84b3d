import { describe, expect, it } from 'vitest';
import type { CustomerView, EntryDraft, EntryView } from '$lib/backend/types';
import { correctionOf } from './correction';

const entry = {
  name: 'n',
  subject: 'u1',
  subject_name: 'TAUDON',
  reason: 'bad-value',
  message: null,
  state: 'rejected'
} as EntryView;

const found = (draft: EntryDraft | null, customer: CustomerView | null = null) =>
  correctionOf(entry, { draftOf: () => Promise.resolve(draft), customer: () => Promise.resolve(customer) });

const told = { name: 'n', reason: 'bad-value', message: null, state: 'rejected' };
const fresh: EntryDraft = {
  kind: 'new_prospect',
  prospect: 'u1',
  fields: {},
  duplicate_reason: null,
  fleet: {}
};
const edit: EntryDraft = { kind: 'edit_prospect', prospect: 'u1', fields: {}, fleet: {} };
const deletion: EntryDraft = { kind: 'delete_prospect', prospect: 'u1', reason: 'doublon' };
const creation: EntryDraft = {
  kind: 'ask_creation',
  prospect: 'u1',
  fields: {},
  comment: '',
  signature: null
};
const request: EntryDraft = { kind: 'request', customer: 'C1', fields: {}, comment: '', fleet: {} };

describe('the form that corrects', () => {
  it.each([
    ['a creation', fresh, { form: 'prospect', open: { what: 'new', replaces: { ...told, draft: fresh } } }],
    [
      'an edit',
      edit,
      { form: 'prospect', open: { what: 'edit', id: 'u1', replaces: { ...told, draft: edit } } }
    ],
    ['a deletion', deletion, { form: 'deletion', name: 'TAUDON', replaces: { ...told, draft: deletion } }],
    [
      'the wish to make him a customer',
      creation,
      { form: 'conversion', open: { id: 'u1', replaces: { ...told, draft: creation } } }
    ],
    ['what cannot be read', null, { form: 'none', why: 'no-draft', subject: 'u1' }],
    ['a request about nobody here', request, { form: 'none', why: 'no-customer', subject: 'u1' }]
  ])('of %s', async (_, draft, wanted) => {
    expect(await found(draft)).toEqual(wanted);
  });

  it('of a request has the customer', async () => {
    const customer = { code: 'C1' } as CustomerView;
    expect(await found(request, customer)).toEqual({
      form: 'request',
      customer,
      replaces: { ...told, draft: request }
    });
  });
});
