/**
 * Why an entry was refused or has to wait: the codes of `exchange-schema/src/reason.rs`, what they mean for the rep and what to do. A test
 * reads the Rust source and fails when a code has no words.
 */
import { m } from '$words/messages';

export type ReasonWords = { what: string; todo: string };
type Words = readonly [what: () => string, todo: () => string];

const GENERAL: Words = [m.words_reason_general_what, m.words_reason_general_todo];
const BROKEN: Words = [m.words_reason_broken_file_what, m.words_reason_broken_file_todo];
const NOT_UNDERSTOOD: Words = [m.words_reason_not_understood_what, m.words_reason_not_understood_todo];
const FOREIGN: Words = [m.words_reason_foreign_file_what, m.words_reason_foreign_file_todo];
const TWO_VERSIONS: Words = [m.words_reason_two_versions_what, m.words_reason_two_versions_todo];

const WORDS: Record<string, Words> = {
  'not-json': BROKEN,
  'too-large': [m.words_reason_too_large_what, m.words_reason_too_large_todo],
  'unknown-key': NOT_UNDERSTOOD,
  'doubled-key': NOT_UNDERSTOOD,
  'missing-key': NOT_UNDERSTOOD,
  'wrong-type': NOT_UNDERSTOOD,
  'bad-value': [m.words_reason_bad_value_what, m.words_reason_bad_value_todo],
  'unknown-kind': NOT_UNDERSTOOD,
  'later-format': [m.words_reason_later_format_what, m.words_reason_later_format_todo],
  'name-mismatch': [m.words_reason_name_mismatch_what, m.words_reason_name_mismatch_todo],
  'bad-replaces': [m.words_reason_bad_replaces_what, m.words_reason_bad_replaces_todo],
  'bad-name': FOREIGN,
  'author-mismatch': FOREIGN,
  'name-reused': TWO_VERSIONS,
  'conflict-copy': TWO_VERSIONS,
  'outside-user-folder': FOREIGN,
  'not-a-file': FOREIGN,
  'hard-link': FOREIGN,
  unreadable: [m.words_reason_unreadable_what, m.words_reason_unreadable_todo],
  unsettled: [m.words_reason_unsettled_what, m.words_reason_unsettled_todo],
  'unknown-user': [m.words_reason_unknown_user_what, m.words_reason_unknown_user_todo],
  'disabled-user': [m.words_reason_disabled_user_what, m.words_reason_disabled_user_todo],
  'unknown-customer': [m.words_reason_unknown_customer_what, m.words_reason_unknown_customer_todo],
  'date-out-of-bounds': [m.words_reason_date_out_of_bounds_what, m.words_reason_date_out_of_bounds_todo],
  'unknown-form': [m.words_reason_unknown_form_what, m.words_reason_unknown_form_todo],
  'bad-answers': [m.words_reason_bad_answers_what, m.words_reason_bad_answers_todo],
  'unknown-prospect': [m.words_reason_unknown_prospect_what, m.words_reason_unknown_prospect_todo],
  'clock-ahead': [m.words_reason_clock_ahead_what, m.words_reason_clock_ahead_todo],
  'not-yet-supported': [m.words_reason_not_yet_supported_what, m.words_reason_not_yet_supported_todo],
  'creation-pending': [m.words_reason_creation_pending_what, m.words_reason_creation_pending_todo],
  'not-owner': [m.words_reason_not_owner_what, m.words_reason_not_owner_todo],
  'prospect-deleted': [m.words_reason_prospect_deleted_what, m.words_reason_prospect_deleted_todo],
  'prospect-converted': [m.words_reason_prospect_converted_what, m.words_reason_prospect_converted_todo],
  'text-too-long': [m.words_reason_text_too_long_what, m.words_reason_text_too_long_todo]
};

/** What the code means and what to do; general words for a code that is not known, or none. */
export function reasonWords(code: string | null): ReasonWords {
  const [what, todo] = (code === null ? undefined : WORDS[code]) ?? GENERAL;
  return { what: what(), todo: todo() };
}

/** The codes that have words. */
export const REASON_CODES: readonly string[] = Object.keys(WORDS);
