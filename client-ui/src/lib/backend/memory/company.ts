/** Invented customers, made by their number: the same number, the same customer, however many there are. */
import type { ContactView, CustomerView, RevenueView, Sheet } from '../types';
import { day, workday } from './clock';
import { GRIDS } from './lists';
import { repOf } from './people';
import { oneOf, randomOf, whole } from './random';

const KINDS = [
  'GARAGE',
  'ETA',
  'TRANSPORTS',
  'EARL',
  'CUMA',
  'GAEC',
  'ETS',
  'AUTO CENTRE',
  'SCEA',
  'TP',
  'CARROSSERIE'
] as const;
const NAMES = [
  'POIRIER',
  'LEMONNIER',
  'COQUEREAU',
  'MÉNARD ET FILS',
  'BROSSARD',
  'DU LOIR',
  'DE LA GUYONNIÈRE',
  'DU VIEUX PONT',
  'DES TROIS CHÊNES',
  'DE LA MAYENNE',
  'HAMELIN',
  "DE L'ERDRE VERTE",
  'ROUSSEAU-PELLETIER',
  'DU HAUT-BOURG',
  'GUÉDON',
  'DU CHÊNE VERT',
  'LECHÊNE',
  'OGER',
  'DE LA COUDRE',
  'LHERMITTE',
  'BELLANGER',
  'HUET',
  'DES TROIS RIVIÈRES',
  'MERCIER'
] as const;
/** Town, department, office. */
const TOWNS = [
  ['LAVAL', '53', '000'],
  ['CRAON', '53', '400'],
  ['ERNÉE', '53', '500'],
  ['ÉVRON', '53', '600'],
  ['MAYENNE', '53', '100'],
  ['LE MANS', '72', '000'],
  ['LA FLÈCHE', '72', '200'],
  ['LOUÉ', '72', '540'],
  ['BRÛLON', '72', '350'],
  ['ANGERS', '49', '000'],
  ['SEGRÉ-EN-ANJOU BLEU', '49', '500'],
  ['BAUGÉ-EN-ANJOU', '49', '150']
] as const;
const FIRST = ['Bruno', 'Maryvonne', 'Nadège', 'Kévin', 'Sylvie', 'Loïc', 'Agnès', 'Thierry'] as const;
const ROLES = ['gérant', 'gérante', 'achats', 'atelier', 'comptabilité'] as const;

/** A customer with what lists need; cards add to it. */
export type Invented = {
  number: number;
  code: string;
  name: string;
  town: string;
  agency: string;
  sales_rep: string;
  grid: string;
  follow_up_on: string | null;
  last_visit_on: string | null;
  revenue_ytd_cents: number;
};

const AGENCY_OF = { '53': 'LAVA', '72': 'LEMA', '49': 'ANGE' } as const;

/** Each rep's customers lie everywhere. */
const townOf = (number: number) => TOWNS[(number + Math.floor(number / 12)) % TOWNS.length] ?? TOWNS[0];
export const seedOf = (number: number, what: number) => Math.imul(number + 1, 2_654_435_761) ^ what;

/** No two customers have the same. */
const phoneOf = (number: number) => `026191${String((number * 7_919 + 3_048) % 10_000).padStart(4, '0')}`;

/** Nine digits of a company, 0001 and the digit that Luhn asks for. */
function siretOf(number: number): string {
  const known = `${700_000_000 + number * 37}0001`;
  const sum = [...known].reverse().reduce((rest, sign, at) => {
    const twice = at % 2 === 0 ? Number(sign) * 2 : Number(sign);
    return rest + (twice > 9 ? twice - 9 : twice);
  }, 0);
  return `${known}${(10 - (sum % 10)) % 10}`;
}

/** When a prospect became this customer, if he was one: every twentieth of a portfolio in the last two years. */
export function convertedOn(number: number): string | null {
  const place = Math.floor(number / 12);
  return place % 20 === 7 ? workday(day(25 + ((place * 53) % 700))) : null;
}

