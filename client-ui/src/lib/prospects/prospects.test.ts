import { describe, expect, it, vi } from 'vitest';
import type {
  CreationState,
  Draft,
  EntryDraft,
  EntryView,
  ListsView,
  ProspectPage,
  ProspectRow,
  ProspectView
} from '$lib/backend/types';
import { entryView } from '$lib/entries/testing';
import { factsOf } from './about';
import { countWords } from './count-words';
import {
  allowedFor,
  becameCustomer,
  changeOnItsWay,
  latestOf,
  personOf,
  refusedEntries,
  repOf,
  replacesOf,
  type Allowed
} from './creation';
import { keyOfForm, pageWith, typing, typingOf, TYPING } from './list-rows';
import { creationOf, markOf, seenWords } from './marks';
import { reachesOf } from './reaches';
import { Searching } from './searching.svelte';
import { isLost, stageEdit, stagesOffered, stageUndo } from './stage';
import { beginWithName, rowOnTop } from './typing.svelte';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const ASKED: CreationState = { state: 'asked', by: 'jdupont', at: '2026-11-22T10:00:00Z' };
const REFUSED: CreationState = { state: 'refused', message: 'SIRET fermé' };
const GRANTED: CreationState = { state: 'validated', customer: 'C09001' };

const VIEW: ProspectView = {
  id: 'p1',
  name: 'ETA HARDOUIN',
  town: 'Craon',
  stage: 'visité',
  lost_reason: '',
  sales_rep: 'JD',
  origin: 'base',
  own: true,
  follow_up_on: null,
  last_visit_on: null,
  creation: null,
  customer: null,
  waiting: 0,
  to_mend: 0,
  sheet: {},
  pending: [],
  created_by: 'jdupont',
  created_at: '2026-08-28T09:00:00Z',
  converted_at: null,
  follow_up: { on: null, fleet: {} },
  fleet_told_at: null,
  clashes: [],
  refused: []
};
const view = (change: Partial<ProspectView> = {}): ProspectView => ({ ...VIEW, ...change });

function entry(change: Partial<EntryView>): EntryView {
  const name = `${change.kind ?? 'MP'}_${String(change.sequence ?? 1)}.json`;
  return entryView({ name, kind: 'MP', subject: 'p1', subject_name: 'ETA HARDOUIN', ...change });
}
const draft = (kind: string, body: unknown, subject = 'p9'): Draft => ({
  key: { kind, subject },
  body,
  updated_at: '2026-11-24T10:00:00Z'
});

describe('the mark of a row', () => {
  it.each<[Partial<ProspectRow>, string | undefined, string | undefined]>([
    [{}, undefined, undefined],
    [{ waiting: 2 }, 'non intégré', 'warn'],
    [{ origin: 'new' }, undefined, undefined],
    [{ origin: 'new', waiting: 1 }, 'non intégré', 'warn'],
    [{ origin: 'rejected' }, 'à corriger', 'bad'],
    [{ to_mend: 1, waiting: 1 }, 'à corriger', 'bad'],
    [{ creation: ASKED, waiting: 1 }, 'création demandée', 'warn'],
    [{ creation: ASKED, to_mend: 1 }, 'à corriger', 'bad'],
    [{ creation: REFUSED, to_mend: 1 }, 'création refusée', 'bad'],
    [{ creation: GRANTED }, 'validé', 'ok'],
    // The base knows the customer already, whatever was heard of the creation.
    [{ creation: ASKED, customer: 'C09001' }, 'validé', 'ok']
  ])('%j: %s', (change, label, tone) => {
    const mark = markOf(view(change));
    expect([mark?.label, mark?.tone]).toEqual([label, tone]);
  });

  it('names the customer that the base knows', () => {
    expect(creationOf({ creation: null, customer: 'C1' })).toEqual({ state: 'validated', customer: 'C1' });
    expect(creationOf({ creation: REFUSED, customer: null })).toBe(REFUSED);
  });

  it.each<[string | null, string]>([
    [null, 'jamais vu'],
    ['2026-11-24', 'aujourd’hui'],
    ['2026-11-23', 'hier'],
    ['2026-11-18', 'il y a 6 j'],
    ['2026-07-24', 'il y a 123 j']
  ])('seen %s: %s', (day, words) => {
    expect(plain(seenWords(day, '2026-11-24'))).toBe(words);
  });
});

