/** Prospects with what was entered here laid over them, as the laptop does it. */
import type {
  CreationState,
  CustomerField,
  Fleet,
  HistoryRow,
  NewProspectDraft,
  ProspectOrigin,
  ProspectView,
  Sheet
} from '../types';
import { day, workday } from './clock';
import type { InventedProspect } from './invented-prospects';
import { rowOf, followUpAfter, lastVisit } from './overlay';
import { OWN, personOf } from './people';
import { isPending, type Kept, type World } from './world';

const NUMBERS: ReadonlySet<string> = new Set<CustomerField>(['nb_jour_1']);

/** What was typed, as a sheet holds it; an empty text = nothing. */
export function withFields(sheet: Sheet, fields: Partial<Record<CustomerField, string>>): Sheet {
  const typed = Object.entries(fields).map(([column, text]) => [column, text.trim()] as const);
  const gone = new Set(typed.filter(([, text]) => text === '').map(([column]) => column));
  const set = typed
    .filter(([column]) => !gone.has(column))
    .map(([column, text]) => [column, NUMBERS.has(column) && /^\d+$/.test(text) ? Number(text) : text]);
  const kept = Object.entries(sheet).filter(([column]) => !gone.has(column));
  return Object.fromEntries([...kept, ...set]) as Sheet;
}

const hidden = (text: string) => `•••• ${text.replaceAll(' ', '').slice(-4)}`;

/** Bank details by their last four signs. */
function shownSheet(sheet: Sheet): Sheet {
  const shown: Sheet = { ...sheet };
  for (const column of ['iban', 'bic'] as const) {
    const text = shown[column];
    if (text !== undefined) shown[column] = hidden(String(text));
  }
  return shown;
}

function bornOf(draft: NewProspectDraft, made: Kept): InventedProspect {
  return {
    id: draft.prospect,
    sheet: withFields({ c_rep: OWN.c_rep }, draft.fields),
    created_by: OWN.folder,
    created_at: made.view.saved_at,
    seen: [],
    follow_up_on: draft.follow_up_on ?? null,
    fleet: draft.fleet,
    clashes: [],
    creation: null
  };
}

/** The prospect that the bases hold, else the one that was created here. */
function found(
  world: World,
  id: string
): { it: InventedProspect; origin: ProspectOrigin; made: Kept | null } | null {
  const known = world.prospects.find((one) => one.id === id);
  if (known !== undefined) return { it: known, origin: 'base', made: null };
  const creations = world.entries.filter(
    (it) => it.view.subject === id && it.draft.kind === 'new_prospect' && it.view.given_up_at === null
  );
  const made =
    creations.findLast((it) => it.view.state !== 'rejected') ?? creations.findLast((it) => it.view.to_mend);
  if (made?.draft.kind !== 'new_prospect') return null;
  const origin = made.view.state === 'rejected' ? 'rejected' : made.based ? 'base' : 'new';
  return { it: bornOf(made.draft, made), origin, made };
}

function creationOf(world: World, it: InventedProspect): CreationState | null {
  const asked = world.entries.findLast(
    ({ draft, view }) => draft.kind === 'ask_creation' && view.subject === it.id && view.state !== 'rejected'
  );
  if (asked === undefined) return it.creation;
  const { state, reference, message, saved_at } = asked.view;
  if (state === 'validated') return { state, customer: reference };
  if (state === 'refused') return { state, message };
  return { state: 'asked', by: OWN.folder, at: saved_at };
}

