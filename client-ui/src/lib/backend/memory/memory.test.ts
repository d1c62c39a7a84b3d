import { beforeEach, describe, expect, it } from 'vitest';
import type { Backend } from '../backend';
import type { EntryDraft, HistoryCursor } from '../types';
import { openMemory } from '.';

const visit = (customer: string): EntryDraft => ({
  kind: 'visit',
  whom: { customer },
  on: null,
  at: null,
  comment: 'Repasser.',
  form: 1,
  picked: ['contact.visite'],
  fleet: {}
});

const page = { with_lit: false, after: null, limit: 50 };
let backend: Backend;

const reopen = async (scenario: Parameters<typeof openMemory>[0] = 'normal') => {
  backend = await openMemory(scenario);
};
const hooks = () => {
  const { tournee } = window;
  if (!tournee) throw new Error('no hooks');
  return tournee;
};

beforeEach(async () => {
  sessionStorage.clear();
  await reopen();
});

describe('what the server took', () => {
  it.each(['normal', 'empty'] as const)(
    'stays in the history once newer bases hold it (%s)',
    async (scenario) => {
      await reopen(scenario);
      const { name } = await backend.enter(visit('C00001'), null);
      hooks().integrate();
      hooks().arrive();
      await backend.refresh();
      const { rows } = await backend.customerHistory('C00001', page);
      const row = rows.find((it) => it.key === name);
      expect(row?.pending).toBe(false);
    }
  );

  it('also when it was entered before the program was opened', async () => {
    const [first] = await backend.entries({ filter: 'waiting', subject: 'C00001', offset: 0, limit: 9 });
    hooks().integrate();
    hooks().arrive();
    await backend.refresh();
    const { rows } = await backend.customerHistory('C00001', page);
    expect(rows.map((it) => it.key)).toContain(first?.name);
    expect((await backend.customer('C00001'))?.last_visit_on).toBe('2026-11-24');
  });
});

it('writes the hour of a visit in the company’s zone', async () => {
  const { name } = await backend.enter(visit('C00001'), null);
  const { rows } = await backend.customerHistory('C00001', page);
  expect(rows.find((it) => it.key === name)?.at).toBe('14:10');
});

it('counts what it lists', async () => {
  const check = async () => {
    const { counts } = await backend.status();
    for (const filter of ['all', 'waiting', 'to_mend', 'done'] as const) {
      const listed = await backend.entries({ filter, subject: null, offset: 0, limit: 99 });
      expect(listed.length, filter).toBe(counts[filter]);
    }
    expect(counts.waiting + counts.to_mend + counts.done).toBe(counts.all);
  };
  await check();
  const [refused] = await backend.entries({ filter: 'to_mend', subject: null, offset: 0, limit: 9 });
  await backend.giveUp(refused?.name ?? '');
  await check();
});

it('corrects only what was refused', async () => {
  const { name } = await backend.enter(visit('C00001'), null);
  await expect(backend.correct(name, visit('C00001'), null)).rejects.toMatchObject({ code: 'problems' });
});

it('pages the whole history once each, without disputes and with them', async () => {
  for (const with_lit of [false, true]) {
    const keys: string[] = [];
    let after: HistoryCursor | null = null;
    let total: number;
    do {
      const part = await backend.customerHistory('C00025', { with_lit, after, limit: 7 });
      keys.push(...part.rows.map((row) => row.key));
      ({ next: after, total } = part);
    } while (after !== null);
    expect(keys.length).toBe(total);
    expect(new Set(keys).size).toBe(total);
    expect(total).toBeGreaterThan(14);
  }
});

