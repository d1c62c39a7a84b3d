import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backend } from '$lib/backend';
import type {
  CreationDraft,
  CreationReview,
  Draft,
  DraftKey,
  EntryDraft,
  FieldView,
  ListsView,
  ProspectView
} from '$lib/backend/types';
import type { Replaces } from '$lib/entries/entry-form.svelte';
import { Conversion } from './conversion.svelte';
import type { CreationEntryDraft } from './creation-model';

const DATE = 'date_creation_ste' as const;
const view = (column: string) => ({ column, label: column, kind: 'text', annex_2: true }) as FieldView;
const lists = {
  fields: [
    ...['nom_client', 'ville_fac', 'c_mod_rgl_1', 'nb_jour_1', 'jour_1'],
    ...['iban', 'bic', DATE]
  ].map(view),
  codes: {}
} as unknown as ListsView;
const prospect = {
  id: 'p1',
  name: 'DUPONT',
  town: 'Craon',
  sheet: {
    nom_client: 'DUPONT',
    ville_fac: 'Craon',
    nb_jour_1: 45,
    jour_1: '10',
    iban: '••••0189',
    bic: '••••P836',
    date_creation_ste: '2001-05-01'
  }
} as unknown as ProspectView;
/** What the page shows and sends as long as nothing is typed. */
const SHOWN = {
  nom_client: 'DUPONT',
  ville_fac: 'Craon',
  c_mod_rgl_1: '',
  nb_jour_1: '45',
  jour_1: '10',
  date_creation_ste: '2001-05-01'
};
const signed = { svg: '<svg></svg>', strokes: null, signed_at: '2026-11-24T13:06:00Z', text: 'Je signe.' };

/** CH settles the term; a creation needs a payment mode, and the name 'FAUX' is wrong. */
function judge({ fields, signature }: CreationDraft): CreationReview {
  const mode = fields.c_mod_rgl_1 ?? '';
  const problem = (code: string, field: string) => ({ code, field, message: 'played' });
  return {
    required: ['nom_client', 'c_mod_rgl_1'],
    problems: [
      ...(fields.nom_client === 'FAUX' ? [problem('bad-value', 'nom_client')] : []),
      ...(mode === '' ? [problem('missing', 'c_mod_rgl_1')] : []),
      ...(mode === 'LD' && !signature ? [problem('no-signature', 'signature')] : [])
    ],
    modes: ['CH', 'LD', 'VI'],
    locked: mode === 'CH' ? { nb_jour_1: '20', jour_1: '' } : {},
    bank_details: mode === 'LD',
    authorisation: mode === 'LD' ? 'Je signe.' : null
  };
}

