/** From a draft to an entry, as far as screens need it. */
import type { EntryDraft, EntryView, FormNode, Kind } from '../types';
import { instant } from './clock';
import { FORM, invented } from './lists';
import type { World } from './world';

const KINDS: Record<EntryDraft['kind'], Kind> = {
  visit: 'VC',
  request: 'MC',
  new_prospect: 'CP',
  edit_prospect: 'MP',
  delete_prospect: 'MP',
  ask_creation: 'CC'
};

export function kindOf(draft: EntryDraft): Kind {
  return draft.kind === 'visit' && 'prospect' in draft.whom ? 'VP' : KINDS[draft.kind];
}

export function subjectOf(draft: EntryDraft): string {
  if (draft.kind === 'visit') return 'customer' in draft.whom ? draft.whom.customer : draft.whom.prospect;
  return draft.kind === 'request' ? draft.customer : draft.prospect;
}

const labels = new Map<string, string>();
const name = (nodes: FormNode[]): void => {
  for (const node of nodes) {
    labels.set(node.id, node.label);
    name(node.children ?? []);
  }
};
for (const section of FORM.sections) name(section.nodes);

export function summaryOf(draft: EntryDraft): string {
  if (draft.kind === 'visit') {
    const picked = draft.picked.map((id) => labels.get(id) ?? id).join(', ');
    return [picked, draft.comment].filter(Boolean).join(' · ').slice(0, 160);
  }
  if (draft.kind === 'delete_prospect') return draft.reason;
  const known = invented().fields;
  return Object.keys(draft.fields)
    .map((column) => known.find((field) => field.column === column)?.label ?? column)
    .join(', ');
}

/** Whether an accountant has to answer it. */
function toAccountant(draft: EntryDraft): boolean {
  if (draft.kind === 'ask_creation') return true;
  return draft.kind === 'request' && (Object.keys(draft.fields).length > 0 || draft.comment.trim() !== '');
}

function uuidOf(number: number): string {
  return `019ab3c4-7d1e-7a52-9c1f-${String(number).padStart(12, '0')}`;
}

function nameOf(world: World, draft: EntryDraft, subject: string): string {
  const customer = world.byCode.get(subject);
  if (customer !== undefined) return customer.name;
  const fields = draft.kind === 'new_prospect' ? draft.fields : undefined;
  const known = world.prospects.find((it) => it.id === subject);
  const created = world.entries.find((it) => it.view.subject === subject);
  return fields?.nom_client ?? String(known?.sheet.nom_client ?? created?.view.subject_name ?? '');
}

/** What nobody has said of an entry yet. */
export const unanswered = () => ({
  state: null,
  at: null,
  integrated_at: null,
  reason: null,
  message: null,
  reference: null,
  clashes: [],
  removed_at: null,
  replaces: null,
  replaced_by: null,
  given_up_at: null,
  to_mend: false
});

/** An entry that was just saved. */
export function blank(world: World, draft: EntryDraft, sequence: number, minutesBefore = 0): EntryView {
  const saved_at = instant(minutesBefore);
  const stamp = saved_at.replace(/[-:]/g, '');
  const subject = subjectOf(draft);
  return {
    name: `${kindOf(draft)}_${stamp}_jdupont_${uuidOf(sequence)}.json`,
    kind: kindOf(draft),
    sequence,
    subject,
    subject_name: nameOf(world, draft, subject),
    summary: summaryOf(draft),
    to_accountant: toAccountant(draft),
    standing: 'laid',
    saved_at,
    dropped_at: saved_at,
    ...unanswered()
  };
}

/** The uuid in an entry's name. */
export function entryOf(view: EntryView): string {
  return view.name.slice(-41, -5);
}
