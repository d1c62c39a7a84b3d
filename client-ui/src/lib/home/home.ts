/** What Accueil's lists say beside their rows. Pure. */
import type { HomeGroups, HomeList } from '$lib/backend/types';
import type { RowGroup } from '$lib/parts/types';
import { m } from '$words/messages';

/** The heads of the groups, each with the place of its first row. */
export function groupsOf(list: HomeList, groups: HomeGroups, total: number): RowGroup[] {
  const counted: [string, number][] =
    list === 'to_see_again'
      ? [
          [m.home_overdue(), groups.overdue],
          [m.home_today(), groups.today],
          [m.home_week(), groups.week],
          [m.home_later(), groups.later]
        ]
      : [
          [m.home_never(), groups.never],
          [m.home_seen(), groups.never > 0 ? total - groups.never : 0]
        ];
  let first = 0;
  return counted.flatMap(([label, count]) => {
    const head = { label, count, first };
    first += count;
    return count > 0 ? [head] : [];
  });
}

/** What the tab says is to do: everything due within the week. */
export function dueCount(groups: HomeGroups): number {
  return groups.overdue + groups.today + groups.week;
}
