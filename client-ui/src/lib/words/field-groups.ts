/** The four groups of annex 2's fields: one looks for a field in the same place on the sheet, in a request and in a creation. Pure. */
import type { CustomerField } from '$lib/backend/types';
import { m } from '$words/messages';

export type GroupId = 'identity' | 'address' | 'conditions' | 'payment';

/** Where a field is looked for; what is not named here stands with the conditions. */
const PLACES: Partial<Record<CustomerField, GroupId>> = {
  c_fam_client: 'identity',
  c_sfam_client: 'identity',
  c_titre: 'identity',
  nom_client: 'identity',
  tel_1: 'identity',
  tel_2: 'identity',
  fax: 'identity',
  contact_divers_1: 'identity',
  contact_divers_2: 'identity',
  contact_divers_3: 'identity',
  contact_divers_4: 'identity',
  c_attention: 'identity',
  c_ape: 'identity',
  date_creation_ste: 'identity',
  adr1_fac: 'address',
  adr2_fac: 'address',
  adr3_fac: 'address',
  dep_fac: 'address',
  bur_dis_fac: 'address',
  ville_fac: 'address',
  c_pays: 'address',
  c_agence: 'address',
  c_rep: 'address',
  c_mod_rgl_1: 'payment',
  nb_jour_1: 'payment',
  jour_1: 'payment',
  bic: 'payment',
  iban: 'payment',
  codepays: 'payment',
  codemonnaie: 'payment'
};

const LABELS: Record<GroupId, () => string> = {
  identity: m.words_group_identity,
  address: m.words_group_address,
  conditions: m.words_group_conditions,
  payment: m.words_group_payment
};

export const GROUPS: readonly GroupId[] = ['identity', 'address', 'conditions', 'payment'];

export function groupOf(column: CustomerField): GroupId {
  return PLACES[column] ?? 'conditions';
}

export function groupLabel(group: GroupId): string {
  return LABELS[group]();
}
