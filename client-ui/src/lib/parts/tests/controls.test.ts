import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { m } from '$words/messages';
import ControlsHarness from './ControlsHarness.svelte';

const told = (what: string) => screen.getByTestId(what).textContent;
const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);

// user-event looks for a radio's group with it; jsdom has none.
beforeAll(() => vi.stubGlobal('CSS', { escape: (name: string) => name.replace(/\W/g, '\\$&') }));
afterAll(() => vi.unstubAllGlobals());

function shown(props: Parameters<typeof render<typeof ControlsHarness>>[1] = {}) {
  render(ControlsHarness, props);
  return userEvent.setup();
}

describe('Segmented', () => {
  it('is walked by arrows, and by a click', async () => {
    const user = shown();
    screen.getByRole('radio', { name: 'b' }).focus();
    await user.keyboard('{ArrowRight}');
    expect(told('segment')).toBe('c');
    await user.click(screen.getByRole('radio', { name: 'a' }));
    expect(told('segment')).toBe('a');
  });

  it('keeps what is picked, unless it may be cleared', async () => {
    const user = shown();
    await user.click(screen.getByRole('radio', { name: 'b' }));
    expect(told('segment')).toBe('b');
  });

  it('is cleared by a click or Space on what is picked', async () => {
    const user = shown({ clearable: true });
    const picked = screen.getByRole<HTMLInputElement>('radio', { name: 'b' });
    await user.click(picked);
    expect([told('segment'), picked.checked]).toEqual(['none', false]);
    await user.click(picked);
    expect([told('segment'), picked.checked]).toEqual(['b', true]);
    await user.keyboard(' ');
    expect(told('segment')).toBe('none');
  });
});

describe('Tabs', () => {
  it('are walked by arrows, Home and End, and go round', async () => {
    const user = shown();
    screen.getByRole('tab', { name: 'a' }).focus();
    await user.keyboard('{ArrowRight}');
    expect(told('tab')).toBe('b');
    expect(document.activeElement?.textContent?.trim()).toBe('b');
    await user.keyboard('{End}{ArrowRight}');
    expect(told('tab')).toBe('a');
    await user.keyboard('{ArrowLeft}');
    expect(told('tab')).toBe('c');
  });

  it('are one stop of the Tab key', () => {
    shown();
    expect(screen.getAllByRole('tab').map((tab) => tab.tabIndex)).toEqual([0, -1, -1]);
  });
});

describe('Menu', () => {
  it('is opened, walked and chosen from by keyboard, and gives the focus back', async () => {
    const user = shown();
    const chip = screen.getByRole('button', { name: /agency/ });
    chip.focus();
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement?.textContent).toContain('all');
    await user.keyboard('{ArrowDown}{Enter}');
    expect(told('filter')).toBe('LAVA');
    expect(chip.textContent).toContain('Laval');
    expect(document.activeElement).toBe(chip);
    expect(screen.queryByRole('listbox')).toBeNull();
  });

  it('finds an entry by its letters, and lets Esc change nothing', async () => {
    const user = shown();
    await user.click(screen.getByRole('button', { name: /agency/ }));
    await user.keyboard('an');
    expect(document.activeElement?.textContent).toContain('Angers');
    await user.keyboard('{Escape}');
    expect(told('filter')).toBe('none');
    expect(screen.queryByRole('listbox')).toBeNull();
  });
});

describe('Popover', () => {
  it('takes the focus in, and gives it back at Esc', async () => {
    const user = shown();
    const trigger = screen.getByRole('button', { name: 'panel' });
    await user.click(trigger);
    expect(document.activeElement?.textContent).toBe('inside');
    expect(trigger.getAttribute('aria-expanded')).toBe('true');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(trigger);
  });

  it('closes by a click elsewhere, whose focus stays there', async () => {
    const user = shown();
    await user.click(screen.getByRole('button', { name: 'panel' }));
    await user.click(screen.getByText('elsewhere'));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement?.textContent).toBe('elsewhere');
  });
});

describe('dates', () => {
  it('are typed as the French write them, and tidied when the field is left', async () => {
    const user = shown();
    await user.type(field('day'), '20/11');
    expect(told('day')).toBe('2026-11-20');
    await user.tab();
    expect(field('day').value).toBe('20/11/2026');
  });

  it('keep what was typed and is no date, and say so', async () => {
    const user = shown({ day: '2026-11-20' });
    await user.clear(field('day'));
    await user.type(field('day'), '31/11');
    expect(told('day')).toBe('none');
    expect(field('day').value).toBe('31/11');
    expect(field('day').getAttribute('aria-invalid')).toBe('true');
  });

  it('go a day on by the arrows, within the bounds', async () => {
    const user = shown({ day: '2026-11-23' });
    field('day').focus();
    await user.keyboard('{ArrowUp}{ArrowUp}');
    expect(told('day')).toBe('2026-11-24');
    await user.keyboard('{ArrowDown}');
    expect(told('day')).toBe('2026-11-23');
    expect(field('day').value).toBe('23/11/2026');
  });

  it('mark a day out of bounds', async () => {
    const user = shown();
    await user.type(field('day'), '09/11/2026');
    expect(field('day').getAttribute('aria-invalid')).toBe('true');
  });

  it('are picked in the calendar by keyboard, which stays within the bounds', async () => {
    const user = shown({ day: '2026-11-12' });
    await user.click(screen.getByRole('button', { name: m.parts_open_calendar() }));
    expect(document.activeElement?.textContent?.trim()).toBe('12');
    await user.keyboard('{ArrowUp}');
    expect(document.activeElement?.textContent?.trim()).toBe('10');
    await user.keyboard('{ArrowDown}{ArrowRight}{Enter}');
    expect(told('day')).toBe('2026-11-18');
    expect(field('day').value).toBe('18/11/2026');
  });
});

describe('times and numbers', () => {
  it('reads a time as it is said, and tidies it', async () => {
    const user = shown();
    await user.type(field('time'), '9h5');
    expect(told('time')).toBe('none');
    expect(field('time').getAttribute('aria-invalid')).toBe('true');
    await user.clear(field('time'));
    await user.type(field('time'), '9h05');
    await user.tab();
    expect([told('time'), field('time').value]).toEqual(['09:05', '09:05']);
  });

  it('takes digits only, and marks what is too many', async () => {
    const user = shown();
    await user.type(field('number'), '1a2');
    expect([told('number'), field('number').value]).toEqual(['12', '12']);
    expect(field('number').getAttribute('aria-invalid')).toBeNull();
    await user.type(field('number'), '0');
    expect(field('number').getAttribute('aria-invalid')).toBe('true');
  });
});
