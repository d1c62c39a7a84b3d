/** What the rules say of an invented prospect: likely duplicates, and what a creation still needs. */
import type { Alike, CreationDraft, CreationReview, EntryDraft } from '../types';
import type { World } from './world';

export function alikeTo(_world: World, _draft: EntryDraft): Alike[] {
  return [];
}

export function reviewOf(_world: World, _draft: CreationDraft): CreationReview {
  return { required: [], problems: [], modes: [], locked: {}, bank_details: false, authorisation: null };
}
