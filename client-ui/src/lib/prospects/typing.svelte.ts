/** The prospect that is being typed, as the list shows it: what its form keeps, read again as it changes. */
import type { Backend } from '$lib/backend/backend';
import type { NewProspectDraft } from '$lib/backend/types';
import { NEW_PROSPECT, newDraftIn } from '$lib/prospect-form/kept-body';
import { typing, typingOf, type ListRow } from './list-rows';

/** A little longer than a form waits before it keeps what was typed. */
const PAUSE_MS = 600;

export class Typing {
  /** null: nothing is kept. */
  row = $state.raw<ListRow | null>(null);
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  async read(backend: Pick<Backend, 'drafts'>): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    // Without an answer the list shows prospects all the same.
    const drafts = await backend.drafts().catch(() => null);
    if (turn !== this.#turn || drafts === null) return;
    const next = typingOf(drafts);
    const same = next?.name === this.row?.name && next?.town === this.row?.town;
    if (!same || next === null) this.row = next;
  }

  /** Something was typed in the form: it is kept in a moment. */
  typed(backend: Pick<Backend, 'drafts'>): void {
    this.stop();
    this.#timer = setTimeout(() => void this.read(backend), PAUSE_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** What the list shows on top: the form that is open has a row even before anything is kept. */
export function rowOnTop(kept: ListRow | null, open: boolean, narrows: boolean): ListRow | null {
  if (open) return kept ?? typing();
  return narrows ? null : kept;
}

/** Begins a new prospect with its name; false: another one is being typed already, and nothing was begun. */
export async function beginWithName(
  backend: Pick<Backend, 'drafts' | 'newProspect' | 'keepDraft'>,
  name: string
): Promise<boolean> {
  const drafts = await backend.drafts();
  if (newDraftIn(drafts) !== null) return false;
  const draft = await backend.newProspect();
  const body: NewProspectDraft = { ...draft, fields: { ...draft.fields, nom_client: name } };
  await backend.keepDraft({ kind: NEW_PROSPECT, subject: draft.prospect }, body);
  return true;
}
