/** « Actualiser », from the panel and the palette: the same words after it. */
import { session } from '$lib/state/session.svelte';
import { toast } from '$lib/state/toasts.svelte';
import { errorWords } from '$lib/words/errors';
import { m } from '$words/messages';
import { frame } from './frame.svelte';

/** What to say where it was asked for; `null` when a toast said it. */
export async function refreshBases(): Promise<string | null> {
  try {
    const report = await session.refresh();
    if (report.adopted) {
      // What was asked for is done: back to the list.
      frame.freshnessOpen = false;
      toast({ message: m.frame_refreshed(), tone: 'ok' });
      return null;
    }
    return session.status?.freshness.expired ? m.frame_nothing_newer_expired() : m.frame_nothing_newer();
  } catch (error) {
    toast({ message: errorWords(error), tone: 'bad' });
    return null;
  }
}
