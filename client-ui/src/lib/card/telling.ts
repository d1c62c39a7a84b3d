/** What is told from the card: saved one after the other, said in a toast, and answered with whether it is kept. */
import { BackendError } from '$lib/backend/backend';
import type { EntryDraft, FieldView, Fleet, Saved, Whom } from '$lib/backend/types';
import { SAVED_ALL_THE_SAME } from '$lib/entries/entry-form.svelte';
import { showDate } from '$lib/format/dates';
import type { Session } from '$lib/state/session.svelte';
import { toast } from '$lib/state/toasts.svelte';
import { errorWords } from '$lib/words/errors';
import { problemWords } from '$lib/words/problems';
import { m } from '$words/messages';
import { tellFleet, tellFollowUp } from './tell';

type Told = { whom: Whom; enter: () => Promise<Saved>; said: string; undo?: () => void };

export class Telling {
  readonly #session: Session;
  #last: Promise<unknown> = Promise.resolve();

  constructor(session: Session) {
    this.#session = session;
  }

  /** `before` is what « Annuler » tells again. */
  followUp(whom: Whom, on: string | null, before: string | null): Promise<boolean> {
    const { backend } = this.#session;
    const told = (day: string | null): Told => ({
      whom,
      enter: () => tellFollowUp(backend, whom, day),
      said: day === null ? m.card_follow_up_cleared() : m.card_follow_up_kept({ date: showDate(day) })
    });
    return this.#tell({ ...told(on), undo: () => void this.#tell(told(before)) });
  }

  fleet(whom: Whom, said: Fleet): Promise<boolean> {
    const { backend } = this.#session;
    return this.#tell({ whom, enter: () => tellFleet(backend, whom, said), said: m.card_fleet_kept() });
  }

  /** Any other entry that one click makes; `before` is what « Annuler » enters. */
  entry(
    whom: Whom,
    draft: EntryDraft,
    said: string,
    before?: { draft: EntryDraft; said: string }
  ): Promise<boolean> {
    const { backend } = this.#session;
    const told = (one: { draft: EntryDraft; said: string }): Told => ({
      whom,
      enter: () => backend.enter(one.draft, null),
      said: one.said
    });
    const undo = before && { undo: () => void this.#tell(told(before)) };
    return this.#tell({ ...told({ draft, said }), ...undo });
  }

  /** None is dropped because another is being saved. */
  #tell(told: Told): Promise<boolean> {
    const done = this.#last.then(() => this.#save(told));
    this.#last = done;
    return done;
  }

  async #save({ whom, enter, said, undo }: Told): Promise<boolean> {
    try {
      await enter();
    } catch (error) {
      if (!(error instanceof BackendError && error.code === SAVED_ALL_THE_SAME)) {
        toast({ message: failureWords(error, this.#session.lists?.fields ?? []), tone: 'bad' });
        return false;
      }
    }
    if ('customer' in whom) this.#session.remember(whom.customer);
    this.#session.touched();
    const action = undo && { label: m.card_undo(), run: undo };
    toast({ message: said, tone: 'ok', ...(action ? { action } : {}) });
    return true;
  }
}

/** What is wrong with what was said, or why it could not be saved. */
function failureWords(error: unknown, fields: readonly FieldView[]): string {
  const problem = error instanceof BackendError ? error.problems[0] : undefined;
  return problem ? problemWords(problem, fields) : errorWords(error);
}
