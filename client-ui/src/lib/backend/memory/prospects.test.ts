import { beforeEach, describe, expect, it } from 'vitest';
import type { Backend } from '../backend';
import type { CreationDraft, EntryDraft, ProspectsQuery, ProspectView } from '../types';
import { openMemory } from '.';

const ALL: ProspectsQuery = {
  typed: '',
  own_only: false,
  sales_rep: null,
  stage: null,
  sort: 'name',
  descending: false,
  offset: 0,
  limit: 100
};
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
const list = async (more: Partial<ProspectsQuery> = {}) =>
  (await backend.prospects({ ...ALL, ...more })).rows;
const named = async (name: string): Promise<ProspectView> => {
  const [row] = await list({ typed: name });
  const card = row && (await backend.prospect(row.id));
  if (!card) throw new Error(`no ${name}`);
  return card;
};
const edit = (prospect: string, fields: object): EntryDraft => ({
  kind: 'edit_prospect',
  prospect,
  fields,
  fleet: {}
});
const codesOf = async (asked: Promise<unknown>): Promise<string[]> => {
  const error: unknown = await asked.then(
    () => null,
    (reason: unknown) => reason
  );
  return (error as { problems: { code: string }[] } | null)?.problems.map((it) => it.code) ?? [];
};

beforeEach(async () => {
  sessionStorage.clear();
  await reopen();
});

describe('the list', () => {
  it('holds one prospect in every state', async () => {
    const rows = await list();
    const has = (test: (row: (typeof rows)[number]) => boolean) => rows.filter(test).map((row) => row.name);
    expect(rows.length).toBeGreaterThan(10);
    expect(has((row) => row.origin === 'new')).toEqual(['GAEC de la Sarthe Amont']);
    expect(has((row) => row.creation?.state === 'asked')).toEqual(['Transports Coquereau Frères']);
    expect(has((row) => row.creation?.state === 'refused')).toEqual(['LOC’ENGINS 72']);
    expect(has((row) => row.lost_reason !== '')).toEqual(['Auto Pneus Mamers']);
    expect(has((row) => row.stage === '')).toEqual(['TRANSPORTS FRIGORIFIQUES DE LA BAUG']);
    expect((await named('Lubin')).clashes).toHaveLength(1);
    expect((await named('Petit Anjou')).pending).toEqual(['tel_2', 'contact_divers_4', 'etape']);
    expect((await named('Petit Anjou')).waiting).toBe(1);
  });

  it('is one’s own, and everybody’s for an administrator', async () => {
    expect(new Set((await list()).map((row) => row.sales_rep))).toEqual(new Set(['JD01']));
    const own = (await list()).length;
    await reopen('admin');
    expect((await list()).length).toBeGreaterThan(own + 5);
    expect((await list({ own_only: true })).length).toBe(own);
    const others = await list({ sales_rep: 'AM01' });
    expect(others.length).toBeGreaterThan(1);
    expect(others.every((row) => row.sales_rep === 'AM01' && !row.own)).toBe(true);
    await reopen('empty');
    expect(await list()).toEqual([]);
  });

  it.each(['name', 'town', 'stage', 'last_visit', 'follow_up'] as const)('is ordered by %s', async (sort) => {
    const up = await list({ sort });
    const down = await list({ sort, descending: true });
    expect(up.map((row) => row.id).sort()).toEqual(down.map((row) => row.id).sort());
    expect(up[0]?.id).not.toBe(down[0]?.id);
    if (sort === 'follow_up') {
      expect(up.at(-1)?.follow_up_on).toBeNull();
      expect(down.at(-1)?.follow_up_on).toBeNull();
    }
  });

  it('is filtered by stage, and searched by name and town', async () => {
    const lost = await list({ stage: 'perdu' });
    expect(lost.map((row) => row.name)).toEqual(['Auto Pneus Mamers']);
    expect((await list({ typed: 'cosse' })).map((row) => row.name)).toEqual(['ETA Hardouin']);
    expect((await list({ offset: 2, limit: 3 })).map((row) => row.id)).toEqual(
      (await list()).slice(2, 5).map((row) => row.id)
    );
  });
});

