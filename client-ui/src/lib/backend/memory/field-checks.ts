/** Stand-ins for what Rust says of a single value, so that screens have something to show. */
import type { CustomerField, EntryProblem } from '../types';
import { invented } from './lists';

export const problem = (code: string, message: string, field?: string): EntryProblem => ({
  code,
  message,
  ...(field === undefined ? {} : { field })
});

export type Typed = Partial<Record<CustomerField, string>>;
export const typedOf = (fields: Typed): [CustomerField, string][] =>
  Object.entries(fields) as [CustomerField, string][];

const compact = (text: string) => text.replace(/\s/g, '').toUpperCase();

/** Bank details that are shown by their last four signs only stay as they are. */
export const isMasked = (column: CustomerField, text: string): boolean =>
  (column === 'iban' || column === 'bic') && text.includes('•');

/** What ISO 7064 asks of an IBAN of any country: letters as numbers, its first four signs last, and 1 left of 97. */
export function isIban(text: string): boolean {
  const spelled = compact(text);
  if (!/^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/.test(spelled)) return false;
  const digits = [...spelled.slice(4), ...spelled.slice(0, 4)].map((sign) => parseInt(sign, 36)).join('');
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}

export const isBic = (text: string): boolean =>
  /^[A-Z]{4}[A-Z]{2}[0-9A-Z]{2}([0-9A-Z]{3})?$/.test(compact(text));

/** Fourteen digits, and Luhn's sum ends with 0. */
export function isSiret(text: string): boolean {
  const digits = compact(text);
  if (!/^\d{14}$/.test(digits)) return false;
  const sum = [...digits].reduce((rest, sign, at) => {
    const twice = at % 2 === 0 ? Number(sign) * 2 : Number(sign);
    return rest + (twice > 9 ? twice - 9 : twice);
  }, 0);
  return sum % 10 === 0;
}

/** What cannot be read at all. */
export function wrongIn(column: CustomerField, text: string): EntryProblem[] {
  if (text.trim() === '' || isMasked(column, text)) return [];
  const width = invented().fields.find((field) => field.column === column)?.max_length ?? null;
  if (column === 'iban' && !isIban(text))
    return [problem('bad-value', 'the check digits do not fit', column)];
  if (column === 'bic' && !isBic(text)) return [problem('bad-value', 'a BIC has 8 or 11 signs', column)];
  if (width !== null && width > 0 && text.trim().length > width && column !== 'iban')
    return [problem('text-too-long', `at most ${width} signs`, column)];
  if (column === 'nb_jour_1' && !/^\d+$/.test(text.trim()))
    return [problem('bad-value', 'give a whole number', column)];
  return [];
}

const FORMATS: Partial<Record<CustomerField, (text: string) => boolean>> = {
  contact_divers_1: (text) => !/^FR/i.test(text) || /^FR[0-9A-Z]{2}\d{9}$/.test(compact(text)),
  contact_divers_2: isSiret,
  contact_divers_4: (text) => /^\S+@\S+\.\S+$/.test(text.trim()),
  tel_1: (text) => text.replace(/\D/g, '').length >= 10,
  tel_2: (text) => text.replace(/\D/g, '').length >= 10,
  dep_fac: (text) => /^\d{2}$/.test(text.trim()),
  bur_dis_fac: (text) => /^\d{3}$/.test(text.trim())
};

/** Whether a value looks as such values do; a creation is refused for it, elsewhere it is only unlikely. */
export const looksRight = (column: CustomerField, text: string): boolean =>
  text.trim() === '' || (FORMATS[column]?.(text) ?? true);
