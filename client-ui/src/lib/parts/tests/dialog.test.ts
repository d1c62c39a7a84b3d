import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { m } from '$words/messages';
import DialogHarness from './DialogHarness.svelte';

const focusedName = () =>
  document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim();

async function opened(props: Parameters<typeof render<typeof DialogHarness>>[1] = {}) {
  const user = userEvent.setup();
  const { container } = render(DialogHarness, props);
  await user.click(screen.getByText('outside'));
  return { user, container };
}

describe('focus', () => {
  it('goes to the first control of the content, or to what is marked', async () => {
    await opened();
    expect(focusedName()).toBe('one');
  });

  it('goes to what is marked', async () => {
    await opened({ marked: true });
    expect(focusedName()).toBe('two');
  });

  it('goes to what is picked in a marked group', async () => {
    const { user } = await opened();
    await user.click(screen.getByText('more'));
    expect(focusedName()).toBe('b');
  });

  it('goes round inside', async () => {
    const { user } = await opened();
    const round: (string | undefined | null)[] = [];
    for (let step = 0; step < 4; step += 1) {
      await user.tab();
      round.push(focusedName());
    }
    expect(round).toEqual(['more', 'last', m.parts_close(), 'one']);
    await user.tab({ shift: true });
    expect(focusedName()).toBe(m.parts_close());
    await user.tab({ shift: true });
    expect(focusedName()).toBe('last');
  });

  it('comes back when the dialog closes', async () => {
    const { user } = await opened();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(focusedName()).toBe('outside');
  });
});

describe('the page behind', () => {
  it('is out of reach until the dialog is gone', async () => {
    const { user, container } = await opened();
    expect(container.inert).toBe(true);
    await user.keyboard('{Escape}');
    expect(container.inert).toBe(false);
  });

  it('stays so while a second dialog comes and goes', async () => {
    const { user, container } = await opened();
    await user.click(screen.getByText('more'));
    await user.keyboard('{Escape}');
    expect(screen.getAllByRole('dialog')).toHaveLength(1);
    expect(focusedName()).toBe('more');
    expect(container.inert).toBe(true);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(container.inert).toBe(false);
  });
});

describe('closing', () => {
  it('stays when it is told to, by Esc and by the cross', async () => {
    const onclose = vi.fn(() => false);
    const { user } = await opened({ onclose });
    await user.keyboard('{Escape}');
    await user.click(screen.getByRole('button', { name: m.parts_close() }));
    expect(onclose).toHaveBeenCalledTimes(2);
    expect(screen.getByRole('dialog', { name: 'first' })).toBeTruthy();
  });

  it('is named by its title', async () => {
    await opened();
    expect(screen.getByRole('dialog', { name: 'first' }).getAttribute('aria-modal')).toBe('true');
  });
});

describe('shortcuts', () => {
  it('belong to the dialog on top', async () => {
    const below = vi.fn();
    const above = vi.fn();
    const { user } = await opened({
      shortcuts: [{ keys: 'Ctrl+Enter', label: 'below', run: below }],
      nestedShortcuts: [{ keys: 'Ctrl+Enter', label: 'above', run: above }]
    });
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect([below.mock.calls.length, above.mock.calls.length]).toEqual([1, 0]);
    await user.click(screen.getByText('more'));
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect([below.mock.calls.length, above.mock.calls.length]).toEqual([1, 1]);
  });
});
