/** Whose visits an administrator may pick: those who work with it first, then those who have left. Pure. */
import type { ListsView, Person } from '$lib/backend/types';
import type { Option } from '$lib/parts/types';
import { m } from '$words/messages';

const nameOf = (person: Person) => person.name?.trim() || person.folder;

export function peopleOptions(lists: ListsView): Option[] {
  const others = lists.people.filter(({ folder }) => folder !== lists.own.folder);
  return [...others].sort(compare).map((person) => ({
    value: person.folder,
    label: person.active ? nameOf(person) : m.calendar_rep_gone({ name: nameOf(person) })
  }));
}

function compare(one: Person, other: Person): number {
  if (one.active !== other.active) return one.active ? -1 : 1;
  return nameOf(one).localeCompare(nameOf(other), 'fr');
}
