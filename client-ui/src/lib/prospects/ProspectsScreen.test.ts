import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backend } from '$lib/backend/backend';
import { openMemory } from '$lib/backend/memory';
import { session } from '$lib/state/session.svelte';
import { TYPING } from './list-rows';
import ProspectsScreen from './ProspectsScreen.svelte';
import { searching } from './searching.svelte';

// A machine that builds beside it draws slowly.
vi.setConfig({ testTimeout: 30_000 });

let backend: Backend;
beforeEach(async () => {
  backend = { ...(await openMemory('normal')) };
  // What one test typed is no other's.
  for (const { key } of await backend.drafts()) await backend.dropDraft(key);
  searching.typed = '';
  searching.clearFilters();
  session.selection.prospects = null;
  session.prospectForm = null;
  await session.open(backend, () => undefined);
}, 60_000);
afterEach(() => session.close());

const rows = () => [...document.querySelectorAll('[role="row"][aria-selected]')];
const chosen = () => document.querySelector('[role="row"][aria-selected="true"]')?.textContent ?? '';
const title = () => document.querySelector('h1')?.textContent ?? '';

describe('the screen', () => {
  it('begins with the first of the list, and its card', async () => {
    render(ProspectsScreen);
    await waitFor(() => expect(title()).not.toBe(''));
    expect(chosen()).toContain(title());
    expect(rows()).toHaveLength(12);
    expect(screen.getByText('12 prospects, les vôtres seulement')).toBeTruthy();
  });

  it('shows on top what is being typed, goes on with it, and leaves it for another row', async () => {
    await backend.keepDraft(
      { kind: 'new_prospect', subject: '0193a1b2-0000-7000-8000-000000000009' },
      { fields: { nom_client: 'GARAGE TOUT NEUF' } }
    );
    render(ProspectsScreen);
    const row = await waitFor(() => {
      const found = rows()[0];
      if (!found?.textContent?.includes('GARAGE TOUT NEUF')) throw new Error('not there yet');
      return found;
    });
    expect(row.textContent).toContain('en saisie');
    expect(screen.getByText('12 prospects, les vôtres seulement')).toBeTruthy();
    await userEvent.click(row);
    expect(session.prospectForm).toEqual({ what: 'new' });
    await waitFor(() => expect(chosen()).toContain('GARAGE TOUT NEUF'));
    const other = rows()[3];
    if (!other) throw new Error('no other row');
    await userEvent.click(other);
    await waitFor(() => expect(session.prospectForm).toBeNull());
    expect(chosen()).toBe(other.textContent);
  });

  it('N opens the form of a new one; closed with nothing typed it leaves no row', async () => {
    render(ProspectsScreen);
    await waitFor(() => expect(title()).not.toBe(''));
    (document.activeElement as HTMLElement | null)?.blur();
    await userEvent.keyboard('n');
    await waitFor(() => expect(session.selection.prospects).toBe(TYPING));
    await waitFor(() => expect(rows()[0]?.textContent).toContain('Nouveau prospect'));
    await userEvent.click(await screen.findByRole('button', { name: /Fermer/ }));
    await waitFor(() => expect(rows()).toHaveLength(12));
    expect(session.selection.prospects).not.toBe(TYPING);
  });

  it('clears a search that hides the prospect asked for from elsewhere', async () => {
    render(ProspectsScreen);
    await waitFor(() => expect(title()).not.toBe(''));
    const page = await backend.prospects({
      ...searching.query(false),
      typed: 'Hardouin',
      offset: 0,
      limit: 1
    });
    searching.typed = 'Bellanger';
    await waitFor(() => expect(rows()).toHaveLength(1));
    session.openProspect(page.rows[0]?.id ?? '');
    await waitFor(() => expect(title()).toContain('Hardouin'));
    expect(searching.typed).toBe('');
    await waitFor(() => expect(chosen()).toContain('Hardouin'));
  });

  it('leaves who was sent to a prospect in the list, where the keys of the card work', async () => {
    const all = { ...searching.query(false), offset: 0, limit: 1 };
    const page = await backend.prospects({ ...all, typed: 'Hardouin' });
    session.openProspect(page.rows[0]?.id ?? '');
    render(ProspectsScreen);
    await waitFor(() => expect(chosen()).toContain('Hardouin'));
    expect(document.activeElement?.getAttribute('role')).toBe('grid');
  });

  it('leaves who came by himself in the search', async () => {
    render(ProspectsScreen);
    await waitFor(() => expect(title()).not.toBe(''));
    expect(document.activeElement?.getAttribute('role')).toBe('searchbox');
  });

  it('offers to create what nobody was found by', async () => {
    render(ProspectsScreen);
    await waitFor(() => expect(title()).not.toBe(''));
    searching.typed = 'zzz nouveau';
    await userEvent.click(await screen.findByRole('button', { name: /^Créer/ }));
    await waitFor(() => expect(session.prospectForm).toEqual({ what: 'new' }));
    await waitFor(() => expect(rows()[0]?.textContent).toContain('zzz nouveau'));
    expect(searching.typed).toBe('');
  });

  it('offers to go on with the one that is being typed, and leaves the search', async () => {
    await backend.keepDraft(
      { kind: 'new_prospect', subject: '0193a1b2-0000-7000-8000-000000000009' },
      { fields: { nom_client: 'DUPONT' } }
    );
    render(ProspectsScreen);
    await waitFor(() => expect(rows()[0]?.textContent).toContain('DUPONT'));
    searching.typed = 'zzz nouveau';
    await userEvent.click(await screen.findByRole('button', { name: /^Reprendre la saisie de.*DUPONT/ }));
    expect(screen.queryByRole('button', { name: /^Créer «/ })).toBeNull();
    await waitFor(() => expect(session.prospectForm).toEqual({ what: 'new' }));
    expect(searching.typed).toBe('zzz nouveau');
  });

  it('searching beside a form does not close it', async () => {
    render(ProspectsScreen);
    await waitFor(() => expect(rows()).toHaveLength(12));
    const id = session.selection.prospects ?? '';
    session.openProspectForm({ what: 'edit', id });
    await screen.findByRole('textbox', { name: /^Nom/ });
    searching.typed = 'Hardouin';
    await waitFor(() => expect(rows()).toHaveLength(1));
    expect([session.selection.prospects, session.prospectForm]).toEqual([id, { what: 'edit', id }]);
  });

  it('goes to the next one when one is deleted', async () => {
    render(ProspectsScreen);
    await waitFor(() => expect(rows()).toHaveLength(12));
    const [one, next] = [rows()[5], rows()[6]];
    if (!one || !next) throw new Error('too few rows');
    await userEvent.click(one);
    const nextName = next.querySelector('[role=gridcell]')?.textContent?.trim() ?? '';
    await userEvent.click(await screen.findByRole('button', { name: 'Supprimer le prospect' }));
    await userEvent.type(await screen.findByRole('textbox', { name: /Pourquoi/ }), 'Cessation');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(rows()).toHaveLength(11));
    expect(chosen()).toContain(nextName);
    await waitFor(() => expect(title()).toContain(nextName));
  });
});
