/** What is proposed while one types. Pure. */

/** All of them where nothing or one of them is typed, else those that have what is typed, those that begin so first. */
export function proposed(all: readonly string[], typed: string): string[] {
  const wanted = folded(typed);
  if (wanted === '' || all.some((one) => folded(one) === wanted)) return [...all];
  const found = all.filter((one) => folded(one).includes(wanted));
  const begins = (one: string) => folded(one).startsWith(wanted);
  return [...found.filter(begins), ...found.filter((one) => !begins(one))];
}

function folded(text: string): string {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase('fr');
  return plain.replace(/[\s’'-]+/g, ' ').trim();
}
