/** What stood in the way of something beside the work, in words that say what to do. */
import { m } from '$words/messages';
import type { Notice } from '$lib/backend/types';

export type NoticeTone = 'warn' | 'bad';
/** `folders`: choosing the folders again mends it. */
export type NoticeWords = { tone: NoticeTone; title: string; text: string; folders: boolean };
type Words = readonly [tone: NoticeTone, title: () => string, text: () => string];

const DAMAGED: Words = ['bad', m.words_notice_damaged_title, m.words_notice_damaged];

const WORDS: Record<string, Words> = {
  'folder-missing': ['bad', m.words_notice_folder_missing_title, m.words_notice_folder_missing],
  'not-set-up': ['warn', m.words_notice_not_set_up_title, m.words_notice_not_set_up],
  'settings-unreadable': [
    'bad',
    m.words_notice_settings_unreadable_title,
    m.words_notice_settings_unreadable
  ],
  'preferences-unreadable': [
    'warn',
    m.words_notice_preferences_unreadable_title,
    m.words_notice_preferences_unreadable
  ],
  'half-copied': ['warn', m.words_notice_half_copied_title, m.words_notice_half_copied],
  'later-schema': ['bad', m.words_notice_later_schema_title, m.words_notice_later_schema],
  'earlier-schema': ['warn', m.words_notice_earlier_schema_title, m.words_notice_earlier_schema],
  'not-adopted': ['warn', m.words_notice_not_adopted_title, m.words_notice_not_adopted],
  'base-unreadable': ['bad', m.words_notice_base_unreadable_title, m.words_notice_base_unreadable],
  'copy-failed': ['bad', m.words_notice_copy_failed_title, m.words_notice_copy_failed],
  'common-damaged': DAMAGED,
  'user-damaged': DAMAGED,
  'disk-full': ['bad', m.words_notice_disk_full_title, m.words_notice_disk_full],
  'clock-behind': ['bad', m.words_notice_clock_behind_title, m.words_notice_clock_behind],
  'clock-ahead': ['bad', m.words_notice_clock_ahead_title, m.words_notice_clock_ahead],
  'put-back': ['warn', m.words_notice_put_back_title, m.words_notice_put_back],
  'receipts-unreadable': ['warn', m.words_notice_receipts_title, m.words_notice_receipts],
  'drop-failed': ['bad', m.words_notice_drop_failed_title, m.words_notice_drop_failed],
  'remove-failed': ['warn', m.words_notice_remove_failed_title, m.words_notice_remove_failed]
};
const GENERAL: Words = ['warn', m.words_notice_general_title, m.words_notice_general];
const ABOUT_FOLDERS = new Set(['folder-missing', 'not-set-up', 'settings-unreadable']);

export function noticeWords(notice: Notice): NoticeWords {
  const [tone, title, text] = WORDS[notice.code] ?? GENERAL;
  return { tone, title: title(), text: text(), folders: ABOUT_FOLDERS.has(notice.code) };
}

/** One of each kind, what is bad first: ten files that could not be dropped are one thing to know. */
export function distinctNotices(notices: readonly Notice[]): Notice[] {
  const first = new Map<string, Notice>();
  for (const notice of notices) {
    const words = noticeWords(notice);
    if (!first.has(words.title)) first.set(words.title, notice);
  }
  const bad = (notice: Notice) => (noticeWords(notice).tone === 'bad' ? 0 : 1);
  return [...first.values()].sort((one, other) => bad(one) - bad(other));
}

/** The codes that have words. */
export const NOTICE_CODES: readonly string[] = Object.keys(WORDS);
