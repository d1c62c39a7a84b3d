import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { BackendError, type Backend } from '$lib/backend/backend';
import { openMemory } from '$lib/backend/memory';
import type { CreationReview, EntryProblem, ProspectView } from '$lib/backend/types';
import { session, type Converting } from '$lib/state/session.svelte';
import ConversionScreen from './ConversionScreen.svelte';

// jsdom paints nothing: the pad's own work is looked at in a browser.
vi.mock('./ink', () => ({
  Ink: class {
    show() {
      return undefined;
    }
    stop() {
      return undefined;
    }
  }
}));
// A machine that builds beside it draws slowly.
vi.setConfig({ testTimeout: 30_000 });

const ID = '0193a1b2-0000-7000-8000-000000000008';
let memory: Backend;
beforeAll(async () => {
  memory = await openMemory('normal');
}, 60_000);
afterEach(() => {
  session.converting = null;
  session.close();
});

const missing = (field: string): EntryProblem => ({ code: 'missing', field, message: 'played' });
/** The invented company; the review as the test wants it. */
async function openWith(
  problems: EntryProblem[],
  { converting = { id: ID }, over = {} }: { converting?: Converting; over?: Partial<Backend> } = {}
) {
  const reviewCreation = async (): Promise<CreationReview> => ({
    required: ['nom_client', 'c_sfam_client', 'adr1_fac', 'c_per', 'c_mod_rgl_1', 'nb_jour_1'],
    problems,
    modes: ['LD', 'VI'],
    locked: {},
    bank_details: false,
    authorisation: problems.some(({ field }) => field === 'signature') ? 'Je signe.' : null
  });
  const go = vi.fn();
  const backend: Backend = { ...memory, reviewCreation, ...over };
  const enter = vi.spyOn(backend, 'enter');
  await session.open(backend, go);
  session.convert(converting);
  render(ConversionScreen);
  return { go, enter };
}
const focused = () => document.activeElement?.closest<HTMLElement>('[data-field]')?.dataset.field;
const step = (name: RegExp) => within(screen.getByRole('navigation')).getByRole('button', { name });

describe('the meter', () => {
  it('leads to the field, in whatever step it stands', async () => {
    await openWith([missing('adr1_fac'), missing('c_per'), missing('c_mod_rgl_1')]);
    await userEvent.click(await screen.findByRole('button', { name: /Périodicité/ }));
    await waitFor(() => expect(focused()).toBe('c_per'));
    expect(step(/^Conditions/).getAttribute('aria-current')).toBe('step');
    await userEvent.click(screen.getByRole('button', { name: /^Mode de Règlement/ }));
    await waitFor(() => expect(focused()).toBe('c_mod_rgl_1'));
    expect(step(/^Règlement/).getAttribute('aria-current')).toBe('step');
  });

  it('is walked through by F8, and round', async () => {
    await openWith([missing('adr1_fac'), missing('c_per')]);
    await screen.findByText('Il manque');
    await userEvent.keyboard('{F8}');
    await waitFor(() => expect(focused()).toBe('adr1_fac'));
    await userEvent.keyboard('{F8}');
    await waitFor(() => expect(focused()).toBe('c_per'));
    await userEvent.keyboard('{F8}');
    await waitFor(() => expect(focused()).toBe('adr1_fac'));
  });

  it('unfolds what is optional and wrong', async () => {
    await openWith([{ code: 'bad-value', field: 'c_ape', message: 'played' }]);
    await userEvent.click(await screen.findByRole('button', { name: /^Code NAF à corriger/ }));
    await waitFor(() => expect(focused()).toBe('c_ape'));
    expect(screen.getByText(/Le code NAF a quatre chiffres/)).toBeTruthy();
  });

  it('leads to the box for the signature', async () => {
    await openWith([{ code: 'no-signature', field: 'signature', message: 'played' }]);
    await userEvent.click(await screen.findByRole('button', { name: /Signature du client à faire/ }));
    await waitFor(() => expect(focused()).toBe('signature'));
    expect(screen.getByText('Je signe.')).toBeTruthy();
    expect(screen.getByRole('button', { name: /1 champ à compléter/ })).toHaveProperty('disabled', true);
  });
});

