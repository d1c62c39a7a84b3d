/**
 * « Demande de modification »: which fields can be asked for, what stands on the sheet, and how the accountants will read the wish. Pure; what
 * is a valid value is Rust's to say.
 */
import type { Code, CustomerField, FieldView, ListsView, RequestDraft, Sheet } from '$lib/backend/types';
import { showDate } from '$lib/format/dates';
import { groupLabel, groupOf, GROUPS, type GroupId } from '$lib/words/field-groups';
import { capital } from '$lib/words/fields';
import { m } from '$words/messages';

/** Wished values as typed, by field, in the order in which they were chosen. */
export type Wishes = RequestDraft['fields'];

export interface FieldGroup {
  id: GroupId;
  label: string;
  fields: FieldView[];
}

/** No base of a laptop has them: what stands on the sheet is not known here. */
export function isBankDetail(column: CustomerField): boolean {
  return column === 'bic' || column === 'iban';
}

/** Annex 2's fields whose label or column has what was typed, by group. */
export function groupsOf(fields: readonly FieldView[], typed: string): FieldGroup[] {
  const wanted = folded(typed.trim());
  const found = fields.filter(
    (field) => field.annex_2 && (folded(field.label).includes(wanted) || field.column.includes(wanted))
  );
  const groups = GROUPS.map((id) => ({
    id,
    label: groupLabel(id),
    fields: found.filter((field) => groupOf(field.column) === id)
  }));
  return groups.filter((group) => group.fields.length > 0);
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase('fr');
}

/** What stands on the sheet, as it is typed. */
export function presentValue(column: CustomerField, sheet: Sheet): string {
  return isBankDetail(column) ? '' : String(sheet[column] ?? '');
}

/** A value as one reads it: a day as JJ/MM/AAAA, a code with its label. */
export function readable(field: FieldView, value: string, codes: readonly Code[]): string {
  if (value === '') return '';
  if (field.kind === 'date') return showDate(value);
  const label = codes.find((code) => code.code === value)?.label;
  return label && label !== value ? m.requests_code_with_label({ code: value, label }) : value;
}

/** The codes that a field may take, and the present one even if the lists know it no more. */
export function codesOf(column: CustomerField, present: string, lists: ListsView): Code[] {
  const codes = lists.codes[column] ?? [];
  const isKnown = codes.length === 0 || present === '' || codes.some((code) => code.code === present);
  return isKnown ? codes : [{ code: present, label: present, parent: null }, ...codes];
}

/** Adds a field with what stands on the sheet, to be changed; takes it away when it is there. */
export function toggledField(wishes: Wishes, column: CustomerField, sheet: Sheet): Wishes {
  if (column in wishes) {
    return Object.fromEntries(Object.entries(wishes).filter(([other]) => other !== column));
  }
  return { ...wishes, [column]: presentValue(column, sheet) };
}

/** The wished fields in the order of the lists. */
export function wishedFields(wishes: Wishes, fields: readonly FieldView[]): FieldView[] {
  return fields.filter((field) => field.column in wishes);
}

/** Whether what is wished differs from what stands there. Bank details that were not typed are not wished. */
export function isChanged(column: CustomerField, wished: string, sheet: Sheet): boolean {
  return wished.trim() !== presentValue(column, sheet).trim();
}

/** The sentence that the accountants read: « Téléphone : « x » remplacé par « y » ». */
export function sentenceOf(field: FieldView, wished: string, sheet: Sheet): string {
  const shown = (value: string) => (value === '' ? m.requests_empty_quoted() : m.requests_quoted({ value }));
  const day = (value: string) => (field.kind === 'date' ? showDate(value) : value);
  return m.requests_sentence({
    label: capital(field.label),
    from: isBankDetail(field.column) ? m.requests_hidden() : shown(day(presentValue(field.column, sheet))),
    to: shown(day(wished.trim()))
  });
}

/** Whether there is nothing worth keeping. */
export function isBlank(wishes: Wishes, comment: string, sheet: Sheet): boolean {
  const changed = Object.entries(wishes).some(([column, wished]) =>
    isChanged(column as CustomerField, wished, sheet)
  );
  return !changed && comment.trim() === '';
}

/** A kept body as a request; null when it is none. What was asked for and not touched is filled from the sheet of now. */
export function readRequestBody(
  body: unknown,
  fields: readonly FieldView[],
  sheet: Sheet
): { fields: Wishes; comment: string } | null {
  if (typeof body !== 'object' || body === null) return null;
  const kept = body as { fields?: unknown; comment?: unknown; asked?: unknown };
  const asked: unknown[] = Array.isArray(kept.asked) ? kept.asked : [];
  const untouched = fields
    .filter((field) => field.annex_2 && asked.includes(field.column))
    .map(({ column }) => [column, presentValue(column, sheet)]);
  const typed = typeof kept.fields === 'object' && kept.fields !== null ? Object.entries(kept.fields) : [];
  const known = typed.filter(
    ([column, wished]) =>
      typeof wished === 'string' && fields.some((field) => field.annex_2 && field.column === column)
  );
  return {
    fields: Object.fromEntries([...untouched, ...known]),
    comment: typeof kept.comment === 'string' ? kept.comment : ''
  };
}
