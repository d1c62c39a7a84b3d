/** From a refused entry to the form that corrects it. */
import type { Backend } from '$lib/backend';
import type { CustomerView, EntryView, Kind } from '$lib/backend/types';
import type { RequestEntryDraft } from '$lib/requests/request-entry.svelte';
import type { VisitEntryDraft } from '$lib/visit/visit-entry.svelte';
import type { Replaces } from './entry-form.svelte';

/** The forms that there are by now; those of prospects come later. */
export function canCorrect(kind: Kind): boolean {
  return kind === 'VC' || kind === 'VP' || kind === 'MC';
}

export type Correction =
  | { form: 'visit'; name: string; replaces: Replaces<VisitEntryDraft> }
  | { form: 'request'; customer: CustomerView; replaces: Replaces<RequestEntryDraft> }
  /** Why there is none. */
  | { form: 'none'; why: 'no-draft' | 'no-customer' | 'soon'; subject: string };

/** What opens for this entry. Rejects when the backend does. */
export async function correctionOf(
  entry: EntryView,
  backend: Pick<Backend, 'draftOf' | 'customer'>
): Promise<Correction> {
  const { subject, state, message, reason, name } = entry;
  const draft = await backend.draftOf(name);
  const told = { name, reason, message, state };
  if (draft === null) return { form: 'none', why: 'no-draft', subject };
  if (draft.kind === 'visit')
    return { form: 'visit', name: entry.subject_name, replaces: { ...told, draft } };
  if (draft.kind !== 'request') return { form: 'none', why: 'soon', subject };
  const customer = await backend.customer(draft.customer);
  if (customer === null) return { form: 'none', why: 'no-customer', subject };
  return { form: 'request', customer, replaces: { ...told, draft } };
}
