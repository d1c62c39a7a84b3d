/** What happens around the form: saving takes its time, news arrives, what is wrong is folded away. */
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backend } from '$lib/backend';
import { openMemory } from '$lib/backend/memory';
import type { Saved } from '$lib/backend/types';
import { session } from '$lib/state/session.svelte';
import ProspectFormPane from './ProspectFormPane.svelte';

// A machine that builds beside it draws slowly.
vi.setConfig({ testTimeout: 30_000 });

let backend: Backend;
let id: string;
beforeEach(async () => {
  backend = { ...(await openMemory()) };
  for (const draft of await backend.drafts()) await backend.dropDraft(draft.key);
  const query = { own_only: true, sales_rep: null, stage: null, sort: 'name', descending: false } as const;
  const page = await backend.prospects({ ...query, typed: 'Bellanger', offset: 0, limit: 1 });
  id = page.rows[0]?.id ?? '';
  await session.open(backend, () => undefined);
}, 60_000);
afterEach(() => session.close());

const nameField = () => screen.findByRole('textbox', { name: /^Nom/ });
const others = () => screen.getByRole('button', { name: /^Autres champs/ });
const toSave = '{Control>}{Enter}{/Control}';

describe('while it is saved', () => {
  /** A share that answers when the test says so. */
  function slow() {
    let end: (saved: Saved) => void = () => undefined;
    const enter = vi.fn<Backend['enter']>(() => new Promise((done) => (end = done)));
    session.backend.enter = enter;
    const saved = { name: 'MP', sequence: 1, warnings: [], dropped: true, notices: [] };
    return { enter, end: () => end(saved) };
  }

  it('another form that was opened meanwhile is not closed', async () => {
    const onclose = vi.fn();
    const { rerender } = render(ProspectFormPane, { form: { what: 'edit', id }, onclose });
    await userEvent.type(await nameField(), ' FILS');
    const { enter, end } = slow();
    await userEvent.keyboard(toSave);
    await waitFor(() => expect(enter).toHaveBeenCalled());
    await rerender({ form: { what: 'new' }, onclose });
    await waitFor(async () => expect(await nameField()).toHaveProperty('value', ''));
    const before = session.revision;
    end();
    await waitFor(() => expect(session.revision).toBeGreaterThan(before));
    await new Promise(requestAnimationFrame);
    expect(onclose).not.toHaveBeenCalled();
  });

  it('nothing can be typed that would be lost', async () => {
    const onclose = vi.fn();
    render(ProspectFormPane, { form: { what: 'edit', id }, onclose });
    const name = await nameField();
    const body = () => name.closest<HTMLElement>('.overflow-y-auto')?.inert ?? false;
    await userEvent.type(name, ' FILS');
    expect(body()).toBe(false);
    const { enter, end } = slow();
    await userEvent.keyboard(toSave);
    await waitFor(() => expect(enter).toHaveBeenCalled());
    expect(body()).toBe(true);
    end();
    await waitFor(() => expect(onclose).toHaveBeenCalledWith(id));
  });
});

it('a date that cannot be read is never folded away', async () => {
  render(ProspectFormPane, { form: { what: 'new' }, onclose: () => undefined });
  await nameField();
  // jsdom scrolls nothing.
  Element.prototype.scrollIntoView = () => undefined;
  await userEvent.click(others());
  const date = screen.getByRole('textbox', { name: /^Création de Société/i });
  await userEvent.type(date, '31/02/2019');
  await userEvent.tab();
  await userEvent.click(others());
  expect(others().getAttribute('aria-expanded')).toBe('true');
  expect(screen.getByRole('textbox', { name: /^Création de Société/i })).toHaveProperty(
    'value',
    '31/02/2019'
  );
});

it('says that the prospect went while its form was open, and keeps what was typed in sight', async () => {
  render(ProspectFormPane, { form: { what: 'edit', id }, onclose: () => undefined });
  const name = await nameField();
  await userEvent.type(name, ' FILS');
  session.backend.prospect = () => Promise.resolve(null);
  session.touched();
  expect(await screen.findByText('Ce prospect n’est plus sur ce poste')).toBeTruthy();
  expect((name as HTMLInputElement).value).toMatch(/ FILS$/);
});
