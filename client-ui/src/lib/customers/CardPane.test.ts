import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { BackendError, type Backend } from '$lib/backend/backend';
import { openMemory } from '$lib/backend/memory';
import type { CustomerView } from '$lib/backend/types';
import { session } from '$lib/state/session.svelte';
import CardPane from './CardPane.svelte';

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
        revenue: { ytd_cents: 0, previous_to_date_cents: 0, previous_year_cents: 0, months: [] },
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
      revenue: { ytd_cents: -28_162, previous_to_date_cents: 0, previous_year_cents: 100, months: [] }
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
    expect(await screen.findByText('Suivi')).toBeTruthy();
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
          changes: [{ field: 'ville_fac', from: 'CRAON', to: '' }],
          comment: 'Déménagé.'
        }
      ]
    });
    render(CardPane, { code: CODE });
    expect(await screen.findByText(/modification du 24.11.2026/)).toBeTruthy();
    const line = screen.getByText(/remplacé par/);
    expect(plain(line)).toMatch(/« CRAON » remplacé par « vide »/);
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
