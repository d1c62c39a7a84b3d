/** « Date de revoir » and « Type de parc »: entries that ask the accountants for nothing. */
import type { Backend } from '$lib/backend/backend';
import type { Fleet, Saved } from '$lib/backend/types';

/** `on`: null takes the date away. */
export function tellFollowUp(backend: Backend, customer: string, on: string | null): Promise<Saved> {
  return backend.enter(
    { kind: 'request', customer, fields: {}, comment: '', follow_up_on: on, fleet: {} },
    null
  );
}

export function tellFleet(backend: Backend, customer: string, fleet: Fleet): Promise<Saved> {
  return backend.enter({ kind: 'request', customer, fields: {}, comment: '', fleet }, null);
}
