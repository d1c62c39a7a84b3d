/** « Type de parc » in a form: what is known, and what this entry says anew. An entry names only kinds that it changes. Pure. */
import type { Fleet } from '$lib/backend/types';
import { m } from '$words/messages';

/** The highest number of vehicles that the input takes. */
export const MOST_VEHICLES = 99_999;

/** undefined = nothing said, null = there are some, else how many. */
export type Count = number | null | undefined;

/** The kinds offered, and those that are known and offered no more. */
export function kindsOf(offered: readonly string[], known: Fleet, said: Fleet): string[] {
  const others = [...Object.keys(known), ...Object.keys(said)].filter((kind) => !offered.includes(kind));
  return [...offered, ...new Set(others)];
}

/** The count as it would be with this entry. */
export function countOf(kind: string, known: Fleet, said: Fleet): Count {
  return kind in said ? said[kind] : known[kind];
}

/** Whether there are vehicles of that kind: « none » and « nothing said » look alike. */
export function isTicked(count: Count): boolean {
  return count === null || (count ?? 0) > 0;
}

/** Says a count; what is known already is not said again. */
export function saying(said: Fleet, known: Fleet, kind: string, count: number | null): Fleet {
  const rest = Object.fromEntries(Object.entries(said).filter(([other]) => other !== kind));
  const same = known[kind] === count || (count === 0 && !isTicked(known[kind]));
  return same ? rest : { ...rest, [kind]: count };
}

/** What was typed as a count: nothing = there are some. */
export function typedCount(text: string): number | null {
  if (text.trim() === '') return null;
  const count = Number(text);
  return Number.isInteger(count) ? Math.min(Math.max(count, 0), MOST_VEHICLES) : null;
}

/** « VL 2 · VUL 5 · TP oui ». */
export function fleetText(kinds: readonly string[], known: Fleet, said: Fleet): string {
  const parts = kinds.flatMap((kind) => {
    const count = countOf(kind, known, said);
    if (!isTicked(count)) return [];
    return [`${kind}\u00A0${count ?? m.visit_fleet_some()}`];
  });
  return parts.length === 0 ? m.visit_fleet_unknown() : parts.join(' · ');
}
