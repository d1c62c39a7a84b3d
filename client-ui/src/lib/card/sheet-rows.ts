/** « Toute la fiche »: the fields of annex 2 that the card's head does not show, with labels and the labels of codes. Pure. */
import type { CustomerField, ListsView, Sheet } from '$lib/backend/types';
import { textOf } from '$lib/format/address';
import { showDate } from '$lib/format/dates';
import { showPhone } from '$lib/format/phone';
import { fieldLabel } from '$lib/words/fields';
import { labelOf } from './facts';

export type SheetRow = { field: CustomerField; label: string; value: string };
const PHONES: readonly CustomerField[] = ['tel_1', 'tel_2', 'fax'];
/** Never in the bases of customers (design §5). */
export const BANK_DETAILS: readonly CustomerField[] = ['bic', 'iban'];

/** All fields in annex 2's order; '' where there is nothing. */
export function sheetRows(
  sheet: Sheet,
  lists: ListsView,
  leftOut: readonly CustomerField[] = []
): SheetRow[] {
  const fields = lists.fields.filter(({ column, annex_2 }) => annex_2 && !leftOut.includes(column));
  return fields.map(({ column, kind }) => {
    const label = fieldLabel(column, lists.fields);
    const text = textOf(sheet, column);
    if (kind === 'date') return { field: column, label, value: showDate(text.slice(0, 10)) };
    if (PHONES.includes(column)) return { field: column, label, value: showPhone(text) };
    return { field: column, label, value: withLabel(lists, column, text) };
  });
}

/** The words first, for one reads them; the code after, for one types it in the ERP. */
function withLabel(lists: ListsView, field: CustomerField, code: string): string {
  if (code === '') return '';
  const label = labelOf(lists, field, code);
  return label === code ? code : `${label} (${code})`;
}
