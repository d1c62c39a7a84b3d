import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BackendError, type Backend } from '$lib/backend/backend';
import { openMemory } from '$lib/backend/memory';
import type { CalendarPage, CalendarQuery } from '$lib/backend/types';
import { session } from '$lib/state/session.svelte';
import CalendarScreen from './CalendarScreen.svelte';
import { spokenDay } from './labels';
import { followUp, visit } from './testing';
import { calendarView } from './view.svelte';

const TODAY = '2026-11-24';
let memory: Backend;
beforeAll(async () => {
  // jsdom lays nothing out, so it has nowhere to scroll to.
  Element.prototype.scrollIntoView = () => undefined;
  memory = await openMemory('normal');
}, 60_000);
// A machine that builds beside it draws slowly.
vi.setConfig({ testTimeout: 30_000 });

const went = vi.fn();
/** The invented company with visits as the test wants them. */
async function openWith(page: CalendarPage, over: Partial<Backend> = {}) {
  const calendar = vi.fn((_: CalendarQuery) => Promise.resolve(page));
  await session.open({ ...memory, calendar, ...over }, went);
  render(CalendarScreen);
  return calendar;
}
const cell = (day: string) => {
  const found = document.querySelector<HTMLElement>(`[data-day="${day}"]`);
  if (!found) throw new Error(`${day} is not shown`);
  return found;
};
/** What stands in the sheet of a day, in words. */
const chips = (day: string) =>
  screen
    .queryAllByRole('button', { name: new RegExp(`, ${spokenDay(day)}$`) })
    .map((one) => one.getAttribute('aria-label'));
const pane = () => within(screen.getByRole('complementary'));

beforeEach(() => {
  calendarView.name = 'month';
  calendarView.day = '';
  calendarView.author = null;
  calendarView.followUps = false;
  went.mockClear();
});
afterEach(() => session.close());

const three = {
  rows: [
    visit({ name: 'GARAGE BELLANGER', at: '08:50', comment: 'Veut une remise.' }),
    visit({ name: 'ETA POIRIER', at: '14:10', whom: { customer: 'C00009' } }),
    visit({ name: 'SCIERIE FOUCAULT', on: '2026-11-12', whom: { prospect: 'p-1' }, grid: null }),
    visit({ name: 'ETA LANDAIS', on: '2026-10-30' })
  ],
  follow_ups: []
};

