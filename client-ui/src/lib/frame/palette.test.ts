import { describe, expect, it, vi } from 'vitest';
import Hotel from '@lucide/svelte/icons/hotel';
import type { CustomersPage, ProspectPage, ProspectRow } from '$lib/backend/types';
import type { Session } from '$lib/state/session.svelte';
import { Palette } from './palette.svelte';
import { groupsOf, pieces, type PaletteRow } from './palette-rows';

function row(title: string): PaletteRow {
  return {
    id: title,
    title,
    note: '',
    code: null,
    keys: null,
    icon: Hotel,
    matched: [],
    run: () => undefined
  };
}
const ACTIONS = [row('Aller aux clients'), row('Actualiser'), row('Demander de l’aide')];
const titles = (groups: { id: string; rows: PaletteRow[] }[]) =>
  groups.map(({ id, rows }) => [id, ...rows.map((one) => one.title)]);

function hit(code: string, name: string) {
  const rest = {
    town: 'Laval',
    agency: 'LAVA',
    sales_rep: 'JD',
    grid: '',
    follow_up_on: null,
    last_visit_on: null
  };
  return { code, name, ...rest, waiting: 0, revenue_ytd_cents: 0, matched: [] as [number, number][] };
}

function opened(answers: Record<string, Promise<CustomersPage>> = {}) {
  const none: ProspectPage = { total: 0, rows: [] };
  const backend = {
    customers: vi.fn(
      ({ typed }: { typed: string }) =>
        answers[typed] ?? Promise.resolve({ total: 0, revenue_up_to: '2026-11-23', rows: [] })
    ),
    prospects: vi.fn(() => Promise.resolve(none)),
    customer: vi.fn((code: string) =>
      Promise.resolve(code === 'GONE' ? null : { sheet: { nom_client: `NAME ${code}`, ville_fac: 'Craon' } })
    )
  };
  const session = {
    backend,
    recent: ['C2', 'GONE', 'C1'],
    lists: { own: { admin: false } },
    openCustomer: vi.fn(),
    openProspect: vi.fn()
  };
  return { palette: new Palette(session as unknown as Session, ACTIONS), session, backend };
}

describe('groups', () => {
  const customers = [row('ACTUEL PNEUS')];

  it('show customers before actions', () => {
    expect(titles(groupsOf('clients', customers, [], ACTIONS))).toEqual([
      ['customers', 'ACTUEL PNEUS'],
      ['actions', 'Aller aux clients']
    ]);
  });

  it('show first an action whose beginning was typed', () => {
    expect(titles(groupsOf('actu', customers, [], ACTIONS))[0]).toEqual(['actions', 'Actualiser']);
    expect(titles(groupsOf('ac', customers, [], ACTIONS))[0]).toEqual(['customers', 'ACTUEL PNEUS']);
  });
});

