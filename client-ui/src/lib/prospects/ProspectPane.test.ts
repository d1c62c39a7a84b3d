import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { BackendError, type Backend } from '$lib/backend/backend';
import { openMemory } from '$lib/backend/memory';
import type { EntryView, ProspectView } from '$lib/backend/types';
import { entryView } from '$lib/entries/testing';
import { session } from '$lib/state/session.svelte';
import { toasts } from '$lib/state/toasts.svelte';
import ProspectPane from './ProspectPane.svelte';

let memory: Backend;
/** The prospect of these tests, as the invented company knows it. */
let known: ProspectView;
beforeAll(async () => {
  memory = await openMemory('normal');
  const query = { own_only: true, sales_rep: null, stage: null, sort: 'name', descending: false } as const;
  const page = await memory.prospects({ ...query, typed: 'Bellanger', offset: 0, limit: 1 });
  known = must((await memory.prospect(must(page.rows[0]?.id))) ?? null);
}, 60_000);
// A machine that builds beside it draws slowly.
vi.setConfig({ testTimeout: 30_000 });
afterEach(() => {
  session.close();
  session.prospectForm = null;
  session.converting = null;
});

const removed = vi.fn<(id: string) => void>();

/** The invented company, with the prospect as the test wants it. */
async function openWith(change: Partial<ProspectView> = {}, over: Partial<Backend> = {}) {
  const prospect = (id: string) =>
    id === known.id ? Promise.resolve({ ...known, ...change }) : memory.prospect(id);
  const saved = { name: 'MP', sequence: 1, warnings: [], dropped: true, notices: [] };
  const enter = vi.fn<Backend['enter']>(() => Promise.resolve(saved));
  const backend: Backend = { ...memory, prospect, enter, ...over };
  const gone = vi.fn<(path: string) => void>();
  await session.open(backend, gone);
  const { rerender } = render(ProspectPane, { id: known.id, onremoved: removed });
  await screen.findByRole('heading', { level: 1 });
  return { enter, gone, rerender };
}
function must<T>(found: T | null | undefined): T {
  if (found === null || found === undefined) throw new Error('not there yet');
  return found;
}
const plain = (element: Element) => (element.textContent ?? '').replace(/\s+/g, ' ');
const section = (id: string) => must(document.querySelector(`section[aria-labelledby="card-${id}"]`));
const dialog = () => waitFor(() => must(document.querySelector<HTMLElement>('[role=dialog]')));
const button = (name: RegExp) => screen.queryByRole('button', { name });

async function chooseStage(stage: string) {
  await userEvent.click(screen.getByRole('button', { name: /^Étape/ }));
  await userEvent.click(await screen.findByRole('option', { name: stage }));
}

const creationEntry = (change: Partial<EntryView>): EntryView =>
  entryView({
    name: 'CC_1.json',
    kind: 'CC',
    sequence: 90,
    subject: known.id,
    subject_name: known.name,
    to_accountant: true,
    saved_at: '2026-11-20T10:00:00Z',
    dropped_at: '2026-11-20T10:01:00Z',
    state: 'integrated',
    at: '2026-11-20T11:00:00Z',
    integrated_at: '2026-11-20T11:00:00Z',
    ...change
  });

