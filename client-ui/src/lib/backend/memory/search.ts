/** The search of the invented company: the same rules as Rust's `Pattern`, which is the one that counts. */

const folded = new Map<string, string>();

/** Lower case without accents. Keeps the length of what French names hold, but for the ligatures. */
export function fold(text: string): string {
  const known = folded.get(text);
  if (known !== undefined) return known;
  const made = text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae');
  folded.set(text, made);
  return made;
}

const escaped = (text: string) => text.replace(/[.+^${}()|[\]\\]/g, '\\$&');

/** Without `*`: contained; with it: the whole name or code. */
export function patternOf(typed: string): RegExp | null {
  const text = fold(typed).trim().replace(/\*+/g, '*');
  if (text === '') return null;
  const body = escaped(text).replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(text.includes('*') ? `^${body}$` : body);
}

/** The parts of a name that the texts between stars found. */
export function matchedParts(name: string, typed: string): [number, number][] {
  const folded = fold(name);
  if (folded.length !== name.length) return [];
  const parts: [number, number][] = [];
  let from = 0;
  for (const piece of fold(typed).trim().split('*').filter(Boolean)) {
    const found = new RegExp(escaped(piece).replaceAll('?', '.')).exec(folded.slice(from));
    if (!found) return [];
    parts.push([from + found.index, from + found.index + found[0].length]);
    from += found.index + found[0].length;
  }
  return parts;
}