describe('the palette', () => {
  it('begins with the customers opened last, and every action', async () => {
    const { palette } = opened();
    await palette.search('');
    expect(titles(palette.groups)).toEqual([
      ['recent', 'NAME C2', 'NAME C1'],
      ['actions', ...ACTIONS.map((one) => one.title)]
    ]);
  });

  it('opens the customer that is chosen', async () => {
    const page = { total: 1, revenue_up_to: '2026-11-23', rows: [hit('C00719', 'GARAGE DU CHENE')] };
    const { palette, session } = opened({ chene: Promise.resolve(page) });
    await palette.search('chene');
    palette.current?.run();
    expect(session.openCustomer).toHaveBeenCalledWith('C00719');
  });

  it('opens the prospect that is chosen, also one that is a customer by now: its card says so', async () => {
    const { palette, session, backend } = opened();
    const row = { id: 'p1', name: 'GARAGE NEUF', town: 'Craon', customer: 'C1' };
    backend.prospects.mockResolvedValueOnce({ total: 1, rows: [row as unknown as ProspectRow] });
    await palette.search('neuf');
    palette.current?.run();
    expect(session.openProspect).toHaveBeenCalledWith('p1');
    expect(session.openCustomer).not.toHaveBeenCalled();
  });

  it.each([
    [true, false],
    [false, true]
  ])('an administrator (%s) finds only his own prospects: %s', async (admin, own_only) => {
    const { palette, session, backend } = opened();
    session.lists.own.admin = admin;
    await palette.search('x');
    expect(backend.prospects).toHaveBeenCalledWith(expect.objectContaining({ own_only }));
  });

  it('shows the answer to what was typed last, however late an earlier one comes', async () => {
    let late: (page: CustomersPage) => void = () => undefined;
    const { palette } = opened({
      g: new Promise((done) => (late = done)),
      ga: Promise.resolve({ total: 1, revenue_up_to: '2026-11-23', rows: [hit('C1', 'GARAGE')] })
    });
    const first = palette.search('g');
    await palette.search('ga');
    late({ total: 1, revenue_up_to: '2026-11-23', rows: [hit('C2', 'GAEC')] });
    await first;
    expect(palette.rows.map((one) => one.title)).toEqual(['GARAGE']);
  });

  it('keeps what was found until the next answer is there', async () => {
    const { palette } = opened({
      ga: Promise.resolve({ total: 1, revenue_up_to: '2026-11-23', rows: [hit('C1', 'GARAGE')] }),
      gar: new Promise(() => undefined)
    });
    await palette.search('ga');
    void palette.search('gar');
    expect(palette.rows.map((one) => one.title)).toEqual(['GARAGE']);
    expect(palette.settled).toBe(false);
  });

  it('runs what is typed when Enter comes before the answer', async () => {
    let answer: (page: CustomersPage) => void = () => undefined;
    const { palette } = opened({
      ga: Promise.resolve({ total: 1, revenue_up_to: '2026-11-23', rows: [hit('C1', 'GARAGE')] }),
      gaec: new Promise((done) => (answer = done))
    });
    const run = vi.fn<(row: PaletteRow) => void>();
    await palette.search('ga');
    const last = palette.search('gaec');
    palette.enter(run);
    expect(run).not.toHaveBeenCalled();
    answer({ total: 1, revenue_up_to: '2026-11-23', rows: [hit('C2', 'GAEC DU PRE')] });
    await last;
    expect(run).toHaveBeenCalledOnce();
    expect(run.mock.calls[0]?.[0].title).toBe('GAEC DU PRE');
  });

  it('runs nothing when it was closed, or typed on, after Enter', async () => {
    const { palette } = opened();
    const run = vi.fn();
    const one = palette.search('actualiser');
    palette.enter(run);
    const two = palette.search('aide');
    await Promise.all([one, two]);
    const three = palette.search('actualiser');
    palette.enter(run);
    palette.close();
    await three;
    expect(run).not.toHaveBeenCalled();
  });

  it('still finds actions when customers cannot be read', async () => {
    const { palette, backend } = opened();
    backend.customers.mockRejectedValueOnce(new Error('x'));
    await palette.search('actu');
    expect(palette.rows.map((one) => one.title)).toEqual(['Actualiser']);
  });

  it('moves round from either end', async () => {
    const { palette } = opened();
    await palette.search('');
    palette.move(-1);
    expect(palette.current?.title).toBe('Demander de l’aide');
    palette.move(1);
    expect(palette.current?.title).toBe('NAME C2');
  });
});

it.each([
  ['GARAGE DU CHENE', [[10, 15]], ['GARAGE DU ', 'CHENE', '']],
  [
    'ABA',
    [
      [0, 1],
      [2, 3]
    ],
    ['', 'A', 'B', 'A', '']
  ],
  ['ABA', [], ['ABA']]
] as [string, [number, number][], string[]][])('%s cut at %j', (text, matched, expected) => {
  expect(pieces(text, matched)).toEqual(expected);
});
