/** Figures as the French write them, with a minus sign and with spaces that these faces show: U+202F is too thin in them. */

const counts = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 0 });
const amounts = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' });
const percents = new Intl.NumberFormat('fr-FR', { style: 'percent', maximumFractionDigits: 1 });

function clear(text: string): string {
  return text.replaceAll('\u202f', '\u00a0').replace('-', '\u2212');
}

/** `1 234`, with U+2212 before a negative one. */
export function signed(value: number): string {
  return clear(counts.format(value));
}

/** `38 412,60 €` from cents. */
export function euros(cents: number): string {
  return clear(amounts.format(cents / 100));
}

/** `+12,4 %`, `−8,3 %`, `0 %`. */
export function signedPercent(share: number): string {
  // Rounded first, so that a trace under zero gives no « −0 % ».
  const rounded = Math.round(share * 1000) / 1000;
  return `${rounded > 0 ? '+' : ''}${clear(percents.format(rounded === 0 ? 0 : rounded))}`;
}

/** `42 %` from 42. */
export function percent(value: number): string {
  return clear(percents.format(value / 100));
}

/** How much more or less than before, as a share; nothing to compare with gives null. */
export function changeOn(before: number, now: number): number | null {
  return before > 0 ? (now - before) / before : null;
}