describe('the stage', () => {
  it('is changed by one choice, and back by « Annuler »', async () => {
    const { enter } = await openWith({ stage: 'visité', lost_reason: '' });
    await chooseStage('offre remise');
    const edit = { kind: 'edit_prospect', prospect: known.id, fleet: {} };
    expect(enter).toHaveBeenLastCalledWith({ ...edit, fields: { etape: 'offre remise' } }, null);
    await waitFor(() => expect(toasts.shown.at(-1)?.action).toBeTruthy());
    toasts.shown.at(-1)?.action?.run();
    await waitFor(() =>
      expect(enter).toHaveBeenLastCalledWith({ ...edit, fields: { etape: 'visité' } }, null)
    );
  });

  it('asks why it is lost before it is', async () => {
    const { enter } = await openWith({ stage: 'visité', lost_reason: '' });
    await chooseStage('perdu');
    const asked = await dialog();
    expect(enter).not.toHaveBeenCalled();
    const note = within(asked).getByRole('button', { name: /Noter la perte/ });
    expect(note).toHaveProperty('disabled', true);
    const reason = must(session.lists?.lost_reasons[1]);
    await userEvent.click(within(asked).getByRole('radio', { name: reason }));
    await userEvent.click(note);
    expect(enter).toHaveBeenCalledExactlyOnceWith(
      {
        kind: 'edit_prospect',
        prospect: known.id,
        fields: { etape: 'perdu', motif_perte: reason },
        fleet: {}
      },
      null
    );
    await waitFor(() => expect(document.querySelector('[role=dialog]')).toBeNull());
  });

  it('keeps the reason that is chosen when news arrives', async () => {
    const { enter } = await openWith({ stage: 'perdu', lost_reason: 'prix' });
    await chooseStage('perdu');
    const asked = await dialog();
    const wanted = must(session.lists?.lost_reasons.find((one) => one !== 'prix'));
    await userEvent.click(within(asked).getByRole('radio', { name: wanted }));
    const read = vi.spyOn(session.backend, 'prospect');
    session.touched();
    await waitFor(() => expect(read).toHaveBeenCalled());
    await Promise.all(read.mock.results.map(({ value }) => value as Promise<unknown>));
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(enter).toHaveBeenCalled());
    expect(enter.mock.calls[0]?.[0]).toMatchObject({ fields: { motif_perte: wanted } });
  });

  it('takes the reason away when it is no longer lost', async () => {
    const { enter } = await openWith({ stage: 'perdu', lost_reason: 'prix' });
    await chooseStage('visité');
    expect(enter.mock.calls[0]?.[0]).toMatchObject({ fields: { etape: 'visité', motif_perte: '' } });
  });

  it('stays as it is when it could not be saved, and says why', async () => {
    const { enter } = await openWith({ stage: 'visité' });
    enter.mockRejectedValueOnce(new BackendError('journal-full', 'played'));
    await chooseStage('gagné');
    await waitFor(() => expect(toasts.shown.at(-1)?.tone).toBe('bad'));
    expect(screen.getByRole('button', { name: /visité/ })).toBeTruthy();
  });
});

describe('what is not integrated', () => {
  it('is marked on the prospect and on each field, in words', async () => {
    await openWith({
      waiting: 1,
      sheet: { ...known.sheet, tel_1: '0261911234', contact_divers_4: 'a@b.example' },
      pending: ['tel_1']
    });
    const lines = [...section('reach').querySelectorAll('li')];
    expect(plain(must(lines.find((line) => plain(line).includes('Téléphone'))))).toContain('non intégré');
    expect(plain(must(lines.find((line) => plain(line).includes('Mail'))))).not.toContain('non intégré');
    expect(screen.getByTitle(/attendent d’être intégrées/)).toBeTruthy();
  });

  it('is marked beside the name, too', async () => {
    await openWith({ waiting: 1, pending: ['nom_client'] });
    const heading = screen.getByRole('heading', { level: 1 });
    expect(plain(must(heading.parentElement))).toContain('non intégré');
  });

  it('is marked nowhere when all is', async () => {
    await openWith({ waiting: 0, pending: [], origin: 'base' });
    expect(screen.queryAllByText(/non intégré/)).toHaveLength(0);
  });

  it('says which field a colleague changed, what was wanted and what stays', async () => {
    await openWith({
      clashes: [
        {
          field: 'ville_fac',
          expected: 'LAVAL',
          found: 'MAYENNE',
          wanted: null,
          opened_at: '2026-11-24T10:00:00Z'
        }
      ]
    });
    expect(plain(document.body)).toMatch(/Ville a été changé entre-temps.*Vous vouliez vide.*« MAYENNE »/);
  });
});

