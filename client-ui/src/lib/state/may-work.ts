import type { Status } from '$lib/backend/types';

/**
 * Whether there is something to work with. A folder that is missing, or settings that cannot be read, stop nobody who has a base: what is
 * entered waits in the journal, and the freshness panel says what to do.
 */
export function mayWork(status: Status): boolean {
  if (status.state.code === 'ready') return true;
  const folders = status.state.code === 'folder-missing' || status.state.code === 'not-set-up';
  return folders && status.freshness.common !== null;
}
