/** Parts and amounts as text. */
import { changeOn, percent, signed, signedPercent } from '$lib/format/numbers';
import type { Tone } from '$lib/parts/types';

/** « 85,1 % » from thousandths. */
export function permilleText(permille: number): string {
  return percent(permille / 10);
}

/** « 68,6 % »; of nothing there is no part. */
export function partText(part: number, whole: number): string | null {
  return whole > 0 ? percent((part / whole) * 100) : null;
}

export type Change = { text: string; tone: Tone };

/** How the year stands against the year before; nothing to compare with gives null. */
export function changeOf(previous: number, now: number): Change | null {
  const share = changeOn(previous, now);
  if (share === null) return null;
  const rounded = Math.round(share * 1000);
  return { text: signedPercent(share), tone: rounded > 0 ? 'ok' : rounded < 0 ? 'bad' : 'neutral' };
}

const THOUSAND = 1000_00;
const decimals = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 2 });

/** « 50 k€ »: an amount at a mark of the axis, in the unit that suits all marks. */
export function axisEuros(cents: number, marks: readonly number[]): string {
  const most = Math.max(...marks.map(Math.abs));
  const [unit, sign] =
    most >= 1000 * THOUSAND ? [1000 * THOUSAND, 'M€'] : most >= 5 * THOUSAND ? [THOUSAND, 'k€'] : [100, '€'];
  const value = cents / unit;
  const text = Number.isInteger(value)
    ? signed(value)
    : decimals.format(value).replace('-', '\u2212').replaceAll('\u202f', '\u00a0');
  return `${text}\u00a0${sign}`;
}
