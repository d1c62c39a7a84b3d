/** What the pill at the top says about the bases. Pure. */
import type { Notice, Status } from '$lib/backend/types';
import { distinctNotices } from '$lib/words/notices';

/** `expired` and `none` are the user's own two; `attention`: they are fresh, and something else is to be read. */
export type PillTone = 'fresh' | 'attention' | 'expired' | 'none';
export type Pill = {
  tone: PillTone;
  /** The older of the two bases tells; `null` = there is none. */
  builtAt: string | null;
  newer: boolean;
  notices: Notice[];
};

export function pillOf(status: Status): Pill {
  const notices = noticesOf(status);
  const builtAt = oldest(status);
  const newer = status.newer !== null;
  const told = { builtAt, newer, notices };
  if (builtAt === null) return { ...told, tone: 'none' };
  if (status.freshness.expired) return { ...told, tone: 'expired' };
  return { ...told, tone: notices.length > 0 ? 'attention' : 'fresh' };
}

/** Those of the last round, and what the state itself says of the folders, once each. */
export function noticesOf(status: Status): Notice[] {
  const folders = status.state.code === 'folder-missing' || status.state.code === 'not-set-up';
  const state: Notice[] = folders ? [{ code: status.state.code, message: '' }] : [];
  return distinctNotices([...state, ...status.notices]);
}

/** How old the older base is, and the limit, in whole hours; `null` without a base. */
export function agesOf(status: Status): { hours: number; limit: number } | null {
  const { common, user } = status.freshness;
  const ages = [common, user].filter((age) => age !== null);
  const worst = ages.sort((one, other) => one.built_at.localeCompare(other.built_at))[0];
  if (!worst) return null;
  const hours = (from: string, to: string) => Math.floor((Date.parse(to) - Date.parse(from)) / 3_600_000);
  return { hours: hours(worst.built_at, status.now), limit: hours(worst.built_at, worst.expires_at) };
}

function oldest(status: Status): string | null {
  const { common, user } = status.freshness;
  if (!common) return null;
  return user && user.built_at < common.built_at ? user.built_at : common.built_at;
}
