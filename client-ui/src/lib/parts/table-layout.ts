/** Where the rows of a long table stand: all rows are as high as each other, group heads stand before the row that they name. */
import type { RowGroup } from './types';

export const ROW = 36;
export const GROUP = 31;
export const HEAD = 31;

export type Span = { from: number; to: number };

const shown = (groups: readonly RowGroup[]) => groups.filter((group) => group.count > 0);

export function headsBefore(groups: readonly RowGroup[], index: number): number {
  return shown(groups).filter((group) => group.first <= index).length;
}

export function rowTop(groups: readonly RowGroup[], index: number): number {
  return index * ROW + headsBefore(groups, index) * GROUP;
}

/** The head stands right above its first row. */
export function groupTop(groups: readonly RowGroup[], group: RowGroup): number {
  return rowTop(groups, group.first) - GROUP;
}

export function tableHeight(groups: readonly RowGroup[], total: number): number {
  return total * ROW + shown(groups).length * GROUP;
}

/** The row at that height; a head counts as the row below it. */
export function rowAt(groups: readonly RowGroup[], y: number, total: number): number {
  let heads = 0;
  for (const group of shown(groups)) {
    if (group.first * ROW + heads * GROUP <= y) heads += 1;
  }
  return Math.max(0, Math.min(total - 1, Math.floor((y - heads * GROUP) / ROW)));
}

/** Rows in sight, `to` exclusive, with some more at each end. */
export function inSight(
  groups: readonly RowGroup[],
  total: number,
  scrolled: number,
  height: number,
  more = 8
): Span {
  if (total === 0) return { from: 0, to: 0 };
  const from = rowAt(groups, scrolled, total) - more;
  const to = rowAt(groups, scrolled + height, total) + 1 + more;
  return { from: Math.max(0, from), to: Math.min(total, to) };
}

export function groupsInSight(groups: readonly RowGroup[], span: Span): RowGroup[] {
  return shown(groups).filter((group) => group.first >= span.from && group.first < span.to);
}

/** How far to scroll so that the row is whole in sight; the first row of a group brings its head along. */
export function scrolledTo(
  groups: readonly RowGroup[],
  index: number,
  scrolled: number,
  height: number
): number {
  const led = shown(groups).some((group) => group.first === index);
  const top = rowTop(groups, index) - (led ? GROUP : 0);
  const bottom = rowTop(groups, index) + ROW;
  if (top < scrolled) return top;
  return bottom > scrolled + height ? bottom - height : scrolled;
}

/** Where a key of the table leads from a row, or null when it is none of its keys. */
export function keyTarget(key: string, at: number, total: number, page: number): number | null {
  const targets: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at < 0 ? 0 : at - 1,
    PageDown: Math.max(at, 0) + page,
    PageUp: at - page,
    Home: 0,
    End: total - 1
  };
  const target = targets[key];
  return target === undefined || total === 0 ? null : Math.max(0, Math.min(total - 1, target));
}
