import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { BackendError, type Backend } from '$lib/backend/backend';
import { openMemory } from '$lib/backend/memory';
import type { CustomerView } from '$lib/backend/types';
import { session } from '$lib/state/session.svelte';
import { toasts } from '$lib/state/toasts.svelte';
import { problemWords } from '$lib/words/problems';
import CardPane from './CardPane.svelte';
import { HISTORY_PAGE } from '$lib/card/history.svelte';

const CODE = 'C00007';

let memory: Backend;
beforeAll(async () => {
  memory = await openMemory('normal');
}, 60_000);
// A machine that builds beside it draws slowly.
vi.setConfig({ testTimeout: 30_000 });

/** The invented company, with one customer as the test wants him. */
async function openWith(change: Partial<CustomerView>, over: Partial<Backend> = {}) {
  const customer = async (code: string) => {
    const view = await memory.customer(code);
    return view && code === CODE ? { ...view, ...change } : view;
  };
  const backend: Backend = { ...memory, customer, ...over };
  const enter = vi.spyOn(backend, 'enter');
  await session.open(backend, () => undefined);
  return { backend, enter };
}
/** By its heading's id: asking jsdom for the names of all regions takes seconds. */
const section = (id: string) =>
  waitFor(() => {
    return must(document.querySelector<HTMLElement>(`section[aria-labelledby="card-${id}"]`));
  });
function must<T>(found: T | null): T {
  if (found === null) throw new Error('not there yet');
  return found;
}
const plain = (element: HTMLElement) => (element.textContent ?? '').replace(/\s+/g, ' ');

afterEach(() => session.close());

