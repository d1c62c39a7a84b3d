import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BackendError, type Backend } from '$lib/backend/backend';
import type { ListsView, News, SetupState, Start, Status } from '$lib/backend/types';
import { Session } from './session.svelte';

const START: Start = {
  state: { code: 'ready' },
  user: 'jdupont',
  os_user: 'JDUPONT',
  settings: { inbox: '/t/inbox', bases: '/t/bases' },
  version: '1.0.0',
  zone: 'Europe/Paris',
  data_folder: '/d'
};
const AGE = {
  generation: 1,
  built_at: '2026-11-24T04:02:00Z',
  expires_at: '2026-11-26T04:02:00Z',
  expired: false,
  through: 1
};

function statusOf(code: SetupState['code'], withBase = true): Status {
  const state = { code, which: 'inbox', path: '/t/inbox', folder: 'jdupont' } as SetupState;
  const base = withBase ? AGE : null;
  return {
    state,
    freshness: { common: base, user: base, expired: false, last_receipt_at: null },
    newer: null,
    receiving: null,
    counts: { all: 0, waiting: 0, to_mend: 0, done: 0 },
    notices: [],
    today: '2026-11-24',
    now: '2026-11-24T13:10:00Z',
    last_round_at: null
  };
}

/** A backend that answers what it is told to. */
function fake(status: Status) {
  const told = {
    status,
    lists: 0,
    listener: null as ((news: News) => void) | null,
    stopped: false,
    adopted: false
  };
  const backend = {
    start: vi.fn(() => Promise.resolve(START)),
    preferences: () => Promise.resolve({ theme: 'dark', whose: 'own' }),
    keepPreferences: vi.fn(() => Promise.resolve()),
    status: vi.fn(() => Promise.resolve(told.status)),
    lists: vi.fn(() => {
      told.lists += 1;
      return Promise.resolve({ visit_days_back: told.lists } as ListsView);
    }),
    watch: (listener: (news: News) => void) => {
      told.listener = listener;
      return () => (told.stopped = true);
    },
    setUp: vi.fn(() => Promise.resolve(START)),
    refresh: vi.fn(() => Promise.resolve({ adopted: told.adopted, notices: [] }))
  };
  return { told, backend: backend as unknown as Backend, spies: backend };
}

async function opened(status: Status) {
  const { told, backend, spies } = fake(status);
  const session = new Session();
  const went: string[] = [];
  await session.open(backend, (path) => went.push(path));
  return { session, told, spies, went };
}

let session: Session | null = null;
beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  session?.close();
  vi.useRealTimers();
});

describe('beginning', () => {
  it('knows status, lists and preferences once it is open', async () => {
    ({ session } = await opened(statusOf('ready')));
    expect(session.working).toBe(true);
    expect(session.today).toBe('2026-11-24');
    expect(session.lists?.visit_days_back).toBe(1);
    expect(session.preferences.theme).toBe('dark');
  });

  it.each([
    ['ready', true, true],
    ['folder-missing', true, true],
    ['not-set-up', true, true],
    ['folder-missing', false, false],
    ['not-set-up', false, false],
    ['unknown-user', true, false],
    ['no-base-yet', true, false]
  ] as const)('%s with a base: %s, works: %s', async (code, withBase, works) => {
    ({ session } = await opened(statusOf(code, withBase)));
    expect(session.working).toBe(works);
  });

  it('asks for no lists before there is a base', async () => {
    const { session: one, spies } = await opened(statusOf('no-base-yet', false));
    session = one;
    expect(spies.lists).not.toHaveBeenCalled();
  });

  it('keeps why it could not begin, and begins when tried again', async () => {
    const { told, backend, spies } = fake(statusOf('ready'));
    spies.start.mockRejectedValueOnce(new BackendError('in-use', 'x'));
    session = new Session();
    await session.open(backend, () => undefined);
    expect(session.failure?.code).toBe('in-use');
    expect(told.listener).toBeNull();
    await session.begin();
    expect(session.failure).toBeNull();
    expect(session.working).toBe(true);
  });
});

