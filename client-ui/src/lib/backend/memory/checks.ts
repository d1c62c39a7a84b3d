/** A few of the problems that Rust names, so that screens can show them. The rules themselves are Rust's and are proved there. */
import type { EntryDraft, EntryProblem, ProspectView } from '../types';
import { alikeTo } from './alike';
import { day } from './clock';
import { cardOf } from './company';
import { reviewOf } from './conversion';
import { looksRight, problem, typedOf, wrongIn, type Typed } from './field-checks';
import { fullProspect } from './prospect-overlay';
import type { World } from './world';

export { problem } from './field-checks';

type Of<K extends EntryDraft['kind']> = Extract<EntryDraft, { kind: K }>;

export function problemsOf(world: World, draft: EntryDraft): EntryProblem[] {
  switch (draft.kind) {
    case 'visit':
      return inVisit(world, draft);
    case 'request':
      return inRequest(world, draft);
    case 'new_prospect':
      return inNew(world, draft);
    case 'edit_prospect':
      return inEdit(world, draft);
    case 'delete_prospect':
      return inDeletion(world, draft);
    case 'ask_creation':
      return reviewOf(world, draft).problems;
  }
}

function inVisit(world: World, draft: Of<'visit'>): EntryProblem[] {
  const on = draft.on ?? day();
  const unknown = () => {
    if ('prospect' in draft.whom) return notOwn(world, draft.whom.prospect);
    return world.byCode.has(draft.whom.customer)
      ? []
      : [problem('unknown-customer', 'there is no such customer', 'customer')];
  };
  return [
    ...unknown(),
    ...(on > day() || on < day(14)
      ? [problem('date-out-of-bounds', 'the day is out of bounds', 'visited_on')]
      : [])
  ];
}

const wrongInAll = (fields: Typed) => typedOf(fields).flatMap(([column, text]) => wrongIn(column, text));

function inRequest(world: World, draft: Of<'request'>): EntryProblem[] {
  const customer = world.byCode.get(draft.customer);
  if (customer === undefined) return [problem('unknown-customer', 'there is no such customer', 'customer')];
  const { sheet } = cardOf(customer);
  const asked = typedOf(draft.fields).filter(([column, text]) => text.trim() !== String(sheet[column] ?? ''));
  const silent = draft.follow_up_on === undefined && Object.keys(draft.fleet).length === 0;
  const nothing = asked.length === 0 && draft.comment.trim() === '' && silent;
  return nothing
    ? [problem('nothing-changed', 'nothing is asked and nothing changes')]
    : wrongInAll(Object.fromEntries(asked));
}

const noName = () => problem('missing', 'a prospect needs a name', 'nom_client');

function inNew(world: World, draft: Of<'new_prospect'>): EntryProblem[] {
  const named = (draft.fields.nom_client ?? '').trim() !== '';
  const reasoned = (draft.duplicate_reason ?? '').trim() !== '';
  const likely = !reasoned && alikeTo(world, draft).some((it) => it.likely);
  return [
    ...wrongInAll(draft.fields),
    ...(named ? [] : [noName()]),
    ...(likely ? [problem('likely-duplicate', 'say why it is another', 'duplicate_reason')] : [])
  ];
}

function notOwn(world: World, id: string): EntryProblem[] {
  const known = fullProspect(world, id);
  if (known === null) return [problem('unknown-prospect', 'there is no such prospect', 'prospect')];
  return known.own ? [] : [problem('not-owner', 'the prospect is a colleague’s', 'prospect')];
}

function inEdit(world: World, draft: Of<'edit_prospect'>): EntryProblem[] {
  const strange = notOwn(world, draft.prospect);
  const known = fullProspect(world, draft.prospect);
  if (known === null || strange.length > 0) return strange;
  const changed = typedOf(draft.fields).filter(
    ([column, text]) => text.trim() !== String(known.sheet[column] ?? '') && !text.includes('•')
  );
  const nameless = changed.some(([column, text]) => column === 'nom_client' && text.trim() === '');
  const silent = draft.follow_up_on === undefined && Object.keys(draft.fleet).length === 0;
  if (changed.length === 0 && silent) return [problem('nothing-changed', 'nothing changes')];
  return [...wrongInAll(Object.fromEntries(changed)), ...(nameless ? [noName()] : [])];
}

/** Whether the accountants have its creation. */
export const isWithAccountants = (it: ProspectView): boolean =>
  it.creation?.state === 'asked' || it.creation?.state === 'validated';

function inDeletion(world: World, draft: Of<'delete_prospect'>): EntryProblem[] {
  const strange = notOwn(world, draft.prospect);
  const known = fullProspect(world, draft.prospect);
  if (known === null || strange.length > 0) return strange;
  if (known.origin === 'rejected')
    return [problem('creation-rejected', 'give its refused creation up instead', 'prospect')];
  if (isWithAccountants(known))
    return [problem('creation-pending', 'the accountants have its creation', 'prospect')];
  return draft.reason.trim() === '' ? [problem('bad-value', 'say why', 'reason')] : [];
}

/** What is unlikely and no hindrance. */
export function warningsOf(draft: EntryDraft): EntryProblem[] {
  if (!('fields' in draft) || draft.kind === 'ask_creation') return [];
  return typedOf(draft.fields)
    .filter(([column, text]) => !looksRight(column, text))
    .map(([column]) => problem('unlikely', 'it does not look like one', column));
}
