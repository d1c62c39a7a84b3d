import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openMemory } from '$lib/backend/memory';
import type { Alike, EntryDraft } from '$lib/backend/types';
import { session } from '$lib/state/session.svelte';
import AlikeHints from './AlikeHints.svelte';
import DuplicatePanel from './DuplicatePanel.svelte';
import ProspectFormPane from './ProspectFormPane.svelte';
import { customer } from './testing';

const brossard = customer('C02741', [{ by: 'phone', value: '0261915508' }]);
const lubin: Alike = {
  ...customer('', [{ by: 'siret', value: '44306184100047' }]),
  who: { prospect: 'u1' },
  name: 'SARL LUBIN',
  last_visit_on: null
};

describe('the panel of likely duplicates', () => {
  const props = {
    likely: [brossard],
    reason: null,
    own: '',
    wanted: false,
    today: '2026-11-24',
    onreason: () => undefined,
    onopen: () => undefined
  };

  it('says who, where, what is the same and when he was seen', async () => {
    const { container } = render(DuplicatePanel, props);
    expect(screen.getByText('C02741')).toBeTruthy();
    expect(container.textContent).toContain('72300\u00a0SABLE SUR SARTHE');
    expect(screen.getByText('02 61 91 55 08').className).toContain('underline');
    expect(container.textContent).toMatch(/vu il y a 34\sjours/);
    const { violations } = await axe.run(container, { rules: { region: { enabled: false } } });
    expect(violations).toEqual([]);
  });

  it('shows several, each with its own way to the card, and one reason for all', async () => {
    const user = userEvent.setup();
    const opened: Alike[] = [];
    const onreason = vi.fn();
    const onopen = (alike: Alike) => void opened.push(alike);
    render(DuplicatePanel, { ...props, likely: [brossard, lubin], onreason, onopen });
    const [, second] = screen.getAllByRole('listitem');
    if (!second) throw new Error('there is no second one');
    expect(second.textContent).toContain('jamais vu');
    await user.click(within(second).getByRole('button'));
    expect(opened).toEqual([lubin]);
    expect(screen.getAllByRole('radio')).toHaveLength(3);
    await user.click(screen.getByRole('radio', { name: 'numéro repris' }));
    expect(onreason).toHaveBeenCalledWith('taken', '');
  });

  it('asks for the words of another reason', async () => {
    const user = userEvent.setup();
    const onreason = vi.fn();
    render(DuplicatePanel, { ...props, reason: 'other', wanted: true, onreason });
    const field = screen.getByRole('textbox', { name: /^Laquelle/ });
    expect(field.getAttribute('aria-invalid')).toBe('true');
    await user.type(field, 'x');
    expect(onreason).toHaveBeenLastCalledWith('other', 'x');
  });
});

it('of several hints each can be opened', async () => {
  const user = userEvent.setup();
  const onopen = vi.fn();
  render(AlikeHints, { hints: [brossard, lubin], onopen });
  expect(screen.getAllByRole('button', { name: 'Voir la fiche' })).toHaveLength(1);
  await user.click(screen.getByRole('button', { expanded: false }));
  const [, second] = screen.getAllByRole('button', { name: 'Voir la fiche' });
  if (!second) throw new Error('there is no second one');
  await user.click(second);
  expect(onopen).toHaveBeenCalledExactlyOnceWith(lubin);
});

describe('« Nouveau prospect » by keyboard', () => {
  let entered: EntryDraft[];
  const found: Alike[] = [];

  beforeEach(async () => {
    entered = [];
    found.length = 0;
    const backend = await openMemory();
    // The invented laptop outlives a test as a real one outlives a window.
    for (const draft of await backend.drafts()) await backend.dropDraft(draft.key);
    const enter = backend.enter.bind(backend);
    backend.alike = () => Promise.resolve([...found]);
    backend.enter = (draft, key) => {
      entered.push(draft);
      return enter(draft, key);
    };
    await session.open(backend, () => undefined);
    await waitFor(() => expect(session.working).toBe(true));
  });
  afterEach(() => session.close());

  async function opened() {
    const onclose = vi.fn();
    const shown = render(ProspectFormPane, { form: { what: 'new' }, onclose });
    const name = await screen.findByRole('textbox', { name: /^Nom/ });
    return { onclose, name, ...shown, user: userEvent.setup() };
  }

  it('begins on the name, and hands over who was created', async () => {
    const { onclose, name, user } = await opened();
    expect(document.activeElement).toBe(name);
    await user.type(name, 'TAUDON');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(onclose).toHaveBeenCalled());
    expect(entered[0]).toMatchObject({ kind: 'new_prospect', fields: { nom_client: 'TAUDON' } });
    const [first] = entered;
    expect(onclose).toHaveBeenCalledWith(first?.kind === 'new_prospect' ? first.prospect : '');
    expect(await session.backend.drafts()).toEqual([]);
  });

  it('goes to the reasons instead of saving, and saves with one', async () => {
    const { onclose, name, user } = await opened();
    found.push(brossard);
    await user.type(name, 'TAUDON');
    await user.keyboard('{Control>}{Enter}{/Control}');
    const first = await screen.findByRole('radio', { name: 'autre société, même standard' });
    await waitFor(() => expect(document.activeElement).toBe(first));
    expect(entered).toEqual([]);
    await user.keyboard(' {Control>}{Enter}{/Control}');
    await waitFor(() => expect(onclose).toHaveBeenCalled());
    expect(entered[0]).toMatchObject({ duplicate_reason: 'autre société, même standard' });
  });

  it('opens the card of who is alike with Alt+O, and keeps the draft', async () => {
    const { name, user } = await opened();
    found.push(brossard);
    await user.type(name, 'TAUDON');
    await screen.findByText('C02741');
    await user.keyboard('{Alt>}o{/Alt}');
    expect(session.selection.clients).toBe('C02741');
    await waitFor(async () => expect(await session.backend.drafts()).toHaveLength(1));
  });

  it('closes with Esc, and offers to go on or to begin anew', async () => {
    const first = await opened();
    await first.user.type(first.name, 'TAUDON');
    await first.user.keyboard('{Escape}');
    expect(first.onclose).toHaveBeenCalledWith(null);
    first.unmount();
    await waitFor(async () => expect(await session.backend.drafts()).toHaveLength(1));
    const { name, user } = await opened();
    expect(name).toHaveProperty('value', 'TAUDON');
    await user.click(screen.getByRole('button', { name: 'Recommencer' }));
    await waitFor(() => expect(screen.getByRole('textbox', { name: /^Nom/ })).toHaveProperty('value', ''));
    expect(screen.queryByRole('button', { name: 'Recommencer' })).toBeNull();
  });

  it('names the name when it is missing, only once saving was tried, and F8 goes there', async () => {
    const { name, user } = await opened();
    const check = vi.spyOn(session.backend, 'check');
    await user.type(screen.getByRole('textbox', { name: 'Adresse 1' }), 'ZA');
    await waitFor(() => expect(check).toHaveBeenCalled());
    await expect(check.mock.results[0]?.value).rejects.toMatchObject({ code: 'problems' });
    expect(name.getAttribute('aria-invalid')).toBeNull();
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(name.getAttribute('aria-invalid')).toBe('true'));
    screen.getByRole('textbox', { name: 'Adresse 1' }).focus();
    await user.keyboard('{F8}');
    expect(document.activeElement).toBe(name);
  });

  it('has nothing that hinders a screen reader', async () => {
    const { container } = await opened();
    const { violations } = await axe.run(container, { rules: { region: { enabled: false } } });
    expect(violations).toEqual([]);
  });
});
