/** Kinds of entries and what became of them, in words. */
import { m } from '$words/messages';
import type { Kind, ReceiptState } from '$lib/backend/types';

const KINDS: Record<Kind, () => string> = {
  VC: m.words_kind_vc,
  MC: m.words_kind_mc,
  CP: m.words_kind_cp,
  MP: m.words_kind_mp,
  VP: m.words_kind_vp,
  CC: m.words_kind_cc
};

const STATES: Record<ReceiptState, () => string> = {
  integrated: m.words_state_integrated,
  deferred: m.words_state_deferred,
  rejected: m.words_state_rejected,
  validated: m.words_state_validated,
  refused: m.words_state_refused
};

export function kindWords(kind: Kind): string {
  return KINDS[kind]();
}

export function stateWords(state: ReceiptState): string {
  return STATES[state]();
}