function stage() {
  const kept: Draft[] = [];
  const saved = { name: 'CC_1', sequence: 1, warnings: [], dropped: true, notices: [] };
  const spies = {
    reviewCreation: vi.fn((draft: CreationDraft) => Promise.resolve(judge(draft))),
    check: vi.fn((_: EntryDraft) => Promise.resolve([])),
    enter: vi.fn((_: EntryDraft, _key: DraftKey | null) => Promise.resolve(saved)),
    correct: vi.fn((_: string, _draft: EntryDraft) => Promise.resolve(saved)),
    giveUp: vi.fn(() => Promise.resolve()),
    towns: vi.fn(() => Promise.resolve([])),
    drafts: () => Promise.resolve(kept),
    keepDraft: (key: DraftKey, body: unknown) => {
      kept.splice(0, 1, { key, body: JSON.parse(JSON.stringify(body)), updated_at: '2026-11-24T13:08:00Z' });
      return Promise.resolve();
    },
    dropDraft: () => Promise.resolve()
  };
  const open = async (replaces?: Replaces<CreationEntryDraft>) => {
    const backend = spies as unknown as Backend;
    const conversion = new Conversion({ backend, view: prospect, lists, replaces });
    await conversion.begin();
    return conversion;
  };
  return { open, kept, ...spies };
}
const pause = () => vi.advanceTimersByTimeAsync(1_000);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the review', () => {
  it('is asked at the beginning, and once after a pause', async () => {
    const { open, reviewCreation } = stage();
    const conversion = await open();
    expect(reviewCreation).toHaveBeenCalledTimes(1);
    conversion.change('nom_client', 'FAU');
    conversion.change('nom_client', 'FAUX');
    await pause();
    expect(reviewCreation).toHaveBeenCalledTimes(2);
    expect(reviewCreation.mock.lastCall?.[0].fields).toEqual({ ...SHOWN, nom_client: 'FAUX' });
    expect(conversion.todo.map(({ field, what }) => [field, what])).toEqual([
      ['nom_client', 'wrong'],
      ['c_mod_rgl_1', 'missing']
    ]);
  });

  it('that comes late is dropped', async () => {
    const { open, reviewCreation } = stage();
    const conversion = await open();
    let answer: (review: CreationReview) => void = () => undefined;
    reviewCreation.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    conversion.change('nom_client', 'FAUX');
    await pause();
    conversion.change('nom_client', 'DURAND');
    await pause();
    answer(judge({ ...conversion.draft(), fields: { nom_client: 'FAUX' } }));
    await pause();
    expect(conversion.problems.map(({ field }) => field)).toEqual(['c_mod_rgl_1']);
  });

  it('settles what the mode settles, and gives back what stood there', async () => {
    const { open, reviewCreation } = stage();
    const conversion = await open();
    conversion.change('c_mod_rgl_1', 'CH');
    await pause();
    expect([conversion.value('nb_jour_1'), conversion.value('jour_1')]).toEqual(['20', '']);
    expect(conversion.isLocked('nb_jour_1')).toBe(true);
    // Judged as it will be sent.
    const fields = { ...SHOWN, c_mod_rgl_1: 'CH', nb_jour_1: '20', jour_1: '' };
    expect(reviewCreation.mock.lastCall?.[0].fields).toEqual(fields);
    conversion.change('c_mod_rgl_1', 'VI');
    await pause();
    expect([conversion.value('nb_jour_1'), conversion.value('jour_1')]).toEqual(['45', '10']);
    expect(reviewCreation.mock.lastCall?.[0].fields).toEqual({ ...SHOWN, c_mod_rgl_1: 'VI' });
  });

  it('that failed says so, and what is typed stays', async () => {
    const { open, reviewCreation } = stage();
    const conversion = await open();
    reviewCreation.mockRejectedValueOnce(new Error('played'));
    conversion.change('nom_client', 'DURAND');
    await pause();
    expect(conversion.failure?.code).toBe('internal');
    expect(conversion.value('nom_client')).toBe('DURAND');
    await conversion.ask();
    expect(conversion.failure).toBeNull();
  });

  it('that failed at the beginning says nothing of the steps', async () => {
    const { open, reviewCreation } = stage();
    reviewCreation.mockRejectedValueOnce(new Error('played'));
    const conversion = await open();
    expect(conversion.review).toBeNull();
    expect(conversion.steps.every(({ state }) => state === 'unknown')).toBe(true);
    await conversion.ask();
    expect(conversion.steps.some(({ state }) => state === 'complete')).toBe(true);
  });
});

describe('what was typed', () => {
  it('is there again, on the same step, with its signature', async () => {
    const { open, kept } = stage();
    const first = await open();
    first.change('c_mod_rgl_1', 'LD');
    first.signs({ signed, signer: 'H. Dupont' });
    first.go('payment');
    await first.leave();
    expect(kept[0]?.key).toEqual({ kind: 'creation', subject: 'p1' });
    const second = await open();
    expect(second.body.place).toBe('payment');
    expect(second.keptAt).toBe('2026-11-24T13:08:00Z');
    expect(second.draft().signature).toMatchObject({
      svg: '<svg></svg>',
      signer: 'H. Dupont',
      place: 'Craon'
    });
    expect(second.complete).toBe(true);
  });

  it('is not changed any more once it was left', async () => {
    const { open, kept } = stage();
    const first = await open();
    first.change('c_mod_rgl_1', 'LD');
    await first.leave();
    const second = await open();
    second.change('nom_client', 'DURAND');
    await second.keep();
    first.signs({ signed });
    await pause();
    expect(kept[0]?.body).toMatchObject({ fields: { nom_client: 'DURAND' }, signed: null });
  });

  it('is judged although one turns to another window meanwhile', async () => {
    const { open } = stage();
    const conversion = await open();
    conversion.change('c_mod_rgl_1', 'VI');
    await conversion.keep();
    await pause();
    expect(conversion.complete).toBe(true);
  });

  it('is no draft as long as nothing was', async () => {
    const { open, kept } = stage();
    const conversion = await open();
    conversion.go('recap');
    await conversion.leave();
    expect(kept).toEqual([]);
  });
});

