/** The title and the first sentence, by what stands in the way. */
import type { SetupState } from '$lib/backend/types';
import { m } from '$words/messages';

export type Heading = { title: string; intro: string };

export function headingOf(state: SetupState, choosingAgain: boolean): Heading {
  if (choosingAgain) return { title: m.setup_folders_title(), intro: m.setup_folders_intro() };
  switch (state.code) {
    case 'folder-missing':
      return { title: m.setup_missing_title(), intro: m.setup_missing_intro() };
    case 'unknown-user':
      return { title: m.setup_unknown_title(), intro: m.setup_unknown_intro() };
    default:
      return { title: m.setup_title(), intro: m.setup_intro() };
  }
}
