/** What was done with the invented customers before. */
import type { HistoryRow } from '../types';
import { day, daysFrom, workday } from './clock';
import { convertedOn, seedOf, type Invented } from './company';
import { repOf, standInOf } from './people';
import { oneOf, randomOf, whole } from './random';

const COMMENTS = [
  'Attend la fin des ensilages. Comparer avec l’offre du concurrent sur les 710/70 R42.',
  'Montage des jumelages fait sur place, satisfait du délai.',
  'Deux tracteurs de plus, une remorque PL vendue.',
  'Signé pour la saison, conditions AGRI reconduites.',
  ''
] as const;

/** The first customers are seen again and again; the others a few times in two years, so that a rep's days stay credible. */
const OFTEN = 120;
const QUOTES = ['agraire', 'tp', 'gc', 'pl-plp', 'lubrifiant', 'flotte-entreprise'] as const;

function pickedAt(number: number, at: number): string[] {
  const told = (number + at) % 2 === 0 || at === 0;
  if (!told) return ['contact.telephone'];
  const quote = QUOTES[(Math.floor(number / 12) + at * 5) % QUOTES.length] ?? 'agraire';
  const proposed =
    (Math.floor(number / 7) + at) % 4 === 0 ? ['visite.proposition', `visite.proposition.${quote}`] : [];
  return ['contact.visite', 'visite.sans-rdv', 'visite.commande', ...proposed];
}

function hourOf(number: number, at: number): string {
  const hour = 8 + ((number * 7 + at * 3) % 10);
  return `${String(hour).padStart(2, '0')}:${oneOf(randomOf(seedOf(number, 7 + at)), ['00', '15', '30', '45'] as const)}`;
}

/** A customer's history, newest first; every ninth row a dispute, the last ones from before the form. */
export function historyOf(it: Invented): HistoryRow[] {
  if (it.last_visit_on === null) return [];
  const random = randomOf(seedOf(it.number, 6));
  let back = daysFrom(it.last_visit_on, day());
  const often = it.number < OFTEN;
  const converted = convertedOn(it.number);
  return Array.from({ length: often ? 4 + whole(random, 40) : 4 + whole(random, 6) }, (_, at): HistoryRow => {
    const on = workday(day(back));
    back += often ? 8 + whole(random, 70) : 70 + whole(random, 260);
    const dispute = at % 9 === 2;
    const asProspect = converted !== null && on <= converted && !dispute;
    const told = oneOf(random, COMMENTS);
    const picked = pickedAt(it.number, at);
    return {
      on,
      at: hourOf(it.number, at),
      key: `${it.code}-${at}`,
      author: (at % 4 === 3 ? standInOf(it.number) : repOf(it.number)).name,
      origin: dispute ? 'LIT' : 'CRV',
      class: dispute ? 'other' : asProspect ? 'prospect_visit' : 'visit',
      subject: dispute
        ? `Litige ${1000 + at}`
        : `${asProspect ? '[PROSPECT] ' : ''}Visite du ${on.slice(8)}/${on.slice(5, 7)}/${on.slice(0, 4)}`,
      comment: dispute ? 'Avoir demandé sur deux pneus.' : told,
      form: at < 12 && !dispute ? 1 : null,
      picked: at < 12 && !dispute ? picked : [],
      entry: null,
      laid: false,
      pending: false
    };
  });
}
