/** Without accents and case, as one types in a hurry. The backend folds names by itself; this is for the actions' own words. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’']/g, ' ').toLowerCase();
}

/** How well words were found: 2 = it begins with them, 1 = every word is in it, 0 = not. Wildcards are no letters. */
export function foundIn(label: string, typed: string): 0 | 1 | 2 {
  const words = fold(typed).replace(/[*?]/g, ' ').trim();
  if (words === '') return 0;
  const text = fold(label);
  if (text.startsWith(words)) return 2;
  return words.split(/\s+/).every((word) => text.includes(word)) ? 1 : 0;
}
