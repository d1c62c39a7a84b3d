/** What the card of one customer shows. */
import type { Backend } from '$lib/backend/backend';
import type { CustomerView, EntryView, HistoryPage } from '$lib/backend/types';
import { LAST_VISITS, MOST_ENTRIES } from '$lib/card/chosen.svelte';

/** What the card can open. */
export type Showing = 'visit' | 'request' | 'history';

export type CardContent = {
  /** His code. */
  id: string;
  /** null: the bases do not have that code. */
  view: CustomerView | null;
  visits: HistoryPage;
  /** This laptop's entries about the customer, the latest first. */
  entries: readonly EntryView[];
};

export async function readCard(backend: Backend, code: string): Promise<CardContent> {
  const [view, visits, entries] = await Promise.all([
    backend.customer(code),
    backend.customerHistory(code, { with_lit: false, after: null, limit: LAST_VISITS }),
    backend.entries({ filter: 'all', subject: code, offset: 0, limit: MOST_ENTRIES })
  ]);
  return { id: code, view, visits, entries };
}
