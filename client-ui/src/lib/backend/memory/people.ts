/** The reps of the invented company: customer number n is the portfolio of the rep n modulo their number. */
import type { Code, Person } from '../types';

type Rep = Person & { name: string; c_user: string; c_rep: string };

const rep = (folder: string, name: string, c_rep: string): Rep => ({
  folder,
  name,
  c_user: c_rep.slice(0, 2),
  c_rep,
  active: true
});

export const OWN: Rep = rep('jdupont', 'Jérôme Dupont', 'JD01');

export const REPS: readonly Rep[] = [
  OWN,
  rep('amartin', 'Anne Martin', 'AM01'),
  rep('lbernard', 'Louise Bernard', 'LB01'),
  rep('clegrand', 'Carole Legrand', 'CL01'),
  rep('ybrunet', 'Yann Brunet', 'YB01'),
  rep('fguerin', 'Fabien Guérin', 'FG01'),
  rep('mdelarochefoucauld', 'Marie-Ange DE LA ROCHEFOUCAULD-BREY', 'MD01'),
  rep('tmorin', 'Thierry Morin', 'TM01'),
  rep('nrobin', 'Nadège Robin', 'NR01'),
  rep('skerguelen', 'Soizic Kerguelen', 'SK01'),
  rep('hpasquier', 'Hugo Pasquier', 'HP01'),
  rep('vleduc', 'Véronique Leduc', 'VL01')
];

/** Who looks after a customer. */
export const repOf = (number: number): Rep => REPS[number % REPS.length] ?? OWN;

/** Who goes there when that rep is away. */
export const standInOf = (number: number): Rep => repOf(number + 1);

export const personOf = (folder: string | null): Rep | undefined =>
  folder === null ? OWN : REPS.find((it) => it.folder === folder);

/** As the list of `c_rep` shows them. */
export const REP_CODES: Code[] = REPS.map(({ c_rep, name }) => ({ code: c_rep, label: name, parent: null }));
