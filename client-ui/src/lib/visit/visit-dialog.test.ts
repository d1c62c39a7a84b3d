import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BackendError } from '$lib/backend/backend';
import { openMemory } from '$lib/backend/memory';
import type { EntryDraft } from '$lib/backend/types';
import { session } from '$lib/state/session.svelte';
import { toasts } from '$lib/state/toasts.svelte';
import VisitDialog from './VisitDialog.svelte';

const props = { open: true, whom: { customer: 'C00001' }, name: 'GAEC BROSSARD', town: 'LAVAL' };

describe('« visite ce jour » by keyboard', () => {
  let entered: EntryDraft[];
  let full: boolean;

  beforeEach(async () => {
    entered = [];
    full = false;
    const backend = await openMemory();
    // The invented laptop outlives a test as a real one outlives a window.
    for (const draft of await backend.drafts()) await backend.dropDraft(draft.key);
    const enter = backend.enter.bind(backend);
    backend.enter = (draft, key) => {
      if (full) return Promise.reject(new BackendError('disk-full', 'no space left'));
      entered.push(draft);
      return enter(draft, key);
    };
    await session.open(backend, () => undefined);
    await waitFor(() => expect(session.working).toBe(true));
  });
  afterEach(() => session.close());

  it('begins on the contact type, and enters what was picked and typed', async () => {
    const user = userEvent.setup();
    render(VisitDialog, props);
    await waitFor(() =>
      expect(screen.getByRole('radio', { name: 'Visite' })).toHaveProperty('checked', false)
    );
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('radio', { name: 'Visite' })));
    await user.keyboard('2');
    await user.type(screen.getByRole('textbox', { name: 'Commentaire' }), 'Rappeler 1 fois.');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(entered).toHaveLength(1);
    // The digit in the comment picked nothing.
    expect(entered[0]).toMatchObject({
      kind: 'visit',
      comment: 'Rappeler 1 fois.',
      picked: ['contact.telephone']
    });
    expect(await session.backend.drafts()).toEqual([]);
  });

  it('may be validated empty', async () => {
    const user = userEvent.setup();
    render(VisitDialog, props);
    await screen.findByRole('textbox', { name: 'Commentaire' });
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(entered).toHaveLength(1));
    expect(entered[0]).toMatchObject({ comment: '', picked: [], on: session.today });
  });

  it('closes with Esc, keeps the draft and brings it back', async () => {
    const user = userEvent.setup();
    const first = render(VisitDialog, props);
    await user.type(await screen.findByRole('textbox', { name: 'Commentaire' }), 'à finir');
    await user.keyboard('{Escape}');
    await waitFor(async () => expect(await session.backend.drafts()).toHaveLength(1));
    first.unmount();
    render(VisitDialog, props);
    expect(await screen.findByDisplayValue('à finir')).toBeTruthy();
    expect(entered).toEqual([]);
  });

  it('stays with everything typed when the disk is full, and can be tried again', async () => {
    const user = userEvent.setup();
    full = true;
    render(VisitDialog, props);
    await user.type(await screen.findByRole('textbox', { name: 'Commentaire' }), 'important');
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText(/Le disque est plein/)).toBeTruthy();
    expect(screen.getByDisplayValue('important')).toBeTruthy();
    full = false;
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(entered[0]).toMatchObject({ comment: 'important' });
  });

  it.each([
    ['Heure', '14h7', 'Ce n’est pas une heure'],
    ['Date de visite', '31/02', 'Ce n’est pas une date'],
    ['Date de visite', '01/01/2020', 'Choisissez un jour du']
  ])('enters nothing while « %s » is %s', async (label, typed, words) => {
    const user = userEvent.setup();
    render(VisitDialog, props);
    const field = await screen.findByRole('textbox', { name: label });
    await user.clear(field);
    await user.type(field, typed);
    expect(screen.queryByText(new RegExp(words))).toBeNull();
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText(new RegExp(words))).toBeTruthy();
    expect(entered).toEqual([]);
    await user.click(screen.getByRole('button', { name: /Valider la visite/ }));
    await waitFor(() => expect(document.activeElement).toBe(field));
    expect(entered).toEqual([]);
  });

  it('enters nothing while the day to see again cannot be read, and does once it is mended', async () => {
    const user = userEvent.setup();
    render(VisitDialog, props);
    await user.click(await screen.findByRole('button', { name: /^(Date|Choisir la date de revoir)$/ }));
    const field = screen.getByRole('textbox', { name: 'Choisir la date de revoir' });
    await user.type(field, '31/02');
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText(/Ce n’est pas une date/)).toBeTruthy();
    await user.clear(field);
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(entered).toHaveLength(1));
  });

  it('enters nothing before the kept draft was read', async () => {
    const user = userEvent.setup();
    let answer: () => void = () => undefined;
    const drafts = session.backend.drafts.bind(session.backend);
    session.backend.drafts = () => new Promise((done) => (answer = () => done(drafts())));
    render(VisitDialog, props);
    const button = screen.getByRole('button', { name: /Valider la visite/ });
    expect(button).toHaveProperty('disabled', true);
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(screen.getByRole('dialog')).toBeTruthy();
    await waitFor(() => {
      answer();
      expect(button).toHaveProperty('disabled', false);
    });
    expect(entered).toEqual([]);
  });

  it('keeps nothing over a draft that could not be read, and reads it when tried again', async () => {
    const user = userEvent.setup();
    const first = render(VisitDialog, props);
    await user.type(await screen.findByRole('textbox', { name: 'Commentaire' }), 'à finir');
    await user.keyboard('{Escape}');
    await waitFor(async () => expect(await session.backend.drafts()).toHaveLength(1));
    first.unmount();
    const drafts = session.backend.drafts.bind(session.backend);
    session.backend.drafts = () => Promise.reject(new BackendError('journal', 'locked'));
    render(VisitDialog, props);
    const again = await screen.findByRole('button', { name: 'Réessayer' });
    expect(screen.queryByRole('textbox', { name: 'Commentaire' })).toBeNull();
    session.backend.drafts = drafts;
    await user.click(again);
    expect(await screen.findByDisplayValue('à finir')).toBeTruthy();
  });

  it('brings what was started over back into the same form only', async () => {
    const user = userEvent.setup();
    render(VisitDialog, props);
    await user.type(await screen.findByRole('textbox', { name: 'Commentaire' }), 'jeté');
    await user.click(await screen.findByRole('button', { name: 'Repartir de zéro' }));
    await waitFor(() => expect(toasts.shown.at(-1)?.action).toBeTruthy());
    const restore = toasts.shown.at(-1)?.action?.run;
    restore?.();
    expect(await screen.findByDisplayValue('jeté')).toBeTruthy();
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(entered).toHaveLength(1));
    await waitFor(() => expect(toasts.shown.every((one) => one.action === null)).toBe(true));
    restore?.();
    expect(await session.backend.drafts()).toEqual([]);
  });

  it('begins with the day of now, not with that of the last status', async () => {
    const status = session.backend.status.bind(session.backend);
    session.backend.status = async () => ({ ...(await status()), today: '2031-02-03' });
    render(VisitDialog, props);
    expect(await screen.findByDisplayValue('03/02/2031')).toBeTruthy();
  });
});
