import { describe, expect, it } from 'vitest';
import type { CustomerView, EntryView, ListsView, RevenueView } from '$lib/backend/types';
import { codeLabel, entryOf, fleetKinds, followUpWords, isWaiting } from '$lib/card/facts';
import { pendingFollowUp, revenueWords } from './card-facts';
import { reachLines } from './contacts';
import { partsOf } from '$lib/list/marked';
import { groupOf } from '$lib/words/field-groups';
import { BANK_DETAILS, sheetRows } from '$lib/card/sheet-rows';

const NB = '\u00a0';
const TODAY = '2026-11-24';
const plain = (text: string) => text.replaceAll(NB, ' ');

const lists = {
  codes: { c_catc: [{ code: 'AGRI    ', label: 'Agricole', parent: null }] },
  fields: [
    {
      column: 'c_catc',
      label: 'grille conditions',
      kind: 'text',
      max_length: 8,
      annex_2: true,
      required: 'always'
    },
    {
      column: 'date_creation_ste',
      label: 'création de société',
      kind: 'date',
      max_length: null,
      annex_2: true,
      required: 'never'
    },
    {
      column: 'iban',
      label: 'IBAN',
      kind: 'text',
      max_length: 34,
      annex_2: true,
      required: 'with_bank_details'
    },
    {
      column: 'nb_jour_1',
      label: 'nb de jours',
      kind: 'integer',
      max_length: null,
      annex_2: true,
      required: 'always'
    },
    { column: 'etape', label: 'étape', kind: 'text', max_length: 40, annex_2: false, required: 'never' }
  ]
} as unknown as ListsView;

describe('« Date de revoir »', () => {
  it.each<[string | null, string, string]>([
    ['2026-10-29', '29/10/2026 · 26 j de retard', 'late'],
    [TODAY, '24/11/2026 · aujourd’hui', 'due'],
    ['2026-12-10', '10/12/2026 · dans 16 jours', 'ahead'],
    [null, 'aucune', 'none']
  ])('%s', (on, text, tone) => {
    const words = followUpWords(on, TODAY);
    expect([plain(words.text), words.tone]).toEqual([text, tone]);
  });
});

describe('revenue', () => {
  const revenue = (now: number, before: number, year = before): RevenueView => ({
    up_to: '2027-01-01',
    ytd_cents: now,
    previous_to_date_cents: before,
    previous_year_cents: year,
    months: []
  });

  it.each<[number, number, string | null, string | null]>([
    [3_841_260, 4_188_915, '−8,3 %', 'bad'],
    [200, 100, '+100 %', 'ok'],
    [100, 100, '0 %', 'neutral'],
    [100, 0, null, null],
    [-500, 1000, '−150 %', 'bad']
  ])('%i beside %i', (now, before, text, tone) => {
    const { change } = revenueWords(revenue(now, before));
    expect([change && plain(change.text), change?.tone ?? null]).toEqual([text, tone]);
  });

  it('says up to which day, which is that of the figures and not today', () => {
    expect(revenueWords(revenue(1, 1))).toMatchObject({ year: '2027', upTo: '01/01' });
  });

  it('tells nothing at all from a zero', () => {
    expect(revenueWords(revenue(0, 0, 0)).nothing).toBe(true);
    expect(revenueWords(revenue(0, 0, 100)).nothing).toBe(false);
  });
});

describe('fleet', () => {
  it('shows the kinds offered, and others that the customer has', () => {
    expect(fleetKinds(['VL', 'TP'], { TP: 2, QUAD: null, MOTO: 0 })).toEqual(['VL', 'TP', 'QUAD']);
  });
});

