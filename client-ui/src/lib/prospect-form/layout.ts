/** What stands where in the form: a few fields at once, everything else of annex 2 under « Autres champs ». Pure. */
import type { CustomerField, EntryProblem, FieldView } from '$lib/backend/types';
import { isLost } from '$lib/prospects/stage';
import { groupLabel, groupOf, GROUPS, type GroupId } from '$lib/words/field-groups';

/** Those that are always in sight. */
export const SHORT: readonly CustomerField[] = [
  'nom_client',
  'c_fam_client',
  'tel_1',
  'tel_2',
  'adr1_fac',
  'dep_fac',
  'bur_dis_fac',
  'ville_fac',
  'c_agence',
  'etape',
  'motif_perte'
];

export interface OtherGroup {
  id: GroupId;
  label: string;
  columns: CustomerField[];
}

/** Every other field, where one looks for it. */
export function otherGroups(fields: readonly FieldView[]): OtherGroup[] {
  const others = fields.map(({ column }) => column).filter((column) => !SHORT.includes(column));
  return GROUPS.map((id) => ({
    id,
    label: groupLabel(id),
    columns: others.filter((column) => groupOf(column) === id)
  })).filter(({ columns }) => columns.length > 0);
}

/** Whether something is to be told of a field that is folded away; `others`: fields of which more is to be told than problems. */
export function isToldOfOthers(
  problems: readonly EntryProblem[],
  others: readonly string[],
  fields: readonly FieldView[]
): boolean {
  const told: readonly (string | undefined)[] = [...problems.map(({ field }) => field), ...others];
  return (
    told.includes('fleet') ||
    otherGroups(fields).some(({ columns }) => columns.some((one) => told.includes(one)))
  );
}

/** Whether a reason of loss is asked for: of one who is lost, or where one stands already. */
export function asksForLoss(stage: string, reason: string): boolean {
  return reason !== '' || isLost(stage);
}