describe('« Transformation en client »', () => {
  const asked = { state: 'asked', by: 'jdupont', at: '2026-11-22T10:00:00Z' } as const;

  it('opens for a prospect that nobody asked for yet', async () => {
    const { gone } = await openWith({ creation: null });
    await userEvent.keyboard('t');
    await waitFor(() => expect(session.converting).toEqual({ id: known.id }));
    expect(gone).toHaveBeenCalledWith('/prospects/transformation');
  });

  it('waits for the accountants once it was asked for', async () => {
    await openWith({ creation: asked });
    expect(plain(document.body)).toMatch(
      /Création demandée le 22\/11\/2026 par .*La comptabilité doit encore/
    );
    expect(button(/Transformation/)).toBeNull();
    expect(button(/Supprimer/)).toBeNull();
    await userEvent.keyboard('t');
    expect(session.converting).toBeNull();
  });

  it('shows the words of the refusal, and asks again with what was sent', async () => {
    const draft = {
      kind: 'ask_creation',
      prospect: known.id,
      fields: {},
      comment: 'Vu au salon',
      signature: null
    } as const;
    const entry = creationEntry({ state: 'refused', message: 'SIRET fermé.' });
    await openWith(
      { creation: { state: 'refused', message: 'SIRET fermé.' }, refused: [entry.name], to_mend: 1 },
      { entries: () => Promise.resolve([entry]), draftOf: () => Promise.resolve(draft) }
    );
    expect(plain(document.body)).toContain('« SIRET fermé. »');
    // Told once.
    expect(screen.queryByText(/envoi refusé/)).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: /Corriger et redemander/ }));
    await waitFor(() =>
      expect(session.converting).toEqual({
        id: known.id,
        replaces: { name: entry.name, draft, reason: null, message: 'SIRET fermé.', state: 'refused' }
      })
    );
  });

  it('is corrected with what was sent where the server refused it, by its button as by T', async () => {
    const draft = {
      kind: 'ask_creation',
      prospect: known.id,
      fields: {},
      comment: 'Vu au salon',
      signature: null
    } as const;
    const entry = creationEntry({ state: 'rejected', reason: 'bad-value', to_mend: true });
    await openWith(
      { creation: null, refused: [entry.name], to_mend: 1 },
      { entries: () => Promise.resolve([entry]), draftOf: () => Promise.resolve(draft) }
    );
    const corrected = { id: known.id, replaces: { name: entry.name, draft } };
    await userEvent.click(await screen.findByRole('button', { name: /Corriger et renvoyer/ }));
    await waitFor(() => expect(session.converting).toMatchObject(corrected));
    session.converting = null;
    await userEvent.keyboard('t');
    await waitFor(() => expect(session.converting).toMatchObject(corrected));
  });

  it('is asked for anew where another laptop had asked', async () => {
    await openWith({ creation: { state: 'refused', message: null } }, { entries: () => Promise.resolve([]) });
    expect(plain(document.body)).toContain('Sans explication');
    await userEvent.keyboard('t');
    await waitFor(() => expect(session.converting).toEqual({ id: known.id }));
  });

  it('leads to the customer once the bases have him, and not before', async () => {
    await openWith(
      { creation: { state: 'validated', customer: 'C00007' } },
      { customer: () => Promise.resolve(null) }
    );
    expect(plain(document.body)).toMatch(/client C00007. Sa fiche arrive avec les prochaines bases/);
    expect(button(/Ouvrir la fiche client/)).toBeNull();
    session.backend.customer = (code) => memory.customer(code);
    session.touched();
    await userEvent.click(await screen.findByRole('button', { name: /Ouvrir la fiche client/ }));
    expect(session.selection.clients).toBe('C00007');
  });
});

describe('somebody else’s prospect', () => {
  it('says whose it is, and offers nothing that changes it', async () => {
    const { enter } = await openWith({ own: false });
    expect(plain(document.body)).toMatch(/Prospect suivi par .* vous pouvez le lire, pas le modifier/);
    for (const name of [/Visite ce jour/, /Transformation/, /Modifier/, /Supprimer/, /1 mois/, /Relever/])
      expect(button(name), String(name)).toBeNull();
    await userEvent.keyboard('vmt');
    expect(document.querySelector('[role=dialog]')).toBeNull();
    expect(session.prospectForm).toBeNull();
    expect(enter).not.toHaveBeenCalled();
    await userEvent.keyboard('h');
    expect(plain(await dialog())).toContain('Historique des visites');
  });
});

