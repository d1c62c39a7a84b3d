/** The towns of the postal code that is typed; a French one only. Late answers are dropped. */
import type { Backend } from '$lib/backend';
import type { Sheet } from '$lib/backend/types';
import { postalCode, textOf } from '$lib/format/address';

export class Towns {
  list = $state.raw<readonly string[]>([]);
  #asked = '';
  readonly #backend: Pick<Backend, 'towns'>;

  constructor(backend: Pick<Backend, 'towns'>) {
    this.#backend = backend;
  }

  async of(sheet: Sheet): Promise<void> {
    const code = wholeCode(sheet);
    if (code === this.#asked) return;
    this.#asked = code;
    // They help and are no more: without an answer the town is typed.
    const towns = code === '' ? [] : await this.#backend.towns(code).catch(() => []);
    if (code === this.#asked) this.list = towns;
  }
}

/** Five digits of France, or nothing to ask about. */
export function wholeCode(sheet: Sheet): string {
  const country = (textOf(sheet, 'codepays') || textOf(sheet, 'c_pays') || 'FR').toUpperCase();
  const code = postalCode(sheet);
  return country === 'FR' && /^\d{5}$/.test(code) ? code : '';
}
