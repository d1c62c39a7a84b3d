/** Signing, and taking a signature away. */
import { session } from '$lib/state/session.svelte';
import { toast } from '$lib/state/toasts.svelte';
import { m } from '$words/messages';
import type { Conversion } from './conversion.svelte';
import { wholeSeconds } from './creation-model';
import type { Strokes } from './strokes';

/** After each stroke: it is kept at once, and the instant is asked for behind it. `text`: what stood above it. */
export async function sign(
  conversion: Conversion,
  drawn: { strokes: Strokes; svg: string },
  text: string
): Promise<void> {
  const signed = { ...drawn, text, signed_at: wholeSeconds(session.now) };
  // Where it was signed stays what it was, whatever becomes of the address.
  const signedIn = conversion.signedIn;
  conversion.signs(signedIn === '' ? { signed } : { signed, signedIn });
  await session.freshen();
  // Another stroke, or « Effacer », came meanwhile.
  if (conversion.body.signed !== signed) return;
  const signed_at = wholeSeconds(session.now);
  if (signed_at !== signed.signed_at) conversion.signs({ signed: { ...signed, signed_at } });
}

export function erase(conversion: Conversion): void {
  const { signed, signedIn } = conversion.body;
  if (!signed) return;
  // A place that was only proposed is proposed anew.
  const proposed = signedIn === conversion.value('ville_fac').trim();
  conversion.signs({ signed: null, signedIn: proposed ? null : signedIn });
  conversion.undo = toast({
    message: m.conversion_signature_erased(),
    action: {
      label: m.conversion_signature_restore(),
      // What was drawn since then counts more.
      run: () => conversion.body.signed === null && conversion.signs({ signed, signedIn })
    }
  });
}
