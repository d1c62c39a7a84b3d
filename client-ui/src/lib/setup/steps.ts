/** Where the first run stands, as a road with five stops. Pure. */
import type { SetupState } from '$lib/backend/types';

export type StepState = 'done' | 'here' | 'ahead' | 'bad';
export type StepId = 'bases' | 'inbox' | 'user' | 'receive' | 'ready';
export type Steps = Record<StepId, StepState>;

export const STEP_IDS: readonly StepId[] = ['bases', 'inbox', 'user', 'receive', 'ready'];

/** What was chosen so far, while the folders are being chosen. */
export type Chosen = { inbox: string | null; bases: string | null };

export function stepsOf(state: SetupState, choosing: boolean, chosen: Chosen): Steps {
  if (choosing || state.code === 'not-set-up') return choosingSteps(chosen);
  const steps: Steps = { bases: 'done', inbox: 'done', user: 'ahead', receive: 'ahead', ready: 'ahead' };
  switch (state.code) {
    case 'folder-missing':
      return { ...steps, [state.which]: 'bad' };
    case 'unknown-user':
      return { ...steps, user: 'bad' };
    case 'no-base-yet':
      return { ...steps, user: 'done', receive: 'here' };
    case 'ready':
      return { ...steps, user: 'done', receive: 'done', ready: 'here' };
  }
}

function choosingSteps({ inbox, bases }: Chosen): Steps {
  const later = { user: 'ahead', receive: 'ahead', ready: 'ahead' } as const;
  if (bases === null) return { ...later, bases: 'here', inbox: inbox === null ? 'ahead' : 'done' };
  return { ...later, bases: 'done', inbox: inbox === null ? 'here' : 'done' };
}