describe('what else is done', () => {
  it('M changes the sheet', async () => {
    const { gone } = await openWith();
    await userEvent.keyboard('m');
    await waitFor(() => expect(session.prospectForm).toEqual({ what: 'edit', id: known.id }));
    expect(gone).toHaveBeenCalledWith('/prospects');
  });

  it('what the server refused to create is sent anew', async () => {
    const draft = {
      kind: 'new_prospect',
      prospect: known.id,
      fields: { nom_client: 'X' },
      duplicate_reason: null,
      fleet: {}
    } as const;
    const entry = creationEntry({ name: 'CP_1.json', kind: 'CP', state: 'rejected', reason: 'bad-value' });
    await openWith(
      { origin: 'rejected', refused: [entry.name], to_mend: 1 },
      { entries: () => Promise.resolve([entry]), draftOf: () => Promise.resolve(draft) }
    );
    expect(screen.getByRole('button', { name: /Voir dans Envois/ })).toBeTruthy();
    await userEvent.keyboard('m');
    await waitFor(() =>
      expect(session.prospectForm).toMatchObject({ what: 'new', replaces: { name: 'CP_1.json', draft } })
    );
  });

  it('V opens the visit of this prospect', async () => {
    await openWith();
    await userEvent.keyboard('v');
    const opened = await dialog();
    expect(plain(opened)).toContain(known.name);
    expect(plain(opened)).toContain('Visite ce jour');
  });

  it('is deleted with a reason only, and keeps what was typed until then', async () => {
    const { enter } = await openWith();
    await userEvent.click(screen.getByRole('button', { name: 'Supprimer le prospect' }));
    const first = await dialog();
    const sure = within(first).getByRole('button', { name: /^Supprimer/ });
    expect(sure).toHaveProperty('disabled', true);
    await userEvent.type(within(first).getByRole('textbox'), 'Cessation');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(document.querySelector('[role=dialog]')).toBeNull());
    await userEvent.click(screen.getByRole('button', { name: 'Supprimer le prospect' }));
    const again = await dialog();
    await waitFor(() => expect(within(again).getByRole('textbox')).toHaveProperty('value', 'Cessation'));
    enter.mockRejectedValueOnce(new BackendError('journal-full', 'played'));
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(enter).toHaveBeenCalledTimes(1));
    expect(removed).not.toHaveBeenCalled();
    await userEvent.click(within(again).getByRole('button', { name: /^Supprimer/ }));
    await waitFor(() => expect(removed).toHaveBeenCalledExactlyOnceWith(known.id));
    expect(enter).toHaveBeenLastCalledWith(
      { kind: 'delete_prospect', prospect: known.id, reason: 'Cessation' },
      { kind: 'delete_prospect', subject: known.id }
    );
  });

  it('is not deleted over a reason that was kept and cannot be read', async () => {
    const { enter } = await openWith();
    const { drafts } = session.backend;
    session.backend.drafts = () => Promise.reject(new BackendError('journal-full', 'played'));
    await userEvent.click(screen.getByRole('button', { name: 'Supprimer le prospect' }));
    const opened = await dialog();
    const again = await within(opened).findByRole('button', { name: /^Réessayer/ });
    expect(within(opened).queryByRole('textbox')).toBeNull();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(enter).not.toHaveBeenCalled();
    session.backend.drafts = drafts;
    await userEvent.click(again);
    expect(await within(opened).findByRole('textbox')).toBeTruthy();
  });

  it('says that it is no longer here, and leads to the customer that it became', async () => {
    const granted = creationEntry({ state: 'validated', reference: 'C00007' });
    await openWith();
    session.backend.prospect = () => Promise.resolve(null);
    session.touched();
    expect(await screen.findByText('Ce prospect n’est plus ici')).toBeTruthy();
    session.backend.entries = () => Promise.resolve([granted]);
    session.touched();
    expect(await screen.findByText('Ce prospect est devenu client')).toBeTruthy();
    expect(button(/Ouvrir la fiche client/)).toBeTruthy();
  });

  it('says when it could not be read', async () => {
    const { rerender } = await openWith();
    session.backend.prospect = () => Promise.reject(new BackendError('base-unreadable', 'played'));
    await rerender({ id: 'another', onremoved: removed });
    expect(await screen.findByText('La fiche n’a pas pu être lue')).toBeTruthy();
  });
});
