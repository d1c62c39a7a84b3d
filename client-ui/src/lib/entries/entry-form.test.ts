import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BackendError, type Backend } from '$lib/backend/backend';
import type { DraftKey, EntryDraft, EntryProblem, Saved } from '$lib/backend/types';
import { EntryForm, type Replaces } from './entry-form.svelte';

const key: DraftKey = { kind: 'visit', subject: 'C01846' };
const saved: Saved = { name: 'VC_1', sequence: 1, warnings: [], dropped: true, notices: [] };
const tooOld: EntryProblem = { code: 'date-out-of-bounds', field: 'visited_on', message: 'too old' };

function draft(comment: string): EntryDraft {
  return {
    kind: 'visit',
    whom: { customer: 'C01846' },
    on: null,
    at: null,
    comment,
    form: 1,
    picked: [],
    fleet: {}
  };
}

/** What the form asked of the backend, in order; each call answers what the test set. */
function stage() {
  const calls: [string, ...unknown[]][] = [];
  const answers = {
    check: (_draft: EntryDraft): Promise<EntryProblem[]> => Promise.resolve([]),
    enter: (): Promise<Saved> => Promise.resolve(saved),
    keepDraft: (): Promise<void> => Promise.resolve()
  };
  const told = (call: string, ...rest: unknown[]) => calls.push([call, ...rest]);
  const backend = {
    check: (asked: EntryDraft) => answers.check(asked),
    enter: (entered: EntryDraft, kept: DraftKey) => (told('enter', entered, kept), answers.enter()),
    correct: (name: string, entered: EntryDraft, kept: DraftKey) => (
      told('correct', name, entered, kept),
      answers.enter()
    ),
    keepDraft: (kept: DraftKey, body: unknown) => (told('keepDraft', kept, body), answers.keepDraft()),
    dropDraft: (kept: DraftKey) => (told('dropDraft', kept), Promise.resolve()),
    drafts: () => Promise.resolve([])
  } as unknown as Backend;
  return { backend, calls, answers, named: () => calls.map(([call]) => call) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('saving', () => {
  it('keeps what was typed last, then enters it with the draft’s key', async () => {
    const { backend, calls } = stage();
    const form = new EntryForm(backend, key);
    form.typed(draft('a'), false);
    expect(await form.submit(draft('a'))).toEqual(saved);
    expect(calls).toEqual([
      ['keepDraft', key, draft('a')],
      ['enter', draft('a'), key]
    ]);
    // Nothing writes the draft again that went with the entry.
    await form.leave();
    await vi.advanceTimersByTimeAsync(1000);
    expect(calls).toHaveLength(2);
  });

  it('a second Ctrl+Enter while it saves enters nothing', async () => {
    const { backend, answers, named } = stage();
    let end = (): void => undefined;
    answers.enter = () => new Promise((done) => (end = () => done(saved)));
    const form = new EntryForm(backend, key);
    const first = form.submit(draft('a'));
    await vi.advanceTimersByTimeAsync(0);
    expect(await form.submit(draft('a'))).toBeNull();
    end();
    await first;
    expect(named()).toEqual(['enter']);
  });

  it('never enters twice, also when it is asked to later', async () => {
    const { backend, named } = stage();
    const form = new EntryForm(backend, key);
    await form.submit(draft('a'));
    expect(await form.submit(draft('a'))).toBeNull();
    expect(named()).toEqual(['enter']);
  });

  it('tells what is wrong by field, and can be tried again', async () => {
    const { backend, answers } = stage();
    answers.enter = () => Promise.reject(new BackendError('problems', 'wrong', null, [tooOld]));
    const form = new EntryForm(backend, key);
    expect(await form.submit(draft('a'))).toBeNull();
    expect(form.problems).toEqual([tooOld]);
    expect(form.failure).toBeNull();
    answers.enter = () => Promise.resolve(saved);
    expect(await form.submit(draft('b'))).toEqual(saved);
  });

  it('loses nothing when the disk is full', async () => {
    const { backend, answers, named } = stage();
    answers.keepDraft = () => Promise.reject(new BackendError('disk-full', 'no space left'));
    answers.enter = () => Promise.reject(new BackendError('disk-full', 'no space left'));
    const form = new EntryForm(backend, key);
    form.typed(draft('a'), false);
    expect(await form.submit(draft('a'))).toBeNull();
    expect(form.failure?.code).toBe('disk-full');
    expect(form.busy).toBe(false);
    expect(form.kept.state).toBe('failed');
    // There is room again: leaving keeps what was typed.
    answers.keepDraft = () => Promise.resolve();
    await form.leave();
    expect(form.kept.state).toBe('kept');
    expect(named()).toEqual(['keepDraft', 'enter', 'keepDraft']);
  });

  it('does not enter twice what was saved and could not be shown', async () => {
    const { backend, answers } = stage();
    answers.enter = () => Promise.reject(new BackendError('saved-not-shown', 'saved, but'));
    const form = new EntryForm(backend, key);
    expect(await form.submit(draft('a'))).toMatchObject({ warnings: [], dropped: false });
    expect(form.kept.state).toBe('none');
  });
});

describe('correcting', () => {
  const replaces: Replaces = { name: 'VC_0', draft: draft('old'), reason: 'date-out-of-bounds' };
  const ownKey = { kind: 'correction', subject: 'VC_0' };

  it('replaces what the server refused', async () => {
    const { backend, calls } = stage();
    await new EntryForm(backend, key, replaces).submit(draft('new'));
    expect(calls).toEqual([['correct', 'VC_0', draft('new'), ownKey]]);
  });

  it('asks anew for what an accountant refused by one call: the old one is let be with it, or not at all', async () => {
    const { backend, calls } = stage();
    const form = new EntryForm(backend, key, { ...replaces, state: 'refused' });
    expect(await form.submit(draft('new'))).toEqual(saved);
    expect(calls).toEqual([['correct', 'VC_0', draft('new'), ownKey]]);
  });

  it('enters anew where the base tells of a refusal that the journal has not heard of', async () => {
    const { backend, calls } = stage();
    await new EntryForm(backend, key, { ...replaces, state: 'integrated' }).submit(draft('new'));
    expect(calls).toEqual([['enter', draft('new'), ownKey]]);
  });
});

describe('checking', () => {
  it('asks at a pause, and a late answer about an earlier text counts no more', async () => {
    const { backend, answers } = stage();
    const ends: ((problems: EntryProblem[]) => void)[] = [];
    answers.check = () => new Promise((done) => ends.push(done));
    const form = new EntryForm(backend, key);
    form.typed(draft('a'), false);
    await vi.advanceTimersByTimeAsync(300);
    form.typed(draft('ab'), false);
    await vi.advanceTimersByTimeAsync(300);
    ends[1]?.([{ code: 'unlikely', field: 'tel_1', message: 'second' }]);
    await vi.advanceTimersByTimeAsync(0);
    ends[0]?.([{ code: 'unlikely', field: 'tel_1', message: 'first' }]);
    await vi.advanceTimersByTimeAsync(0);
    expect(form.warnings.map((warning) => warning.message)).toEqual(['second']);
  });

  it('shows problems while typing and forgets them when they are mended', async () => {
    const { backend, answers } = stage();
    answers.check = () => Promise.reject(new BackendError('problems', 'wrong', null, [tooOld]));
    const form = new EntryForm(backend, key);
    form.typed(draft('a'), false);
    await vi.advanceTimersByTimeAsync(300);
    expect(form.problems).toEqual([tooOld]);
    answers.check = () => Promise.resolve([]);
    form.typed(draft('b'), false);
    await vi.advanceTimersByTimeAsync(300);
    expect(form.problems).toEqual([]);
  });

  it('a form that is empty again has no draft and no problem', async () => {
    const { backend, named } = stage();
    const form = new EntryForm(backend, key);
    form.typed(draft('a'), false);
    await vi.advanceTimersByTimeAsync(300);
    form.typed(draft(''), true);
    await vi.advanceTimersByTimeAsync(300);
    expect(named()).toEqual(['keepDraft', 'dropDraft']);
    expect(form.kept.state).toBe('none');
  });
});
