/** Invented prospects as the bases hold them: one in every state that a rep meets. What is on its way is among the first entries. */
import type { CreationState, ClashView, Fleet, Sheet } from '../types';
import { day, instant } from './clock';
import { OWN, REPS } from './people';

export type InventedProspect = {
  id: string;
  sheet: Sheet;
  created_by: string;
  created_at: string;
  /** The days before today on which the rep was there, the latest first. */
  seen: number[];
  follow_up_on: string | null;
  fleet: Fleet;
  clashes: ClashView[];
  creation: CreationState | null;
};

export const prospectId = (number: number): string =>
  `0193a1b2-0000-7000-8000-${String(number).padStart(12, '0')}`;

type Place = readonly [town: string, department: string, office: string, agency: string];
type More = Partial<Omit<InventedProspect, 'sheet'>> & { sheet?: Sheet };

const DAY = 1_440;

/** Who was seen lately was seen before, every few weeks. */
function visitsBefore(latest: number[], number: number): number[] {
  const first = latest.at(-1);
  if (first === undefined) return [];
  const before = Array.from({ length: 5 + (number % 5) }, (_, at) => 23 + ((number * 7 + at * 11) % 26));
  return before.reduce((days, gap) => [...days, (days.at(-1) ?? first) + gap], latest);
}

function prospect(
  number: number,
  name: string,
  place: Place,
  stage: string,
  more: More = {}
): InventedProspect {
  const [ville_fac, dep_fac, bur_dis_fac, c_agence] = place;
  const { sheet, ...rest } = more;
  const seen = visitsBefore(more.seen ?? [], number);
  return {
    id: prospectId(number),
    created_by: OWN.folder,
    created_at: instant(((seen.at(-1) ?? 30) + 4) * DAY),
    follow_up_on: null,
    fleet: {},
    clashes: [],
    creation: null,
    ...rest,
    seen,
    sheet: {
      nom_client: name,
      dep_fac,
      bur_dis_fac,
      ville_fac,
      c_agence,
      c_rep: OWN.c_rep,
      c_pays: 'FR',
      ...(stage === '' ? {} : { etape: stage }),
      tel_1: `02 61 92 10 ${String(number).padStart(2, '0')}`,
      ...sheet
    }
  };
}

const COSSE: Place = ['Cossé-le-Vivien', '53', '230', 'LAVA'];
const CRAON: Place = ['Craon', '53', '400', 'LAVA'];
const MAMERS: Place = ['Mamers', '72', '600', 'LEMA'];
const LUDE: Place = ['Le Lude', '72', '800', 'LEMA'];

/** What a creation asks of everybody; whoever has it all needs a payment mode and nothing else. */
const WHOLE: Sheet = {
  adr1_fac: '4 rue de la Libération',
  c_per: 'M',
  c_mod_rgl_1: 'VI',
  nb_jour_1: 30,
  codepays: 'FR',
  codemonnaie: 'EUR',
  type_edition_fac: 'M'
};
const FARMER: Sheet = { ...WHOLE, c_fam_client: 'AGRI', c_sfam_client: 'ELEV', c_catc: 'AGRI' };
const TRADE: Sheet = { ...WHOLE, c_fam_client: 'PROF', c_sfam_client: 'GARA', c_catc: 'GARAGE' };

function clash(): ClashView {
  return {
    field: 'tel_1',
    expected: '02 61 92 10 06',
    found: '02 61 92 18 40',
    wanted: '02 61 92 18 44',
    opened_at: instant(2 * DAY)
  };
}

