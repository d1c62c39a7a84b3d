/** Whose figures: everybody's, then those who work, then those who left. */
import type { Own, Person } from '$lib/backend/types';
import type { Option } from '$lib/parts/types';

/** Stands for everybody: no folder is called so. */
export const EVERYBODY = '';

export type Words = { everybody: string; gone: (name: string) => string };

export function nameOf(person: { folder: string; name: string | null }): string {
  return person.name?.trim() || person.folder;
}

export function personOptions(people: readonly Person[], own: Own, words: Words): Option[] {
  const withOwn = people.some(({ folder }) => folder === own.folder)
    ? people
    : [{ ...own, c_user: null, active: true }, ...people];
  const byName = (one: Person, other: Person) => nameOf(one).localeCompare(nameOf(other), 'fr');
  const of = (active: boolean) => withOwn.filter((one) => one.active === active).sort(byName);
  return [
    { value: EVERYBODY, label: words.everybody },
    ...of(true).map((one) => ({ value: one.folder, label: nameOf(one) })),
    ...of(false).map((one) => ({ value: one.folder, label: words.gone(nameOf(one)) }))
  ];
}
