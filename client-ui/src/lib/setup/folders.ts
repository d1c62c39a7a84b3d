/** What can be said about two chosen folders by their names alone; whether they are there is asked of the backend. Pure. */

const INBOX = /inbox|envois?/i;
const BASES = /bases/i;

/** Names that the folder beside the chosen one probably has; `null` when the chosen name tells nothing. */
export function guessOther(chosen: string, chosenIs: 'inbox' | 'bases'): string | null {
  const { parent, name } = split(chosen);
  const pattern = chosenIs === 'inbox' ? INBOX : BASES;
  if (parent === '' || !pattern.test(name)) return null;
  return parent + name.replace(pattern, chosenIs === 'inbox' ? 'bases' : 'inbox');
}

/** Why two folders cannot be used together: each has one writer only. */
export function clashOf(inbox: string, bases: string): 'same' | 'nested' | null {
  const one = normal(inbox);
  const other = normal(bases);
  if (one === other) return 'same';
  return one.startsWith(other + '/') || other.startsWith(one + '/') ? 'nested' : null;
}

function split(path: string): { parent: string; name: string } {
  const clean = path.replace(/[\\/]+$/, '');
  const cut = Math.max(clean.lastIndexOf('/'), clean.lastIndexOf('\\'));
  return { parent: clean.slice(0, cut + 1), name: clean.slice(cut + 1) };
}

/** Windows compares without case; a path of another system that differs by case alone is refused by nobody but this hint. */
function normal(path: string): string {
  const slashes = path.replace(/\\/g, '/').replace(/\/+$/, '');
  return /^[a-z]:/i.test(slashes) ? slashes.toLowerCase() : slashes;
}
