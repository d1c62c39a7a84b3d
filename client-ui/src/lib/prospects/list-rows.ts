/** The rows of the list: prospects, and on top the one that is being typed and is none yet. Pure. */
import type { Backend } from '$lib/backend/backend';
import type { Draft, ProspectPage, ProspectRow, ProspectsQuery } from '$lib/backend/types';
import { isRecord, newDraftIn, readTexts } from '$lib/prospect-form/kept-body';
import type { ProspectForm } from '$lib/state/session.svelte';

/** The key of the row of a prospect that is being typed: no prospect's identity. */
export const TYPING = 'new';

/** `prospect`: null of the one that is being typed. */
export type ListRow = { key: string; name: string; town: string; prospect: ProspectRow | null };
/** `total` counts the rows, `prospects` the prospects among them. */
export type ListPage = { total: number; rows: readonly ListRow[]; prospects: number };

export function rowOf(prospect: ProspectRow): ListRow {
  return { key: prospect.id, name: prospect.name, town: prospect.town, prospect };
}

/** What of a new prospect is typed already; null when nothing is kept. */
export function typingOf(drafts: readonly Draft[]): ListRow | null {
  const draft = newDraftIn(drafts);
  if (!draft) return null;
  const texts = new Map(isRecord(draft.body) ? readTexts(draft.body.fields) : []);
  return typing(texts.get('nom_client')?.trim(), texts.get('ville_fac')?.trim());
}

export function typing(name = '', town = ''): ListRow {
  return { key: TYPING, name, town, prospect: null };
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

/** What the list asks: the prospects of a query, below `first`. */
export function pagesOf(
  backend: Pick<Backend, 'prospects'>,
  query: Omit<ProspectsQuery, 'offset' | 'limit'>,
  first: ListRow | null
): (offset: number, limit: number) => Promise<ListPage> {
  const ask: AskProspects = (offset, limit) => backend.prospects({ ...query, offset, limit });
  return (offset, limit) => pageWith(first, ask, offset, limit);
}

/** The row that a form is about: that one is chosen while the form is open. */
export function keyOfForm(form: ProspectForm): string {
  if (form.what === 'edit') return form.id;
  return form.replaces?.draft.prospect ?? TYPING;
}
