import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backend } from '$lib/backend/backend';
import type { Status } from '$lib/backend/types';
import { session } from '$lib/state/session.svelte';
import { frame } from './frame.svelte';
import FreshnessPanel from './FreshnessPanel.svelte';

const OLD = {
  generation: 1,
  built_at: '2026-11-21T04:02:00Z',
  expires_at: '2026-11-23T04:02:00Z',
  expired: true,
  through: 1
};
const EXPIRED: Status = {
  state: { code: 'ready' },
  freshness: { common: OLD, user: OLD, expired: true, last_receipt_at: '2026-11-20T17:47:00Z' },
  newer: null,
  receiving: null,
  counts: { all: 5, waiting: 5, to_mend: 0, done: 0 },
  notices: [],
  today: '2026-11-24',
  now: '2026-11-24T13:10:00Z',
  last_round_at: null
};
const NEWER = {
  common_built_at: '2026-11-24T04:02:00Z',
  user_built_at: null,
  changes: { customers: 214, visits: 1032, prospects: 3 }
};

const refresh = vi.fn(() => Promise.resolve({ adopted: false, notices: [] }));
const went: string[] = [];

async function show(status: Status) {
  const backend = {
    start: () => Promise.resolve({ zone: 'Europe/Paris', settings: null }),
    preferences: () => Promise.resolve({ theme: 'system', whose: 'own' }),
    status: () => Promise.resolve(status),
    lists: () => Promise.resolve({}),
    watch: () => () => undefined,
    refresh
  };
  await session.open(backend as unknown as Backend, (path) => went.push(path));
  render(FreshnessPanel, { status });
  return userEvent.setup();
}

beforeEach(() => {
  session.close();
  session.choosingFolders = false;
  frame.freshnessOpen = true;
  refresh.mockClear();
});

describe('the freshness panel', () => {
  it('says the user’s own message, the age and the dates in the company’s zone', async () => {
    await show(EXPIRED);
    const message = 'Vos bases ne sont pas à jour, merci de vous connecter pour les actualiser.';
    expect(screen.getByText(message)).toBeTruthy();
    expect(screen.getByText('Elles ont 81 heures, la limite est de 48 heures.')).toBeTruthy();
    expect(screen.getAllByText('21/11/2026 05:02')).toHaveLength(2);
    expect(screen.getByText('20/11/2026 18:47')).toBeTruthy();
    expect(screen.getAllByText(/il y a 3 jours/)).toHaveLength(2);
  });

  it('offers newer bases with what changed', async () => {
    await show({ ...EXPIRED, newer: NEWER });
    expect(screen.getByText('Des bases plus récentes viennent d’arriver')).toBeTruthy();
    expect(screen.getByText('214 clients, 1 032 visites et 3 prospects ont changé.')).toBeTruthy();
    expect(screen.getByText('Vos saisies en cours et votre sélection sont gardées.')).toBeTruthy();
  });

  it('has one round when nothing newer is there, and says so', async () => {
    const user = await show(EXPIRED);
    await user.click(screen.getByRole('button', { name: 'Actualiser' }));
    expect(refresh).toHaveBeenCalledOnce();
    expect((await screen.findByRole('status')).textContent).toContain('Rien de plus récent');
    expect(frame.freshnessOpen).toBe(true);
  });

  it('closes when the newer bases were taken', async () => {
    refresh.mockResolvedValueOnce({ adopted: true, notices: [] });
    const user = await show({ ...EXPIRED, newer: NEWER });
    await user.click(screen.getByRole('button', { name: 'Actualiser' }));
    await vi.waitFor(() => expect(frame.freshnessOpen).toBe(false));
  });

  it('leads to the entries', async () => {
    const user = await show(EXPIRED);
    await user.click(screen.getByRole('button', { name: 'Voir les envois' }));
    expect(went).toContain('/envois');
  });

  it('says what to do about a missing folder, and leads there', async () => {
    const user = await show({ ...EXPIRED, state: { code: 'folder-missing', which: 'inbox', path: '/i' } });
    expect(screen.getByText('Dossier synchronisé introuvable')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Choisir les dossiers' }));
    expect(session.choosingFolders).toBe(true);
  });
});