describe('the month', () => {
  it('begins with today, counts its own visits only, and asks for six weeks', async () => {
    const calendar = await openWith(three);
    await screen.findByText('3 visites');
    expect(calendar).toHaveBeenCalledWith({
      from: '2026-10-26',
      to: '2026-12-06',
      author: null,
      follow_ups: false
    });
    expect(pane().getByRole('heading', { level: 2 }).textContent).toBe('Mardi 24 novembre');
    expect(pane().getByText('Veut une remise.')).toBeTruthy();
    expect(cell(TODAY).getAttribute('aria-label')).toBe('mardi 24 novembre, aujourd’hui, 2 visites');
    expect(cell(TODAY).getAttribute('aria-current')).toBe('date');
    expect(cell('2026-11-11').getAttribute('aria-label')).toContain('Armistice');
    expect(chips('2026-10-30')).toEqual(['GAR ETA LANDAIS, vendredi 30 octobre']);
    // Nothing is left of a table without rows.
    expect(screen.queryAllByRole('table')).toEqual([]);
    expect(screen.queryAllByRole('cell')).toEqual([]);
  });

  it('is walked by the keys as one stop of Tab, over the end of the month too', async () => {
    const calendar = await openWith(three);
    await screen.findByText('3 visites');
    const user = userEvent.setup();
    const stops = () => [...document.querySelectorAll<HTMLElement>('[data-day][tabindex="0"]')];
    await user.keyboard('{ArrowLeft}');
    await waitFor(() => expect(document.activeElement).toBe(cell('2026-11-23')));
    expect(stops()).toEqual([cell('2026-11-23')]);
    // Within the six weeks nothing is asked again.
    expect(calendar).toHaveBeenCalledTimes(1);
    await user.keyboard('{PageDown}');
    await waitFor(() => expect(document.activeElement).toBe(cell('2026-12-23')));
    expect(screen.getByRole('heading', { level: 1 }).textContent).toContain('Décembre 2026');
    await waitFor(() => expect(calendar).toHaveBeenCalledTimes(2));
    await user.keyboard('t');
    await waitFor(() => expect(document.activeElement).toBe(cell(TODAY)));
  });

  it('opens a day’s only visit by Enter, and its card from there', async () => {
    await openWith(three);
    await screen.findByText('3 visites');
    const user = userEvent.setup();
    calendarView.day = '2026-11-11';
    await user.keyboard('{ArrowRight}');
    await waitFor(() => expect(document.activeElement).toBe(cell('2026-11-12')));
    await user.keyboard('{Enter}');
    const dialog = await screen.findByRole('dialog', { name: 'SCIERIE FOUCAULT' });
    expect(dialog.textContent).toContain('Jeudi 12 novembre 2026');
    await user.click(within(dialog).getByRole('button', { name: /Ouvrir la fiche/ }));
    expect(went).toHaveBeenCalledWith('/prospects');
    expect(session.openedProspect?.id).toBe('p-1');
  });

  it('leads to the list of a day of several by Enter, and back by Escape', async () => {
    await openWith(three);
    await screen.findByText('3 visites');
    const user = userEvent.setup();
    await user.click(cell(TODAY));
    await user.keyboard('{Enter}');
    const named = (name: string) => pane().getByRole('button', { name });
    await waitFor(() => expect(document.activeElement).toBe(named('GARAGE BELLANGER')));
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(named('ETA POIRIER'));
    await user.keyboard('{Escape}');
    expect(document.activeElement).toBe(cell(TODAY));
  });
});

