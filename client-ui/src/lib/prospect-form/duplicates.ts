/** Likely duplicates: where they are shown, and why the prospect is created all the same. Pure; who is alike is Rust's to say. */
import type { Alike, AlikeWho, By, CustomerField, Match } from '$lib/backend/types';
import { showPhone } from '$lib/format/phone';
import { m } from '$words/messages';
import type { Fields } from './field-options';

/** What likeness is judged by: only a change here asks anew. The country decides how a number is read. */
export const IDENTIFYING: readonly CustomerField[] = [
  'tel_1',
  'tel_2',
  'contact_divers_2',
  'contact_divers_1',
  'nom_client',
  'dep_fac',
  'bur_dis_fac',
  'c_pays',
  'codepays'
];

export type ReasonId = 'company' | 'taken' | 'other';

/** The accountants read these words. */
export const REASONS: readonly { id: Exclude<ReasonId, 'other'>; label: () => string }[] = [
  { id: 'company', label: () => m.prospect_form_reason_company() },
  { id: 'taken', label: () => m.prospect_form_reason_taken() }
];

/** Which of the reasons a text is; null: none was given. */
export function reasonOf(text: string | null): ReasonId | null {
  if (text === null) return null;
  return REASONS.find((reason) => reason.label() === text)?.id ?? 'other';
}

export function wordsOf(reason: ReasonId, own: string): string {
  return REASONS.find(({ id }) => id === reason)?.label() ?? own;
}

export function idOf(who: AlikeWho): string {
  return 'customer' in who ? `customer ${who.customer}` : `prospect ${who.prospect}`;
}

/** The field under which a match is shown; null for what is only a hint. */
export function fieldOf(match: Match, fields: Fields): CustomerField | null {
  if (match.by === 'siret') return 'contact_divers_2';
  if (match.by === 'vat') return 'contact_divers_1';
  if (match.by !== 'phone') return null;
  const isMobile =
    sameDigits(fields.tel_2 ?? '', match.value) && !sameDigits(fields.tel_1 ?? '', match.value);
  return isMobile || (fields.tel_1 ?? '').trim() === '' ? 'tel_2' : 'tel_1';
}

/** The fields that somebody else has, too. */
export function knownFields(likely: readonly Alike[], fields: Fields): CustomerField[] {
  const all = likely.flatMap(({ by }) => by.map((match) => fieldOf(match, fields)));
  return [...new Set(all.filter((column) => column !== null))];
}

/** « Ce numéro est déjà celui d’un client. … » */
export function headline(likely: readonly Alike[]): string {
  const [first] = likely;
  if (likely.length > 1 || !first) return m.prospect_form_alike_many({ count: String(likely.length) });
  const isCustomer = 'customer' in first.who;
  const by = likelyMatches(first)[0]?.by ?? 'phone';
  return HEADLINES[by][isCustomer ? 0 : 1]();
}

/** Without what is only a hint. */
export function likelyMatches(alike: Alike): Match[] {
  return alike.by.filter(({ by }) => by !== 'name_and_postcode');
}

/** The value that is the same, as one reads it. */
export function shownValue({ by, value }: Match): string {
  return by === 'phone' ? showPhone(value) : value;
}

export function matchLabel(by: By): string {
  return LABELS[by]();
}

const LABELS: Record<By, () => string> = {
  phone: m.prospect_form_by_phone,
  siret: m.prospect_form_by_siret,
  vat: m.prospect_form_by_vat,
  name_and_postcode: m.prospect_form_by_name
};

const HEADLINES: Record<By, readonly [customer: () => string, prospect: () => string]> = {
  phone: [m.prospect_form_phone_of_customer, m.prospect_form_phone_of_prospect],
  siret: [m.prospect_form_siret_of_customer, m.prospect_form_siret_of_prospect],
  vat: [m.prospect_form_vat_of_customer, m.prospect_form_vat_of_prospect],
  name_and_postcode: [m.prospect_form_name_of_customer, m.prospect_form_name_of_prospect]
};

function sameDigits(one: string, other: string): boolean {
  const digits = (text: string) => showPhone(text).replace(/\D/g, '').replace(/^0+/, '');
  return digits(one) !== '' && digits(one) === digits(other);
}

/** « Même nom et même code postal : GARAGE DUPONT (C00012), 53000 Laval. » */
export function hintWords(alike: Alike): string {
  const what = alike.by.map(({ by }) => HINTS[by]()).join(', ');
  const who =
    'customer' in alike.who
      ? m.prospect_form_hint_customer({ code: alike.who.customer, name: alike.name })
      : alike.name;
  const place = [alike.postal_code, alike.town].filter((part) => part !== '').join('\u00a0');
  return m.prospect_form_hint({ what, who: [who, place].filter((part) => part !== '').join(', ') });
}

const HINTS: Record<By, () => string> = {
  phone: m.prospect_form_same_phone,
  siret: m.prospect_form_same_siret,
  vat: m.prospect_form_same_vat,
  name_and_postcode: m.prospect_form_same_name
};
