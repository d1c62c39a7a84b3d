import { describe, expect, it } from 'vitest';
import type { HistoryRow, VisitForm } from '$lib/backend/types';
import { isBefore, isLit, visitWords } from './visit-words';

const NB = '\u00a0';
const form = (version: number, contact: string): VisitForm => ({
  version,
  sections: [
    {
      id: 'contact',
      label: 'Type de contact',
      nodes: [{ id: 'contact.visite', label: contact, choice: 'radio' }]
    },
    {
      id: 'visite',
      label: 'Type de visite',
      nodes: [
        { id: 'visite.commande', label: 'Commande', choice: 'checkbox' },
        {
          id: 'visite.proposition',
          label: 'Remise de proposition',
          choice: 'checkbox',
          children: [
            { id: 'visite.proposition.agraire', label: 'Agraire', choice: 'checkbox' },
            { id: 'visite.proposition.tp', label: 'TP', choice: 'checkbox' }
          ]
        }
      ]
    }
  ]
});
const forms = [form(2, 'Sur place'), form(1, 'Visite')];
const row = (change: Partial<HistoryRow>): HistoryRow => ({
  on: '2026-11-12',
  at: '10:42',
  key: 'k',
  author: 'Jérôme Dupont',
  origin: 'CRV',
  class: 'visit',
  subject: 'Visite du 12/11/2026',
  comment: null,
  form: null,
  picked: [],
  entry: null,
  laid: false,
  pending: false,
  ...change
});

describe('a visit in words', () => {
  it.each<[Partial<HistoryRow>, string, string]>([
    [{ form: 1, picked: ['contact.visite'] }, 'Visite', ''],
    [{ form: 2, picked: ['contact.visite', 'visite.commande'] }, 'Sur place', 'Commande'],
    [
      {
        form: 1,
        picked: [
          'contact.visite',
          'visite.commande',
          'visite.proposition',
          'visite.proposition.agraire',
          'visite.proposition.tp'
        ]
      },
      'Visite',
      `Commande · Remise de proposition${NB}: Agraire, TP`
    ],
    // Answered by a version that the bases no longer hold, or never answered.
    [{ form: 9, picked: ['contact.visite'] }, 'Visite', ''],
    [{}, 'Visite', ''],
    [
      { class: 'other', subject: 'Demande de modification du 12/11/2026' },
      'Demande de modification du 12/11/2026',
      ''
    ],
    [{ class: 'other', subject: '  ', origin: 'LIT' }, 'Relation', '']
  ])('%j', (change, title, details) => {
    expect(visitWords(row(change), forms)).toMatchObject({ title, details });
  });

  it.each<[string | null, number | null, string]>([
    ['RAS\nsaisie via le CRM', null, 'RAS'],
    ['saisie via le CRM', null, ''],
    [
      'Deux lignes\nici\nType de contact : Visite\nType de visite : Commande\nsaisie via le CRM',
      1,
      'Deux lignes\nici'
    ],
    // Without the form one cannot tell the answers from what was typed.
    ['Type de contact : Visite\nsaisie via le CRM', null, 'Type de contact : Visite'],
    ['Il dit : saisie via le CRM, ça marche', null, 'Il dit : saisie via le CRM, ça marche'],
    [null, null, '']
  ])('the comment %j', (comment, version, typed) => {
    expect(visitWords(row({ comment, form: version }), forms).comment).toBe(typed);
  });

  it('tells LIT rows, and visits from before the customer was one', () => {
    expect([isLit(row({ origin: 'LIT ' })), isLit(row({})), isLit(row({ origin: null }))]).toEqual([
      true,
      false,
      false
    ]);
    expect([isBefore(row({ class: 'prospect_visit' })), isBefore(row({}))]).toEqual([true, false]);
  });
});
