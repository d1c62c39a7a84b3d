/** The look is changed at once, and kept. */
import type { Theme } from '$lib/backend/types';
import { session } from '$lib/state/session.svelte';
import { toast } from '$lib/state/toasts.svelte';
import { errorWords } from '$lib/words/errors';

export async function chooseTheme(choice: Theme): Promise<void> {
  try {
    await session.keepPreferences({ theme: choice });
  } catch (error) {
    toast({ message: errorWords(error), tone: 'warn' });
  }
}