export function invent(number: number, nobodyToSee: boolean): Invented {
  const random = randomOf(seedOf(number, 1));
  const kind = oneOf(random, KINDS);
  const name = number === 7 ? 'TRANSPORTS FRIGORIFIQUES DE LA VALL' : `${kind} ${oneOf(random, NAMES)}`;
  const [town, department] = townOf(number);
  const own = number % 12 === 0;
  const farming = ['ETA', 'EARL', 'CUMA', 'GAEC', 'SCEA'].includes(kind);
  const due = own && whole(random, 3) > 0;
  const seen = whole(random, 8) > 0;
  return {
    number,
    code: `C${String(number + 1).padStart(5, '0')}`,
    name: name.slice(0, 35),
    town,
    agency: AGENCY_OF[department],
    sales_rep: repOf(number).c_rep,
    grid: farming ? 'AGRI' : (GRIDS[number % GRIDS.length]?.code ?? 'GARAGE'),
    follow_up_on: due && !nobodyToSee ? workday(day(26 - whole(random, 120))) : null,
    last_visit_on: seen ? workday(day(3 + whole(random, 420))) : null,
    revenue_ytd_cents: whole(random, 12) === 0 ? 0 : whole(random, 9_000_000) - 40_000
  };
}

function phone(random: () => number, range: string): string {
  return `${range}${String(whole(random, 10_000)).padStart(4, '0')}`;
}

function contactsOf(number: number): ContactView[] {
  const random = randomOf(seedOf(number, 2));
  return Array.from({ length: number % 5 === 4 ? 0 : 1 + whole(random, 2) }, (_, at) => ({
    name: `${oneOf(random, FIRST)} ${oneOf(random, ['Poirier', 'Huet', 'Brossard', 'Ménard'] as const)}`,
    role: oneOf(random, ROLES),
    phone: at === 0 ? null : phone(random, '026191'),
    mobile: phone(random, '063998'),
    email: at === 0 ? `contact@c${number + 1}.example` : null
  }));
}

function sheetOf(it: Invented): Sheet {
  const random = randomOf(seedOf(it.number, 3));
  const [, department, office] = townOf(it.number);
  const farmer = it.grid === 'AGRI';
  return {
    nom_client: it.name,
    c_fam_client: farmer ? 'AGRI' : 'PROF',
    c_sfam_client: farmer ? 'ELEV' : 'GARA',
    adr1_fac: oneOf(random, [
      'LA PETITE LANDE',
      '14 RUE DES TANNEURS',
      'ZA DES GRANDS PRÉS',
      '3 ROUTE DE LAVAL'
    ] as const),
    dep_fac: department,
    bur_dis_fac: office,
    ville_fac: it.town,
    c_agence: it.agency,
    c_rep: it.sales_rep,
    c_pays: 'FR',
    tel_1: phoneOf(it.number),
    contact_divers_2: siretOf(it.number),
    contact_divers_4: `accueil@c${it.number + 1}.example`,
    c_per: 'M',
    c_catc: it.grid,
    c_mod_rgl_1: farmer ? 'CH' : 'LD',
    nb_jour_1: farmer ? 20 : 30,
    codepays: 'FR',
    codemonnaie: 'EUR',
    type_edition_fac: 'M'
  };
}

function revenueOf(it: Invented): RevenueView {
  const random = randomOf(seedOf(it.number, 4));
  const before = Math.max(0, Math.round(it.revenue_ytd_cents * (0.7 + random() * 0.6)));
  const share = (cents: number, at: number) =>
    at === 10 ? cents - Math.floor(cents / 11) * 10 : Math.floor(cents / 11);
  const months = Array.from({ length: 11 }, (_, at) => ({
    year: 2026,
    month: at + 1,
    cents: share(it.revenue_ytd_cents, at)
  }));
  return {
    up_to: day(),
    ytd_cents: it.revenue_ytd_cents,
    previous_to_date_cents: before,
    previous_year_cents: Math.round(before * 1.09),
    months
  };
}

export function cardOf(it: Invented): CustomerView {
  const random = randomOf(seedOf(it.number, 5));
  const counted = it.number % 3 === 0;
  return {
    code: it.code,
    sheet: sheetOf(it),
    contacts: contactsOf(it.number),
    revenue: revenueOf(it),
    last_visit_on: it.last_visit_on,
    follow_up: {
      on: it.follow_up_on,
      fleet: counted ? { VL: 2, VUL: 5, AGRI: whole(random, 30), TP: 3, GC: 0, 'PL & PLP': null } : {}
    },
    fleet_told_at: counted ? '2026-06-03T08:00:00Z' : null,
    converted_on: convertedOn(it.number),
    requests: [],
    waiting: 0,
    to_mend: []
  };
}