describe('sending', () => {
  it('waits until nothing is missing', async () => {
    const { open, enter } = stage();
    const conversion = await open();
    expect(await conversion.submit()).toBeNull();
    expect(enter).not.toHaveBeenCalled();
    conversion.change('c_mod_rgl_1', 'VI');
    conversion.comments('Remise convenue.');
    expect(await conversion.submit()).not.toBeNull();
    expect(enter).toHaveBeenCalledExactlyOnceWith(
      {
        kind: 'ask_creation',
        prospect: 'p1',
        fields: { ...SHOWN, c_mod_rgl_1: 'VI' },
        comment: 'Remise convenue.',
        signature: null
      },
      { kind: 'creation', subject: 'p1' }
    );
  });

  it('waits for a date that cannot be read', async () => {
    const { open, enter } = stage();
    const conversion = await open();
    conversion.change('c_mod_rgl_1', 'VI');
    // As its input tells it.
    conversion.change(DATE, '');
    conversion.reads(DATE, true);
    expect(await conversion.submit()).toBeNull();
    await pause();
    expect(conversion.todo.map(({ field, what }) => [field, what])).toEqual([[DATE, 'wrong']]);
    expect(conversion.complete).toBe(false);
    conversion.change(DATE, '2019-02-03');
    expect(await conversion.submit()).not.toBeNull();
    expect(enter.mock.lastCall?.[0]).toMatchObject({ fields: { [DATE]: '2019-02-03' } });
  });

  it('has the date of before where one that cannot be read was left, and none where it was emptied', async () => {
    const { open, kept } = stage();
    const conversion = await open();
    conversion.change(DATE, '');
    conversion.reads(DATE, true);
    expect(conversion.value(DATE)).toBe('');
    expect(conversion.abandons(DATE)).toBe(true);
    expect(conversion.draft().fields[DATE]).toBe('2001-05-01');
    conversion.change(DATE, '');
    conversion.reads(DATE, true);
    conversion.change('nom_client', 'DURAND');
    await conversion.leave();
    expect(kept[0]?.body).toMatchObject({ fields: { nom_client: 'DURAND' } });
    expect((await open()).draft().fields[DATE]).toBe('2001-05-01');
    const emptied = await open();
    emptied.change(DATE, '');
    emptied.reads(DATE, true);
    emptied.reads(DATE, false);
    expect(emptied.draft().fields[DATE]).toBe('');
  });

  it('leaves a known account alone, also when it was typed over and emptied again', async () => {
    const { open } = stage();
    const conversion = await open();
    conversion.change('bic', 'BNPA');
    expect(conversion.draft().fields.bic).toBe('BNPA');
    expect(conversion.accountTyped).toBe('bic');
    conversion.change('bic', '');
    expect(conversion.value('bic')).toBe('••••P836');
    conversion.change('iban', 'FR76');
    conversion.change('bic', 'BNPA');
    conversion.keepAccount();
    expect(conversion.draft().fields).toEqual(SHOWN);
    expect(conversion.accountTyped).toBeUndefined();
  });

  const draft: CreationEntryDraft = {
    kind: 'ask_creation',
    prospect: 'p1',
    fields: { c_mod_rgl_1: 'VI' },
    comment: '',
    signature: null
  };
  it('of a refused file holds what it held; what was changed on the prospect since comes from the sheet', async () => {
    const { open } = stage();
    // The name was corrected on the prospect since: it does not come with the refused file.
    const { nom_client: _, ...others } = SHOWN;
    const held = { ...others, c_mod_rgl_1: 'CH', nb_jour_1: '20', jour_1: '', bic: '', ville_fac: 'Laval' };
    const refused = { ...draft, fields: held };
    const conversion = await open({ name: 'CC_0', draft: refused, reason: 'bad-value', state: 'rejected' });
    expect(conversion.draft().fields).toEqual({ ...held, nom_client: 'DUPONT' });
    // What CH had settled was typed by nobody.
    conversion.change('c_mod_rgl_1', 'VI');
    await pause();
    expect(conversion.draft().fields).toMatchObject({ nb_jour_1: '45', jour_1: '10', ville_fac: 'Laval' });
  });

  it('corrects one that the server refused', async () => {
    const { open, correct, enter } = stage();
    const conversion = await open({ name: 'CC_0', draft, reason: 'bad-value', state: 'rejected' });
    expect(conversion.value('c_mod_rgl_1')).toBe('VI');
    await conversion.submit();
    expect(correct.mock.lastCall?.[0]).toBe('CC_0');
    expect(enter).not.toHaveBeenCalled();
  });

  it('asks anew where an accountant refused', async () => {
    const { open, correct, enter } = stage();
    const conversion = await open({ name: 'CC_0', draft, reason: null, state: 'refused' });
    await conversion.submit();
    expect(correct.mock.lastCall?.[0]).toBe('CC_0');
    expect(enter).not.toHaveBeenCalled();
  });
});
