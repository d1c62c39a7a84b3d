/** What the form is called and what it says when it was saved. Pure. */
import type { ProspectForm } from '$lib/state/session.svelte';
import { m } from '$words/messages';

export type FormWords = { title: string; submit: string; saved: { saved: string; dropped: string } };

export function wordsFor({ what, replaces }: ProspectForm): FormWords {
  const isNew = what === 'new';
  if (replaces) {
    const title = isNew ? m.prospect_form_title_new_correction() : m.prospect_form_title_edit_correction();
    const saved = m.prospect_form_corrected();
    return { title, submit: m.prospect_form_correct(), saved: { saved, dropped: saved } };
  }
  if (isNew)
    return {
      title: m.prospect_form_title_new(),
      submit: m.prospect_form_create(),
      saved: { saved: m.prospect_form_created(), dropped: m.prospect_form_created_dropped() }
    };
  return {
    title: m.prospect_form_title_edit(),
    submit: m.prospect_form_save(),
    saved: { saved: m.prospect_form_saved(), dropped: m.prospect_form_saved_dropped() }
  };
}
