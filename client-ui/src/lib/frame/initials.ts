/** « JD » of « Jean Dupont », or of a user folder such as « j.dupont »; « JE » when there is one word only. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => word !== '');
  const [first = '', last = ''] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  const letters =
    last === '' ? [...first].slice(0, 2).join('') : ([...first][0] ?? '') + ([...last][0] ?? '');
  return letters.toLocaleUpperCase('fr');
}