describe('what is entered', () => {
  it('creates, changes and deletes at once', async () => {
    const draft = await backend.newProspect();
    const { prospect } = draft;
    await backend.enter(
      { kind: 'new_prospect', ...draft, fields: { ...draft.fields, nom_client: 'Garage Neuf' } },
      null
    );
    const made = await named('Garage Neuf');
    expect(made).toMatchObject({ id: prospect, origin: 'new', own: true, waiting: 1, sales_rep: 'JD01' });
    expect(made.pending).toContain('nom_client');
    await backend.enter(edit(prospect, { ville_fac: 'Laval', nom_client: 'Garage Neuf' }), null);
    expect(await named('Garage Neuf')).toMatchObject({ town: 'Laval', waiting: 2 });
    hooks().integrate();
    expect((await named('Garage Neuf')).waiting).toBe(0);
    hooks().arrive();
    await backend.refresh();
    expect(await named('Garage Neuf')).toMatchObject({ origin: 'base', pending: [], town: 'Laval' });
    await backend.enter({ kind: 'delete_prospect', prospect, reason: 'doublon' }, null);
    expect(await backend.prospect(prospect)).toBeNull();
    expect((await list()).map((row) => row.id)).not.toContain(prospect);
  });

  it('stays over a reload, and no identity is made twice', async () => {
    const { prospect } = await backend.newProspect();
    await reopen();
    expect((await backend.newProspect()).prospect).not.toBe(prospect);
  });

  it('shows a refused new prospect as such', async () => {
    const gaec = await named('Sarthe Amont');
    const [entry] = await backend.entries({ filter: 'all', subject: gaec.id, offset: 0, limit: 9 });
    hooks().reject(entry?.name ?? '', 'bad-value');
    expect(await named('Sarthe Amont')).toMatchObject({ origin: 'rejected', to_mend: 1 });
  });

  it('counts a visit at once, in the history too', async () => {
    const { id } = await named('Delaunay');
    const visit: EntryDraft = {
      kind: 'visit',
      whom: { prospect: id },
      on: null,
      at: null,
      comment: 'Premier passage.',
      form: 1,
      picked: ['contact.visite'],
      fleet: {}
    };
    await backend.enter(visit, null);
    expect((await named('Delaunay')).last_visit_on).toBe('2026-11-24');
    const { rows, total } = await backend.prospectHistory(id, page);
    expect(total).toBe(1);
    expect(rows[0]).toMatchObject({ class: 'prospect_visit', pending: true, comment: 'Premier passage.' });
  });

  it('is refused where the laptop refuses it', async () => {
    const { id, sheet } = await named('Bellanger');
    const others = 'Coquereau';
    expect(await codesOf(backend.check(edit(id, { nom_client: String(sheet.nom_client) })))).toEqual([
      'nothing-changed'
    ]);
    expect(await codesOf(backend.check(edit(id, { nom_client: ' ' })))).toEqual(['missing']);
    const asked = (await named(others)).id;
    const deletion: EntryDraft = { kind: 'delete_prospect', prospect: asked, reason: 'x' };
    expect(await codesOf(backend.check(deletion))).toEqual(['creation-pending']);
    await reopen('admin');
    const [stranger] = await list({ sales_rep: 'AM01' });
    expect(await codesOf(backend.check(edit(stranger?.id ?? '', { tel_1: '1' })))).toEqual(['not-owner']);
  });
});

describe('likely duplicates', () => {
  const typed = async (fields: object, duplicate_reason: string | null = null): Promise<EntryDraft> => ({
    kind: 'new_prospect',
    ...(await backend.newProspect()),
    fields: { nom_client: 'ESSAI', ...fields },
    duplicate_reason
  });

  it.each(['+33 ', '0033', '0'])('are known by the telephone, spelled %s…', async (prefix) => {
    const phone = String((await backend.customer('C00001'))?.sheet.tel_1 ?? '');
    const draft = await typed({ tel_2: `${prefix}${phone.slice(1)}` });
    const [first] = await backend.alike(draft);
    expect(first).toMatchObject({
      who: { customer: 'C00001' },
      likely: true,
      by: [{ by: 'phone', value: phone }]
    });
    expect(await codesOf(backend.check(draft))).toEqual(['likely-duplicate']);
    expect(await codesOf(backend.check({ ...draft, duplicate_reason: 'autre' } as EntryDraft))).toEqual([]);
  });

  it('are known by SIRET, customers and prospects', async () => {
    const siret = String((await backend.customer('C00013'))?.sheet.contact_divers_2 ?? '');
    const [one] = await backend.alike(await typed({ contact_divers_2: siret }));
    expect(one).toMatchObject({ who: { customer: 'C00013' }, by: [{ by: 'siret' }] });
    const eta = await named('Hardouin');
    const [other] = await backend.alike(
      await typed({ contact_divers_2: String(eta.sheet.contact_divers_2) })
    );
    expect(other).toMatchObject({ who: { prospect: eta.id }, name: 'ETA Hardouin', postal_code: '53230' });
  });

  it('by name and postal code are a hint only, and nobody is his own', async () => {
    const eta = await named('Hardouin');
    const same = { nom_client: 'eta hardouin', dep_fac: '53', bur_dis_fac: '230' };
    const draft = await typed(same);
    expect(await backend.alike(draft)).toMatchObject([{ who: { prospect: eta.id }, likely: false }]);
    expect(await codesOf(backend.check(draft))).toEqual([]);
    expect(await backend.alike(edit(eta.id, same))).toEqual([]);
  });
});

