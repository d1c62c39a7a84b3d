/**
 * What the visit form starts with, and what a kept draft of it says. Drafts were written by any earlier version of this program, so a body is
 * read leniently: what is not what it should be is left out. Pure.
 */
import type { Fleet, VisitDraft, Whom } from '$lib/backend/types';

/** What is there before anything is typed. */
export interface Blank {
  whom: Whom;
  /** Today, YYYY-MM-DD. */
  on: string;
  /** Now, HH:MM. */
  at: string;
  /** The version of the form that is shown. */
  form: number | null;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const HOUR = /^\d{2}:\d{2}$/;

/** The code or uuid of whom a visit is about. */
export function subjectOf(whom: Whom): string {
  return 'customer' in whom ? whom.customer : whom.prospect;
}

export function blankDraft({ whom, on, at, form }: Blank): VisitDraft {
  return { whom, on, at, form, comment: '', picked: [], fleet: {} };
}

/** Whether nothing worth keeping was said: day and hour alone are no draft. */
export function isBlank(draft: VisitDraft, blank: Blank): boolean {
  return (
    draft.on === blank.on &&
    draft.comment.trim() === '' &&
    draft.picked.length === 0 &&
    draft.follow_up_on === undefined &&
    Object.keys(draft.fleet).length === 0
  );
}

/** A kept body as a draft; null when it is none. */
export function readVisitBody(body: unknown, blank: Blank): VisitDraft | null {
  if (!isRecord(body)) return null;
  const draft: VisitDraft = {
    ...blankDraft(blank),
    on: matching(body.on, DAY) ?? blank.on,
    at: matching(body.at, HOUR) ?? blank.at,
    comment: typeof body.comment === 'string' ? body.comment : '',
    picked: Array.isArray(body.picked) ? body.picked.filter((id) => typeof id === 'string') : [],
    fleet: readFleet(body.fleet)
  };
  const followUp = body.follow_up_on === null ? null : matching(body.follow_up_on, DAY);
  return followUp === undefined ? draft : { ...draft, follow_up_on: followUp };
}

function readFleet(value: unknown): Fleet {
  if (!isRecord(value)) return {};
  const counts = Object.entries(value).filter(
    (kind): kind is [string, number | null] =>
      kind[1] === null || (typeof kind[1] === 'number' && kind[1] >= 0)
  );
  return Object.fromEntries(counts);
}

function matching(value: unknown, shape: RegExp): string | undefined {
  return typeof value === 'string' && shape.test(value) ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