describe('news', () => {
  it('of entries makes screens ask again, and leaves the lists', async () => {
    const { session: one, told } = await opened(statusOf('ready'));
    session = one;
    told.listener?.({ what: 'entries' });
    await vi.advanceTimersByTimeAsync(0);
    expect([one.revision, one.basesRevision, told.lists]).toEqual([1, 0, 1]);
  });

  it('of bases renews the lists, too', async () => {
    const { session: one, told } = await opened(statusOf('ready'));
    session = one;
    told.listener?.({ what: 'bases' });
    await vi.advanceTimersByTimeAsync(0);
    expect([one.revision, one.basesRevision, one.lists?.visit_days_back]).toEqual([1, 1, 2]);
  });

  it('of the status alone changes no revision', async () => {
    const { session: one, told } = await opened(statusOf('ready'));
    session = one;
    told.status = { ...told.status, counts: { all: 3, waiting: 3, to_mend: 0, done: 0 } };
    told.listener?.({ what: 'status' });
    await vi.advanceTimersByTimeAsync(0);
    expect(one.status?.counts.waiting).toBe(3);
    expect(one.revision).toBe(0);
  });

  it('that a base has come opens the screens', async () => {
    const { session: one, told } = await opened(statusOf('no-base-yet', false));
    session = one;
    told.status = statusOf('ready');
    told.listener?.({ what: 'bases' });
    await vi.advanceTimersByTimeAsync(0);
    expect(one.working).toBe(true);
  });

  it('asks the status again by itself, and a new day renews what is shown', async () => {
    const { session: one, told } = await opened(statusOf('ready'));
    session = one;
    told.status = { ...told.status, today: '2026-11-25' };
    await vi.advanceTimersByTimeAsync(60_000);
    expect(one.today).toBe('2026-11-25');
    expect(one.revision).toBe(1);
  });

  it('heard while a status is on its way is not lost', async () => {
    const { session: one, told, spies } = await opened(statusOf('ready'));
    session = one;
    let answer: (status: Status) => void = () => undefined;
    spies.status.mockImplementationOnce(() => new Promise((done) => (answer = done)));
    told.listener?.({ what: 'status' });
    told.listener?.({ what: 'status' });
    const old = told.status;
    told.status = { ...old, counts: { all: 9, waiting: 9, to_mend: 0, done: 0 } };
    answer(old);
    await vi.advanceTimersByTimeAsync(0);
    expect(one.status?.counts.waiting).toBe(9);
  });

  it('keeps what it knew when a status cannot be had', async () => {
    const { session: one, told, spies } = await opened(statusOf('ready'));
    session = one;
    spies.status.mockRejectedValueOnce(new BackendError('journal', 'x'));
    told.listener?.({ what: 'status' });
    await vi.advanceTimersByTimeAsync(0);
    expect(one.working).toBe(true);
    expect(one.failure).toBeNull();
  });

  it('that lead to nothing that can be shown say why', async () => {
    const { session: one, told, spies } = await opened(statusOf('no-base-yet', false));
    session = one;
    told.status = statusOf('ready');
    spies.lists.mockRejectedValueOnce(new BackendError('base-unreadable', 'x'));
    told.listener?.({ what: 'bases' });
    await vi.advanceTimersByTimeAsync(0);
    expect(one.failure?.code).toBe('base-unreadable');
    await vi.advanceTimersByTimeAsync(60_000);
    expect([one.failure, one.working]).toEqual([null, true]);
  });

  it('is not listened to after closing', async () => {
    const { session: one, told, spies } = await opened(statusOf('ready'));
    one.close();
    const before = spies.status.mock.calls.length;
    await vi.advanceTimersByTimeAsync(300_000);
    expect(told.stopped).toBe(true);
    expect(spies.status.mock.calls.length).toBe(before);
  });
});

describe('doing', () => {
  it('« Actualiser » renews what is shown when bases were adopted, and only then', async () => {
    const { session: one, told } = await opened(statusOf('ready'));
    session = one;
    await one.refresh();
    expect(one.revision).toBe(0);
    told.adopted = true;
    await one.refresh();
    expect([one.revision, one.basesRevision, one.refreshing]).toEqual([1, 1, false]);
  });

  it('« Actualiser » keeps what was selected', async () => {
    const { session: one, told } = await opened(statusOf('ready'));
    session = one;
    one.selection.accueil = 'C00719';
    told.adopted = true;
    await one.refresh();
    expect(one.selection.accueil).toBe('C00719');
  });

  it('asks what day it is when the window comes back', async () => {
    const { session: one, told } = await opened(statusOf('ready'));
    session = one;
    const before = one.revision;
    told.status = { ...statusOf('ready'), today: '2026-11-25', now: '2026-11-25T07:00:00Z' };
    window.dispatchEvent(new Event('focus'));
    await vi.waitFor(() => expect(one.today).toBe('2026-11-25'));
    expect(one.revision).toBe(before + 1);
    told.status = { ...told.status, now: '2026-11-25T08:00:00Z' };
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.waitFor(() => expect(one.now).toBe('2026-11-25T08:00:00Z'));
  });

  it('freshens with a status asked afterwards, also while one is on its way', async () => {
    const { session: one, told, spies } = await opened(statusOf('ready'));
    session = one;
    let answer: (status: Status) => void = () => undefined;
    spies.status.mockImplementationOnce(() => new Promise((done) => (answer = done)));
    one.touched();
    told.status = { ...statusOf('ready'), now: '2026-11-25T08:00:00Z' };
    const fresh = one.freshen();
    answer(statusOf('ready'));
    await fresh;
    expect(one.now).toBe('2026-11-25T08:00:00Z');
  });

  it('opens a customer from anywhere, also twice', async () => {
    const { session: one, went } = await opened(statusOf('ready'));
    session = one;
    one.openCustomer('C00719');
    one.openCustomer('C00719');
    expect(one.selection.clients).toBe('C00719');
    expect(one.opened).toEqual({ code: 'C00719', count: 2 });
    expect(went).toEqual(['/clients', '/clients']);
  });

  it('remembers the latest customers, each once', async () => {
    ({ session } = await opened(statusOf('ready')));
    for (const code of ['A', 'B', 'A', 'C', 'D', 'E', 'F', 'G']) session.remember(code);
    expect(session.recent).toEqual(['G', 'F', 'E', 'D', 'C', 'A']);
  });

  it('keeps preferences besides each other', async () => {
    const { session: one, spies } = await opened(statusOf('ready'));
    session = one;
    await one.keepPreferences({ whose: 'all' });
    expect(spies.keepPreferences).toHaveBeenCalledWith({ theme: 'dark', whose: 'all' });
  });
});
