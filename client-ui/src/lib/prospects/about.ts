/** What the card says of a prospect beside where and how it is reached. Pure. */
import type { CustomerField, ListsView, ProspectView } from '$lib/backend/types';
import { codeLabel } from '$lib/card/facts';
import { textOf } from '$lib/format/address';
import { instantDate } from '$lib/format/dates';
import { m } from '$words/messages';
import { personOf, repOf } from './creation';
import { isLost } from './stage';

export type Fact = { label: string; value: string; pending: boolean };

const CATEGORY: readonly CustomerField[] = ['c_fam_client', 'c_sfam_client'];
export const ADDRESS: readonly CustomerField[] = [
  'adr1_fac',
  'adr2_fac',
  'adr3_fac',
  'dep_fac',
  'bur_dis_fac',
  'ville_fac',
  'c_pays'
];

export function isPending(view: Pick<ProspectView, 'pending'>, fields: readonly CustomerField[]): boolean {
  return fields.some((field) => view.pending.includes(field));
}

export function factsOf(view: ProspectView, lists: ListsView, zone: string): Fact[] {
  const { sheet } = view;
  const category = CATEGORY.map((field) => codeLabel(lists, sheet, field)).filter(Boolean);
  const fact = (label: string, value: string, fields: readonly CustomerField[]): Fact => ({
    label,
    value,
    pending: isPending(view, fields)
  });
  const created = m.prospects_created_by({
    date: instantDate(view.created_at, zone),
    name: personOf(view.created_by, lists)
  });
  const facts = [
    fact(m.prospects_activity(), textOf(sheet, 'contact_divers_3'), ['contact_divers_3']),
    fact(m.prospects_category(), category.join(' · '), CATEGORY),
    fact(m.prospects_agency(), codeLabel(lists, sheet, 'c_agence'), ['c_agence']),
    fact(m.prospects_rep(), repOf(textOf(sheet, 'c_rep') || view.sales_rep, lists), ['c_rep']),
    fact(m.prospects_created(), created, [])
  ];
  const lost = isLost(view.stage) ? [fact(m.prospects_lost(), view.lost_reason, ['motif_perte'])] : [];
  return [...lost, ...facts].filter(({ value }) => value !== '');
}
