/** What a field of annex 2 may be chosen from, and what hangs on what. Pure: whether a value may stay is Rust's to say. */
import type { CustomerField, FieldView, ListsView } from '$lib/backend/types';
import type { Option } from '$lib/parts/types';
import { isLost } from '$lib/prospects/stage';
import { codesOf } from '$lib/requests/request-model';

/** What is typed, by field. */
export type Fields = { [key in CustomerField]?: string };
export type ReadField = (column: CustomerField) => string;

/** Of these the code itself is what one says in the trade. */
const SAID_BY_CODE: readonly CustomerField[] = ['c_agence', 'c_rep', 'c_mod_rgl_1', 'c_catc'];
const PARENTS: Partial<Record<CustomerField, CustomerField>> = { c_sfam_client: 'c_fam_client' };
const CHILDREN: Partial<Record<CustomerField, CustomerField>> = { c_fam_client: 'c_sfam_client' };

/** The choices of a field; none: it is typed. What stands there is always among them. */
export function optionsOf(column: CustomerField, value: string, lists: ListsView, read: ReadField): Option[] {
  if (column === 'etape') return plain(lists.stages, value);
  if (column === 'motif_perte') return plain(lists.lost_reasons, value);
  const parentColumn = PARENTS[column];
  const parent = parentColumn === undefined ? '' : read(parentColumn);
  return codesOf(column, value, lists)
    .filter((code) => parent === '' || code.parent === null || code.parent === parent || code.code === value)
    .map(({ code, label }) => ({ value: code, label: shown(column, code, label) }));
}

/** What else changes with a field: the sub-category of another category goes, and the reason of a loss that is none any more. */
export function following(column: CustomerField, value: string, lists: ListsView, read: ReadField): Fields {
  if (column === 'etape' && !isLost(value) && read('motif_perte') !== '') return { motif_perte: '' };
  const child = CHILDREN[column];
  if (child === undefined || read(child) === '') return {};
  const code = lists.codes[child]?.find((one) => one.code === read(child));
  return code?.parent != null && code.parent !== value ? { [child]: '' } : {};
}

/** A stored value as the form types it: a day without its hour. */
export function typedValue(field: FieldView | undefined, value: string | number | undefined): string {
  const text = value === undefined ? '' : String(value).trim();
  return field?.kind === 'date' ? text.slice(0, 10) : text;
}

function plain(values: readonly string[], value: string): Option[] {
  const all = value === '' || values.includes(value) ? values : [value, ...values];
  return all.map((one) => ({ value: one, label: one }));
}

function shown(column: CustomerField, code: string, label: string): string {
  if (label === '' || label === code) return code;
  return SAID_BY_CODE.includes(column) ? `${code} · ${label}` : label;
}
