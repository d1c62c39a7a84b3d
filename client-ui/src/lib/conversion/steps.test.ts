import { describe, expect, it } from 'vitest';
import type { CreationReview, EntryProblem, FieldView, ListsView } from '$lib/backend/types';
import { hindranceOf, meterOf, neighbour, nextToDo, stepsOf, toDoOf, walked } from './steps';
import { sendWords, stepWords, toDoTitle, toDoWords } from './telling';

const problem = (field: string | undefined, code = 'missing'): EntryProblem =>
  field === undefined ? { code, message: 'played' } : { code, field, message: 'played' };
const review = (over: Partial<CreationReview>): CreationReview => ({
  required: ['nom_client', 'adr1_fac', 'c_per', 'c_catc', 'c_mod_rgl_1', 'bic', 'iban', 'type_edition_fac'],
  problems: [],
  modes: [],
  locked: {},
  bank_details: true,
  authorisation: null,
  ...over
});
const fields = [
  { column: 'iban', label: 'IBAN' },
  { column: 'c_per', label: 'périodicité' }
] as FieldView[];
const lists = {
  fields,
  codes: { c_per: [{ code: 'M', label: 'Mensuelle', parent: null }] }
} as unknown as ListsView;

describe('steps', () => {
  const cases: [string, EntryProblem[], string | null, string[]][] = [
    ['nothing is left', [], null, ['complete', 'complete', 'complete', 'complete', 'not-asked']],
    [
      'a signature is asked for and there',
      [],
      'text',
      ['complete', 'complete', 'complete', 'complete', 'complete']
    ],
    [
      'fields are missing and one is wrong',
      [problem('c_per'), problem('c_catc'), problem('iban', 'bad-value')],
      null,
      ['complete', 'complete', 'missing', 'wrong', 'not-asked']
    ],
    [
      'nobody signed',
      [problem('signature', 'no-signature')],
      'text',
      ['complete', 'complete', 'complete', 'complete', 'missing']
    ],
    [
      'it was signed too early',
      [problem('signature', 'signature-stale')],
      'text',
      ['complete', 'complete', 'complete', 'complete', 'wrong']
    ]
  ];
  it.each(cases)('when %s', (_, problems, authorisation, states) => {
    expect(stepsOf(review({ problems, authorisation })).map(({ state }) => state)).toEqual(states);
  });

  it('say how much is missing, and name what is wrong', () => {
    const problems = [
      problem('c_per'),
      problem('c_catc'),
      problem('iban', 'bad-value'),
      problem('nom_client')
    ];
    const said = stepsOf(review({ problems })).map((step) => stepWords(step, fields, null));
    expect(said).toEqual([
      '1 champ manque',
      'complet',
      '2 champs manquent',
      'IBAN à corriger',
      'pas demandée'
    ]);
    const [, , , , signature] = stepsOf(review({ authorisation: 'text' }));
    expect(signature && stepWords(signature, fields, '24/11')).toBe('signée le 24/11');
  });

  it('end with the page on which everything is read again', () => {
    expect(neighbour('identity', -1)).toBeUndefined();
    expect(neighbour('signature', 1)).toBe('recap');
    expect(neighbour('recap', 1)).toBeUndefined();
  });
});

describe('the meter', () => {
  it('has a square for each field that must be there, step by step', () => {
    const problems = [problem('c_catc'), problem('iban', 'bad-value')];
    const { squares, done } = meterOf(review({ problems }));
    expect(squares.map(({ field, state }) => `${field} ${state}`)).toEqual([
      'nom_client done',
      'adr1_fac done',
      'c_per done',
      'c_catc missing',
      'type_edition_fac done',
      'c_mod_rgl_1 done',
      'bic done',
      'iban wrong'
    ]);
    expect(done).toBe(6);
  });

  it('counts the signature where it is asked for', () => {
    expect(meterOf(review({ authorisation: null })).squares).toHaveLength(8);
    const asked = meterOf(
      review({ authorisation: 'text', problems: [problem('signature', 'no-signature')] })
    );
    expect(asked.squares.at(-1)).toEqual({ field: 'signature', state: 'missing' });
    expect(asked.done).toBe(8);
  });

  it('has none for what may be left empty, but names it when it is wrong', () => {
    const wrong = review({ problems: [problem('contact_divers_4', 'bad-value')] });
    expect(meterOf(wrong).done).toBe(8);
    expect(toDoOf(wrong)).toMatchObject([{ field: 'contact_divers_4', place: 'identity', what: 'wrong' }]);
  });
});

describe('what is to do', () => {
  it('names a field once, with its first problem', () => {
    const twice = review({ problems: [problem('iban', 'bad-value'), problem('iban', 'bic-iban-disagree')] });
    expect(toDoOf(twice)).toHaveLength(1);
    expect(toDoOf(twice)[0]?.problem.code).toBe('bad-value');
  });

  it('says what to do and where', () => {
    const [period, iban] = toDoOf(review({ problems: [problem('c_per'), problem('iban', 'bad-value')] }));
    expect(period && toDoWords(period, lists)).toBe('à choisir · Conditions');
    expect(iban && toDoWords(iban, lists)).toBe('contrôle en échec · Règlement');
    expect(period && toDoTitle([period])).toBe('Il manque');
    expect(iban && toDoTitle([iban])).toBe('À corriger');
  });

  it('is counted on the button', () => {
    expect(sendWords('Envoyer', 0)).toBe('Envoyer');
    expect(sendWords('Envoyer', 1)).toBe('Envoyer · 1 champ à compléter');
    expect(sendWords('Envoyer', 4)).toBe('Envoyer · 4 champs à compléter');
  });

  it('is none of the prospect’s own, which no field can mend', () => {
    const pending = review({ required: [], problems: [problem('prospect', 'creation-pending')] });
    expect(toDoOf(pending)).toEqual([]);
    expect(hindranceOf(pending)?.code).toBe('creation-pending');
    expect(hindranceOf(review({ problems: [problem('iban')] }))).toBeNull();
  });

  describe('next', () => {
    const todo = walked(
      toDoOf(review({ problems: [problem('c_mod_rgl_1'), problem('adr1_fac'), problem('type_edition_fac')] }))
    );
    it('goes on through the steps, and round', () => {
      expect(todo.map(({ field }) => field)).toEqual(['adr1_fac', 'type_edition_fac', 'c_mod_rgl_1']);
      expect(nextToDo(todo, 'adr1_fac', 'address')?.field).toBe('type_edition_fac');
      expect(nextToDo(todo, 'c_mod_rgl_1', 'payment')?.field).toBe('adr1_fac');
    });
    it('begins in this step or after it', () => {
      expect(nextToDo(todo, 'nom_client', 'identity')?.field).toBe('adr1_fac');
      expect(nextToDo(todo, null, 'conditions')?.field).toBe('type_edition_fac');
      expect(nextToDo(todo, null, 'recap')?.field).toBe('adr1_fac');
      expect(nextToDo([], null, 'recap')).toBeUndefined();
    });
  });
});
