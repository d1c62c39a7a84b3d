/** From values to places: the marks of an axis, and where a value lies. */
export type Scale = {
  /** From the lowest to the highest; the first and the last are the ends of the axis. */
  ticks: number[];
  low: number;
  high: number;
};

const STEPS = [1, 2, 2.5, 5, 10];

/** The smallest round step that is at least this; of whole numbers when `whole`. */
function roundStep(least: number, whole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const steps = STEPS.map((step) => step * power).filter((step) => !whole || Number.isInteger(step));
  return steps.find((step) => step >= least * (1 - 1e-9)) ?? power * 10;
}

/** An axis that holds zero and all values, with about `wanted` steps. Nothing but zeros gives one step. */
export function axis(values: readonly number[], wanted: number, { whole = true } = {}): Scale {
  const most = Math.max(0, ...values);
  const least = Math.min(0, ...values);
  const span = most - least || 1;
  const step = roundStep(whole ? Math.max(1, span / wanted) : span / wanted, whole);
  const from = Math.floor(least / step);
  const until = Math.max(from + 1, Math.ceil(most / step));
  const ticks = Array.from({ length: until - from + 1 }, (_, at) => (from + at) * step || 0);
  return { ticks, low: from * step || 0, high: until * step || 0 };
}

/** From the top of a drawing of this height. */
export function place(value: number, { low, high }: Scale, height: number): number {
  return height * (1 - (value - low) / (high - low));
}

/** Where each of `count` columns stands in a width: its slot, its middle and the width of its bar. */
export type Columns = { slot: number; bar: number; middle: (at: number) => number };

const WIDEST_BAR = 44;

export function columns(count: number, width: number): Columns {
  const slot = width / Math.max(1, count);
  const bar = Math.max(1, Math.min(WIDEST_BAR, slot * 0.6));
  return { slot, bar, middle: (at) => slot * (at + 0.5) };
}
