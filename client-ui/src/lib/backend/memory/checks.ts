/** A few of the problems that Rust names, so that screens can show them. The rules themselves are Rust's and are proved there. */
import type { CustomerField, EntryDraft, EntryProblem } from '../types';
import { day } from './clock';
import { cardOf } from './company';
import { invented } from './lists';
import type { World } from './world';

export const problem = (code: string, message: string, field?: string): EntryProblem => ({
  code,
  message,
  ...(field === undefined ? {} : { field })
});

export function problemsOf(world: World, draft: EntryDraft): EntryProblem[] {
  if (draft.kind === 'visit') {
    const on = draft.on ?? day();
    const known = !('customer' in draft.whom) || world.byCode.has(draft.whom.customer);
    return [
      ...(known ? [] : [problem('unknown-customer', 'there is no such customer', 'customer')]),
      ...(on > day() || on < day(14)
        ? [problem('date-out-of-bounds', 'the day is out of bounds', 'visited_on')]
        : [])
    ];
  }
  if (draft.kind !== 'request') return [];
  const customer = world.byCode.get(draft.customer);
  if (customer === undefined) return [problem('unknown-customer', 'there is no such customer', 'customer')];
  const { sheet } = cardOf(customer);
  const asked = (Object.entries(draft.fields) as [CustomerField, string][]).filter(
    ([column, text]) => text.trim() !== String(sheet[column] ?? '')
  );
  const wrong = asked.flatMap(([column, text]) => wrongIn(column, text));
  const silent = draft.follow_up_on === undefined && Object.keys(draft.fleet).length === 0;
  const nothing = asked.length === 0 && draft.comment.trim() === '' && silent;
  return nothing ? [problem('nothing-changed', 'nothing is asked and nothing changes')] : wrong;
}

/** What ISO 7064 asks of an IBAN of any country: letters as numbers, its first four signs last, and 1 left of 97. */
function isIban(text: string): boolean {
  const spelled = text.replaceAll(' ', '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/.test(spelled)) return false;
  const digits = [...spelled.slice(4), ...spelled.slice(0, 4)].map((sign) => parseInt(sign, 36)).join('');
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}

function wrongIn(column: CustomerField, text: string): EntryProblem[] {
  const width = invented().fields.find((field) => field.column === column)?.max_length ?? null;
  if (width !== null && text.length > width)
    return [problem('text-too-long', `at most ${width} signs`, column)];
  if (column === 'iban' && text !== '' && !isIban(text)) {
    return [problem('bad-value', 'the check digits do not fit', 'iban')];
  }
  if (column === 'nb_jour_1' && text !== '' && !/^\d+$/.test(text))
    return [problem('bad-value', 'give a whole number', column)];
  return [];
}

/** What is unlikely and no hindrance. */
export function warningsOf(draft: EntryDraft): EntryProblem[] {
  if (draft.kind !== 'request') return [];
  const siret = draft.fields.contact_divers_2;
  const odd = siret !== undefined && siret !== '' && !/^\d{14}$/.test(siret.replaceAll(' ', ''));
  return odd ? [problem('unlikely', 'a SIRET has 14 digits', 'contact_divers_2')] : [];
}