describe('« étape »', () => {
  it.each([
    ['perdu', true],
    ['Perdu ', true],
    ['PERDU', true],
    ['perdue', false],
    ['', false]
  ])('%s is lost: %s', (stage, lost) => {
    expect(isLost(stage)).toBe(lost);
  });

  it.each<[Partial<ProspectRow>, string, string, Record<string, string>]>([
    [{ stage: 'visité' }, 'offre remise', '', { etape: 'offre remise' }],
    [{ stage: 'visité' }, '', '', { etape: '' }],
    [{ stage: 'visité' }, 'perdu', ' prix ', { etape: 'perdu', motif_perte: 'prix' }],
    // Who is no longer lost has no reason to be.
    [{ stage: 'perdu', lost_reason: 'prix' }, 'visité', '', { etape: 'visité', motif_perte: '' }],
    [
      { stage: 'perdu', lost_reason: 'prix' },
      'perdu',
      'concurrent',
      { etape: 'perdu', motif_perte: 'concurrent' }
    ]
  ])('from %j to %s', (change, stage, reason, fields) => {
    expect(stageEdit(view(change), stage, reason)).toEqual({
      kind: 'edit_prospect',
      prospect: 'p1',
      fields,
      fleet: {}
    });
  });

  it('is undone with its reason, and only what was changed', () => {
    const lost = view({ stage: 'perdu', lost_reason: 'prix' });
    expect(stageUndo(lost, stageEdit(lost, 'visité')).fields).toEqual({
      etape: 'perdu',
      motif_perte: 'prix'
    });
    expect(stageUndo(view(), stageEdit(view(), 'gagné')).fields).toEqual({ etape: 'visité' });
  });

  it('offers what the company dropped to who still has it', () => {
    expect(stagesOffered(['a', 'b'], 'b ')).toEqual(['a', 'b']);
    expect(stagesOffered(['a', 'b'], 'old')).toEqual(['a', 'b', 'old']);
    expect(stagesOffered(['a', 'b'], '')).toEqual(['a', 'b']);
  });
});

describe('what is offered', () => {
  const all: Allowed = { visit: true, edit: true, convert: true, remove: true };
  const none: Allowed = { visit: false, edit: false, convert: false, remove: false };
  it.each<[Partial<ProspectView>, Allowed]>([
    [{}, all],
    [{ origin: 'new' }, all],
    [{ creation: REFUSED }, all],
    [{ own: false }, none],
    [{ origin: 'rejected' }, { ...all, convert: false, remove: false }],
    [{ creation: ASKED }, { ...all, convert: false, remove: false }],
    [{ creation: GRANTED }, { ...none, visit: true }]
  ])('%j', (change, allowed) => {
    expect(allowedFor(view(change))).toEqual(allowed);
  });
});

describe('entries about a prospect', () => {
  it('the latest creation that counts', () => {
    const entries = [
      entry({ kind: 'CC', sequence: 7, given_up_at: '2026-11-24T11:00:00Z' }),
      entry({ kind: 'CC', sequence: 3, replaced_by: 'CC_5.json' }),
      entry({ kind: 'CC', sequence: 5 }),
      entry({ kind: 'MP', sequence: 9 })
    ];
    expect(latestOf(entries, 'CC')?.sequence).toBe(5);
    expect(latestOf(entries, 'CP')).toBeUndefined();
  });

  it('what the accountants refused has a notice of its own', () => {
    const server = entry({ kind: 'CC', sequence: 1, state: 'rejected' });
    const accountant = entry({ kind: 'CC', sequence: 2, state: 'refused' });
    const edit = entry({ sequence: 3, state: 'rejected' });
    const fine = entry({ sequence: 4 });
    const refused = [server, accountant, edit].map(({ name }) => name);
    const found = refusedEntries(view({ refused }), [server, accountant, edit, fine]);
    expect(found).toEqual([server, edit]);
  });

  it('the code that the accountants gave', () => {
    expect(becameCustomer([])).toBeNull();
    expect(becameCustomer([entry({ kind: 'CC', state: 'validated', reference: ' C09001 ' })])).toBe('C09001');
    expect(becameCustomer([entry({ kind: 'CC', state: 'refused', reference: 'C09001' })])).toBeNull();
    expect(becameCustomer([entry({ kind: 'CC', state: 'validated', reference: ' ' })])).toBeNull();
  });

  it('the change on its way, not a visit', () => {
    const entries = [
      entry({ kind: 'VP', sequence: 9 }),
      entry({ kind: 'MP', sequence: 4 }),
      entry({ kind: 'CP', sequence: 2 }),
      entry({ kind: 'MP', sequence: 8, state: 'integrated' })
    ];
    expect(changeOnItsWay(entries)?.sequence).toBe(4);
  });

  it('a correction begins with what was refused, of the kind that is corrected', async () => {
    const ask: EntryDraft = {
      kind: 'ask_creation',
      prospect: 'p1',
      fields: {},
      comment: '',
      signature: null
    };
    const backend = { draftOf: vi.fn(() => Promise.resolve<EntryDraft | null>(ask)) };
    const refused = entry({ kind: 'CC', state: 'refused', message: 'Non.' });
    expect(await replacesOf(backend, refused, 'ask_creation')).toEqual({
      name: refused.name,
      draft: ask,
      reason: null,
      message: 'Non.',
      state: 'refused'
    });
    expect(await replacesOf(backend, refused, 'new_prospect')).toBeNull();
    expect(await replacesOf(backend, undefined, 'ask_creation')).toBeNull();
    backend.draftOf.mockResolvedValueOnce(null);
    expect(await replacesOf(backend, refused, 'ask_creation')).toBeNull();
  });
});

