import { describe, expect, it, vi } from 'vitest';
import type { Backend } from '$lib/backend';
import type { CustomerView, Draft, EntryDraft, FieldView, ListsView } from '$lib/backend/types';
import { RequestEntry } from './request-entry.svelte';

const field = (column: FieldView['column'], kind: FieldView['kind']): FieldView =>
  ({ column, label: column, kind, annex_2: true }) as FieldView;
const lists = {
  fields: [field('nom_client', 'text'), field('tel_1', 'text'), field('date_creation_ste', 'date')],
  codes: {}
} as unknown as ListsView;

function customer(name: string): CustomerView {
  const sheet = { nom_client: name, tel_1: '0261914012', date_creation_ste: '2001-05-01' };
  return { code: 'C00001', sheet } as unknown as CustomerView;
}

/** A journal that keeps one draft, and what the rules and the save were asked. */
function stage() {
  const kept: Draft[] = [];
  const spies = {
    check: vi.fn((_: EntryDraft) => Promise.resolve([])),
    enter: vi.fn((_: EntryDraft) => Promise.resolve({ warnings: [] })),
    drafts: () => Promise.resolve(kept),
    keepDraft: (key: Draft['key'], body: unknown) => {
      kept.splice(0, 1, { key, body: JSON.parse(JSON.stringify(body)), updated_at: '' });
      return Promise.resolve();
    },
    dropDraft: () => Promise.resolve()
  };
  const open = async (name: string) => {
    const entry = new RequestEntry({
      backend: spies as unknown as Backend,
      customer: customer(name),
      lists
    });
    await entry.begin();
    return entry;
  };
  return { open, ...spies };
}

describe('a kept request', () => {
  it('asks nothing back that was not touched when the sheet has changed meanwhile', async () => {
    const { open } = stage();
    const first = await open('DUPONT');
    first.toggle('nom_client');
    first.toggle('tel_1');
    first.wish('tel_1', '0102030405');
    await first.leave();
    const second = await open('DURAND');
    expect(second.wishes).toEqual({ nom_client: 'DURAND', tel_1: '0102030405' });
    expect(second.changed.map(({ column }) => column)).toEqual(['tel_1']);
  });

  it('does not empty a field in which something is typed that cannot be read', async () => {
    const { open } = stage();
    const first = await open('DUPONT');
    first.toggle('date_creation_ste');
    first.wish('date_creation_ste', '');
    first.reads('date_creation_ste', true);
    await first.leave();
    expect((await open('DUPONT')).wishes).toEqual({ date_creation_ste: '2001-05-01' });
  });
});

it('is not sent while something typed cannot be read', async () => {
  const { open, enter } = stage();
  const entry = await open('DUPONT');
  entry.toggle('date_creation_ste');
  entry.wish('date_creation_ste', '');
  entry.reads('date_creation_ste', true);
  expect(await entry.submit()).toBeNull();
  expect(enter).not.toHaveBeenCalled();
  entry.toggle('date_creation_ste');
  await entry.submit();
  expect(enter).toHaveBeenCalledOnce();
});

it('asks the rules once something changed, and sends only that', async () => {
  vi.useFakeTimers();
  const { open, check, enter } = stage();
  const entry = await open('DUPONT');
  entry.toggle('nom_client');
  entry.toggle('tel_1');
  await vi.advanceTimersByTimeAsync(1000);
  expect(check).not.toHaveBeenCalled();
  entry.wish('tel_1', '0102030405');
  await vi.advanceTimersByTimeAsync(1000);
  expect(check).toHaveBeenCalledOnce();
  vi.useRealTimers();
  await entry.submit();
  expect(enter.mock.calls[0]?.[0]).toMatchObject({ fields: { tel_1: '0102030405' } });
  expect(Object.keys((enter.mock.calls[0]?.[0] as { fields: object }).fields)).toEqual(['tel_1']);
});
