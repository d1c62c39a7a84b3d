/** Why something could not be done, in words that say what to do. */
import { m } from '$words/messages';
import { BackendError } from '$lib/backend/backend';

const WORDS: Record<string, () => string> = {
  problems: m.words_error_problems,
  'no-base': m.words_error_no_base,
  'base-unreadable': m.words_error_base_unreadable,
  'disk-full': m.words_error_disk_full,
  journal: m.words_error_journal,
  'in-use': m.words_error_in_use,
  'not-set-up': m.words_error_not_set_up,
  'folder-missing': m.words_error_folder_missing,
  'no-folder': m.words_error_no_folder,
  'folders-nested': m.words_error_folders_nested,
  'not-allowed': m.words_error_not_allowed,
  'not-refused': m.words_error_not_refused,
  'journal-newer': m.words_error_journal_newer,
  'other-user': m.words_error_other_user,
  'data-folder': m.words_error_data_folder,
  'unnamed-user': m.words_error_unnamed_user,
  'saved-not-shown': m.words_error_saved_not_shown,
  'not-open': m.words_error_not_open,
  'bad-period': m.words_error_bad_period
};

/** One sentence for a toast or a dialog; the general one for what has no words of its own. */
export function errorWords(error: unknown): string {
  const words = error instanceof BackendError ? WORDS[error.code] : undefined;
  return (words ?? m.words_error_general)();
}

/** The codes that have words of their own. */
export const ERROR_CODES: readonly string[] = Object.keys(WORDS);