describe('the rows', () => {
  const prospects = Array.from({ length: 5 }, (_, at) => view({ id: `p${String(at)}` }));
  const ask = (offset: number, limit: number): Promise<ProspectPage> =>
    Promise.resolve({ total: prospects.length, rows: prospects.slice(offset, offset + limit) });

  it('are the prospects', async () => {
    const page = await pageWith(null, ask, 0, 3);
    expect(page.rows.map(({ key }) => key)).toEqual(['p0', 'p1', 'p2']);
    expect([page.total, page.prospects]).toEqual([5, 5]);
  });

  it('leave none out and show none twice with one on top', async () => {
    const pages = await Promise.all([0, 3].map((offset) => pageWith(typing('X'), ask, offset, 3)));
    const keys = pages.flatMap(({ rows }) => rows.map(({ key }) => key));
    expect(keys).toEqual([TYPING, 'p0', 'p1', 'p2', 'p3', 'p4']);
    expect([pages[0]?.total, pages[0]?.prospects]).toEqual([6, 5]);
  });

  it.each<[Draft[], string | undefined, string | undefined]>([
    [[], undefined, undefined],
    [[draft('visit', { fields: { nom_client: 'X' } })], undefined, undefined],
    [[draft('new_prospect', { fields: { nom_client: ' GARAGE ', ville_fac: 'Craon' } })], 'GARAGE', 'Craon'],
    [[draft('new_prospect', { fields: { nom_client: 7 } })], '', ''],
    [[draft('new_prospect', 'what?')], '', ''],
    [[draft('new_prospect', null)], '', '']
  ])('being typed: %j', (drafts, name, town) => {
    const row = typingOf(drafts);
    expect([row?.name, row?.town]).toEqual([name, town]);
  });

  it('has what is being typed on top, unless something is searched', () => {
    const kept = typing('GARAGE');
    expect(rowOnTop(kept, false, false)).toBe(kept);
    expect(rowOnTop(kept, false, true)).toBeNull();
    expect(rowOnTop(kept, true, true)).toBe(kept);
    expect(rowOnTop(null, true, false)?.key).toBe(TYPING);
    expect(rowOnTop(null, false, false)).toBeNull();
  });

  it('knows which row a form is about', () => {
    const again: Extract<EntryDraft, { kind: 'new_prospect' }> = {
      kind: 'new_prospect',
      prospect: 'p7',
      fields: {},
      duplicate_reason: null,
      fleet: {}
    };
    expect(keyOfForm({ what: 'new' })).toBe(TYPING);
    expect(keyOfForm({ what: 'edit', id: 'p2' })).toBe('p2');
    expect(keyOfForm({ what: 'new', replaces: { name: 'CP', draft: again, reason: null } })).toBe('p7');
  });

  it('begins with the name that was searched, and never over what is being typed', async () => {
    const backend = {
      drafts: vi.fn(() => Promise.resolve<Draft[]>([])),
      newProspect: vi.fn(() =>
        Promise.resolve({ prospect: 'p9', fields: { c_pays: 'FR' }, duplicate_reason: null, fleet: {} })
      ),
      keepDraft: vi.fn(() => Promise.resolve())
    };
    expect(await beginWithName(backend, 'GARAGE NEUF')).toBe(true);
    expect(backend.keepDraft).toHaveBeenCalledExactlyOnceWith(
      { kind: 'new_prospect', subject: 'p9' },
      {
        prospect: 'p9',
        fields: { c_pays: 'FR', nom_client: 'GARAGE NEUF' },
        duplicate_reason: null,
        fleet: {}
      }
    );
    backend.drafts.mockResolvedValueOnce([draft('new_prospect', {})]);
    expect(await beginWithName(backend, 'UN AUTRE')).toBe(false);
    expect(backend.keepDraft).toHaveBeenCalledTimes(1);
  });
});

