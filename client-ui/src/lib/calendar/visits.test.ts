import { describe, expect, it, vi } from 'vitest';
import type { CalendarPage, CalendarQuery } from '$lib/backend/types';
import { visit } from './testing';
import { Visits } from './visits.svelte';

const query = (change: Partial<CalendarQuery> = {}): CalendarQuery => ({
  from: '2026-10-26',
  to: '2026-12-06',
  author: null,
  follow_ups: false,
  ...change
});
const page = (...rows: CalendarPage['rows']): CalendarPage => ({ rows, follow_ups: [] });

/** Answers in whatever order the test wants. */
function backendOf() {
  const answers: { give: (page: CalendarPage) => void; fail: (error: unknown) => void }[] = [];
  const calendar = () => new Promise<CalendarPage>((give, fail) => answers.push({ give, fail }));
  const entries = vi.fn(() => Promise.resolve([]));
  return { backend: { calendar, entries }, answers, entries };
}

describe('visits of a range', () => {
  it('drop an answer that comes late', async () => {
    const { backend, answers } = backendOf();
    const visits = new Visits();
    const first = visits.open(backend, query());
    const second = visits.open(backend, query({ from: '2026-11-30', to: '2027-01-03' }));
    answers[1]?.give(page(visit({ name: 'december' })));
    await second;
    answers[0]?.give(page(visit({ name: 'november' })));
    await first;
    expect(visits.rows.map(({ name }) => name)).toEqual(['december']);
    expect(visits.answers(query())).toBe(false);
  });

  it('keep what is shown when a later question fails, and say so', async () => {
    const { backend, answers } = backendOf();
    const visits = new Visits();
    const first = visits.open(backend, query());
    answers[0]?.give(page(visit()));
    await first;
    const second = visits.open(backend, query());
    answers[1]?.fail(new Error('no'));
    await second;
    expect(visits.rows).toHaveLength(1);
    expect(visits.failure).not.toBeNull();
    const third = visits.open(backend, query());
    answers[2]?.give(page());
    await third;
    expect([visits.rows.length, visits.failure]).toEqual([0, null]);
  });

  it('show nobody’s visits under another name', async () => {
    const { backend, answers } = backendOf();
    const visits = new Visits();
    const first = visits.open(backend, query());
    answers[0]?.give(page(visit()));
    await first;
    void visits.open(backend, query({ author: 'jmartin' }));
    expect(visits.rows).toEqual([]);
    expect(visits.answers(query({ author: 'jmartin' }))).toBe(false);
  });

  it('ask for entries only where a life line is to be drawn', async () => {
    const { backend, answers, entries } = backendOf();
    const visits = new Visits();
    const first = visits.open(backend, query());
    answers[0]?.give(page(visit()));
    await first;
    expect(entries).not.toHaveBeenCalled();
    const second = visits.open(backend, query());
    answers[1]?.give(page(visit({ laid: true })));
    await second;
    expect(entries).toHaveBeenCalledOnce();
  });
});