describe('customers', () => {
  const search = {
    whose: 'all',
    agency: null,
    grid: null,
    sort: 'name',
    descending: false,
    offset: 0,
    limit: 50
  } as const;

  it('are found without case and accents, and by a pattern', async () => {
    for (const [typed, test] of [
      ['menard', /MÉNARD/],
      ['*gar?ge*', /GARAGE/],
      ['*chene*vert', /CHÊNE VERT$/]
    ] as const) {
      const { total, rows } = await backend.customers({ ...search, typed });
      expect(total, typed).toBeGreaterThan(0);
      for (const row of rows) expect(row.name, typed).toMatch(test);
    }
    expect((await backend.customers({ ...search, typed: 'chene*vert' })).total).toBe(0);
    expect((await backend.customers({ ...search, typed: '(' })).total).toBe(0);
  });

  it('say which parts of the name were found', async () => {
    const { rows } = await backend.customers({ ...search, typed: '*chene*vert' });
    const [row] = rows;
    expect(row?.matched.map(([from, to]) => row.name.slice(from, to))).toEqual(['CHÊNE', 'VERT']);
  });

  it('of the rep lie in several towns and agencies, each town in its own agency', async () => {
    const { rows } = await backend.customers({ ...search, typed: '', whose: 'own', limit: 500 });
    expect(new Set(rows.map((row) => row.agency)).size).toBeGreaterThan(2);
    expect(new Set(rows.map((row) => row.town)).size).toBeGreaterThan(5);
    const agencies = new Map(rows.map((row) => [row.town, row.agency]));
    for (const row of rows) expect(row.agency, row.town).toBe(agencies.get(row.town));
    expect(agencies.get('LAVAL')).toBe('LAVA');
    expect(agencies.get('LE MANS')).toBe('LEMA');
    expect(agencies.get('ANGERS')).toBe('ANGE');
  });
});

it('groups whom to see again as the rows say', async () => {
  const { groups, rows, total } = await backend.home({
    list: 'to_see_again',
    whose: 'own',
    agency: null,
    grid: null,
    offset: 0,
    limit: 1_000
  });
  const days = rows.map((row) => row.days ?? Number.NaN);
  expect(days).toEqual([...days].sort((one, other) => one - other));
  expect(groups.overdue).toBe(days.filter((it) => it < 0).length);
  expect(groups.today).toBe(days.filter((it) => it === 0).length);
  expect(groups.week).toBe(days.filter((it) => it > 0 && it < 8).length);
  expect(groups.overdue + groups.today + groups.week + groups.later).toBe(total);
  for (const group of ['overdue', 'today', 'week', 'later'] as const)
    expect(groups[group]).toBeGreaterThan(0);
});

it('keeps drafts and entries over a reload', async () => {
  await backend.keepDraft({ kind: 'visit', subject: 'C00001' }, { comment: 'à finir' });
  const { name } = await backend.enter(visit('C00013'), null);
  await reopen();
  expect((await backend.drafts()).map((draft) => draft.body)).toEqual([{ comment: 'à finir' }]);
  const all = await backend.entries({ filter: 'all', subject: null, offset: 0, limit: 99 });
  expect(all.map((it) => it.name)).toContain(name);
});

it('refuses what an IBAN’s check digits refuse, and takes a foreign one', async () => {
  const asked = (iban: string): EntryDraft => ({
    kind: 'request',
    customer: 'C00001',
    fields: { iban },
    comment: '',
    fleet: {}
  });
  await expect(backend.check(asked('FR76 3000 6000 0112 3456 7890 189'))).resolves.toEqual([]);
  await expect(backend.check(asked('BE68539007547034'))).resolves.toEqual([]);
  await expect(backend.check(asked('FR7630006000011234567890188'))).rejects.toMatchObject({
    problems: [{ code: 'bad-value', field: 'iban' }]
  });
});

it('refuses a request that asks for what is there, or about nobody', async () => {
  const name = (await backend.customer('C00001'))?.sheet.nom_client;
  const asked = (customer: string, fields: object): EntryDraft => ({
    kind: 'request',
    customer,
    fields,
    comment: '',
    fleet: {}
  });
  await expect(backend.check(asked('C00001', { nom_client: name }))).rejects.toMatchObject({
    problems: [{ code: 'nothing-changed' }]
  });
  await expect(backend.check(asked('C99999', { tel_1: '02 61 91 00 00' }))).rejects.toMatchObject({
    problems: [{ code: 'unknown-customer' }]
  });
});
