/** An IBAN as one types it from a bank statement: groups of four, the caret where it was; and the BIC beside it. Whether they are right is
 * Rust's to say. Pure. */
import type { CustomerField } from '$lib/backend/types';

export type BankColumn = 'iban' | 'bic';

export function isBank(column: CustomerField): column is BankColumn {
  return column === 'iban' || column === 'bic';
}

/** Signs without the blanks between the groups, in capitals. */
export function compact(text: string): string {
  return text.replace(/[^0-9a-z]/gi, '').toUpperCase();
}

export function grouped(text: string): string {
  return compact(text).replace(/(.{4})(?=.)/g, '$1 ');
}

/** Known on this laptop by its last four signs only: it is left alone until something else is typed. */
export function isMasked(text: string): boolean {
  return text.includes('•');
}

/** What was typed into signs that are only shown as dots: the rest of them is nothing that anybody typed. */
export function typedOver(before: string, now: string): string {
  if (!isMasked(now)) return now;
  let from = 0;
  while (from < before.length && before[from] === now[from]) from += 1;
  let behind = 0;
  const most = Math.min(before.length, now.length) - from;
  while (behind < most && before.at(-1 - behind) === now.at(-1 - behind)) behind += 1;
  return now.slice(from, now.length - behind).replaceAll('•', '');
}

export type Edit = {
  /** What stood there. */
  before: string;
  /** What stands there after the key, and where the caret is in it. */
  now: string;
  caret: number;
  /** Whether it was the key that deletes what comes after the caret. */
  forward?: boolean;
};

/** What stands there then, and where the caret belongs. */
export function regrouped({ before, now, caret, forward = false }: Edit): { text: string; caret: number } {
  let signs = compact(now);
  let passed = compact(now.slice(0, caret)).length;
  // Only the blank between two groups went: the sign beyond it was meant.
  if (now.length < before.length && signs === compact(before)) {
    if (!forward) passed = Math.max(passed - 1, 0);
    signs = signs.slice(0, passed) + signs.slice(passed + 1);
  }
  return { text: grouped(signs), caret: placed(passed) };
}

/** Behind so many signs, before the blank that follows them. */
function placed(signs: number): number {
  return signs === 0 ? 0 : signs + Math.floor((signs - 1) / 4);
}