/** The whole prospect, bank details too: what rules are asked of. `null`: deleted, or never there. */
export function fullProspect(world: World, id: string): ProspectView | null {
  const base = found(world, id);
  if (base === null) return null;
  const { it, origin, made } = base;
  const kept = world.entries.filter(
    (one) => one.view.subject === id && one.view.state !== 'rejected' && !one.told
  );
  if (kept.some((one) => one.draft.kind === 'delete_prospect')) return null;
  let sheet = it.sheet;
  const pending = new Set<CustomerField>(
    made !== null && isPending(made) ? (Object.keys(it.sheet) as CustomerField[]) : []
  );
  const fleet: Fleet = { ...it.fleet };
  let toldAt = Object.keys(fleet).length > 0 ? it.created_at : null;
  for (const one of kept) {
    const { draft, view } = one;
    if ('fleet' in draft && Object.keys(draft.fleet).length > 0) {
      Object.assign(fleet, draft.fleet);
      toldAt = view.saved_at;
    }
    if (draft.kind !== 'edit_prospect') continue;
    const taken = Object.entries(draft.fields).filter(
      ([column, text]) =>
        !view.clashes.includes(column as CustomerField) &&
        text.trim() !== String(sheet[column as CustomerField] ?? '')
    );
    sheet = withFields(sheet, Object.fromEntries(taken));
    if (isPending(one)) for (const [column] of taken) pending.add(column as CustomerField);
  }
  const follow_up = { on: followUpAfter(it.follow_up_on, kept), fleet };
  const refused = world.entries.filter((one) => one.view.subject === id && one.view.to_mend);
  const [latest] = it.seen;
  const creation = creationOf(world, it);
  return {
    id,
    name: String(sheet.nom_client ?? ''),
    town: String(sheet.ville_fac ?? ''),
    stage: String(sheet.etape ?? ''),
    lost_reason: String(sheet.motif_perte ?? ''),
    sales_rep: String(sheet.c_rep ?? ''),
    origin,
    own: it.created_by === OWN.folder || sheet.c_rep === OWN.c_rep,
    follow_up_on: follow_up.on,
    last_visit_on: lastVisit(latest === undefined ? null : workday(day(latest)), kept),
    creation,
    customer: creation?.state === 'validated' ? creation.customer : null,
    waiting: kept.filter((one) => one.view.integrated_at === null).length,
    to_mend: refused.length,
    sheet,
    pending: [...pending],
    created_by: it.created_by,
    created_at: it.created_at,
    converted_at: null,
    follow_up,
    fleet_told_at: toldAt,
    clashes: it.clashes,
    refused: refused.map((one) => one.view.name)
  };
}

/** As the page sees it. */
export function shownProspect(world: World, id: string): ProspectView | null {
  const it = fullProspect(world, id);
  return it === null ? null : { ...it, sheet: shownSheet(it.sheet) };
}

/** Everybody whom this laptop shows. */
export function allProspects(world: World): ProspectView[] {
  const created = world.entries.filter((it) => it.draft.kind === 'new_prospect').map((it) => it.view.subject);
  const ids = new Set([...world.prospects.map((it) => it.id), ...created]);
  return [...ids].flatMap((id) => fullProspect(world, id) ?? []);
}

const WORDS = [
  'Reçu par le chef d’atelier, tarif laissé.',
  'Travaille avec un concurrent jusqu’en janvier.',
  'Premier passage, carte laissée.'
] as const;

const PICKED = [
  ['contact.visite', 'visite.avec-rdv', 'visite.proposition', 'visite.proposition.agraire'],
  ['contact.telephone'],
  ['contact.visite', 'visite.sans-rdv', 'visite.releve-parc'],
  ['contact.visite', 'visite.proposition', 'visite.proposition.pl-plp']
] as const satisfies readonly string[][];

/** A prospect's history, newest first. */
export function prospectRows(world: World, id: string): HistoryRow[] {
  const it = world.prospects.find((one) => one.id === id);
  const based = (it?.seen ?? []).map((ago, at): HistoryRow => {
    const on = workday(day(ago));
    return {
      on,
      at: `${String(9 + (ago % 8)).padStart(2, '0')}:30`,
      key: `${id}-${at}`,
      author: personOf(it?.created_by ?? null)?.name ?? null,
      origin: 'CRV',
      class: 'prospect_visit',
      subject: `Visite du ${on.slice(8)}/${on.slice(5, 7)}/${on.slice(0, 4)}`,
      comment: WORDS[at % WORDS.length] ?? '',
      form: 1,
      picked: [...(PICKED[at % PICKED.length] ?? [])],
      entry: null,
      laid: false,
      pending: false
    };
  });
  const laid = world.entries
    .filter((one) => one.view.subject === id && one.view.state !== 'rejected' && !one.told)
    .flatMap((one) => rowOf(one))
    .filter((row) => row.class !== 'other');
  return [...laid, ...based].sort((one, other) =>
    `${other.on ?? ''} ${other.at} ${other.key}`.localeCompare(`${one.on ?? ''} ${one.at} ${one.key}`)
  );
}
