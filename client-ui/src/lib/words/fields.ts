/** Names of fields: the lists carry annex 2's own labels, which begin in lower case. */
import type { FieldView } from '$lib/backend/types';

/** « catégorie client » as a label: « Catégorie client ». The column itself when the lists do not know it. */
export function fieldLabel(column: string, fields: readonly FieldView[]): string {
  const label = fields.find((field) => field.column === column)?.label ?? column;
  return capital(label);
}

export function capital(text: string): string {
  const [first = ''] = text;
  return first.toLocaleUpperCase('fr') + text.slice(first.length);
}
