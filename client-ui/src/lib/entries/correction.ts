/** From a refused entry to the form that corrects it. */
import type { Backend } from '$lib/backend';
import type { CustomerView, EntryDraft, EntryView } from '$lib/backend/types';
import type { RequestEntryDraft } from '$lib/requests/request-entry.svelte';
import type { Converting, ProspectForm } from '$lib/state/session.svelte';
import type { VisitEntryDraft } from '$lib/visit/visit-entry.svelte';
import type { Replaces } from './entry-form.svelte';

export type DeletionEntryDraft = Extract<EntryDraft, { kind: 'delete_prospect' }>;

export type Correction =
  | { form: 'visit'; name: string; replaces: Replaces<VisitEntryDraft> }
  | { form: 'request'; customer: CustomerView; replaces: Replaces<RequestEntryDraft> }
  | { form: 'deletion'; name: string; replaces: Replaces<DeletionEntryDraft> }
  /** These two stand on a screen of their own. */
  | { form: 'prospect'; open: ProspectForm }
  | { form: 'conversion'; open: Converting }
  /** Why there is none. */
  | { form: 'none'; why: 'no-draft' | 'no-customer'; subject: string };

/** What opens for this entry. Rejects when the backend does. */
export async function correctionOf(
  entry: EntryView,
  backend: Pick<Backend, 'draftOf' | 'customer'>
): Promise<Correction> {
  const { subject, subject_name: name } = entry;
  const draft = await backend.draftOf(entry.name);
  if (draft === null) return { form: 'none', why: 'no-draft', subject };
  const replaces = <D extends EntryDraft>(of: D): Replaces<D> => {
    const { name: refused, reason, message, state } = entry;
    return { name: refused, reason, message, state, draft: of };
  };
  switch (draft.kind) {
    case 'visit':
      return { form: 'visit', name, replaces: replaces(draft) };
    case 'request': {
      const customer = await backend.customer(draft.customer);
      if (customer === null) return { form: 'none', why: 'no-customer', subject };
      return { form: 'request', customer, replaces: replaces(draft) };
    }
    case 'new_prospect':
      return { form: 'prospect', open: { what: 'new', replaces: replaces(draft) } };
    case 'edit_prospect':
      return { form: 'prospect', open: { what: 'edit', id: draft.prospect, replaces: replaces(draft) } };
    case 'delete_prospect':
      return { form: 'deletion', name, replaces: replaces(draft) };
    case 'ask_creation':
      return { form: 'conversion', open: { id: draft.prospect, replaces: replaces(draft) } };
  }
}
