/** What steps, meter and button say. Pure. */
import type { FieldView, ListsView } from '$lib/backend/types';
import { groupLabel } from '$lib/words/field-groups';
import { fieldLabel } from '$lib/words/fields';
import { m } from '$words/messages';
import { SIGNATURE, type Place, type StepState, type ToDo } from './steps';

/** Of these a check digit told that they are wrong. */
const WITH_CHECK: readonly string[] = ['iban', 'contact_divers_2', 'contact_divers_1'];

export function placeLabel(place: Place): string {
  if (place === 'recap') return m.conversion_step_recap();
  return place === 'signature' ? m.conversion_step_signature() : groupLabel(place);
}

export function toDoLabel(field: string, fields: readonly FieldView[]): string {
  if (field === SIGNATURE) return m.conversion_signature();
  return field === 'comment' ? m.conversion_comment_field() : fieldLabel(field, fields);
}

/** « à choisir · Conditions ». */
export function toDoWords(todo: ToDo, lists: ListsView): string {
  return m.conversion_todo_line({ what: whatWords(todo, lists), step: placeLabel(todo.place) });
}

function whatWords({ field, what, problem }: ToDo, { codes }: ListsView): string {
  if (field === SIGNATURE) {
    return what === 'missing' ? m.conversion_todo_sign() : m.conversion_todo_sign_again();
  }
  if (what === 'wrong') {
    const isCheck = problem.code === 'bad-value' && WITH_CHECK.includes(field);
    return isCheck ? m.conversion_todo_check() : m.conversion_todo_correct();
  }
  const isChosen = Object.entries(codes).some(([column, list]) => column === field && list.length > 0);
  return isChosen ? m.conversion_todo_choose() : m.conversion_todo_fill();
}

export function toDoTitle(todo: readonly ToDo[]): string {
  const wrong = todo.filter(({ what }) => what === 'wrong').length;
  if (wrong === 0) return m.conversion_todo();
  return wrong === todo.length ? m.conversion_todo_wrong() : m.conversion_todo_both();
}

/** What stands under a step's name. `signedOn`: JJ/MM of the signature. */
export function stepWords(step: StepState, fields: readonly FieldView[], signedOn: string | null): string {
  if (step.state === 'unknown') return '';
  if (step.id === 'signature') return signatureWords(step, signedOn);
  const wrong = step.todo.filter(({ what }) => what === 'wrong');
  const [first] = wrong;
  if (first) {
    return wrong.length === 1
      ? m.conversion_state_wrong_one({ label: toDoLabel(first.field, fields) })
      : m.conversion_state_wrong({ count: wrong.length });
  }
  const count = step.todo.length;
  if (count === 0) return m.conversion_state_complete();
  return count === 1 ? m.conversion_state_missing_one() : m.conversion_state_missing({ count });
}

function signatureWords({ state }: StepState, signedOn: string | null): string {
  if (state === 'not-asked') return m.conversion_state_not_asked();
  if (state === 'missing') return m.conversion_state_to_sign();
  if (state === 'wrong') return m.conversion_state_sign_again();
  return signedOn === null ? m.conversion_signed_short() : m.conversion_state_signed({ date: signedOn });
}

/** The button at the end: what is left to do before it works. */
export function sendWords(send: string, count: number): string {
  if (count === 0) return send;
  return count === 1 ? m.conversion_send_missing_one({ send }) : m.conversion_send_missing({ send, count });
}

const HINDRANCES: Record<string, () => string> = {
  'creation-pending': m.conversion_hindrance_pending,
  'prospect-converted': m.conversion_hindrance_converted,
  'not-owner': m.conversion_hindrance_owner,
  'unknown-prospect': m.conversion_hindrance_unknown,
  'prospect-deleted': m.conversion_hindrance_unknown
};

export function hindranceTitle(code: string): string {
  return (HINDRANCES[code] ?? m.conversion_hindrance_other)();
}