describe('the card', () => {
  it('says so where there are no contacts, no revenue, no visit', async () => {
    await openWith(
      {
        contacts: [],
        sheet: { nom_client: 'SOCIETE DE TRAVAUX AGRICOLES DU NORD' },
        revenue: {
          up_to: '2026-11-23',
          ytd_cents: 0,
          previous_to_date_cents: 0,
          previous_year_cents: 0,
          months: []
        },
        last_visit_on: null,
        follow_up: { on: null, fleet: {} },
        fleet_told_at: null
      },
      { customerHistory: () => Promise.resolve({ rows: [], next: null, total: 0 }) }
    );
    render(CardPane, { code: CODE });
    expect(plain(await waitFor(() => within(document.body).getByText(/SOCIETE/)))).toContain(
      'SOCIETE DE TRAVAUX AGRICOLES DU NORD'
    );
    expect(plain(await section('contacts'))).toContain('Aucun numéro ni mail');
    expect(plain(await section('follow-up'))).toContain('aucune');
    expect(plain(await section('fleet'))).toContain('jamais relevé');
    expect(plain(await section('visits'))).toContain('Aucune visite');
    expect(screen.getByText(/Aucun chiffre d’affaires/)).toBeTruthy();
    expect(screen.getByText(/Adresse inconnue/)).toBeTruthy();
    expect(screen.getByText(/Jamais vu/)).toBeTruthy();
  });

  it('shows negative revenue with a true minus sign, and no percentage on nothing', async () => {
    await openWith({
      revenue: {
        up_to: '2026-11-23',
        ytd_cents: -28_162,
        previous_to_date_cents: 0,
        previous_year_cents: 100,
        months: []
      }
    });
    render(CardPane, { code: CODE });
    const revenue = await section('revenue');
    expect(plain(revenue)).toContain('−281,62 €');
    expect(plain(revenue)).not.toContain('sur N-1');
  });

  it('tells a follow-up date by one click, and shows it at once', async () => {
    const { enter } = await openWith({});
    render(CardPane, { code: 'C00008' });
    const followUp = await section('follow-up');
    await userEvent.click(within(followUp).getByRole('button', { name: '1 mois' }));
    expect(enter).toHaveBeenCalledWith(
      { kind: 'request', customer: 'C00008', fields: {}, comment: '', follow_up_on: '2026-12-24', fleet: {} },
      null
    );
    await waitFor(() => expect(plain(followUp)).toContain('24/12/2026 · dans 30 jours'));
    expect(within(followUp).getByRole('button', { name: '1 mois' }).getAttribute('aria-pressed')).toBe(
      'true'
    );
    // On its way: the life line stands under it.
    expect(await screen.findByText('Changement en route')).toBeTruthy();
  });

  it('says a date once, however often it is chosen', async () => {
    const { enter } = await openWith({});
    render(CardPane, { code: 'C00009' });
    const followUp = await section('follow-up');
    await userEvent.click(within(followUp).getByRole('button', { name: '3 mois' }));
    await waitFor(() => expect(plain(followUp)).toContain('24/02/2027'));
    await userEvent.click(within(followUp).getByRole('button', { name: '3 mois' }));
    expect(enter).toHaveBeenCalledTimes(1);
  });

  it('tells the fleet as one entry of what changed', async () => {
    const { enter } = await openWith({ follow_up: { on: null, fleet: { VL: 2, TP: 0 } } });
    render(CardPane, { code: CODE });
    const fleet = await section('fleet');
    await userEvent.click(within(fleet).getByRole('button', { name: 'Relever le parc' }));
    const count = await within(fleet).findByRole('textbox', { name: 'Nombre de VL' });
    await userEvent.clear(count);
    await userEvent.type(count, '14');
    await userEvent.click(within(fleet).getByRole('checkbox', { name: 'TP' }));
    await userEvent.click(within(fleet).getByRole('button', { name: 'Valider le relevé' }));
    expect(enter).toHaveBeenCalledExactlyOnceWith(
      { kind: 'request', customer: CODE, fields: {}, comment: '', fleet: { VL: 14, TP: null } },
      null
    );
  });

  it('closes what was begun for one customer when the card becomes another’s', async () => {
    const { enter } = await openWith({});
    const { rerender } = render(CardPane, { code: CODE });
    const fleet = await section('fleet');
    await userEvent.click(within(fleet).getByRole('button', { name: 'Relever le parc' }));
    await userEvent.click(await within(fleet).findByRole('checkbox', { name: 'TP' }));
    await rerender({ code: 'C00012' });
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Valider le relevé' })).toBeNull());
    const other = await section('fleet');
    await userEvent.click(within(other).getByRole('button', { name: 'Relever le parc' }));
    const save = await within(other).findByRole('button', { name: 'Valider le relevé' });
    expect(save).toHaveProperty('disabled', true);
    expect(enter).not.toHaveBeenCalled();
  });

  it('keeps what was said of the fleet when it could not be saved', async () => {
    const { backend, enter } = await openWith({ follow_up: { on: null, fleet: {} } });
    const problem = { code: 'nothing-changed', message: 'played' };
    enter.mockRejectedValueOnce(new BackendError('problems', 'played', null, [problem]));
    render(CardPane, { code: CODE });
    const fleet = await section('fleet');
    await userEvent.click(within(fleet).getByRole('button', { name: 'Relever le parc' }));
    await userEvent.click(await within(fleet).findByRole('checkbox', { name: 'TP' }));
    const save = within(fleet).getByRole('button', { name: 'Valider le relevé' });
    await userEvent.click(save);
    await waitFor(() => expect(toasts.shown.at(-1)?.message).toBe(problemWords(problem)));
    expect(within(fleet).getByRole('checkbox', { name: 'TP' })).toHaveProperty('checked', true);
    // Saved and then not shown is saved: trying again would enter it twice.
    enter.mockRejectedValueOnce(new BackendError('saved-not-shown', 'played'));
    await userEvent.click(save);
    await waitFor(() => expect(within(fleet).queryByRole('checkbox', { name: 'TP' })).toBeNull());
    expect(toasts.shown.at(-1)?.tone).toBe('ok');
    expect(backend.enter).toHaveBeenCalledTimes(2);
  });

  it('reads the history again in its place when something is new', async () => {
    const { backend } = await openWith({});
    render(CardPane, { code: CODE });
    await section('visits');
    await userEvent.keyboard('h');
    const dialog = await waitFor(() => must(document.querySelector<HTMLElement>('[role=dialog]')));
    const list = must(dialog.querySelector('ol'));
    const row = await waitFor(() => must(list.querySelector('li')));
    const read = vi.spyOn(backend, 'customerHistory');
    backend.customer = async (code) => {
      const view = await memory.customer(code);
      return view && { ...view, sheet: { ...view.sheet, nom_client: 'UN AUTRE NOM' } };
    };
    session.touched();
    await waitFor(() => expect(plain(dialog)).toContain('UN AUTRE NOM'));
    await waitFor(() => expect(read.mock.calls.some(([, { limit }]) => limit === HISTORY_PAGE)).toBe(true));
    expect(list.querySelector('li')).toBe(row);
  });

  it('shows every kind of vehicle, and a number that is not known', async () => {
    await openWith({ follow_up: { on: null, fleet: { VL: 2, GC: null, QUAD: 7 } } });
    render(CardPane, { code: CODE });
    const fleet = await section('fleet');
    expect(
      within(fleet).getByText('VL : 2', { normalizer: (text) => text.replaceAll('\u00a0', ' ') })
    ).toBeTruthy();
    expect(plain(fleet)).toContain('GC : oui, nombre inconnu');
    expect(plain(fleet)).toContain('QUAD : 7');
    expect(plain(fleet)).toContain('TP : aucun ou non relevé');
  });

  it('shows a request on its way with what it asks', async () => {
    await openWith({
      requests: [
        {
          entry: 'MC_20261124T101010Z_jdupont_x.json',
          asked_at: '2026-11-24T10:10:10Z',
          changes: [
            { field: 'ville_fac', from: 'CRAON', to: '' },
            { field: 'iban', from: '', to: 'FR76' }
          ],
          comment: 'Déménagé.'
        }
      ]
    });
    render(CardPane, { code: CODE });
    expect(await screen.findByText(/modification du 24.11.2026/)).toBeTruthy();
    const [town, bank] = screen.getAllByText(/remplacé par/);
    expect(plain(must(town ?? null))).toMatch(/« CRAON » remplacé par « »/);
    // What stands there is not known on a laptop: it is not shown as empty.
    expect(plain(must(bank ?? null))).toMatch(/l’actuel remplacé par « FR76 »/);
    expect(screen.getByText('Déménagé.')).toBeTruthy();
  });

  it('opens the dialog of the row chosen, also while its card is still being read', async () => {
    let answer: (view: CustomerView | null) => void = () => undefined;
    const late = new Promise<CustomerView | null>((resolve) => (answer = resolve));
    await openWith({}, { customer: (code) => (code === CODE ? memory.customer(code) : late) });
    const { rerender } = render(CardPane, { code: CODE });
    await section('contacts');
    await rerender({ code: 'C00011' });
    await userEvent.keyboard('v');
    expect(document.querySelector('[role=dialog]')).toBeNull();
    answer(await memory.customer('C00011'));
    const dialog = await waitFor(() => must(document.querySelector<HTMLElement>('[role=dialog]')));
    expect(plain(dialog)).toContain('C00011');
    expect(plain(dialog)).toContain('Visite ce jour');
  });

  it('unfolds the whole sheet', async () => {
    await openWith({});
    render(CardPane, { code: CODE });
    await userEvent.click(await screen.findByText('Toute la fiche'));
    expect(screen.getByText('Règlement')).toBeTruthy();
    expect(screen.queryByText('IBAN')).toBeNull();
  });

  it('says when the bases do not have the customer, and when they cannot be read', async () => {
    const { backend } = await openWith({});
    const { rerender } = render(CardPane, { code: 'C99999' });
    expect(await screen.findByText('Ce client n’est plus dans les bases')).toBeTruthy();
    backend.customer = () => Promise.reject(new BackendError('base-unreadable', 'played'));
    await rerender({ code: CODE });
    expect(await screen.findByText('La fiche n’a pas pu être lue')).toBeTruthy();
  });
});
