/** Where one is in « Transformation en client », and what is still to do there. Pure: `reviewCreation` says what is missing or wrong. */
import type { CreationReview, CustomerField, EntryProblem } from '$lib/backend/types';
import { groupOf, GROUPS, type GroupId } from '$lib/words/field-groups';

export type StepId = GroupId | 'signature';
/** A step, or the page on which everything is read again. */
export type Place = StepId | 'recap';

export const STEPS: readonly StepId[] = [...GROUPS, 'signature'];
export const PLACES: readonly Place[] = [...STEPS, 'recap'];
export const SIGNATURE = 'signature' as const;
/** The page's own: what is typed there is no date. The input beside it says so itself. */
export const UNREAD = 'unread';

/** The creation's own problems that no field can mend: it cannot be asked for at all. */
const OF_THE_PROSPECT = 'prospect';
/** Nothing stands there yet; everything else stands there and is not right. */
const NOTHING_THERE: readonly string[] = ['missing', 'no-signature'];

export type ToDo = {
  /** A column of annex 2, `signature`, or `comment`. */
  field: string;
  place: Place;
  what: 'missing' | 'wrong';
  problem: EntryProblem;
};
export type Square = { field: CustomerField | typeof SIGNATURE; state: 'done' | 'missing' | 'wrong' };
export type Meter = { squares: Square[]; done: number };
export type StepState = {
  id: StepId;
  /** `not-asked`: the payment mode wants no signature. `unknown`: there is no review yet. */
  state: 'complete' | 'missing' | 'wrong' | 'not-asked' | 'unknown';
  todo: ToDo[];
};

export const UNKNOWN_STEPS: readonly StepState[] = STEPS.map((id) => ({ id, state: 'unknown', todo: [] }));

/** The review judges a date that cannot be read as one that is not there: here it stands for what is typed. */
export function withUnread(review: CreationReview, columns: ReadonlySet<CustomerField>): CreationReview {
  if (columns.size === 0) return review;
  const others = review.problems.filter(({ field }) => ![...columns].some((column) => column === field));
  const unread = [...columns].map((field): EntryProblem => ({ code: UNREAD, field, message: '' }));
  return { ...review, problems: [...others, ...unread] };
}

export function isPlace(text: unknown): text is Place {
  return PLACES.some((place) => place === text);
}

export function placeOf(field: string): Place {
  if (field === SIGNATURE) return 'signature';
  return field === 'comment' ? 'recap' : groupOf(field as CustomerField);
}

/** Why this prospect's creation cannot be asked for now, if it cannot. */
export function hindranceOf(review: CreationReview): EntryProblem | null {
  return review.problems.find(({ field }) => field === OF_THE_PROSPECT) ?? null;
}

/** What is missing or wrong, once a field, in the review's order. */
export function toDoOf(review: CreationReview): ToDo[] {
  const seen: string[] = [];
  return review.problems.flatMap((problem) => {
    const { field, code } = problem;
    if (field === undefined || field === OF_THE_PROSPECT || seen.includes(field)) return [];
    seen.push(field);
    return [
      { field, place: placeOf(field), what: NOTHING_THERE.includes(code) ? 'missing' : 'wrong', problem }
    ];
  });
}

/** One square for each field that must be filled in, step by step; the signature is one where it is asked for. */
export function meterOf(review: CreationReview): Meter {
  const todo = toDoOf(review);
  const inOrder = GROUPS.flatMap((group) => review.required.filter((field) => groupOf(field) === group));
  const fields: Square['field'][] = review.authorisation === null ? inOrder : [...inOrder, SIGNATURE];
  const squares = fields.map((field) => {
    const found = todo.find((one) => one.field === field);
    return { field, state: found?.what ?? 'done' } as const;
  });
  return { squares, done: squares.filter(({ state }) => state === 'done').length };
}

export function stepsOf(review: CreationReview): StepState[] {
  const all = toDoOf(review);
  return STEPS.map((id) => {
    const todo = all.filter(({ place }) => place === id);
    return { id, todo, state: stateOf(id, todo, review) };
  });
}

function stateOf(id: StepId, todo: readonly ToDo[], review: CreationReview): StepState['state'] {
  if (todo.some(({ what }) => what === 'wrong')) return 'wrong';
  if (todo.length > 0) return 'missing';
  return id === 'signature' && review.authorisation === null ? 'not-asked' : 'complete';
}

/** The list in the order in which one walks through the steps. */
export function walked(todo: readonly ToDo[]): ToDo[] {
  return PLACES.flatMap((place) => todo.filter((one) => one.place === place));
}

/** F8: what comes after the field that one is in; from elsewhere, what is first in this step or after it. */
export function nextToDo(todo: readonly ToDo[], current: string | null, here: Place): ToDo | undefined {
  const list = walked(todo);
  const at = list.findIndex(({ field }) => field === current);
  if (at >= 0) return list[(at + 1) % list.length];
  const from = PLACES.indexOf(here);
  return list.find(({ place }) => PLACES.indexOf(place) >= from) ?? list[0];
}

export function neighbour(place: Place, step: 1 | -1): Place | undefined {
  return PLACES[PLACES.indexOf(place) + step];
}
