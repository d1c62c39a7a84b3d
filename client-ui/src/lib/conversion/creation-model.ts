/** What « Transformation en client » keeps and what it hands in. Pure; what is a valid value is Rust's to say. */
import type { CreationDraft, CustomerField, EntryDraft, FieldView, Sheet } from '$lib/backend/types';
import { typedValue, type Fields } from '$lib/prospect-form/field-options';
import { compact, isBank, isMasked } from './iban';
import { isPlace, type Place } from './steps';
import { readStrokes, type Strokes } from './strokes';

export type CreationEntryDraft = Extract<EntryDraft, { kind: 'ask_creation' }>;

/** What was drawn, when, and under which text. */
export type Signed = {
  svg: string;
  /** null: it came with a refused entry, and can be shown but not drawn on. */
  strokes: Strokes | null;
  signed_at: string;
  text: string;
};

/** Everything that is typed, as it is kept. */
export type Body = {
  fields: Fields;
  comment: string;
  place: Place;
  signed: Signed | null;
  signer: string;
  /** null: nothing was typed there, the town is proposed. */
  signedIn: string | null;
};

export const EMPTY: Body = {
  fields: {},
  comment: '',
  place: 'identity',
  signed: null,
  signer: '',
  signedIn: null
};

/** What a refused creation had said: all that its file held, but for what was changed on the prospect since. */
export function bodyOf(draft: CreationDraft): Body {
  const { fields, comment, signature } = draft;
  const base = { ...EMPTY, fields, comment };
  if (!signature?.svg) return base;
  const { svg, signer, place, signed_at, text } = signature;
  return { ...base, signed: { svg, strokes: null, signed_at, text }, signer, signedIn: place };
}

/** A kept body; null when it is none. Fields that the lists do not know any more are left out. */
export function readBody(kept: unknown, views: readonly FieldView[]): Body | null {
  if (typeof kept !== 'object' || kept === null) return null;
  const { fields, comment, place, signed, signer, signedIn } = kept as { [key in keyof Body]?: unknown };
  const typed = typeof fields === 'object' && fields !== null ? Object.entries(fields) : [];
  const known = typed.filter(
    ([column, value]) =>
      typeof value === 'string' && views.some((view) => view.annex_2 && view.column === column)
  );
  return {
    fields: Object.fromEntries(known),
    comment: textOr(comment, ''),
    place: isPlace(place) ? place : EMPTY.place,
    signed: readSigned(signed),
    signer: textOr(signer, ''),
    signedIn: textOr(signedIn, null)
  };
}

function readSigned(kept: unknown): Signed | null {
  if (typeof kept !== 'object' || kept === null) return null;
  const { svg, strokes, signed_at, text } = kept as { [key in keyof Signed]?: unknown };
  if (typeof svg !== 'string' || typeof signed_at !== 'string' || typeof text !== 'string') return null;
  return { svg, signed_at, text, strokes: readStrokes(strokes) };
}

function textOr<Else>(value: unknown, otherwise: Else): string | Else {
  return typeof value === 'string' ? value : otherwise;
}

/** What stands on the prospect's sheet, as it is typed. */
export function presentValue(column: CustomerField, sheet: Sheet, views: readonly FieldView[]): string {
  return typedValue(
    views.find((view) => view.column === column),
    sheet[column]
  );
}

/** Every field as it is shown, also the empty ones: newer bases change nothing that is sent. Bank details that were not typed anew are left
 * to the sheet. */
export function shownFields(value: (column: CustomerField) => string, views: readonly FieldView[]): Fields {
  const entries = views
    .filter(({ annex_2 }) => annex_2)
    .map(({ column }) => [column, spelled(column, value(column))] as const)
    .filter(([column, now]) => !isHidden(column, now));
  return Object.fromEntries(entries);
}

/** Whether anything typed is not what stands on the sheet anyway. */
export function differs(typed: Fields, sheet: Sheet, views: readonly FieldView[]): boolean {
  return views.some(({ column }) => {
    const now = typed[column];
    return now !== undefined && spelled(column, now) !== spelled(column, presentValue(column, sheet, views));
  });
}

/** An account of which only the last signs are shown. */
export function isHidden(column: CustomerField, value: string): boolean {
  return isBank(column) && isMasked(value);
}

/** Without these columns. */
export function without(fields: Fields, columns: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([column]) => !columns.includes(column)));
}

function spelled(column: CustomerField, value: string): string {
  return column === 'iban' && !isMasked(value) ? compact(value) : value.trim();
}

/** The signature, once there are strokes, a name and a place. */
export function signatureOf({ signed, signer }: Body, signedIn: string): CreationDraft['signature'] {
  if (!signed || signer.trim() === '' || signedIn.trim() === '') return null;
  const { svg, signed_at, text } = signed;
  return { svg, signer: signer.trim(), place: signedIn.trim(), signed_at, text };
}

/** An instant as the file wants it: UTC, whole seconds. */
export function wholeSeconds(instant: string): string {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? instant : date.toISOString().replace(/\.\d+Z$/, 'Z');
}
