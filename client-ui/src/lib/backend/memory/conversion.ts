/** What a creation of the invented company still needs: the same codes as Rust, whose judgement is the one that counts. */
import type { CreationDraft, CreationReview, CustomerField, EntryProblem, Sheet } from '../types';
import { isMasked, looksRight, problem, typedOf, wrongIn } from './field-checks';
import { invented } from './lists';
import { fullProspect, withFields } from './prospect-overlay';
import type { World } from './world';

/** The payment modes that ask for IBAN and BIC, and for a signature: parameters of the company. */
const WITH_BANK_DETAILS = ['LD', 'PR'];
const WITH_SIGNATURE = ['LD', 'PR'];
const FARMERS_MODE = 'CH';
const CREDITOR = 'BOCAGE PNEUS';

const LCR =
  '{nom} autorise {creancier} à émettre des lettres de change relevé directes, non soumises à acceptation, en règlement de ' +
  'ses factures à leur échéance, et demande à l’établissement qui tient le compte désigné ci-dessous de les payer à leur ' +
  'présentation. La présente autorisation vaut jusqu’à révocation écrite.\nIBAN : {iban}\nBIC : {bic}';
const SEPA =
  'En signant ce mandat, {nom} autorise {creancier} à envoyer des instructions à sa banque pour débiter son compte ' +
  'IBAN {iban}, BIC {bic}, et sa banque à débiter ce compte selon ces instructions.';

const text = (sheet: Sheet, column: CustomerField): string => String(sheet[column] ?? '').trim();
const compact = (words: string) => words.replace(/\s/g, '');
const printed = (iban: string) => compact(iban).replace(/(.{4})(?=.)/g, '$1 ');
const refused = (why: EntryProblem): CreationReview => ({
  required: [],
  problems: [why],
  modes: [],
  locked: {},
  bank_details: false,
  authorisation: null
});

function authorisationOf(sheet: Sheet, mode: string): string {
  const iban = text(sheet, 'iban');
  const bic = text(sheet, 'bic');
  return (mode === 'LD' ? LCR : SEPA)
    .replace('{nom}', text(sheet, 'nom_client') || '……')
    .replace('{creancier}', CREDITOR)
    .replace('{iban}', iban === '' ? '……' : printed(iban))
    .replace('{bic}', bic || '……');
}

const isFarmer = (sheet: Sheet): boolean =>
  invented().farmer_categories.some(
    (code) => code === text(sheet, 'c_fam_client') || code === text(sheet, 'c_sfam_client')
  );

/** What the fields together do not allow. */
function together(sheet: Sheet, column: CustomerField): EntryProblem[] {
  const farmers = text(sheet, 'c_mod_rgl_1') === FARMERS_MODE;
  const term = text(sheet, 'nb_jour_1');
  if (column === 'c_mod_rgl_1' && farmers && !isFarmer(sheet))
    return [problem('farmers-only', 'this payment mode is for farmers only', column)];
  if (column === 'nb_jour_1' && farmers && term !== '' && term !== '20')
    return [problem('farmers-term', 'it is payable at 20 days', column)];
  if (column === 'jour_1' && farmers && text(sheet, column) !== '')
    return [problem('farmers-due-day', 'it counts from the invoice’s date', column)];
  const [bic, iban] = [text(sheet, 'bic'), text(sheet, 'iban')];
  if (column === 'iban' && bic !== '' && iban !== '' && bic.slice(4, 6) !== iban.slice(0, 2))
    return [problem('bic-iban-disagree', 'they are of two countries', column)];
  return [];
}

function ofSignature(draft: CreationDraft, sheet: Sheet, authorisation: string | null): EntryProblem[] {
  if (authorisation === null) return [];
  if (draft.signature === null) return [problem('no-signature', 'have it signed', 'signature')];
  const signed = compact(draft.signature.text);
  const names = (column: CustomerField) =>
    text(sheet, column) !== '' && signed.includes(compact(text(sheet, column)));
  const stands = signed === compact(authorisation) || (names('nom_client') && names('iban'));
  return stands ? [] : [problem('signature-stale', 'have it signed again', 'signature')];
}

/** The sheet with what was typed and can be read, and what cannot be read. */
function judgedSheet(draft: CreationDraft, shown: Sheet): { sheet: Sheet; unread: EntryProblem[] } {
  const typed = typedOf(draft.fields).filter(([column, value]) => !isMasked(column, value));
  const unread = typed.flatMap(([column, value]) => wrongIn(column, value));
  const told = new Set(unread.map((it) => it.field));
  const readable = typed.map(([column, value]): [CustomerField, string] => {
    if (told.has(column)) return [column, ''];
    return [column, column === 'iban' || column === 'bic' ? compact(value).toUpperCase() : value];
  });
  return { sheet: withFields(shown, Object.fromEntries(readable)), unread };
}

export function reviewOf(world: World, draft: CreationDraft): CreationReview {
  const known = fullProspect(world, draft.prospect);
  if (known === null) return refused(problem('unknown-prospect', 'there is no such prospect', 'prospect'));
  if (!known.own) return refused(problem('not-owner', 'the prospect is a colleague’s', 'prospect'));
  if (known.creation?.state === 'asked' || known.creation?.state === 'validated')
    return refused(problem('creation-pending', 'the accountants have it', 'prospect'));
  const { sheet, unread } = judgedSheet(draft, known.sheet);
  const mode = text(sheet, 'c_mod_rgl_1');
  const bank_details = WITH_BANK_DETAILS.includes(mode);
  const fields = invented().fields.filter((field) => field.annex_2);
  const required = fields
    .filter(({ required }) => required === 'always' || (required === 'with_bank_details' && bank_details))
    .map(({ column }) => column);
  const authorisation = WITH_SIGNATURE.includes(mode) ? authorisationOf(sheet, mode) : null;
  const problems = fields.flatMap(({ column }) => {
    const cannot = unread.filter((it) => it.field === column);
    if (cannot.length > 0) return cannot;
    const value = text(sheet, column);
    if (value === '' && required.includes(column)) return [problem('missing', 'it is obligatory', column)];
    if (!looksRight(column, value)) return [problem('bad-value', 'it does not look like one', column)];
    return together(sheet, column);
  });
  const modes = (invented().codes.c_mod_rgl_1 ?? []).map(({ code }) => code);
  return {
    required,
    problems: [...problems, ...ofSignature(draft, sheet, authorisation)],
    modes: modes.filter((code) => code !== FARMERS_MODE || isFarmer(sheet)),
    locked: mode === FARMERS_MODE ? { nb_jour_1: '20', jour_1: '' } : {},
    bank_details,
    authorisation
  };
}
