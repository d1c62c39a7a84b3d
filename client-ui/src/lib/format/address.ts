/** Addresses out of annex 2. The rule of the postal code is that of `crates/domain/src/postal_code.rs`; nothing is checked here. */
import type { CustomerField, Sheet } from '$lib/backend/types';

/** A field as text, trimmed; '' when there is none. */
export function textOf(sheet: Sheet, field: CustomerField): string {
  const value = sheet[field];
  return value === undefined ? '' : String(value).trim();
}

/** `dep_fac` and `bur_dis_fac` in one: Corsica's codes begin with 20; what is no French code is joined as it stands. */
export function postalCode(sheet: Sheet): string {
  const department = textOf(sheet, 'dep_fac');
  const start = isFrench(sheet) && /^2[AB]$/i.test(department) ? '20' : department;
  return start + textOf(sheet, 'bur_dis_fac');
}

/** As `crates/domain/src/country.rs` reads it: the first of the two columns that looks like ISO 3166; without one, France. */
function isFrench(sheet: Sheet): boolean {
  const codes = [textOf(sheet, 'codepays'), textOf(sheet, 'c_pays')];
  const country = codes.find((code) => /^[a-z]{2}$/i.test(code)) ?? 'FR';
  return country.toUpperCase() === 'FR';
}

/** « 53400 Craon ». */
export function townLine(sheet: Sheet): string {
  return [postalCode(sheet), textOf(sheet, 'ville_fac')].filter((part) => part !== '').join('\u00a0');
}

/** « La Petite Lande, 53400 Craon ». */
export function addressLine(sheet: Sheet): string {
  const lines = (['adr1_fac', 'adr2_fac', 'adr3_fac'] as const).map((field) => textOf(sheet, field));
  return [...lines, townLine(sheet)].filter((part) => part !== '').join(', ');
}
