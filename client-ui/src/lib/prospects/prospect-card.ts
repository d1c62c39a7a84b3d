/** What the card of one prospect shows. */
import type { Backend } from '$lib/backend/backend';
import type { Draft, EntryView, HistoryPage, ProspectView } from '$lib/backend/types';
import { LAST_VISITS, MOST_ENTRIES } from '$lib/card/chosen.svelte';
import { becameCustomer } from './creation';
import { creationOf } from './marks';

/** What the card can open. */
export type Showing = 'visit' | 'history' | 'lost' | 'remove';

export type ProspectContent = {
  id: string;
  /** null: this laptop shows no such prospect, or no longer. */
  view: ProspectView | null;
  visits: HistoryPage;
  /** This laptop's entries about the prospect, the latest first. */
  entries: readonly EntryView[];
  drafts: readonly Draft[];
  /** The code of the customer that it became, once the bases have him. */
  customer: string | null;
};

export async function readProspect(backend: Backend, id: string): Promise<ProspectContent> {
  const [view, visits, entries, drafts] = await Promise.all([
    backend.prospect(id),
    backend.prospectHistory(id, { with_lit: false, after: null, limit: LAST_VISITS }),
    backend.entries({ filter: 'all', subject: id, offset: 0, limit: MOST_ENTRIES }),
    backend.drafts()
  ]);
  const customer = await customerOf(backend, id, view, entries);
  return { id, view, visits, entries, drafts, customer };
}

/** A code that the accountants gave says nothing yet of the bases here: they are asked. */
async function customerOf(
  backend: Backend,
  id: string,
  view: ProspectView | null,
  entries: readonly EntryView[]
): Promise<string | null> {
  const creation = view && creationOf(view);
  if (view && creation?.state !== 'validated') return null;
  // Also when it was asked for on another laptop.
  const known = await backend.customerOf(id);
  if (known !== null) return known;
  const code = (creation?.state === 'validated' ? creation.customer : null) ?? becameCustomer(entries);
  if (code === null) return null;
  return (await backend.customer(code)) === null ? null : code;
}
