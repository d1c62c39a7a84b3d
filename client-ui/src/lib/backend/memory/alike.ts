/** Likely duplicates among invented customers and prospects: the same telephone, SIRET or VAT number; name and postal code are a hint. */
import type { Alike, By, EntryDraft, Match, Sheet } from '../types';
import { cardOf, type Invented } from './company';
import { allProspects, fullProspect, withFields } from './prospect-overlay';
import { hitOf } from './overlay';
import { fold } from './search';
import type { World } from './world';

type Key = { by: By; key: string; value: string };

/** `0261913048` of any spelling of a French number; nothing of what is too short to be one. */
function number(text: string): string {
  const digits = text
    .replace(/\(0\)/g, '')
    .replace(/\D/g, '')
    .replace(/^(0033|33)0?/, '0');
  return digits.length >= 10 ? digits : '';
}

const bare = (text: string) => text.replace(/[^0-9A-Za-z]/g, '').toUpperCase();

function keysOf(sheet: Sheet): Key[] {
  const text = (column: keyof Sheet) => String(sheet[column] ?? '').trim();
  const [name, place] = [fold(text('nom_client')), `${text('dep_fac')}${text('bur_dis_fac')}`];
  const siret = bare(text('contact_divers_2'));
  const keys: Key[] = [
    { by: 'phone', key: number(text('tel_1')), value: text('tel_1') },
    { by: 'phone', key: number(text('tel_2')), value: text('tel_2') },
    { by: 'siret', key: siret.length === 14 ? siret : '', value: text('contact_divers_2') },
    { by: 'vat', key: bare(text('contact_divers_1')), value: text('contact_divers_1') },
    {
      by: 'name_and_postcode',
      key: name !== '' && place.length >= 5 ? `${name} ${place}` : '',
      value: text('nom_client')
    }
  ];
  return keys.filter((it) => it.key !== '');
}

/** Customers by what they may be known by; made once, for there are many. */
const indexes = new WeakMap<World, Map<string, { it: Invented; match: Match }[]>>();

function indexOf(world: World) {
  const known = indexes.get(world);
  if (known !== undefined) return known;
  const index = new Map<string, { it: Invented; match: Match }[]>();
  for (const it of world.customers.slice(0, 5_000)) {
    for (const { by, key, value } of keysOf(cardOf(it).sheet)) {
      const place = `${by} ${key}`;
      index.set(place, [...(index.get(place) ?? []), { it, match: { by, value } }]);
    }
  }
  indexes.set(world, index);
  return index;
}

const ORDER: readonly By[] = ['phone', 'siret', 'vat', 'name_and_postcode'];

/** A hint says nothing more where something likelier is known. */
function judged(matches: Match[]): Pick<Alike, 'by' | 'likely'> {
  const distinct = ORDER.flatMap((by) => matches.find((match) => match.by === by) ?? []);
  const sure = distinct.filter((match) => match.by !== 'name_and_postcode');
  return { by: sure.length > 0 ? sure : distinct, likely: sure.length > 0 };
}

function sheetOf(world: World, draft: EntryDraft): { sheet: Sheet; itself: string } | null {
  if (draft.kind === 'new_prospect') return { sheet: withFields({}, draft.fields), itself: draft.prospect };
  if (draft.kind !== 'edit_prospect' && draft.kind !== 'ask_creation') return null;
  const known = fullProspect(world, draft.prospect);
  return known && { sheet: withFields(known.sheet, draft.fields), itself: draft.prospect };
}

export function alikeTo(world: World, draft: EntryDraft): Alike[] {
  const own = sheetOf(world, draft);
  if (own === null) return [];
  const keys = keysOf(own.sheet);
  const found = new Map<Invented, Match[]>();
  for (const { by, key } of keys) {
    for (const { it, match } of indexOf(world).get(`${by} ${key}`) ?? [])
      found.set(it, [...(found.get(it) ?? []), match]);
  }
  const customers = [...found].map(([it, matches]): Alike => {
    const { sheet } = cardOf(it);
    const last_visit_on = hitOf(world, it).last_visit_on;
    return { who: { customer: it.code }, ...whoIs(sheet), last_visit_on, ...judged(matches) };
  });
  const known = new Set(keys.map(({ by, key }) => `${by} ${key}`));
  const prospects = allProspects(world).flatMap((it): Alike[] => {
    const matches = keysOf(it.sheet).filter(({ by, key }) => known.has(`${by} ${key}`));
    if (it.id === own.itself || matches.length === 0) return [];
    const told = matches.map(({ by, value }) => ({ by, value }));
    const who = { prospect: it.id };
    return [{ who, ...whoIs(it.sheet), last_visit_on: it.last_visit_on, ...judged(told) }];
  });
  const place = (it: Alike) => ORDER.indexOf(it.by[0]?.by ?? 'name_and_postcode');
  return [...customers, ...prospects].sort((one, other) => place(one) - place(other));
}

function whoIs(sheet: Sheet): Pick<Alike, 'name' | 'postal_code' | 'town'> {
  return {
    name: String(sheet.nom_client ?? ''),
    postal_code: `${sheet.dep_fac ?? ''}${sheet.bur_dis_fac ?? ''}`,
    town: String(sheet.ville_fac ?? '')
  };
}
