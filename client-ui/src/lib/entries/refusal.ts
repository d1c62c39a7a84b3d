/** Why an entry was refused, as its author is told: an accountant's own words, or what the server's reason means. Pure. */
import type { EntryView } from '$lib/backend/types';
import { reasonWords } from '$lib/words/reasons';
import { m } from '$words/messages';

export interface Refusal {
  what: string;
  todo: string;
}

type Refused = { reason: string | null; message?: string | null; state?: EntryView['state'] };

export function refusalWords({ reason, message, state }: Refused): Refusal {
  const { what, todo } = reasonWords(reason);
  if (state === 'refused') {
    const quoted = message ? m.entries_quoted({ message }) : m.entries_refused_by_accountant();
    return { what: quoted, todo: message ? m.entries_refused_by_accountant() : m.entries_refused_todo() };
  }
  // A remark that came with a reason says it better than the reason.
  return message
    ? { what: m.entries_quoted({ message }), todo: reason === null ? todo : what }
    : { what, todo };
}
