import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { BackendError, type Backend } from '$lib/backend/backend';
import type { Receiving, SetupState, Settings } from '$lib/backend/types';
import { session } from '$lib/state/session.svelte';
import SetupPage from './SetupPage.svelte';

const SETTINGS: Settings = { inbox: '/t/inbox', bases: '/t/bases' };
const setUp = vi.fn<Backend['setUp']>();

async function show(state: SetupState, more: { receiving?: Receiving; settings?: Settings } = {}) {
  const start = { state, os_user: 'JDUPONT', user: 'jdupont', zone: 'Europe/Paris', version: '1.0.0' };
  const freshness = { common: null, user: null, expired: true, last_receipt_at: null };
  const status = {
    state,
    freshness,
    receiving: more.receiving ?? null,
    notices: [],
    now: '2026-11-24T13:10:00Z'
  };
  setUp.mockReset().mockResolvedValue({ ...start, settings: SETTINGS } as never);
  const backend = {
    start: () => Promise.resolve({ ...start, settings: more.settings ?? null }),
    preferences: () => Promise.resolve({ theme: 'system', whose: 'own' }),
    status: () => Promise.resolve(status),
    watch: () => () => undefined,
    chooseFolder: (which: string) => Promise.resolve(`/t/${which}`),
    setUp
  };
  await session.open(backend as unknown as Backend, () => undefined);
  render(SetupPage);
  return userEvent.setup();
}

beforeEach(() => {
  session.close();
  session.choosingFolders = false;
});

describe('the first run', () => {
  it('takes two folders, of which the second is proposed', async () => {
    const user = await show({ code: 'not-set-up' });
    const begin = screen.getByRole('button', { name: 'Commencer' });
    expect(begin).toHaveProperty('disabled', true);
    await user.click(screen.getByRole('button', { name: /Choisir le dossier.*Dossier des bases/ }));
    expect(await screen.findByText('/t/inbox')).toBeTruthy();
    expect(screen.getByText(/Proposé d’après l’autre dossier/)).toBeTruthy();
    await user.click(begin);
    expect(setUp).toHaveBeenCalledWith('/t/inbox', '/t/bases');
  });

  it('says what is wrong where it is, and lets one choose again', async () => {
    const user = await show({ code: 'not-set-up' });
    setUp.mockRejectedValueOnce(new BackendError('no-folder', 'x', '/t/inbox'));
    await user.click(screen.getByTestId('choose-bases'));
    await user.click(screen.getByRole('button', { name: 'Commencer' }));
    expect((await screen.findByRole('alert')).textContent).toContain('n’existe pas');
    await user.click(screen.getByTestId('choose-inbox'));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });

  it('tells an unknown user whom to ask, and for what', async () => {
    await show({ code: 'unknown-user', folder: 'jdupont' }, { settings: SETTINGS });
    expect(screen.getByText(/demandez à l’administrateur de vous ajouter/)).toBeTruthy();
    expect(screen.getByText('jdupont')).toBeTruthy();
  });

  it('shows how far the bases have come', async () => {
    const receiving = { done_bytes: 329e6, total_bytes: 530e6 };
    await show({ code: 'no-base-yet' }, { settings: SETTINGS, receiving });
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('62');
    expect(screen.getByText('329 Mo')).toBeTruthy();
  });

  it('says what to look at while nothing has come', async () => {
    await show({ code: 'no-base-yet' }, { settings: SETTINGS });
    expect(screen.getByText(/Rien n’est encore arrivé/)).toBeTruthy();
  });

  it('uses another folder at once in place of a missing one', async () => {
    const moved = { inbox: '/gone/inbox', bases: '/t/bases' };
    const user = await show(
      { code: 'folder-missing', which: 'inbox', path: '/gone/inbox' },
      { settings: moved }
    );
    expect(screen.getByText('/gone/inbox est introuvable.')).toBeTruthy();
    await user.click(screen.getByTestId('choose-inbox'));
    await waitFor(() => expect(setUp).toHaveBeenCalledWith('/t/inbox', '/t/bases'));
  });

  it('can be left without changing anything', async () => {
    const user = await show({ code: 'no-base-yet' }, { settings: SETTINGS });
    session.choosingFolders = true;
    await user.click(await screen.findByRole('button', { name: /Revenir sans rien changer/ }));
    expect(session.choosingFolders).toBe(false);
    expect(setUp).not.toHaveBeenCalled();
  });
});
