/** The rows of the list: prospects, and on top the one that is being typed and is none yet. Pure. */
import type { Draft, ProspectPage, ProspectRow } from '$lib/backend/types';
import type { ProspectForm } from '$lib/state/session.svelte';

/** The key of the row of a prospect that is being typed: no prospect's identity. */
export const TYPING = 'new';
export const NEW_DRAFT = 'new_prospect';

/** `prospect`: null of the one that is being typed. */
export type ListRow = { key: string; name: string; town: string; prospect: ProspectRow | null };
/** `total` counts the rows, `prospects` the prospects among them. */
export type ListPage = { total: number; rows: readonly ListRow[]; prospects: number };

export function rowOf(prospect: ProspectRow): ListRow {
  return { key: prospect.id, name: prospect.name, town: prospect.town, prospect };
}

/** What of a new prospect is typed already; null when nothing is kept. Of what a form keeps only its fields are read. */
export function typingOf(drafts: readonly Draft[]): ListRow | null {
  const draft = drafts.find(({ key }) => key.kind === NEW_DRAFT);
  if (!draft) return null;
  const fields = inside(draft.body, 'fields');
  return typing(textIn(fields, 'nom_client'), textIn(fields, 'ville_fac'));
}

export function typing(name = '', town = ''): ListRow {
  return { key: TYPING, name, town, prospect: null };
}

function inside(body: unknown, key: string): unknown {
  if (typeof body !== 'object' || body === null || !(key in body)) return undefined;
  return (body as Record<string, unknown>)[key];
}

function textIn(fields: unknown, key: string): string {
  const value = inside(fields, key);
  return typeof value === 'string' ? value.trim() : '';
}

type AskProspects = (offset: number, limit: number) => Promise<ProspectPage>;

/** A page of the list: `first` stands before everybody and shifts them by one. */
export async function pageWith(
  first: ListRow | null,
  ask: AskProspects,
  offset: number,
  limit: number
): Promise<ListPage> {
  const shift = first === null ? 0 : 1;
  const from = Math.max(0, offset - shift);
  const top = first !== null && offset === 0 ? [first] : [];
  const page = await ask(from, limit - top.length);
  return { total: page.total + shift, rows: [...top, ...page.rows.map(rowOf)], prospects: page.total };
}

/** The row that a form is about: that one is chosen while the form is open. */
export function keyOfForm(form: ProspectForm): string {
  if (form.what === 'edit') return form.id;
  return form.replaces?.draft.prospect ?? TYPING;
}
