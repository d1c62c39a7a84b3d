import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import TableHarness from './TableHarness.svelte';

const many = (count: number) => Array.from({ length: count }, (_, at) => `row ${at}`);
const chosen = () => screen.getByRole('status').textContent;
const drawn = () => screen.getAllByRole('row').length - 1;

async function focused() {
  const grid = screen.getByRole('grid');
  grid.focus();
  return { grid, user: userEvent.setup() };
}

describe('windowing', () => {
  it('draws what is in sight of a great many rows, and says how many there are', () => {
    render(TableHarness, { names: many(200_000) });
    expect(drawn()).toBeGreaterThan(10);
    expect(drawn()).toBeLessThan(60);
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('200001');
  });

  it('asks for rows in sight that are not there, and shows their place', () => {
    const need = vi.fn();
    const names: (string | undefined)[] = many(100);
    names.fill(undefined, 5, 12);
    render(TableHarness, { names, need });
    expect(need).toHaveBeenCalledWith(5, 12);
    expect(screen.queryByText('row 5')).toBeNull();
    expect(screen.getByText('row 12')).toBeTruthy();
  });

  it('asks for nothing when all that is in sight is there', () => {
    const need = vi.fn();
    const names: (string | undefined)[] = many(500);
    names.fill(undefined, 300);
    render(TableHarness, { names, need });
    expect(need).not.toHaveBeenCalled();
  });

  it('goes to the end of the rows and draws them there', async () => {
    render(TableHarness, { names: many(200_000) });
    const { user } = await focused();
    await user.keyboard('{End}');
    expect(chosen()).toBe('row 199999');
    expect(screen.getByText('row 199999', { selector: '[role=gridcell]' })).toBeTruthy();
    expect(screen.queryByText('row 0')).toBeNull();
  });
});

describe('keyboard', () => {
  it('moves the selection and stays within the rows', async () => {
    render(TableHarness, { names: many(50), selected: 'row 0' });
    const { user } = await focused();
    await user.keyboard('{ArrowUp}');
    expect(chosen()).toBe('row 0');
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(chosen()).toBe('row 2');
    await user.keyboard('{End}{ArrowDown}');
    expect(chosen()).toBe('row 49');
    await user.keyboard('{Home}');
    expect(chosen()).toBe('row 0');
  });

  it('turns pages by nearly what is in sight', async () => {
    render(TableHarness, { names: many(200), selected: 'row 0' });
    const { user } = await focused();
    await user.keyboard('{PageDown}');
    const there = Number(chosen()?.slice(4));
    expect(there).toBeGreaterThan(5);
    expect(there).toBeLessThan(30);
    await user.keyboard('{PageUp}');
    expect(chosen()).toBe('row 0');
  });

  it('names the selected row as the active one', async () => {
    render(TableHarness, { names: many(50), selected: 'row 3' });
    const { grid } = await focused();
    const active = document.getElementById(grid.getAttribute('aria-activedescendant') ?? '');
    expect(active?.textContent).toContain('row 3');
    expect(active?.getAttribute('aria-selected')).toBe('true');
  });

  it('opens the selected row with Enter, and by a double click', async () => {
    const onopen = vi.fn();
    render(TableHarness, { names: many(50), selected: 'row 3', onopen });
    const { user } = await focused();
    await user.keyboard('{Enter}');
    expect(onopen).toHaveBeenLastCalledWith({ key: 'row 3', name: 'row 3' });
    await user.dblClick(screen.getByText('row 5'));
    expect(onopen).toHaveBeenLastCalledWith({ key: 'row 5', name: 'row 5' });
    expect(chosen()).toBe('row 5');
  });

  it('leaves chords to the program', async () => {
    render(TableHarness, { names: many(50), selected: 'row 3' });
    const { user } = await focused();
    await user.keyboard('{Control>}{End}{/Control}');
    expect(chosen()).toBe('row 3');
  });

  it('selects a row that the keyboard went to once its page is there', async () => {
    const need = vi.fn();
    const names: (string | undefined)[] = many(20);
    names.fill(undefined, 10);
    const { rerender } = render(TableHarness, { names, need, selected: 'row 9' });
    const { user } = await focused();
    await user.keyboard('{ArrowDown}');
    expect(need).toHaveBeenCalledWith(10, 11);
    expect(chosen()).toBe('row 9');
    await rerender({ names: many(20) });
    expect(chosen()).toBe('row 10');
  });
});

describe('rows that change under the selection', () => {
  it('keeps the selection by its key, and moves on from its new place', async () => {
    const { rerender } = render(TableHarness, { names: ['a', 'b', 'c', 'd'], selected: 'c' });
    await rerender({ names: ['x', 'y', 'a', 'b', 'c', 'd'] });
    expect(chosen()).toBe('c');
    expect(
      screen.getByText('c', { selector: '[role=gridcell]' }).parentElement?.getAttribute('aria-selected')
    ).toBe('true');
    const { user } = await focused();
    await user.keyboard('{ArrowDown}');
    expect(chosen()).toBe('d');
  });

  it('goes on from the old place when the selected row is gone', async () => {
    const { rerender } = render(TableHarness, { names: ['a', 'b', 'c', 'd'], selected: 'c' });
    await rerender({ names: ['a', 'b', 'd', 'e'] });
    const { user } = await focused();
    await user.keyboard('{ArrowUp}');
    expect(chosen()).toBe('b');
  });
});

describe('heads', () => {
  it('shows groups with their counts, but no empty one', () => {
    const groups = [
      { label: 'late', count: 2, first: 0 },
      { label: 'today', count: 0, first: 2 },
      { label: 'soon', count: 3, first: 2 }
    ];
    render(TableHarness, { names: many(5), groups });
    expect(screen.getByText('late')).toBeTruthy();
    expect(screen.getByText('soon')).toBeTruthy();
    expect(screen.queryByText('today')).toBeNull();
  });

  it('sorts by a column, the other way round when asked again', async () => {
    const onsort = vi.fn();
    const { rerender } = render(TableHarness, { names: many(5), onsort });
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: /Name/ }));
    expect(onsort).toHaveBeenLastCalledWith({ key: 'name', descending: false });
    await rerender({ sort: { key: 'name', descending: false } });
    expect(screen.getByRole('columnheader').getAttribute('aria-sort')).toBe('ascending');
    await user.click(screen.getByRole('button', { name: /Name/ }));
    expect(onsort).toHaveBeenLastCalledWith({ key: 'name', descending: true });
  });
});
