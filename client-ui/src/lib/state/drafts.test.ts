import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BackendError } from '$lib/backend/backend';
import type { Draft, DraftKey } from '$lib/backend/types';
import { KeptDraft } from './drafts.svelte';

const key: DraftKey = { kind: 'visit', subject: 'C01846' };

/** A journal whose writes end when the test says so. */
class Journal {
  written: unknown[] = [];
  kept: Draft[] = [];
  dropped: DraftKey[] = [];
  /** Ends of the writes that are under way. */
  ends: { done: () => void; fail: (error: Error) => void }[] = [];
  slow = false;

  drafts = () => Promise.resolve(this.kept);
  dropDraft = (dropped: DraftKey) => {
    this.dropped.push(dropped);
    return Promise.resolve();
  };
  keepDraft = (_: DraftKey, body: unknown) => {
    this.written.push(body);
    if (!this.slow) return Promise.resolve();
    return new Promise<void>((done, fail) => this.ends.push({ done, fail }));
  };
}

describe('a kept draft', () => {
  let journal: Journal;
  let draft: KeptDraft;

  beforeEach(() => {
    vi.useFakeTimers();
    journal = new Journal();
    draft = new KeptDraft(journal, key);
  });
  afterEach(() => vi.useRealTimers());

  it('is written at a pause, once, with what was typed last', async () => {
    draft.keep('a');
    await vi.advanceTimersByTimeAsync(200);
    draft.keep('ab');
    await vi.advanceTimersByTimeAsync(299);
    expect(journal.written).toEqual([]);
    expect(draft.state).toBe('pending');
    await vi.advanceTimersByTimeAsync(1);
    expect(journal.written).toEqual(['ab']);
    expect(draft.state).toBe('kept');
  });

  it('is written at once when the form is left', async () => {
    draft.keep('a');
    await draft.flush();
    expect(journal.written).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(journal.written).toEqual(['a']);
  });

  it('writes one after the other', async () => {
    journal.slow = true;
    draft.keep('a');
    void draft.flush();
    await vi.advanceTimersByTimeAsync(0);
    draft.keep('ab');
    const last = draft.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(journal.written).toEqual(['a']);
    journal.ends[0]?.done();
    await vi.advanceTimersByTimeAsync(0);
    expect(journal.written).toEqual(['a', 'ab']);
    journal.ends[1]?.done();
    await last;
    expect(draft.state).toBe('kept');
  });

  it('waits for the next try when the disk is full', async () => {
    journal.slow = true;
    draft.keep('a');
    const first = draft.flush();
    await vi.advanceTimersByTimeAsync(0);
    journal.ends[0]?.fail(new BackendError('disk-full', 'no space left'));
    await first;
    expect(draft.state).toBe('failed');
    journal.slow = false;
    await draft.flush();
    expect(journal.written).toEqual(['a', 'a']);
    expect(draft.state).toBe('kept');
  });

  it('does not write an older text over a newer one after a failure', async () => {
    journal.slow = true;
    draft.keep('a');
    const first = draft.flush();
    await vi.advanceTimersByTimeAsync(0);
    draft.keep('ab');
    journal.ends[0]?.fail(new Error('full'));
    await first;
    journal.slow = false;
    await draft.flush();
    expect(journal.written).toEqual(['a', 'ab']);
  });

  it('never comes back once it was entered', async () => {
    draft.keep('a');
    draft.entered();
    draft.keep('b');
    await vi.advanceTimersByTimeAsync(1000);
    await draft.flush();
    expect(journal.written).toEqual([]);
    expect(draft.state).toBe('none');
  });

  it('is thrown away after the write that is under way', async () => {
    journal.slow = true;
    draft.keep('a');
    void draft.flush();
    await vi.advanceTimersByTimeAsync(0);
    const dropped = draft.drop();
    await vi.advanceTimersByTimeAsync(0);
    expect(journal.dropped).toEqual([]);
    journal.ends[0]?.done();
    await dropped;
    expect(journal.dropped).toEqual([key]);
    expect(draft.state).toBe('none');
  });

  it('is found by its key', async () => {
    const updated_at = '2026-11-24T13:10:00Z';
    journal.kept = [
      { key: { ...key, subject: 'C00001' }, body: 1, updated_at },
      { key: { ...key, kind: 'request' }, body: 2, updated_at },
      { key, body: 3, updated_at }
    ];
    expect((await draft.read())?.body).toBe(3);
    expect(draft.state).toBe('kept');
    journal.kept = [];
    expect(await new KeptDraft(journal, key).read()).toBeNull();
  });
});
