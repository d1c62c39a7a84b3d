/**
 * The way of an entry as stops: saved here, laid in the synced folder, integrated by the server, and, where an accountant decides, validated.
 * Pure: the day and the zone are passed in.
 */
import type { EntryView } from '$lib/backend/types';
import { m } from '$words/messages';
import { shortInstant } from './instant';

export type StopState = 'passed' | 'here' | 'ahead' | 'done' | 'refused';

export interface Stop {
  label: string;
  /** When it was passed, as shown. */
  at?: string;
  /** What stands there in place of a time. */
  note?: string;
  state: StopState;
}

/** What the line is told of the world. */
export interface Here {
  /** The company's day, YYYY-MM-DD. */
  today: string;
  /** The company's zone. */
  zone: string;
}

/** What of an entry its life line needs. */
export type Lived = Pick<
  EntryView,
  'to_accountant' | 'saved_at' | 'dropped_at' | 'state' | 'at' | 'integrated_at'
>;

/** The stops of an entry, three or four. */
export function lifeLineOf(entry: Lived, here: Here): Stop[] {
  const stops = [saved(entry, here), dropped(entry, here), integrated(entry, here)];
  return entry.state !== 'rejected' && entry.to_accountant ? [...stops, decided(entry, here)] : stops;
}

/** The stop at which an entry is: the one that a narrow place shows. */
export function presentStop(stops: readonly Stop[]): Stop | undefined {
  return stops.findLast((stop) => stop.state !== 'ahead');
}

function isIntegrated(entry: Lived): boolean {
  return entry.state === 'integrated' || isDecided(entry);
}

function isDecided(entry: Lived): boolean {
  return entry.state === 'validated' || entry.state === 'refused';
}

function saved(entry: Lived, here: Here): Stop {
  const state = entry.dropped_at === null && entry.state === null ? 'here' : 'passed';
  return stop(m.entries_stop_saved(), state, entry.saved_at, here);
}

function dropped(entry: Lived, here: Here): Stop {
  const label = m.entries_stop_dropped();
  if (entry.dropped_at === null && entry.state === null) {
    return { label, note: m.entries_note_to_drop(), state: 'ahead' };
  }
  return stop(label, entry.state === null ? 'here' : 'passed', entry.dropped_at, here);
}

function integrated(entry: Lived, here: Here): Stop {
  const label = m.entries_stop_integrated();
  if (entry.state === 'rejected') return stop(m.entries_stop_rejected(), 'refused', entry.at, here);
  // Where there is room for one word only, it must not read « Intégrée ».
  if (entry.state === 'deferred') {
    return { label: m.entries_stop_deferred(), note: m.entries_note_deferred(), state: 'here' };
  }
  if (!isIntegrated(entry)) return { label, note: m.entries_note_waiting(), state: 'ahead' };
  const at = entry.integrated_at ?? (isDecided(entry) ? null : entry.at);
  return stop(label, isDecided(entry) ? 'passed' : 'done', at, here);
}

function decided(entry: Lived, here: Here): Stop {
  if (entry.state === 'validated') return stop(m.entries_stop_validated(), 'done', entry.at, here);
  if (entry.state === 'refused') return stop(m.entries_stop_refused(), 'refused', entry.at, here);
  return {
    label: m.entries_stop_validated(),
    note: isIntegrated(entry) ? m.entries_note_with_accountant() : '',
    state: 'ahead'
  };
}

function stop(label: string, state: StopState, at: string | null, here: Here): Stop {
  return at === null ? { label, state } : { label, state, at: shortInstant(at, here) };
}
