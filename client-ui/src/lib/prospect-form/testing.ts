/** What the tests of the form stand on: a laptop that keeps drafts, and answers that a test gives when it likes. */
import { vi } from 'vitest';
import type { Backend } from '$lib/backend';
import type {
  Alike,
  Draft,
  DraftKey,
  EntryDraft,
  EntryProblem,
  FieldView,
  ListsView,
  ProspectView
} from '$lib/backend/types';
import { invented } from '$lib/backend/memory/lists';

export const FIRST = '0193a1b2-0000-7000-8000-00000000000a';

export const lists: ListsView = invented();

export const customer = (code: string, by: Alike['by'], more: Partial<Alike> = {}): Alike => ({
  who: { customer: code },
  name: 'ETS BROSSARD MOTOCULTURE',
  postal_code: '72300',
  town: 'SABLE SUR SARTHE',
  last_visit_on: '2026-10-21',
  by,
  likely: true,
  ...more
});

export function prospect(sheet: ProspectView['sheet'], more: Partial<ProspectView> = {}): ProspectView {
  return {
    id: FIRST,
    name: String(sheet.nom_client ?? ''),
    sheet,
    pending: [],
    follow_up: { on: null, fleet: {} },
    ...more
  } as ProspectView;
}

/** A question that is answered by hand. */
export function asked<Answer>() {
  const waiting: ((answer: Answer) => void)[] = [];
  const ask = vi.fn((_: EntryDraft) => new Promise<Answer>((resolve) => waiting.push(resolve)));
  return { ask, answer: (at: number, answer: Answer) => waiting[at]?.(answer) };
}

/** `alike` says nothing unless a test says something. */
export function laptop(over: Partial<Backend> = {}) {
  const drafts: Draft[] = [];
  const same = (one: DraftKey, other: DraftKey) => one.kind === other.kind && one.subject === other.subject;
  let made = 0;
  const spies = {
    check: vi.fn((_: EntryDraft): Promise<EntryProblem[]> => Promise.resolve([])),
    alike: vi.fn((_: EntryDraft): Promise<Alike[]> => Promise.resolve([])),
    enter: vi.fn((_: EntryDraft, key: DraftKey | null) => {
      if (key) drafts.splice(0, drafts.length, ...drafts.filter((one) => !same(one.key, key)));
      return Promise.resolve({ name: 'x', sequence: 1, warnings: [], dropped: false, notices: [] });
    }),
    correct: vi.fn((_name: string, _draft: EntryDraft, _key: DraftKey | null) =>
      Promise.resolve({ name: 'y', sequence: 2, warnings: [], dropped: false, notices: [] })
    ),
    newProspect: vi.fn(() => {
      made += 1;
      const id = `${FIRST.slice(0, -1)}${made}`;
      const fields = { c_pays: 'FR', codepays: 'FR', codemonnaie: 'EUR', c_rep: 'JD01' };
      return Promise.resolve({ prospect: id, fields, duplicate_reason: null, fleet: {} });
    }),
    towns: vi.fn((code: string) => Promise.resolve(code === '72300' ? ['Sablé-sur-Sarthe', 'Solesmes'] : [])),
    drafts: () => Promise.resolve([...drafts]),
    keepDraft: vi.fn((key: DraftKey, body: unknown) => {
      const others = drafts.filter((one) => !same(one.key, key));
      const kept = {
        key,
        body: JSON.parse(JSON.stringify(body)) as unknown,
        updated_at: '2026-11-24T08:00:00Z'
      };
      drafts.splice(0, drafts.length, ...others, kept);
      return Promise.resolve();
    }),
    dropDraft: vi.fn((key: DraftKey) => {
      drafts.splice(0, drafts.length, ...drafts.filter((one) => !same(one.key, key)));
      return Promise.resolve();
    })
  };
  return { spies, backend: { ...spies, ...over } as unknown as Backend, kept: drafts };
}

export const column = (name: FieldView['column']): FieldView => {
  const found = lists.fields.find((field) => field.column === name);
  if (!found) throw new Error(`no field ${name}`);
  return found;
};
