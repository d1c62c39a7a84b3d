import { describe, expect, it, vi } from 'vitest';
import { ChoosingList } from './list.svelte';

const rows = (codes: string) => () => Promise.resolve({ total: codes.length, rows: [...codes] });

function listOf(chosen: string | null = null) {
  const state = { chosen, held: false };
  const list = new ChoosingList<string>((row) => row, {
    get: () => state.chosen,
    set: (key) => (state.chosen = key),
    held: () => state.held
  });
  return { list, state };
}

describe('a list with a row chosen', () => {
  it('chooses the first row', async () => {
    const { list, state } = listOf();
    await list.open('a', rows('xyz'));
    expect(state.chosen).toBe('x');
  });

  it('keeps what was chosen before when one comes back', async () => {
    const { list, state } = listOf('y');
    await list.open('a', rows('xyz'));
    expect([state.chosen, list.place]).toEqual(['y', 1]);
  });

  it('goes to the first row of another question', async () => {
    const { list, state } = listOf('y');
    await list.open('a', rows('xyz'));
    await list.open('b', rows('pqy'));
    expect([state.chosen, list.fresh]).toEqual(['p', 2]);
  });

  it('keeps what is held, also when another question hides it or was asked before', async () => {
    const { list, state } = listOf('y');
    await list.open('a', rows('xyz'));
    const asked = list.open('b', rows('pq'));
    state.held = true;
    await asked;
    expect([state.chosen, list.place]).toEqual(['y', -1]);
    state.held = false;
    await list.open('c', rows('pq'));
    expect(state.chosen).toBe('p');
  });

  it('keeps the choice when the same is asked again, even when the row is gone', async () => {
    const { list, state } = listOf();
    await list.open('a', rows('xyz'));
    await list.open('a', rows('yz'));
    expect([state.chosen, list.place, list.fresh]).toEqual(['x', -1, 1]);
  });

  it('goes to the first row of another question that was asked again before its answer', async () => {
    const { list, state } = listOf('y');
    await list.open('a', rows('xyz'));
    await Promise.all([list.open('b', rows('pqy')), list.open('b', rows('pqy'))]);
    expect([state.chosen, list.fresh]).toEqual(['p', 2]);
  });

  it('keeps its place when it comes back to the question that it answered last', async () => {
    const { list, state } = listOf('y');
    await list.open('a', rows('xyz'));
    await Promise.all([list.open('b', rows('pqy')), list.open('a', rows('xyz'))]);
    expect([state.chosen, list.fresh]).toEqual(['y', 1]);
  });

  it('brings what was chosen from elsewhere into sight, also by another question', async () => {
    const { list, state } = listOf();
    await list.open('a', rows('xyz'));
    list.choose('q');
    await Promise.all([list.open('b', rows('pqy')), list.open('b', rows('pqy'))]);
    expect([state.chosen, list.place, list.fresh]).toEqual(['q', 1, 2]);
    await list.open('c', rows('xyz'));
    expect(state.chosen).toBe('x');
  });

  it('reads on until what was chosen from elsewhere is there', async () => {
    const { list, state } = listOf();
    const all = Array.from({ length: 950 }, (_, at) => `C${at}`);
    const ask = vi.fn((offset: number, limit: number) =>
      Promise.resolve({ total: all.length, rows: all.slice(offset, offset + limit) })
    );
    list.choose('C420');
    await list.open('a', ask);
    expect([state.chosen, list.place, list.fresh]).toEqual(['C420', 420, 1]);
    expect(ask).toHaveBeenCalledTimes(5);
  });

  it('chooses nothing in an empty list', async () => {
    const { list, state } = listOf('y');
    await list.open('a', rows('y'));
    await list.open('b', rows(''));
    expect(state.chosen).toBeNull();
  });

  it('walks, and stays at the ends', async () => {
    const { list, state } = listOf();
    await list.open('a', rows('xyz'));
    expect([list.walk(-1), state.chosen]).toEqual([0, 'x']);
    expect([list.walk(1), state.chosen]).toEqual([1, 'y']);
    expect([list.walk(15), state.chosen]).toEqual([2, 'z']);
  });

  it('walks on from where a row was that moved', async () => {
    const { list, state } = listOf('b');
    await list.open('a', rows('abcdef'));
    await list.open('a', rows('acdefb'));
    expect(state.chosen).toBe('b');
    list.walk(1);
    expect(state.chosen).toBe('c');
    list.walk(1);
    expect(state.chosen).toBe('d');
  });

  it('walks back from there, too', async () => {
    const { list, state } = listOf('c');
    await list.open('a', rows('abcdef'));
    await list.open('a', rows('abdefc'));
    list.walk(-1);
    expect(state.chosen).toBe('b');
  });

  it('takes the arrows of a table only when the chosen row has just moved', async () => {
    const { list } = listOf('b');
    const walk = vi.fn();
    const press = (key: string) => list.walkOn(new KeyboardEvent('keydown', { key, cancelable: true }), walk);
    await list.open('a', rows('abc'));
    press('ArrowDown');
    expect(walk).not.toHaveBeenCalled();
    await list.open('a', rows('acb'));
    press('Enter');
    expect(walk).not.toHaveBeenCalled();
    press('ArrowDown');
    expect(walk).toHaveBeenCalledExactlyOnceWith(1);
  });
});