describe('searching', () => {
  it('shows a rep only his own, and an administrator everybody’s', () => {
    const searching = new Searching();
    searching.rep = 'AM';
    expect(searching.query(false)).toMatchObject({ own_only: true, sales_rep: null });
    expect(searching.query(true)).toMatchObject({ own_only: false, sales_rep: 'AM' });
    searching.mine = true;
    expect(searching.query(true).own_only).toBe(true);
  });

  it('narrows by what is typed and by filters; no stage is a stage to filter by', () => {
    const searching = new Searching();
    expect(searching.narrows).toBe(false);
    searching.stage = '';
    expect([searching.filtered, searching.query(false).stage]).toEqual([true, '']);
    searching.clearFilters();
    searching.typed = ' gar ';
    expect([searching.filtered, searching.narrows, searching.query(false).typed]).toEqual([
      false,
      true,
      'gar'
    ]);
  });

  it.each<[number, boolean, boolean, string]>([
    [12, false, false, '12 prospects, les vôtres seulement'],
    [1, false, false, '1 prospect, les vôtres seulement'],
    [0, false, false, 'Aucun prospect, les vôtres seulement'],
    [12, true, false, '12 prospects de toute l’équipe'],
    [3, true, true, '3 prospects trouvés'],
    [1, false, true, '1 prospect trouvé']
  ])('counts %i, admin %s, narrowed %s', (count, admin, narrows, words) => {
    expect(countWords(count, { admin, narrows }, String)).toBe(words);
  });
});

describe('the facts of the card', () => {
  const lists = {
    codes: { c_agence: [{ code: 'LAVA', label: 'Laval', parent: null }] },
    people: [{ folder: 'jdupont', name: 'Jérôme Dupont', c_user: null, c_rep: 'JD  ', active: true }]
  } as unknown as ListsView;

  it('names people by folder and by code, else says these', () => {
    expect([personOf('jdupont', lists), personOf('x', lists)]).toEqual(['Jérôme Dupont', 'x']);
    expect([repOf('JD', lists), repOf('ZZ ', lists)]).toEqual(['Jérôme Dupont', 'ZZ']);
  });

  it('leaves out what nobody knows, and marks what is not integrated', () => {
    const facts = factsOf(
      view({ sheet: { c_agence: 'LAVA', c_rep: 'JD' }, pending: ['c_agence'] }),
      lists,
      'Europe/Paris'
    );
    expect(facts.map(({ label, value, pending }) => [label, value, pending])).toEqual([
      ['Agence', 'Laval', true],
      ['Commercial', 'Jérôme Dupont', false],
      ['Créé', '28/08/2026 par Jérôme Dupont', false]
    ]);
  });

  it('says why it is lost, only while it is', () => {
    const lost = { stage: 'perdu', lost_reason: 'prix' };
    expect(factsOf(view(lost), lists, 'Europe/Paris')[0]).toEqual({
      label: 'Perdu',
      value: 'prix',
      pending: false
    });
    const back = factsOf(view({ ...lost, stage: 'visité' }), lists, 'Europe/Paris');
    expect(back.map(({ label }) => label)).not.toContain('Perdu');
  });

  it('shows numbers as one reads them and copies what a dialler takes', () => {
    const reaches = reachesOf({ tel_1: '0261911234', contact_divers_4: ' a@b.example ', fax: '' });
    expect(reaches.map(({ field, shown, copied }) => [field, plain(shown), copied])).toEqual([
      ['tel_1', '02 61 91 12 34', '02 61 91 12 34'],
      ['contact_divers_4', 'a@b.example', 'a@b.example']
    ]);
  });
});
