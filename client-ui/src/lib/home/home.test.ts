import { describe, expect, it } from 'vitest';
import { dueCount, groupsOf } from './home';

const none = { overdue: 0, today: 0, week: 0, later: 0, never: 0 };

describe('groups of Accueil', () => {
  it('stand where their first row is', () => {
    const groups = groupsOf('to_see_again', { ...none, overdue: 6, today: 3, week: 9, later: 2 }, 20);
    expect(groups.map(({ first, count }) => [first, count])).toEqual([
      [0, 6],
      [6, 3],
      [9, 9],
      [18, 2]
    ]);
    expect(groups[0]?.label).toBe('En retard');
  });

  it('leave out what is empty', () => {
    expect(groupsOf('to_see_again', { ...none, today: 1, later: 4 }, 5)).toEqual([
      { label: 'Aujourd’hui', count: 1, first: 0 },
      { label: 'Plus tard', count: 4, first: 1 }
    ]);
  });

  it('part those never seen from the others, if there are any', () => {
    expect(
      groupsOf('last_visit', { ...none, never: 2 }, 30).map(({ first, count }) => [first, count])
    ).toEqual([
      [0, 2],
      [2, 28]
    ]);
    expect(groupsOf('last_visit', { ...none, never: 3 }, 3)).toHaveLength(1);
    expect(groupsOf('last_visit', none, 30)).toEqual([]);
  });

  it('count what is due', () => {
    expect(dueCount({ ...none, overdue: 6, today: 3, week: 9, later: 40 })).toBe(18);
  });
});
