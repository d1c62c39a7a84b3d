/** Whose visits or figures: those who work, by name, then those who left. Pure. */
import type { Own, Person } from '$lib/backend/types';
import type { Option } from '$lib/parts/types';
import { m } from '$words/messages';

export function nameOf(person: { folder: string; name: string | null }): string {
  return person.name?.trim() || person.folder;
}

/** Oneself is among them although no list names one. */
export function withOneself(people: readonly Person[], own: Own): Person[] {
  const isListed = people.some(({ folder }) => folder === own.folder);
  return isListed ? [...people] : [{ ...own, c_user: null, active: true }, ...people];
}

export function personOptions(people: readonly Person[]): Option[] {
  return [...people].sort(compare).map((person) => ({
    value: person.folder,
    label: person.active ? nameOf(person) : m.words_person_gone({ name: nameOf(person) })
  }));
}

function compare(one: Person, other: Person): number {
  if (one.active !== other.active) return one.active ? -1 : 1;
  return nameOf(one).localeCompare(nameOf(other), 'fr');
}
