/** What was entered before: one entry in every state that a life line can be in. */
import type { EntryDraft, EntryView } from '../types';
import { day, instant } from './clock';
import { blank, summaryOf } from './entry';
import { prospectId } from './invented-prospects';
import type { Kept, World } from './world';

type Fields = Extract<EntryDraft, { kind: 'edit_prospect' }>['fields'];
type State = Partial<EntryView>;

const visit = (customer: string, comment: string, picked: string[]): EntryDraft => ({
  kind: 'visit',
  whom: { customer },
  on: null,
  at: '10:42',
  comment,
  form: 1,
  picked,
  fleet: {}
});
const request = (customer: string): EntryDraft => ({
  kind: 'request',
  customer,
  fields: { tel_1: '02 61 91 40 21' },
  comment: '',
  fleet: {}
});
const creation = (prospect: string): EntryDraft => ({
  kind: 'ask_creation',
  prospect,
  fields: { nom_client: 'LOC’ENGINS 72' },
  comment: '',
  signature: null
});

const prospect = (fields: Fields, number: number): EntryDraft => ({
  kind: 'new_prospect',
  prospect: prospectId(number),
  fields,
  duplicate_reason: null,
  follow_up_on: day(-21),
  fleet: { AGRI: 11 }
});
const edit = (number: number, fields: Fields): EntryDraft => ({
  kind: 'edit_prospect',
  prospect: prospectId(number),
  fields,
  fleet: {}
});

const integrated = (minutes: number): State => ({
  state: 'integrated',
  at: instant(minutes),
  integrated_at: instant(minutes),
  standing: 'based'
});

export function firstEntries(world: World): Kept[] {
  const code = (number: number) => world.customers[number]?.code ?? 'C00001';
  const made: [EntryDraft, number, State][] = [
    [
      visit(code(0), 'Rappelle pour deux 650/65 R38 : livraison avant vendredi.', [
        'contact.telephone',
        'visite.commande'
      ]),
      148,
      { dropped_at: instant(147) }
    ],
    [visit(code(12), '', ['contact.visite', 'visite.avec-rdv']), 30, { dropped_at: null }],
    [
      visit(code(24), 'Passage rapide.', ['contact.visite']),
      1_400,
      { dropped_at: instant(1_399), ...integrated(1_380) }
    ],
    [request(code(36)), 1_500, { dropped_at: instant(1_498), ...integrated(1_480) }],
    [
      visit(code(48), 'Offre remise.', ['contact.visite', 'visite.proposition', 'visite.proposition.tp']),
      5_000,
      {
        dropped_at: instant(4_999),
        state: 'rejected',
        at: instant(4_900),
        reason: 'date-out-of-bounds',
        standing: 'rejected',
        to_mend: true
      }
    ],
    [
      visit(code(60), 'Saisie trop tôt.', ['contact.mail']),
      20,
      { dropped_at: instant(19), state: 'deferred', at: instant(10), reason: 'clock-ahead' }
    ],
    [
      creation('0193a1b2-0000-7000-8000-000000000001'),
      8_000,
      {
        dropped_at: instant(7_990),
        integrated_at: instant(7_970),
        state: 'refused',
        at: instant(6_000),
        message:
          'Le SIRET est celui de l’ancien établissement, fermé en 2024. Reprenez-le sur l’extrait Kbis.',
        subject_name: 'LOC’ENGINS 72',
        standing: 'based'
      }
    ],
    [
      creation('0193a1b2-0000-7000-8000-000000000002'),
      7_200,
      {
        dropped_at: instant(7_190),
        integrated_at: instant(7_170),
        state: 'validated',
        at: instant(1_300),
        reference: 'C04388',
        subject_name: 'SCEA DU MOULIN NEUF',
        standing: 'based'
      }
    ],
    [creation(prospectId(5)), 3_000, { dropped_at: instant(2_990), ...integrated(2_970) }],
    [
      edit(6, { tel_1: '02 61 92 18 44' }),
      2_950,
      { dropped_at: instant(2_940), ...integrated(2_930), clashes: ['tel_1'] }
    ],
    [
      prospect(
        {
          nom_client: 'GAEC de la Sarthe Amont',
          c_fam_client: 'AGRI',
          dep_fac: '72',
          bur_dis_fac: '130',
          ville_fac: 'Fresnay-sur-Sarthe',
          c_agence: 'LEMA',
          c_pays: 'FR',
          tel_1: '02 61 92 10 10',
          etape: 'à contacter'
        },
        10
      ),
      95,
      { dropped_at: instant(94) }
    ],
    [
      edit(4, {
        tel_2: '06 39 98 14 02',
        contact_divers_4: 'petit.anjou@exemple.example',
        etape: 'offre remise'
      }),
      80,
      { dropped_at: instant(79) }
    ]
  ];
  return made.map(([draft, minutes, state], at) => {
    const view = blank(world, draft, at + 1, minutes);
    return {
      draft,
      based: state.standing === 'based',
      told: state.standing === 'based',
      view: { ...view, summary: summaryOf(draft), ...state }
    };
  });
}
