import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BackendError } from '$lib/backend/backend';
import { openMemory } from '$lib/backend/memory';
import type { EntryDraft } from '$lib/backend/types';
import { session } from '$lib/state/session.svelte';
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
});