describe('views', () => {
  it('change by M, S and L, and keep the day', async () => {
    const calendar = await openWith(three);
    await screen.findByText('3 visites');
    const user = userEvent.setup();
    await user.keyboard('s');
    await screen.findByText('2 visites', { selector: '[role="status"]' });
    expect(document.querySelectorAll('[data-day]')).toHaveLength(7);
    expect(calendar).toHaveBeenLastCalledWith(
      expect.objectContaining({ from: '2026-11-23', to: '2026-11-29' })
    );
    await user.keyboard('l');
    const list = await screen.findByRole('group', { name: 'novembre 2026' });
    expect(
      within(list)
        .getAllByRole('heading')
        .map((one) => one.textContent.trim())
    ).toEqual(['Jeudi 12 novembre 1 visite', 'Mardi 24 novembre 2 visites']);
    // The list has the keys: it is left for the day's pane and come back to.
    const stop = () => within(list).getByRole('button', { name: /GARAGE BELLANGER/ });
    await waitFor(() => expect(document.activeElement).toBe(stop()));
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement?.textContent).toContain('ETA POIRIER');
    // What arrives meanwhile takes nothing away: the same row has the focus.
    calendar.mockResolvedValueOnce({ ...three, rows: [...three.rows, visit({ name: 'VENU ENTRE-TEMPS' })] });
    session.touched();
    await within(list).findByText('VENU ENTRE-TEMPS');
    await waitFor(() => expect(document.activeElement?.textContent).toContain('ETA POIRIER'));
    pane().getByRole('button', { name: 'ETA POIRIER' }).focus();
    await user.keyboard('{Escape}');
    expect(document.activeElement).toBe(stop());
    await user.keyboard('m');
    await waitFor(() => expect(cell(TODAY).getAttribute('aria-pressed')).toBe('true'));
  });

  it('show follow-up dates to come when asked', async () => {
    const rows = three.rows;
    await openWith({ rows, follow_ups: [followUp('2026-11-27'), followUp('2026-11-20', 'TROP TARD')] });
    await screen.findByText('3 visites');
    expect(chips('2026-11-27')).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: /dates de revoir/ }));
    await waitFor(() => expect(chips('2026-11-27').join()).toContain('ETA LANDAIS'));
    expect(document.body.textContent).not.toContain('TROP TARD');
  });

  it('lead from somebody to see again to the same one in the day’s list', async () => {
    const rows = [visit({ on: '2026-11-27' })];
    const follow_ups = [
      followUp('2026-11-27', 'A'),
      { ...followUp('2026-11-27', 'B'), whom: { prospect: 'p' } }
    ];
    calendarView.followUps = true;
    calendarView.name = 'week';
    await openWith({ rows, follow_ups });
    await userEvent.click(await screen.findByRole('button', { name: /^À revoir.*B,/ }));
    await waitFor(() => expect(document.activeElement).toBe(pane().getByRole('button', { name: /^B/ })));
  });

  it('count nothing of a month that is not read', async () => {
    const calendar = await openWith({ rows: [visit({ on: '2026-12-02' })], follow_ups: [] });
    await screen.findByText('Aucune visite en novembre 2026.');
    calendar.mockImplementation(() => new Promise(() => undefined));
    const legend = () => screen.queryByRole('list', { name: 'Visites par grille commerciale' });
    calendarView.day = '2026-12-24';
    await screen.findByText(/Décembre 2026/);
    expect(legend()?.textContent ?? '').not.toContain('1');
  });

  it('say when there is nothing, and only once that is known', async () => {
    let give: (page: CalendarPage) => void = () => undefined;
    await openWith(three, { calendar: () => new Promise((resolve) => (give = resolve)) });
    expect(screen.queryByText(/Aucune visite/)).toBeNull();
    give({ rows: [], follow_ups: [] });
    await screen.findByText('Aucune visite en novembre 2026.');
    expect(pane().getByText('Aucune visite aujourd’hui pour l’instant.')).toBeTruthy();
  });

  it('keep what is shown when it cannot be read again, with a way to try once more', async () => {
    const calendar = await openWith(three);
    await screen.findByText('3 visites');
    calendar.mockRejectedValueOnce(new BackendError('internal', 'no'));
    session.touched();
    const again = await screen.findByRole('button', { name: /Réessayer/ });
    expect(screen.getByText('Les visites n’ont pas pu être lues')).toBeTruthy();
    expect(chips(TODAY).join()).toContain('GARAGE BELLANGER');
    await userEvent.click(again);
    await waitFor(() => expect(screen.queryByRole('button', { name: /Réessayer/ })).toBeNull());
  });
});

it('opens on today also the day after, until another day is chosen', async () => {
  await openWith(three);
  await screen.findByText('3 visites');
  expect(calendarView.day).toBe(TODAY);
  const today = vi.spyOn(session, 'today', 'get').mockReturnValue('2026-11-25');
  expect(calendarView.day).toBe('2026-11-25');
  calendarView.day = '2026-11-12';
  expect(calendarView.day).toBe('2026-11-12');
  today.mockRestore();
});

describe('whose visits', () => {
  it('are one’s own where the right or the person is gone', async () => {
    calendarView.author = 'zmartin';
    const calendar = await openWith(three);
    await screen.findByText('3 visites');
    expect(calendar).toHaveBeenLastCalledWith(expect.objectContaining({ author: null }));
  });

  it('are one’s own alone, without a list of others', async () => {
    await openWith(three);
    await screen.findByText('3 visites');
    expect(screen.queryByRole('button', { name: /Commercial/ })).toBeNull();
  });

  it('an administrator chooses', async () => {
    const lists = await memory.lists();
    const other = { folder: 'zmartin', name: 'Zoé Martin', c_user: null, c_rep: null, active: true };
    const seen = { ...lists, own: { ...lists.own, admin: true }, people: [...lists.people, other] };
    session.lists = null;
    const calendar = await openWith(three, { lists: () => Promise.resolve(seen) });
    await screen.findByText('3 visites');
    await userEvent.click(screen.getByRole('button', { name: /Commercial/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'Zoé Martin' }));
    await waitFor(() =>
      expect(calendar).toHaveBeenLastCalledWith(expect.objectContaining({ author: 'zmartin' }))
    );
    session.lists = null;
  });
});
