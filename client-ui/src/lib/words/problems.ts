/** What is wrong with what was typed, in words that say what to do. The rules themselves are Rust's. */
import { m } from '$words/messages';
import type { EntryProblem, FieldView } from '$lib/backend/types';

const BY_CODE: Record<string, () => string> = {
  'nothing-changed': m.words_problem_nothing_changed,
  missing: m.words_problem_missing,
  'unknown-customer': m.words_problem_unknown_customer,
  'unknown-prospect': m.words_problem_unknown_prospect,
  'prospect-converted': m.words_problem_prospect_converted,
  'prospect-deleted': m.words_problem_prospect_deleted,
  'not-owner': m.words_problem_not_owner,
  'creation-pending': m.words_problem_creation_pending,
  'creation-rejected': m.words_problem_creation_rejected,
  'no-signature': m.words_problem_no_signature,
  'signature-stale': m.words_problem_signature_stale,
  'bic-iban-disagree': m.words_problem_bic_iban_disagree,
  'farmers-only': m.words_problem_farmers_only,
  'farmers-term': m.words_problem_farmers_term,
  'farmers-due-day': m.words_problem_due_day,
  'date-out-of-bounds': m.words_problem_date_out_of_bounds,
  'unknown-form': m.words_problem_unknown_form,
  'bad-answers': m.words_problem_bad_answers,
  'not-refused': m.words_problem_not_refused,
  'likely-duplicate': m.words_problem_likely_duplicate
};

/** What `bad-value` and `unlikely` mean, field by field. */
const BY_FIELD: Record<string, () => string> = {
  iban: m.words_problem_iban,
  bic: m.words_problem_bic,
  contact_divers_2: m.words_problem_siret,
  contact_divers_1: m.words_problem_vat,
  contact_divers_4: m.words_problem_mail,
  c_ape: m.words_problem_naf,
  tel_1: m.words_problem_phone,
  tel_2: m.words_problem_phone,
  fax: m.words_problem_phone,
  dep_fac: m.words_problem_postal,
  bur_dis_fac: m.words_problem_postal,
  c_mod_rgl_1: m.words_problem_payment,
  nb_jour_1: m.words_problem_days,
  jour_1: m.words_problem_due_day,
  date_creation_ste: m.words_problem_date,
  visited_on: m.words_problem_date,
  on: m.words_problem_date,
  follow_up_on: m.words_problem_date,
  visited_at: m.words_problem_time,
  at: m.words_problem_time,
  comment: m.words_problem_comment,
  reason: m.words_problem_comment,
  fleet: m.words_problem_fleet
};

/** `fields`: the lists' own, for lengths. */
export function problemWords(problem: EntryProblem, fields: readonly FieldView[] = []): string {
  if (problem.code === 'text-too-long') return tooLong(problem.field, fields);
  const own = BY_CODE[problem.code];
  if (own) return own();
  const ofField = problem.field === undefined ? undefined : BY_FIELD[problem.field];
  if (ofField) return ofField();
  if (problem.code === 'unlikely') return m.words_problem_unlikely();
  if (problem.field === undefined) return m.words_problem_general_entry();
  return problem.field.startsWith('c_') ? m.words_problem_code() : m.words_problem_general();
}

/** The words of the first problem of a field, if it has one: what stands under it. */
export function problemOf(
  problems: readonly EntryProblem[],
  field: string,
  fields: readonly FieldView[] = []
): string | undefined {
  const found = problems.find((problem) => problem.field === field);
  return found && problemWords(found, fields);
}

function tooLong(column: string | undefined, fields: readonly FieldView[]): string {
  const max = fields.find((field) => field.column === column)?.max_length;
  return max ? m.words_problem_too_long_max({ max }) : m.words_problem_too_long();
}

/** The codes that have words of their own, whatever the field. */
export const PROBLEM_CODES: readonly string[] = [
  ...Object.keys(BY_CODE),
  'text-too-long',
  'unlikely',
  'bad-value'
];
