/** « Récapitulatif »: every field that is filled in or has to be, by step, as one reads it. Pure. */
import type { CustomerField, ListsView, Sheet } from '$lib/backend/types';
import { sheetRows } from '$lib/card/sheet-rows';
import { groupOf, GROUPS, type GroupId } from '$lib/words/field-groups';
import { grouped, isMasked } from './iban';
import type { ToDo } from './steps';

export type RecapRow = {
  field: CustomerField;
  label: string;
  /** '' where nothing stands. */
  value: string;
  state: 'said' | ToDo['what'];
};
export type RecapGroup = { id: GroupId; rows: RecapRow[]; empty: number };

export function recapOf(
  value: (column: CustomerField) => string,
  lists: ListsView,
  todo: readonly ToDo[]
): RecapGroup[] {
  const sheet: Sheet = Object.fromEntries(lists.fields.map(({ column }) => [column, value(column)]));
  const all = sheetRows(sheet, lists).map((row): RecapRow => {
    const found = todo.find(({ field }) => field === row.field);
    return { ...row, value: printed(row.field, row.value), state: found?.what ?? 'said' };
  });
  return GROUPS.map((id) => {
    const mine = all.filter(({ field }) => groupOf(field) === id);
    const rows = mine.filter((row) => row.value !== '' || row.state !== 'said');
    return { id, rows, empty: mine.length - rows.length };
  });
}

function printed(field: CustomerField, value: string): string {
  return field === 'iban' && !isMasked(value) ? grouped(value) : value;
}
