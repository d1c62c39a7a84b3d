/** « étape » and « motif de perte »: what changing one says. Pure. */
import type { EditDraft, ProspectRow } from '$lib/backend/types';
import { fold } from '$lib/frame/fold';
import { m } from '$words/messages';

/** The stages are the company's own words; this one asks for a reason. */
const LOST = 'perdu';

export type StageEdit = { kind: 'edit_prospect' } & EditDraft;

export function isLost(stage: string): boolean {
  return fold(stage).trim() === LOST;
}

type Staged = Pick<ProspectRow, 'id' | 'stage' | 'lost_reason'>;

/** The stage and, where that changes with it, the reason: who is no longer lost has none. */
export function stageEdit(prospect: Staged, stage: string, reason = ''): StageEdit {
  const kept = isLost(stage) ? reason.trim() : '';
  const fields: EditDraft['fields'] = { etape: stage };
  if (kept !== prospect.lost_reason.trim()) fields.motif_perte = kept;
  return { kind: 'edit_prospect', prospect: prospect.id, fields, fleet: {} };
}

/** What « Annuler » says: both as they were. */
export function stageUndo(prospect: Staged, told: StageEdit): StageEdit {
  const fields: EditDraft['fields'] = { etape: prospect.stage.trim() };
  if (told.fields.motif_perte !== undefined) fields.motif_perte = prospect.lost_reason.trim();
  return { ...told, fields };
}

/** The stages to choose from: the company's, and the one that the prospect has, should the company have dropped it. */
export function stagesOffered(stages: readonly string[], own: string): string[] {
  const stage = own.trim();
  return stage === '' || stages.includes(stage) ? [...stages] : [...stages, stage];
}

/** What is said once it is changed. */
export function stageWords(stage: string): string {
  return stage === '' ? m.prospects_stage_cleared() : m.prospects_stage_kept({ stage });
}
