import { describe, expect, it, vi } from 'vitest';
import type { HistoryRow, PageQuery } from '$lib/backend/types';
import { History, HISTORY_PAGE } from './history.svelte';

const TOTAL = 100;
const keyOf = (at: number) => String(at).padStart(3, '0');

function laptop() {
  const customerHistory = vi.fn((_code: string, query: PageQuery) => {
    const from = query.after === null ? 0 : Number(query.after.key) + 1;
    const to = Math.min(TOTAL, from + query.limit);
    const rows = Array.from({ length: to - from }, (_, at) => ({ key: keyOf(from + at) }) as HistoryRow);
    const next = to < TOTAL ? { on: null, at: '', key: keyOf(to - 1) } : null;
    return Promise.resolve({ rows, next, total: TOTAL });
  });
  return { customerHistory, history: new History((query) => customerHistory('C1', query)) };
}

describe('the history', () => {
  it('is read on page by page to its end, each row once', async () => {
    const { history } = laptop();
    await history.open(false);
    expect(history.rows).toHaveLength(HISTORY_PAGE);
    await history.more();
    await history.more();
    await history.more();
    expect(history.rows.map(({ key }) => key)).toEqual(Array.from({ length: TOTAL }, (_, at) => keyOf(at)));
    expect(history.next).toBeNull();
  });

  it('asks for a page once, however often the end comes near', async () => {
    const { history, customerHistory } = laptop();
    await history.open(false);
    await Promise.all([history.more(), history.more()]);
    expect(customerHistory).toHaveBeenCalledTimes(2);
  });

  it('keeps as many rows as are shown when it is read again', async () => {
    const { history, customerHistory } = laptop();
    await history.open(false);
    await history.more();
    await history.open(true);
    expect(history.rows).toHaveLength(2 * HISTORY_PAGE);
    expect(customerHistory).toHaveBeenLastCalledWith('C1', {
      with_lit: true,
      after: null,
      limit: 2 * HISTORY_PAGE
    });
  });

  it('drops the answer to an earlier question', async () => {
    const { history } = laptop();
    const first = history.open(false);
    const second = history.open(true);
    await Promise.all([first, second]);
    expect(history.rows).toHaveLength(HISTORY_PAGE);
  });
});
