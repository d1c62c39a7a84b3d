/** What tests of entries stand on: one that was laid down and not answered yet. */
import { unanswered } from '$lib/backend/memory/entry';
import type { EntryView } from '$lib/backend/types';

export function entryView(change: Partial<EntryView>): EntryView {
  return {
    name: 'VC_1',
    kind: 'VC',
    sequence: 1,
    subject: 'C01846',
    subject_name: 'ETA POIRIER',
    summary: '',
    to_accountant: false,
    standing: 'laid',
    saved_at: '2026-11-24T10:00:00Z',
    dropped_at: null,
    ...unanswered(),
    ...change
  };
}
