import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { BackendError, type Backend } from '$lib/backend/backend';
import { openMemory } from '$lib/backend/memory';
import type { Figures } from '$lib/backend/types';
import { session } from '$lib/state/session.svelte';
import StatsScreen from './StatsScreen.svelte';
import { statsView } from './view.svelte';

let memory: Backend;
beforeAll(async () => {
  memory = await openMemory('normal');
}, 60_000);
// A machine that builds beside it draws slowly.
vi.setConfig({ testTimeout: 30_000 });

async function openWith(over: Partial<Backend> = {}, admin = false) {
  const lists = async () => {
    const known = await memory.lists();
    return { ...known, own: { ...known.own, admin } };
  };
  const backend: Backend = { ...memory, lists, ...over };
  const asked = vi.spyOn(backend, 'figures');
  await session.open(backend, () => undefined);
  // Lists stay with the session from the last test.
  session.lists = await lists();
  render(StatsScreen);
  return { asked };
}
/** On the screen; the sheet of paper has the same four. */
function panel(title: string): HTMLElement {
  const found = [...document.querySelectorAll<HTMLElement>('section')].find(
    (one) => one.closest('.print-sheet') === null && one.textContent?.includes(title)
  );
  if (!found) throw new Error(`no panel ${title}`);
  return found;
}
const visits = () => panel('Visites par grille');
const plain = (element: Element | null) => (element?.textContent ?? '').replace(/\s+/g, ' ');
const bigNumber = () => plain(visits().querySelector('.text-h1'));

afterEach(() => {
  session.close();
  statsView.preset = 'year';
  statsView.person = null;
  statsView.inPerson = false;
});

describe('the statistics', () => {
  it('switch to visits in person without asking again', async () => {
    const user = userEvent.setup();
    const { asked } = await openWith();
    await waitFor(visits);
    const all = bigNumber();
    const before = asked.mock.calls.length;
    await user.click(screen.getByRole('checkbox', { name: /Visites seules/ }));
    expect(Number(bigNumber())).toBeLessThan(Number(all));
    expect(asked.mock.calls.length).toBe(before);
  });

  it('give the histogram as a table whose sum is the big number', async () => {
    const user = userEvent.setup();
    await openWith();
    await waitFor(visits);
    await user.click(within(visits()).getByRole('button', { name: /Voir les chiffres/ }));
    const last = visits().querySelector('tbody tr:last-child td:last-child');
    expect(plain(last).trim()).toBe(bigNumber());
  });

  it('are walked through by the arrows, and each bar tells its numbers', async () => {
    const user = userEvent.setup();
    await openWith();
    await waitFor(visits);
    const bars = [...visits().querySelectorAll<SVGGElement>('[data-column]')];
    expect(bars.map((bar) => bar.getAttribute('tabindex'))).toEqual([
      '0',
      ...Array(bars.length - 1).fill('-1')
    ]);
    bars[0]?.focus();
    await user.keyboard('{ArrowRight}');
    expect(document.activeElement).toBe(bars[1]);
    expect(bars[1]?.getAttribute('aria-label')).toMatch(/^Février 2026\s: \d+ visites\. \S/);
    await user.keyboard('{End}');
    expect(document.activeElement).toBe(bars.at(-1));
  });

  it('ask for somebody else and for everybody when one is an administrator', async () => {
    const user = userEvent.setup();
    const figures = await memory.figures({ from: '2026-01-01', to: '2026-11-24', author: null, all: false });
    const { asked } = await openWith({ figures: async () => figures }, true);
    const list = await screen.findByRole('combobox', { name: 'Commercial' });
    await user.selectOptions(list, 'Tous');
    await waitFor(() => expect(asked.mock.lastCall?.[0]).toMatchObject({ all: true, author: null }));
    const other = session.lists?.people.find(({ folder }) => folder !== session.lists?.own.folder);
    await user.selectOptions(list, other?.folder ?? '');
    await waitFor(() =>
      expect(asked.mock.lastCall?.[0]).toMatchObject({ all: false, author: other?.folder })
    );
  });

  it('show others no list of people', async () => {
    await openWith();
    await waitFor(visits);
    expect(screen.queryByRole('combobox')).toBeNull();
  });

  it('refuse a period that ends before it begins, and take a right one', async () => {
    const user = userEvent.setup();
    const { asked } = await openWith();
    await waitFor(visits);
    await user.click(screen.getByRole('button', { name: /^Période/ }));
    const from = screen.getByLabelText('Du');
    const to = screen.getByLabelText('Au');
    await user.clear(from);
    await user.type(from, '24/11/2026');
    await user.clear(to);
    await user.type(to, '01/12/2024');
    const before = asked.mock.calls.length;
    await user.click(screen.getByRole('button', { name: 'Afficher' }));
    expect(screen.getByText(/finit avant de commencer/)).toBeTruthy();
    expect(asked.mock.calls.length).toBe(before);
    await user.clear(from);
    await user.type(from, '01/12/2023{Enter}');
    await waitFor(() =>
      expect(asked.mock.lastCall?.[0]).toMatchObject({ from: '2023-12-01', to: '2024-12-01' })
    );
  });

  it('say why there are none, and ask again', async () => {
    const user = userEvent.setup();
    let fails = true;
    await openWith({
      figures: (query) =>
        fails ? Promise.reject(new BackendError('no-base', 'no base')) : memory.figures(query)
    });
    expect(await screen.findByText(/pas encore de base/)).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: /Imprimer/ }).disabled).toBe(true);
    fails = false;
    await user.click(screen.getByRole('button', { name: 'Réessayer' }));
    await waitFor(visits);
    expect(screen.queryByText(/pas encore de base/)).toBeNull();
  });

  it('say so where there is no visit', async () => {
    const none = (figures: Figures): Figures => ({
      ...figures,
      months: figures.months.map((month) => ({
        ...month,
        customers: [],
        quotes: [],
        prospects: { all: 0, in_person: 0, pending: 0, pending_in_person: 0 }
      })),
      share: { ...figures.share, all: null, in_person: null }
    });
    await openWith({ figures: async (query) => none(await memory.figures(query)) });
    await waitFor(visits);
    expect(plain(visits())).toContain('Aucune visite du 01/01/2026');
    expect(plain(panel('Devis remis'))).toContain('Aucun devis remis');
    expect(plain(panel('Part des clients'))).toContain('Aucune visite du');
  });

  it('print the page, by the button and by its key', async () => {
    const user = userEvent.setup();
    const print = vi.spyOn(window, 'print').mockImplementation(() => undefined);
    await openWith();
    await waitFor(visits);
    await user.click(screen.getByRole('button', { name: /Imprimer/ }));
    await user.keyboard('{Control>}p{/Control}');
    expect(print).toHaveBeenCalledTimes(2);
    const sheet = document.body.querySelector(':scope > .print-sheet');
    expect(plain(sheet)).toContain('01/01/2026 au 24/11/2026');
    expect(sheet?.querySelectorAll('section').length).toBe(4);
    expect(sheet?.querySelector('button, [tabindex]')).toBeNull();
  });
});
