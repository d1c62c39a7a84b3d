/** What the list says of a prospect besides its name: one mark, the one that asks for something first. Pure. */
import type { CreationState, ProspectRow } from '$lib/backend/types';
import { daysBetween } from '$lib/format/dates';
import { daysSince } from '$lib/format/days';
import type { Tone } from '$lib/parts/types';
import { m } from '$words/messages';

export type MarkId = 'to_mend' | 'refused' | 'asked' | 'validated' | 'waiting';
export type Mark = { id: MarkId; label: string; tone: Tone };

const MARKS: Record<MarkId, { label: () => string; tone: Tone }> = {
  to_mend: { label: m.prospects_mark_to_mend, tone: 'bad' },
  refused: { label: m.prospects_mark_refused, tone: 'bad' },
  asked: { label: m.prospects_mark_asked, tone: 'warn' },
  validated: { label: m.prospects_mark_validated, tone: 'ok' },
  waiting: { label: m.prospects_mark_waiting, tone: 'warn' }
};

type Marked = Pick<ProspectRow, 'origin' | 'creation' | 'customer' | 'waiting' | 'to_mend'>;

/** Refused by the accountants goes before refused by the server: the same entry is often both. */
export function markOf(row: Marked): Mark | null {
  const id = markIdOf(row);
  return id && { id, label: MARKS[id].label(), tone: MARKS[id].tone };
}

function markIdOf(row: Marked): MarkId | null {
  const creation = creationOf(row)?.state;
  if (creation === 'refused') return 'refused';
  if (row.to_mend > 0 || row.origin === 'rejected') return 'to_mend';
  if (creation) return creation;
  return isWaiting(row) ? 'waiting' : null;
}

/** Whether the automaton has not integrated all of it yet, as far as is known. */
export function isWaiting(row: Pick<ProspectRow, 'waiting'>): boolean {
  return row.waiting > 0;
}

/** What became of the wish to make it a customer; a base that knows the customer knows that it was granted. */
export function creationOf(row: Pick<ProspectRow, 'creation' | 'customer'>): CreationState | null {
  if (row.customer !== null) return { state: 'validated', customer: row.customer };
  return row.creation;
}

/** « il y a 6 j », « hier », « jamais vu ». */
export function seenWords(lastVisit: string | null, today: string): string {
  if (lastVisit === null || today === '') return daysSince(null);
  const days = daysBetween(lastVisit, today);
  if (days === 0) return m.format_today();
  if (days === 1) return m.format_yesterday();
  return m.prospects_days_ago({ days });
}
