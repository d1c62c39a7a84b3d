/** To the card of whoever was visited. */
import type { Whom } from '$lib/backend/types';
import { session } from '$lib/state/session.svelte';

export function openCardOf(whom: Whom): void {
  if ('customer' in whom) session.openCustomer(whom.customer);
  else session.openProspect(whom.prospect);
}
