/** The frame of the invented laptop. */
import type { Notice, Start, Status } from '../types';
import { after, day, instant } from './clock';
import { invented } from './lists';
import { FILTERS, type World } from './world';

const TOTAL = 530_000_000;

export function startOf(world: World): Start {
  return {
    state: stateOf(world),
    user: 'jdupont',
    os_user: 'BOCAGE\\jdupont',
    settings: world.settings,
    version: '0.1.0',
    zone: 'Europe/Paris',
    data_folder: 'C:\\Users\\jdupont\\AppData\\Local\\fr.tournee.desktop'
  };
}

function stateOf(world: World): Status['state'] {
  if (world.settings === null) return { code: 'not-set-up' };
  if (world.hasBase) return { code: 'ready' };
  if (world.scenario === 'unknown-user') return { code: 'unknown-user', folder: 'jdupont' };
  if (world.scenario === 'no-folder')
    return { code: 'folder-missing', which: 'bases', path: world.settings.bases };
  return { code: 'no-base-yet' };
}

/** While the first bases are received, each look finds more of them, and in the end they are taken. */
function receivingOf(world: World): Status['receiving'] {
  if (world.scenario !== 'receiving' || world.generation > 41) return null;
  world.receivedBytes += 60_000_000;
  if (world.receivedBytes >= TOTAL) {
    world.generation += 1;
    return null;
  }
  return { done_bytes: world.receivedBytes, total_bytes: TOTAL };
}

const NOTICES: Partial<Record<World['scenario'], Notice>> = {
  'clock-behind': { code: 'clock-behind', message: 'this laptop is behind its bases' },
  'later-schema': { code: 'later-schema', message: 'the published base needs a newer program' },
  'disk-full': { code: 'disk-full', message: 'no space left on device' },
  'no-folder': { code: 'folder-missing', message: 'the folder of the bases is not there' }
};

export function statusOf(world: World): Status {
  const receiving = receivingOf(world);
  const expired = world.scenario === 'expired' && world.generation === 41;
  const age = (built_at: string) => ({
    generation: world.generation,
    built_at,
    expires_at: after(built_at, invented().bases_expire_after_hours),
    expired,
    through: 100
  });
  const notice = NOTICES[world.scenario];
  const of = (filter: keyof typeof FILTERS) => world.entries.filter((it) => FILTERS[filter](it.view)).length;
  return {
    state: stateOf(world),
    freshness: {
      common: world.hasBase ? age(world.built.common) : null,
      user: world.hasBase ? age(world.built.user) : null,
      expired: expired || !world.hasBase,
      last_receipt_at: world.entries.length > 0 ? instant(10) : null
    },
    newer: world.newer
      ? {
          common_built_at: instant(8 * 60 + 8),
          user_built_at: instant(8 * 60 + 6),
          changes: { customers: 214, visits: 1_032, prospects: 3 }
        }
      : null,
    receiving,
    counts: {
      all: of('all'),
      waiting: of('waiting'),
      to_mend: of('to_mend'),
      done: of('done')
    },
    notices: notice === undefined ? [] : [notice],
    today: day(),
    now: instant(),
    last_round_at: instant(1)
  };
}
