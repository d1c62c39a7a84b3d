/** Kept drafts were written by any earlier version of this program: what is not what it should be is left out. Pure. */
import type { CustomerField, Draft, FieldView, Fleet, NewProspectDraft } from '$lib/backend/types';
import type { Fields } from './field-options';
import type { Beside } from './sheet-entry.svelte';

/** The kind of a new prospect's draft. */
export const NEW_PROSPECT = 'new_prospect';
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The new prospect that is being typed: there is at most one. */
export function newDraftIn(drafts: readonly Draft[]): Draft | null {
  return drafts.find(({ key }) => key.kind === NEW_PROSPECT) ?? null;
}

/** What is a text among kept fields, whether there are such fields or not. */
export function readTexts(value: unknown): [string, string][] {
  if (!isRecord(value)) return [];
  return Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
}

/** The texts of the fields that there are. */
export function readFields(value: unknown, known: readonly FieldView[]): Fields {
  const columns: readonly string[] = known.map(({ column }) => column);
  const isKnown = (pair: [string, string]): pair is [CustomerField, string] => columns.includes(pair[0]);
  return Object.fromEntries(readTexts(value).filter(isKnown));
}

export function readBeside(body: Record<string, unknown>): Beside {
  const on = body.follow_up_on;
  const followUp = on === null || (typeof on === 'string' && DAY.test(on)) ? on : undefined;
  return { followUp, fleet: readFleet(body.fleet) };
}

/** A kept new prospect; null when it is none. Its identity is the draft's subject. */
export function readNewBody(
  body: unknown,
  prospect: string,
  known: readonly FieldView[]
): NewProspectDraft | null {
  if (!isRecord(body)) return null;
  const { followUp, fleet } = readBeside(body);
  const reason = body.duplicate_reason;
  return {
    prospect,
    fields: readFields(body.fields, known),
    duplicate_reason: typeof reason === 'string' ? reason : null,
    fleet,
    ...(followUp === undefined ? {} : { follow_up_on: followUp })
  };
}

function readFleet(value: unknown): Fleet {
  if (!isRecord(value)) return {};
  const counts = Object.entries(value).filter(
    (pair): pair is [string, number | null] =>
      pair[1] === null || (typeof pair[1] === 'number' && pair[1] >= 0)
  );
  return Object.fromEntries(counts);
}
