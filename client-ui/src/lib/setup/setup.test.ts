import { describe, expect, it, vi } from 'vitest';
import { BackendError } from '$lib/backend/backend';
import type { Session } from '$lib/state/session.svelte';
import { Chooser } from './chooser.svelte';
import { clashOf, guessOther } from './folders';
import { Remaining } from './remaining';
import { STEP_IDS, stepsOf } from './steps';

describe('the other folder', () => {
  it.each([
    ['C:\\Tournee\\bases', 'bases', 'C:\\Tournee\\inbox'],
    ['C:\\Tournee\\Inbox\\', 'inbox', 'C:\\Tournee\\bases'],
    ['/home/j/sync/tournee-inbox', 'inbox', '/home/j/sync/tournee-bases'],
    ['/srv/envois', 'inbox', '/srv/bases'],
    ['C:\\Tournee', 'bases', null],
    ['bases', 'bases', null]
  ] as const)('beside %s (%s) is %s', (chosen, which, guessed) => {
    expect(guessOther(chosen, which)).toBe(guessed);
  });

  it.each([
    ['/t/inbox', '/t/bases', null],
    ['/t/inbox', '/t/inbox/', 'same'],
    ['C:\\T\\Inbox', 'c:/t/inbox', 'same'],
    ['/t/Inbox', '/t/inbox', null],
    ['/t', '/t/bases', 'nested'],
    ['/t/inbox/bases', '/t/inbox', 'nested'],
    ['/t/inbox', '/t/inbox-bases', null]
  ] as const)('%s with %s: %s', (inbox, bases, clash) => {
    expect(clashOf(inbox, bases)).toBe(clash);
  });
});

describe('the road', () => {
  const none = { inbox: null, bases: null };
  it.each([
    ['nothing chosen', { code: 'not-set-up' }, none, 'here ahead ahead ahead ahead'],
    ['bases chosen', { code: 'not-set-up' }, { inbox: null, bases: '/b' }, 'done here ahead ahead ahead'],
    ['inbox chosen', { code: 'not-set-up' }, { inbox: '/i', bases: null }, 'here done ahead ahead ahead'],
    [
      'a folder away',
      { code: 'folder-missing', which: 'inbox', path: '/i' },
      none,
      'done bad ahead ahead ahead'
    ],
    ['not known', { code: 'unknown-user', folder: 'j' }, none, 'done done bad ahead ahead'],
    ['receiving', { code: 'no-base-yet' }, none, 'done done done here ahead'],
    ['ready', { code: 'ready' }, none, 'done done done done here']
  ] as const)('%s', (_name, state, chosen, road) => {
    const steps = stepsOf(state, false, chosen);
    expect(STEP_IDS.map((id) => steps[id]).join(' ')).toBe(road);
  });

  it('shows the folders while they are chosen anew', () => {
    expect(stepsOf({ code: 'ready' }, true, { inbox: '/i', bases: '/b' }).receive).toBe('ahead');
  });
});

describe('the time left', () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 10, 24, 13, 10, seconds)).toISOString();
  const megabytes = (done: number) => ({ done_bytes: done * 1e6, total_bytes: 530e6 });

  it('is not told before anything is known', () => {
    const remaining = new Remaining();
    expect(remaining.minutes(megabytes(100), at(0))).toBeNull();
    expect(remaining.minutes(megabytes(100), at(30))).toBeNull();
    expect(remaining.minutes(megabytes(101), at(3))).toBeNull();
  });

  it('goes by what arrived since', () => {
    const remaining = new Remaining();
    remaining.minutes(megabytes(200), at(0));
    expect(remaining.minutes(megabytes(230), at(30))).toBe(5);
    expect(remaining.minutes(megabytes(520), at(40))).toBe(0);
  });

  it('begins anew with another attempt', () => {
    const remaining = new Remaining();
    remaining.minutes(megabytes(200), at(0));
    expect(remaining.minutes(megabytes(10), at(30))).toBeNull();
  });
});

describe('choosing', () => {
  function chooser(paths: Record<string, string | null>, setUp = vi.fn(() => Promise.resolve())) {
    const chooseFolder = vi.fn((which: string) => Promise.resolve(paths[which] ?? null));
    const session = { start: null, backend: { chooseFolder }, setUp };
    return { chooser: new Chooser(session as unknown as Session), setUp };
  }

  it('proposes the other folder, and keeps what is chosen by hand', async () => {
    const paths: Record<string, string | null> = { bases: '/t/bases', inbox: null };
    const { chooser: one } = chooser(paths);
    await one.choose('bases');
    expect([one.inbox, one.guessed, one.complete]).toEqual(['/t/inbox', 'inbox', true]);
    paths.inbox = '/elsewhere/inbox';
    await one.choose('inbox');
    expect([one.bases, one.inbox, one.guessed]).toEqual(['/t/bases', '/elsewhere/inbox', null]);
    paths.bases = '/u/bases';
    await one.choose('bases');
    expect(one.inbox).toBe('/elsewhere/inbox');
  });

  it('changes nothing when the dialog was closed', async () => {
    const { chooser: one } = chooser({});
    await one.choose('bases');
    expect([one.bases, one.inbox, one.complete]).toEqual([null, null, false]);
  });

  it('does not take one folder twice', async () => {
    const { chooser: one } = chooser({ bases: '/t/x', inbox: '/t/x' });
    await one.choose('bases');
    await one.choose('inbox');
    expect(one.complete).toBe(false);
    expect(one.problem?.text).toContain('même dossier');
  });

  it('says what the backend says, until something else is chosen', async () => {
    const setUp = vi.fn(() => Promise.reject(new BackendError('no-folder', 'x', '/t/bases')));
    const paths = { bases: '/t/bases', inbox: '/t/inbox' };
    const { chooser: one } = chooser(paths, setUp);
    await one.choose('bases');
    await one.save();
    expect(one.problem?.text).toContain('n’existe pas');
    expect(one.problem?.which).toBe('bases');
    expect(one.busy).toBe(false);
    await one.choose('inbox');
    expect(one.problem).toBeNull();
  });

  it('saves only what is whole', async () => {
    const { chooser: one, setUp } = chooser({ bases: '/t/x' });
    await one.choose('bases');
    await one.save();
    expect(setUp).not.toHaveBeenCalled();
  });
});
