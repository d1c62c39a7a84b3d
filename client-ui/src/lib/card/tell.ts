/** « Date de revoir » and « Type de parc » of a customer or prospect: entries that ask the accountants for nothing. */
import type { Backend } from '$lib/backend/backend';
import type { EntryDraft, Fleet, Saved, Whom } from '$lib/backend/types';

/** `on`: null takes the date away. */
export function tellFollowUp(backend: Backend, whom: Whom, on: string | null): Promise<Saved> {
  return backend.enter({ ...about(whom), follow_up_on: on }, null);
}

export function tellFleet(backend: Backend, whom: Whom, fleet: Fleet): Promise<Saved> {
  return backend.enter({ ...about(whom), fleet }, null);
}

type Told = Extract<EntryDraft, { kind: 'request' | 'edit_prospect' }>;

function about(whom: Whom): Told {
  if ('customer' in whom) {
    return { kind: 'request', customer: whom.customer, fields: {}, comment: '', fleet: {} };
  }
  return { kind: 'edit_prospect', prospect: whom.prospect, fields: {}, fleet: {} };
}