function own(): InventedProspect[] {
  return [
    prospect(1, 'LOC’ENGINS 72', LUDE, 'offre remise', {
      seen: [12, 84],
      sheet: { ...TRADE, c_sfam_client: 'TRAN', c_catc: 'TP-GC', contact_divers_2: '732 829 320 00074' },
      fleet: { TP: 14, GC: 3 }
    }),
    prospect(3, 'Garage Bellanger', ['Brûlon', '72', '350', 'LEMA'], 'visité', {
      seen: [6, 41],
      follow_up_on: day(-7),
      sheet: {
        c_fam_client: 'PROF',
        tel_2: '06 39 98 70 21',
        contact_divers_4: 'garage.bellanger@exemple.example'
      },
      fleet: { VL: 12, VUL: 4 }
    }),
    prospect(4, 'EARL du Petit Anjou', ['Noyant-Villages', '49', '490', 'ANGE'], 'visité', {
      seen: [15],
      follow_up_on: day(3),
      sheet: { c_fam_client: 'AGRI', c_sfam_client: 'ELEV', contact_divers_3: 'Élevage laitier' }
    }),
    prospect(5, 'Transports Coquereau Frères', ['Meslay-du-Maine', '53', '170', 'LAVA'], 'gagné', {
      seen: [22, 57, 118],
      sheet: { ...TRADE, c_sfam_client: 'TRAN', c_catc: 'PL', contact_divers_2: '41081578500028' },
      fleet: { 'PL & PLP': 26 }
    }),
    prospect(6, 'SARL Lubin Terrassement', ['Ernée', '53', '500', 'LAVA'], 'offre remise', {
      seen: [28, 90],
      follow_up_on: day(-14),
      sheet: { c_fam_client: 'PROF', tel_1: '02 61 92 18 40' },
      fleet: { TP: null },
      clashes: [clash()]
    }),
    prospect(7, 'ETA Hardouin', COSSE, 'offre remise', {
      seen: [43],
      follow_up_on: day(0),
      sheet: { ...FARMER, contact_divers_2: '53229172100019', c_titre: 'EARL' },
      fleet: { AGRI: 9 }
    }),
    prospect(8, 'Ambulances de l’Oudon', CRAON, 'gagné', {
      seen: [50, 76],
      sheet: { ...TRADE, contact_divers_2: '80295478500027', contact_divers_4: 'parc@oudon.example' },
      fleet: { VL: 18 }
    }),
    prospect(9, 'Auto Pneus Mamers', MAMERS, 'perdu', { seen: [63], sheet: { motif_perte: 'concurrent' } }),
    prospect(11, 'Scierie Foucault', ['Loué', '72', '540', 'LEMA'], 'visité', { seen: [123] }),
    prospect(12, 'Pépinières Delaunay', ['Les Ponts-de-Cé', '49', '130', 'ANGE'], 'à contacter', {
      sheet: { contact_divers_1: 'FR88410040042' }
    }),
    prospect(13, 'TRANSPORTS FRIGORIFIQUES DE LA BAUG', ['Baugé-en-Anjou', '49', '150', 'ANGE'], '', {
      seen: [9],
      follow_up_on: day(-30),
      sheet: { tel_1: '02 61 92 44 10', fax: '02 61 92 44 11' }
    })
  ];
}

const OTHERS: readonly (readonly [name: string, place: Place, stage: string])[] = [
  ['Garage du Maine', LUDE, 'visité'],
  ['EARL des Pâtis', COSSE, 'offre remise'],
  ['Transports Lechat', MAMERS, 'à contacter'],
  ['TP Gautier', CRAON, 'visité'],
  ['CUMA de l’Huisne', MAMERS, 'gagné'],
  ['Carrosserie Vallée', LUDE, 'perdu'],
  ['Ets Rocher', CRAON, 'visité'],
  ['GAEC du Bois Joli', COSSE, '']
];

/** Those of other reps: an administrator's base holds them too. */
function others(): InventedProspect[] {
  return OTHERS.map(([name, place, stage], at) => {
    const rep = REPS[1 + (at % 4)] ?? OWN;
    return prospect(40 + at, name, place, stage, {
      created_by: rep.folder,
      seen: [4 + at * 9, 60 + at * 11],
      follow_up_on: at % 3 === 0 ? day(at - 12) : null,
      sheet: { c_rep: rep.c_rep, ...(stage === 'perdu' ? { motif_perte: 'prix' } : {}) },
      creation: stage === 'gagné' ? { state: 'asked', by: rep.folder, at: instant(3 * DAY) } : null
    });
  });
}

export const inventProspects = (everybody: boolean): InventedProspect[] => [
  ...own(),
  ...(everybody ? others() : [])
];