describe('entries on the card', () => {
  const entry = (change: Partial<EntryView>): EntryView =>
    ({
      name: 'MC_x_019ab3c4-7d1e.json',
      kind: 'MC',
      sequence: 1,
      standing: 'laid',
      state: null,
      given_up_at: null,
      ...change
    }) as EntryView;
  const view = (asking: string[]) =>
    ({ requests: asking.map((name) => ({ entry: name })) }) as unknown as CustomerView;

  it('are found by the uuid in their name', () => {
    const entries = [entry({})];
    expect(entryOf(entries, '019ab3c4-7d1e')).toBe(entries[0]);
    expect(entryOf(entries, '019ab3c4-0000')).toBeUndefined();
    expect(entryOf(entries, null)).toBeUndefined();
  });

  it.each<[Partial<EntryView>, boolean]>([
    [{}, true],
    [{ state: 'deferred' }, true],
    [{ state: 'integrated' }, false],
    [{ standing: 'based' }, false],
    [{ standing: 'rejected', state: 'rejected' }, false]
  ])('wait: %j', (change, waiting) => {
    expect(isWaiting(entry(change))).toBe(waiting);
  });

  it('that only tell a date or fleet are told from those that ask for something', () => {
    const [older, newer, asking] = [
      entry({ name: 'a', sequence: 1 }),
      entry({ name: 'b', sequence: 2 }),
      entry({ name: 'c', sequence: 3 })
    ];
    expect(pendingFollowUp(view(['c']), [older, newer, asking])).toBe(newer);
    expect(pendingFollowUp(view([]), [entry({ kind: 'VC' })])).toBeUndefined();
  });
});

describe('contacts', () => {
  it('are the people, each with his numbers, then the firm', () => {
    const lines = reachLines(
      [{ name: 'Bruno Poirier ', role: 'gérant', phone: '0261913048', mobile: '+33639984107', email: null }],
      { tel_1: '02.61.91.30.49', contact_divers_4: 'contact@eta-poirier.example' }
    );
    expect(lines.map(({ name, role, reach }) => [name, role, plain(reach?.shown ?? '')])).toEqual([
      ['Bruno Poirier', 'gérant', '02 61 91 30 48'],
      ['', 'Portable', '06 39 98 41 07'],
      ['', 'Téléphone', '02 61 91 30 49'],
      ['', 'Mail', 'contact@eta-poirier.example']
    ]);
    expect(lines[0]?.reach?.copied).toBe('02 61 91 30 48');
  });

  it('keep a person without a number, and show none where there is none', () => {
    const nobody = { name: 'Kévin', role: null, phone: ' ', mobile: null, email: '' };
    expect(reachLines([nobody], {})).toEqual([{ name: 'Kévin', role: '', person: true, reach: null }]);
    expect(reachLines([], { tel_1: '  ' })).toEqual([]);
  });
});

describe('the whole sheet', () => {
  it('has labels of codes, dates, and no bank details', () => {
    const rows = sheetRows(
      { c_catc: 'AGRI', date_creation_ste: '2011-03-04', nb_jour_1: 30, iban: 'FR76' },
      lists,
      BANK_DETAILS
    );
    expect(rows.map(({ field, value }) => [field, value])).toEqual([
      ['c_catc', 'Agricole (AGRI)'],
      ['date_creation_ste', '04/03/2011'],
      ['nb_jour_1', '30']
    ]);
    expect(rows[0]?.label).toBe('Grille conditions');
    expect(rows.map(({ field }) => groupOf(field))).toEqual(['conditions', 'identity', 'payment']);
  });

  it('shows a code that the lists do not have as it is', () => {
    expect(codeLabel(lists, { c_catc: 'XX' }, 'c_catc')).toBe('XX');
    expect(codeLabel(lists, {}, 'c_catc')).toBe('');
  });
});

describe('what the search found', () => {
  it.each<[string, [number, number][], string]>([
    ['CARROSSERIE DUCHÊNE', [[13, 18]], 'CARROSSERIE D[UCHÊN]E'],
    ['GARAGE', [[0, 6]], '[GARAGE]'],
    ['GARAGE', [], 'GARAGE'],
    [
      'ABCDEF',
      [
        [0, 1],
        [3, 4]
      ],
      '[A]BC[D]EF'
    ],
    // Out of step with the name: shown plain rather than wrong.
    ['AB', [[1, 9]], 'AB']
  ])('%s %j', (name, matched, marked) => {
    const text = partsOf(name, matched).map((part) => (part.found ? `[${part.text}]` : part.text));
    expect(text.join('')).toBe(marked);
  });
});
