import { expect, it } from 'vitest';
import { personOptions, withOneself } from './people';

const person = (folder: string, name: string | null, active = true) => ({
  folder,
  name,
  active,
  c_user: null,
  c_rep: null
});
const OWN = { folder: 'jd', name: 'Jean', c_rep: 'J', admin: true };
const people = [person('z', 'Zoé'), person('a', 'Alain', false), person('e', 'Élise'), person('x', ' ')];

it('lists by name, those who left last, and a folder where there is no name', () => {
  const labels = personOptions(people).map(({ label }) => label);
  expect(labels).toEqual(['Élise', 'x', 'Zoé', 'Alain (parti)']);
});

it('has oneself once, although no list names one', () => {
  expect(withOneself(people, OWN).map(({ folder }) => folder)).toEqual(['jd', 'z', 'a', 'e', 'x']);
  expect(withOneself([...people, person('jd', 'Jean')], OWN)).toHaveLength(5);
});
