/** Entering, correcting, letting be. What is handed in is copied, as it is on its way to Rust. */
import { BackendError } from '../backend';
import type { DraftKey, EntryDraft, Saved } from '../types';
import { problem, problemsOf, warningsOf } from './checks';
import { instant } from './clock';
import { blank } from './entry';
import type { Kept, World } from './world';

const copied = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const sameKey = (one: DraftKey, other: DraftKey) => one.kind === other.kind && one.subject === other.subject;

export function save(world: World, draft: EntryDraft, key: DraftKey | null, replaces: string | null): Saved {
  const replaced = world.entries.find((it) => it.view.name === replaces);
  // What an accountant refused was integrated: it is asked for anew, and nothing takes its place.
  const anew = replaced?.view.state === 'refused' && replaced.view.given_up_at === null;
  const problems = [
    ...(replaces !== null && !anew && !replaced?.view.to_mend
      ? [problem('not-refused', 'the entry is not refused')]
      : []),
    ...problemsOf(world, draft)
  ];
  if (problems.length > 0) throw new BackendError('problems', 'it cannot be saved so', null, problems);
  if (world.scenario === 'disk-full')
    throw new BackendError('disk-full', 'the journal: database or disk is full');
  const view = { ...blank(world, draft, world.nextSequence()), replaces: anew ? null : replaces };
  const done = anew ? { given_up_at: instant() } : { replaced_by: view.name };
  if (replaces !== null) change(world, replaces, () => ({ ...done, to_mend: false }));
  world.entries = [...world.entries, { view, draft: copied(draft), based: false, told: false }];
  if (key !== null) world.keepDrafts(world.drafts.filter((kept) => !sameKey(kept.key, key)));
  world.tell('entries');
  return {
    name: view.name,
    sequence: view.sequence,
    warnings: warningsOf(draft),
    dropped: true,
    notices: []
  };
}

/** Changes what is known of one entry. */
export function change(world: World, name: string, how: (it: Kept) => Partial<Kept['view']>): void {
  world.entries = world.entries.map((it) =>
    it.view.name === name ? { ...it, view: { ...it.view, ...how(it) } } : it
  );
}

export function giveUp(world: World, name: string): void {
  const entry = world.entries.find((it) => it.view.name === name);
  const { to_mend, state, given_up_at } = entry?.view ?? {};
  if (!to_mend && (state !== 'refused' || given_up_at !== null))
    throw new BackendError('not-refused', 'the entry is not refused');
  change(world, name, () => ({ to_mend: false, given_up_at: instant() }));
  world.tell('entries');
}

export function keepDraft(world: World, key: DraftKey, body: unknown): void {
  const others = world.drafts.filter((kept) => !sameKey(kept.key, key));
  world.keepDrafts([{ key: copied(key), body: copied(body), updated_at: instant() }, ...others]);
}

export function dropDraft(world: World, key: DraftKey): void {
  world.keepDrafts(world.drafts.filter((kept) => !sameKey(kept.key, key)));
}
