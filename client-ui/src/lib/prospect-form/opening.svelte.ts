/** From what the session asks for to the form that is open: reads whom it is about, and follows newer bases while it is there. */
import { OpenForm } from '$lib/entries/open-form.svelte';
import { session, type ProspectForm } from '$lib/state/session.svelte';
import { EditProspectEntry } from './edit-entry.svelte';
import { NewProspectEntry } from './new-entry.svelte';
import type { SheetEntry } from './sheet-entry.svelte';

export class Opening {
  readonly form = new OpenForm<SheetEntry>();
  /** The prospect is not shown on this laptop any more. */
  gone = $state(false);
  /** It went while the form was open: what was typed stays in sight. */
  left = $state(false);
  failure = $state.raw<unknown>(null);
  #turn = 0;
  #following = 0;

  async begin(wanted: ProspectForm): Promise<void> {
    const { lists, backend } = session;
    this.#turn += 1;
    const turn = this.#turn;
    this.gone = false;
    this.left = false;
    this.failure = null;
    if (!lists) return;
    if (wanted.what === 'new') {
      this.form.begin(new NewProspectEntry({ backend, lists, replaces: wanted.replaces }));
      return;
    }
    try {
      const prospect = await backend.prospect(wanted.id);
      if (turn !== this.#turn) return;
      this.gone = prospect === null;
      if (prospect)
        this.form.begin(new EditProspectEntry({ backend, lists, prospect, replaces: wanted.replaces }));
    } catch (error) {
      if (turn === this.#turn) this.failure = error;
    }
  }

  /** Something changed: what was not touched follows. */
  async follow(): Promise<void> {
    const { entry } = this.form;
    if (entry instanceof NewProspectEntry && entry.ready) entry.lookAgain();
    if (!(entry instanceof EditProspectEntry)) return;
    this.#following += 1;
    const turn = this.#following;
    // Without an answer it stays as it is: nothing that was typed may go.
    const prospect = await session.backend.prospect(entry.prospect.id).catch(() => undefined);
    // Answers may cross: the last question's counts.
    if (prospect === undefined || turn !== this.#following || this.form.entry !== entry) return;
    this.left = prospect === null;
    if (prospect) entry.rebase(prospect);
  }

  leave(): void {
    this.#turn += 1;
    this.form.leave();
  }
}