describe('the steps', () => {
  it('are walked by Alt and the arrows, and a wrong field is told under it', async () => {
    await openWith([{ code: 'bad-value', field: 'nom_client', message: 'played' }]);
    await waitFor(() => expect(step(/^Identité Nom à corriger/)).toBeTruthy());
    await userEvent.keyboard('{Alt>}{ArrowRight}{/Alt}');
    expect(step(/^Adresse/).getAttribute('aria-current')).toBe('step');
    await userEvent.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    expect(step(/^Identité/).getAttribute('aria-current')).toBe('step');
  });

  it('end with a page on which it is sent', async () => {
    const { go, enter } = await openWith([]);
    enter.mockResolvedValue({ name: 'CC_1', sequence: 1, warnings: [], dropped: true, notices: [] });
    await userEvent.click(await screen.findByRole('button', { name: 'Relire avant d’envoyer' }));
    expect(screen.getByRole('heading', { name: 'Identité' })).toBeTruthy();
    expect(enter).not.toHaveBeenCalled();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(go).toHaveBeenLastCalledWith('/prospects'));
    // What is shown is what is sent, also where nothing was typed.
    const fields: unknown = expect.objectContaining({
      nom_client: expect.any(String),
      fax: expect.any(String)
    });
    const draft = { kind: 'ask_creation', prospect: ID, fields, comment: '', signature: null };
    expect(enter).toHaveBeenCalledExactlyOnceWith(draft, { kind: 'creation', subject: ID });
    expect(session.selection.prospects).toBe(ID);
  });

  it('are left by Esc, and nothing is sent', async () => {
    const { go, enter } = await openWith([]);
    await screen.findByRole('button', { name: 'Relire avant d’envoyer' });
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(go).toHaveBeenLastCalledWith('/prospects'));
    expect(session.converting).toBeNull();
    expect(enter).not.toHaveBeenCalled();
  });
});

it('stays open as long as what was typed cannot be kept', async () => {
  const keepDraft = vi.fn(() => Promise.reject(new Error('played')));
  const { go } = await openWith([{ code: 'bad-value', field: 'nom_client', message: 'played' }], {
    over: { keepDraft }
  });
  await waitFor(() => expect(focused()).toBe('nom_client'));
  await userEvent.keyboard('X{Escape}');
  await waitFor(() => expect(keepDraft).toHaveBeenCalledTimes(1));
  expect(await screen.findByText(/^Brouillon non gardé.*fermez de nouveau/)).toBeTruthy();
  expect(go).not.toHaveBeenCalledWith('/prospects');
  keepDraft.mockImplementation(() => Promise.resolve() as never);
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(go).toHaveBeenLastCalledWith('/prospects'));
});

describe('what stands in the way', () => {
  it('is said with the way back', async () => {
    const { go } = await openWith([{ code: 'creation-pending', field: 'prospect', message: 'played' }]);
    expect(await screen.findByText('La création est déjà demandée')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: /Revenir au prospect/ }));
    await waitFor(() => expect(go).toHaveBeenLastCalledWith('/prospects'));
  });

  it('may be that the prospect is gone, or cannot be read', async () => {
    const prospect = vi.fn((): Promise<ProspectView | null> => Promise.resolve(null));
    await openWith([], { over: { prospect } });
    expect(await screen.findByText('Ce prospect n’est plus sur ce poste')).toBeTruthy();
    prospect.mockRejectedValue(new BackendError('base-unreadable', 'played'));
    session.convert({ id: 'another' });
    expect(await screen.findByText('La fiche n’a pas pu être lue')).toBeTruthy();
    prospect.mockImplementation(() => memory.prospect(ID));
    await userEvent.click(screen.getByRole('button', { name: 'Réessayer' }));
    expect(await screen.findByText('Tout y est.')).toBeTruthy();
  });

  it('are the accountants’ words on one that they refused', async () => {
    const draft = {
      kind: 'ask_creation' as const,
      prospect: ID,
      fields: { adr1_fac: '1 rue Neuve' },
      comment: '',
      signature: null
    };
    const message = 'Le SIRET est celui du siège.';
    const replaces = { name: 'CC_0', draft, reason: null, message, state: 'refused' as const };
    await openWith([], { converting: { id: ID, replaces } });
    expect(await screen.findByText(/Le SIRET est celui du siège/)).toBeTruthy();
    await userEvent.click(step(/^Adresse/));
    expect(screen.getByDisplayValue('1 rue Neuve')).toBeTruthy();
  });
});

describe('a field that becomes mandatory', () => {
  it('moves up with the hand in it', async () => {
    const required: CreationReview['required'] = ['c_mod_rgl_1', 'nb_jour_1'];
    const reviewCreation = async (): Promise<CreationReview> => ({
      required: [...required],
      problems: [],
      modes: ['LD', 'VI'],
      locked: {},
      bank_details: false,
      authorisation: null
    });
    await openWith([], { over: { reviewCreation } });
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: /Règlement/ }));
    const before = await screen.findByLabelText(/^BIC/);
    required.push('bic');
    await user.type(before, 'AGRI');
    await waitFor(() => expect(before.isConnected).toBe(false));
    await waitFor(() => expect(focused()).toBe('bic'));
    await user.keyboard('FRPP');
    expect(screen.getByLabelText<HTMLInputElement>(/^BIC/).value).toBe('AGRIFRPP');
  });
});
