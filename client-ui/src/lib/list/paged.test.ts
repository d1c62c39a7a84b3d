import { describe, expect, it } from 'vitest';
import { PAGE, PagedRows, type PageOfRows } from './paged.svelte';

type Answer = PageOfRows<string>;
type Question = { offset: number; answer: (page: Answer) => void; refuse: (error: Error) => void };

/** A backend that answers when the test says so. */
function slowList() {
  const questions: Question[] = [];
  const ask = (offset: number) =>
    new Promise<Answer>((answer, refuse) => {
      questions.push({ offset, answer, refuse });
    });
  return { questions, ask };
}

const rowsFrom = (offset: number, count: number, mark = 'r') =>
  Array.from({ length: count }, (_, at) => `${mark}${offset + at}`);

/** A list that answers at once. */
const list =
  (total: number, mark = 'r') =>
  (offset: number, limit: number) =>
    Promise.resolve({ total, rows: rowsFrom(offset, Math.max(0, Math.min(limit, total - offset)), mark) });

/** Everything that was promised has been done. */
const settled = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

describe('PagedRows', () => {
  it('reads the first page, and others when they come into sight', async () => {
    const paged = new PagedRows<string>();
    expect(paged.settled).toBe(false);
    await paged.open(list(250));
    expect([paged.total, paged.row(0), paged.row(PAGE)]).toEqual([250, 'r0', undefined]);
    paged.need(95, 110);
    await settled();
    expect([paged.row(99), paged.row(100), paged.row(199), paged.row(200)]).toEqual([
      'r99',
      'r100',
      'r199',
      undefined
    ]);
  });

  it('asks for a page once', async () => {
    const slow = slowList();
    const paged = new PagedRows<string>();
    await paged.open(list(300));
    const again = paged.open(slow.ask);
    slow.questions[0]?.answer({ total: 300, rows: rowsFrom(0, PAGE) });
    await again;
    paged.need(100, 120);
    paged.need(110, 130);
    expect(slow.questions.map((question) => question.offset)).toEqual([0, 100]);
  });

  it('lets the latest question win, whatever the order of answers', async () => {
    const slow = slowList();
    const paged = new PagedRows<string>();
    const first = paged.open(slow.ask);
    const second = paged.open(slow.ask);
    slow.questions[1]?.answer({ total: 1, rows: ['later'] });
    await second;
    slow.questions[0]?.answer({ total: 1, rows: ['earlier'] });
    await first;
    expect(paged.row(0)).toBe('later');
  });

  it('keeps showing the old rows until the new ones are there', async () => {
    const slow = slowList();
    const paged = new PagedRows<string>();
    await paged.open(list(3, 'old'));
    const asked = paged.open(slow.ask);
    expect([paged.row(2), paged.total, paged.settled]).toEqual(['old2', 3, false]);
    slow.questions[0]?.answer({ total: 1, rows: ['new0'] });
    await asked;
    expect([paged.row(0), paged.row(2), paged.total, paged.settled]).toEqual(['new0', undefined, 1, true]);
  });

  it('reads the rows in sight again, not only the first page', async () => {
    const paged = new PagedRows<string>();
    await paged.open(list(1000, 'old'));
    paged.need(440, 470);
    await paged.reread(list(1000, 'new'));
    expect([paged.row(0), paged.row(450), paged.row(300)]).toEqual(['new0', 'new450', undefined]);
  });

  it('forgets the rows in sight when something else is asked', async () => {
    const slow = slowList();
    const paged = new PagedRows<string>();
    await paged.open(list(1000));
    paged.need(440, 470);
    void paged.open(slow.ask);
    expect(slow.questions.map((question) => question.offset)).toEqual([0]);
  });

  it('drops a page of an earlier question', async () => {
    const slow = slowList();
    const paged = new PagedRows<string>();
    const opened = paged.open(slow.ask);
    slow.questions[0]?.answer({ total: 500, rows: rowsFrom(0, PAGE, 'a') });
    await opened;
    paged.need(100, 101);
    await paged.open(list(500, 'b'));
    slow.questions[1]?.answer({ total: 500, rows: rowsFrom(100, PAGE, 'a') });
    await settled();
    expect(paged.row(100)).toBeUndefined();
  });

  it('tells why there is no answer, keeps what it has, and may ask again', async () => {
    const paged = new PagedRows<string>();
    await paged.open(list(300));
    await paged.open(() => Promise.reject(new Error('no base')));
    expect([paged.failure, paged.row(0)]).toEqual([new Error('no base'), 'r0']);
    await paged.open(list(300));
    expect(paged.failure).toBeNull();
  });
});
