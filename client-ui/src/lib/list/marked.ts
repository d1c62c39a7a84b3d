/** The parts of a name that the search found, and those between them. Pure. */
export type Part = { text: string; found: boolean };

/** `matched`: beginnings and ends in UTF-16 units, in order. */
export function partsOf(name: string, matched: readonly (readonly [number, number])[]): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const [from, to] of matched) {
    if (from < at || to > name.length || to <= from) continue;
    parts.push({ text: name.slice(at, from), found: false }, { text: name.slice(from, to), found: true });
    at = to;
  }
  parts.push({ text: name.slice(at), found: false });
  return parts.filter(({ text }) => text !== '');
}
