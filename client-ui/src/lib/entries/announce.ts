/** What is said once an entry is saved. */
import type { FieldView, Saved } from '$lib/backend/types';
import { toast } from '$lib/state/toasts.svelte';
import { problemWords } from '$lib/words/problems';
import { fieldLabel } from '$lib/words/fields';
import { m } from '$words/messages';

/** « déposée » only when the file lies in the folder; what is unlikely is said with it. */
export function savedWords(
  saved: Saved,
  words: { saved: string; dropped: string },
  fields: readonly FieldView[]
): string {
  const said = saved.dropped ? words.dropped : words.saved;
  if (saved.warnings.length === 0) return said;
  const warnings = saved.warnings.map((warning) => {
    const text = problemWords(warning, fields);
    return warning.field === undefined
      ? text
      : m.entries_warning({ label: fieldLabel(warning.field, fields), text });
  });
  return m.entries_saved_warning({ said, warnings: warnings.join(' ') });
}

export function announce(
  saved: Saved,
  words: { saved: string; dropped: string },
  fields: readonly FieldView[]
): void {
  toast({ message: savedWords(saved, words, fields), tone: saved.warnings.length > 0 ? 'warn' : 'ok' });
}