describe('a creation', () => {
  const draft = (prospect: string, fields: object, more: Partial<CreationDraft> = {}): CreationDraft => ({
    prospect,
    fields,
    comment: '',
    signature: null,
    ...more
  });
  const iban = 'FR76 3000 6000 0112 3456 7890 189';
  const review = async (name: string, fields: object, more: Partial<CreationDraft> = {}) =>
    backend.reviewCreation(draft((await named(name)).id, fields, more));
  const codes = async (...asked: Parameters<typeof review>) =>
    (await review(...asked)).problems.map((it) => `${it.field}: ${it.code}`);

  it('names what is missing, in the annex’s order', async () => {
    const { required, problems } = await review('Delaunay', {});
    expect(problems.map((it) => it.code)).toEqual(problems.map(() => 'missing'));
    const places = problems.map((it) => required.findIndex((column) => column === it.field));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(await codes('Oudon', {})).toEqual([]);
  });

  it('offers CH to farmers only and settles its term', async () => {
    const farmer = await review('Hardouin', { c_mod_rgl_1: 'CH' });
    expect(farmer.modes).toContain('CH');
    expect(farmer.locked).toEqual({ nb_jour_1: '20', jour_1: '' });
    expect(farmer.problems.map((it) => it.code)).toEqual(['farmers-term']);
    expect(await codes('Hardouin', { c_mod_rgl_1: 'CH', nb_jour_1: '20', jour_1: '10' })).toEqual([
      'jour_1: farmers-due-day'
    ]);
    const trade = await review('Oudon', { c_mod_rgl_1: 'CH', nb_jour_1: '20' });
    expect(trade.modes).not.toContain('CH');
    expect(trade.problems.map((it) => it.code)).toEqual(['farmers-only']);
  });

  it('with LD asks for the account and the signature, and keeps what was signed', async () => {
    const mode = { c_mod_rgl_1: 'LD' };
    expect(await codes('Oudon', mode)).toEqual(['bic: missing', 'iban: missing', 'signature: no-signature']);
    const wrong = { ...mode, iban: iban.replace('189', '188'), bic: 'AGRIFRPP' };
    expect(await codes('Oudon', wrong)).toEqual(['iban: bad-value', 'signature: no-signature']);
    const right = { ...mode, iban, bic: 'AGRIFRPP' };
    const { authorisation, bank_details } = await review('Oudon', right);
    expect(bank_details).toBe(true);
    expect(authorisation).toContain(iban);
    const signature = {
      svg: '<svg/>',
      signer: 'A',
      place: 'Craon',
      signed_at: '2026-11-24T13:00:00Z',
      text: authorisation ?? ''
    };
    expect(await codes('Oudon', right, { signature })).toEqual([]);
    const other = { ...right, iban: 'BE68 5390 0754 7034', bic: 'GKCCBEBB' };
    expect(await codes('Oudon', other, { signature })).toEqual(['signature: signature-stale']);
    expect(await codes('Oudon', { ...other, bic: 'AGRIFRPP' })).toContain('iban: bic-iban-disagree');
  });

  it('is asked, refused with words, asked again and validated', async () => {
    const { id } = await named('Oudon');
    const asked: EntryDraft = { kind: 'ask_creation', ...draft(id, {}) };
    const { name } = await backend.enter(asked, null);
    expect((await named('Oudon')).creation).toMatchObject({ state: 'asked', by: 'jdupont' });
    expect(await codesOf(backend.check(asked))).toEqual(['creation-pending']);
    hooks().refuse(name, 'Le SIRET est fermé.');
    expect((await named('Oudon')).creation).toEqual({ state: 'refused', message: 'Le SIRET est fermé.' });
    const again = await backend.enter(asked, null);
    await backend.giveUp(name);
    hooks().validate(again.name, 'C05001');
    expect(await named('Oudon')).toMatchObject({
      creation: { state: 'validated', customer: 'C05001' },
      customer: 'C05001'
    });
  });
});
