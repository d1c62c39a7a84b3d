import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readingTime, Toasts } from './toasts.svelte';

const messages = (toasts: Toasts) => toasts.shown.map((toast) => toast.message);
let toasts: Toasts;

beforeEach(() => {
  vi.useFakeTimers();
  toasts = new Toasts();
});
afterEach(() => vi.useRealTimers());

describe('how long', () => {
  it('stays long enough to be read, then goes', () => {
    toasts.show({ message: 'saved' });
    vi.advanceTimersByTime(5_900);
    expect(messages(toasts)).toEqual(['saved']);
    vi.advanceTimersByTime(200);
    expect(messages(toasts)).toEqual([]);
  });

  it('gives more time for long words and for something to do', () => {
    const toast = { id: 1, tone: 'ok' as const, action: null };
    const short = readingTime({ ...toast, message: 'saved' }) ?? 0;
    expect(readingTime({ ...toast, message: 'a'.repeat(200) })).toBeGreaterThan(short * 2);
    expect(
      readingTime({ ...toast, message: 'saved', action: { label: 'see', run: () => undefined } })
    ).toBeGreaterThan(short);
  });

  it('keeps errors until they are closed', () => {
    const id = toasts.show({ message: 'broken', tone: 'bad' });
    vi.advanceTimersByTime(3_600_000);
    expect(messages(toasts)).toEqual(['broken']);
    toasts.close(id);
    expect(messages(toasts)).toEqual([]);
  });

  it('waits while it is held', () => {
    toasts.show({ message: 'saved' });
    toasts.hold(true);
    vi.advanceTimersByTime(60_000);
    expect(messages(toasts)).toEqual(['saved']);
    toasts.hold(false);
    vi.advanceTimersByTime(6_100);
    expect(messages(toasts)).toEqual([]);
  });
});

describe('how many', () => {
  it('shows three: the oldest that is no error gives way', () => {
    toasts.show({ message: 'broken', tone: 'bad' });
    for (const message of ['one', 'two', 'three']) toasts.show({ message });
    expect(messages(toasts)).toEqual(['broken', 'two', 'three']);
  });

  it('lets what comes after three errors wait for its turn, and its time', () => {
    const first = toasts.show({ message: 'e1', tone: 'bad' });
    toasts.show({ message: 'e2', tone: 'bad' });
    toasts.show({ message: 'e3', tone: 'bad' });
    toasts.show({ message: 'saved' });
    vi.advanceTimersByTime(60_000);
    expect(messages(toasts)).toEqual(['e1', 'e2', 'e3']);
    toasts.close(first);
    expect(messages(toasts)).toEqual(['e2', 'e3', 'saved']);
    vi.advanceTimersByTime(6_100);
    expect(messages(toasts)).toEqual(['e2', 'e3']);
  });

  it('says the same thing once', () => {
    toasts.show({ message: 'saved' });
    vi.advanceTimersByTime(5_000);
    toasts.show({ message: 'saved' });
    expect(messages(toasts)).toEqual(['saved']);
    vi.advanceTimersByTime(5_000);
    expect(messages(toasts)).toEqual(['saved']);
  });
});
