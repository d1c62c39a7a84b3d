/** What the invented laptop is like: chosen by `?scenario=` and kept for the tab. */
const SCENARIOS = [
  'normal',
  'expired',
  'newer',
  'no-folder',
  'unknown-user',
  'not-set-up',
  'receiving',
  'no-base',
  'empty',
  'disk-full',
  'clock-behind',
  'in-use',
  'later-schema',
  'big',
  'admin',
  'crowded'
] as const;
export type Scenario = (typeof SCENARIOS)[number];

const KEY = 'tournee-scenario';

export function chosen(): Scenario {
  const asked = new URLSearchParams(location.search).get('scenario') ?? sessionStorage.getItem(KEY);
  const found = SCENARIOS.find((scenario) => scenario === asked) ?? 'normal';
  sessionStorage.setItem(KEY, found);
  return found;
}

/** Whether the user is an administrator, whose bases hold everybody. */
export const seesEverybody = (scenario: Scenario): boolean => scenario === 'admin' || scenario === 'crowded';

export const howMany = (scenario: Scenario): number => (scenario === 'big' ? 200_000 : 5_000);
