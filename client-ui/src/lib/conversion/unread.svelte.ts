/** Dates in which something is typed that cannot be read: they stand there as empty, while what stood there before is still kept. */
import type { CustomerField } from '$lib/backend/types';
import type { Fields } from '$lib/prospect-form/field-options';
import { without } from './creation-model';

export class Unread {
  columns: ReadonlySet<CustomerField> = $state.raw(new Set());
  /** What had been typed in the field that was emptied last. */
  #before: { column: CustomerField; value: string | undefined } | null = null;

  has(column: CustomerField): boolean {
    return this.columns.has(column);
  }

  /** An input tells the same of a field that is emptied and of one that it cannot read; which of the two it says right after. */
  emptied(column: CustomerField, fields: Fields): void {
    this.#before = { column, value: fields[column] };
  }

  /** Answers what is typed with what had been typed there before. */
  add(column: CustomerField, fields: Fields): Fields {
    this.columns = new Set([...this.columns, column]);
    const before = this.#before;
    this.#before = null;
    if (before?.column !== column) return fields;
    return { ...without(fields, [column]), ...(before.value !== undefined && { [column]: before.value }) };
  }

  remove(column: CustomerField): void {
    if (this.has(column)) this.columns = new Set([...this.columns].filter((other) => other !== column));
  }
}
