/**
 * What every screen shares: the backend, who and where we are, what changes by itself, and where the user was last.
 *
 * Screens read `revision` (or `basesRevision`) to ask their views again, and keep what they show until the answer is there: so a draft, a
 * selection and a scroll survive newer bases. Absent on purpose: rows, cards and drafts, which belong to their screens.
 */
import { BackendError, type Backend } from '$lib/backend/backend';
import type {
  EntryDraft,
  ListsView,
  News,
  Preferences,
  RefreshReport,
  Start,
  Status
} from '$lib/backend/types';
import type { Replaces } from '$lib/entries/entry-form.svelte';
import { mayWork } from './may-work';

/** Keys selected last, by screen: coming back shows what was there. */
export type Selection = {
  accueil: string | null;
  clients: string | null;
  prospects: string | null;
  envois: string | null;
};

/** « Nouveau », or « Modifier ». */
export type ProspectForm =
  | { what: 'new'; replaces?: Replaces<DraftOf<'new_prospect'>> }
  | { what: 'edit'; id: string; replaces?: Replaces<DraftOf<'edit_prospect'>> };
export type Converting = { id: string; replaces?: Replaces<DraftOf<'ask_creation'>> };
type DraftOf<Kind extends EntryDraft['kind']> = Extract<EntryDraft, { kind: Kind }>;

const STATUS_EVERY_MS = 60_000;
const RECENT = 6;

export class Session {
  start = $state.raw<Start | null>(null);
  status = $state.raw<Status | null>(null);
  lists = $state.raw<ListsView | null>(null);
  /** Why the program could not begin. */
  failure = $state.raw<BackendError | null>(null);
  preferences = $state.raw<Preferences>({ theme: 'system', whose: 'own' });
  /** Grows with every news of entries or bases. */
  revision = $state(0);
  /** Grows with every news of bases. */
  basesRevision = $state(0);
  refreshing = $state(false);
  /** The folders are being chosen anew although there is a base to work with. */
  choosingFolders = $state(false);
  readonly selection = $state<Selection>({ accueil: null, clients: null, prospects: null, envois: null });
  /** The customer asked for from elsewhere; `count` tells the same one asked for twice. */
  opened = $state.raw<{ code: string; count: number } | null>(null);
  /** The prospect asked for from elsewhere, likewise. */
  openedProspect = $state.raw<{ id: string; count: number } | null>(null);
  /** The form that stands in the place of the prospect's card; it stays open while one looks at another tab. */
  prospectForm = $state.raw<ProspectForm | null>(null);
  /** The prospect whose « Transformation en client » is open. */
  converting = $state.raw<Converting | null>(null);
  /** Codes of the customers opened last, the latest first. */
  recent = $state.raw<string[]>([]);

  #backend: Backend | null = null;
  #go: (path: string) => void = () => undefined;
  #stop: (() => void)[] = [];
  #asking: Promise<void> | null = null;
  #askAgain = false;
  #listsTurn = 0;

  /** The one door. There is one as soon as `open` was called. */
  get backend(): Backend {
    if (!this.#backend) throw new Error('the session is not open');
    return this.#backend;
  }
  get isOpen(): boolean {
    return this.#backend !== null;
  }
  /** The company's day, YYYY-MM-DD. */
  get today(): string {
    return this.status?.today ?? '';
  }
  /** The instant, RFC 3339, as of the last status. */
  get now(): string {
    return this.status?.now ?? '';
  }
  get zone(): string {
    return this.start?.zone ?? 'Europe/Paris';
  }
  /** Whether there is a base to work with and all that the screens need. */
  get working(): boolean {
    return this.status !== null && this.lists !== null && mayWork(this.status);
  }

  /** Begins. `go` navigates; the session itself knows no router. */
  async open(backend: Backend, go: (path: string) => void): Promise<void> {
    this.close();
    this.#backend = backend;
    this.#go = go;
    await this.begin();
  }

  /** Asks who and where we are; also « Réessayer » after a failure. */
  async begin(): Promise<void> {
    try {
      this.start = await this.backend.start();
      this.preferences = await this.backend.preferences();
      this.failure = null;
    } catch (error) {
      this.failure = asBackendError(error);
      return;
    }
    if (this.#stop.length === 0) this.#listen();
    await this.#askStatus();
  }

  /** Stops listening. */
  close(): void {
    for (const stop of this.#stop) stop();
    this.#stop = [];
  }

  /** After an own entry: what shows entries asks again at once, without waiting for the news. */
  touched(): void {
    this.revision += 1;
    void this.#askStatus();
  }

  /** Asks for the day and the instant anew: what is begun after it does not begin yesterday. */
  freshen(): Promise<void> {
    return this.#askStatus();
  }

  /** « Actualiser ». */
  async refresh(): Promise<RefreshReport> {
    this.refreshing = true;
    try {
      const report = await this.backend.refresh();
      if (report.adopted) await this.#basesChanged();
      await this.#askStatus();
      return report;
    } finally {
      this.refreshing = false;
    }
  }

  /** Keeps the two folders; what is shown follows from the new state. */
  async setUp(inbox: string, bases: string): Promise<void> {
    this.start = await this.backend.setUp(inbox, bases);
    this.choosingFolders = false;
    await this.#basesChanged();
    await this.#askStatus();
  }

  async keepPreferences(change: Partial<Preferences>): Promise<void> {
    this.preferences = { ...this.preferences, ...change };
    await this.backend.keepPreferences(this.preferences);
  }

  /** Shows a customer, from wherever. */
  openCustomer(code: string): void {
    this.selection.clients = code;
    this.opened = { code, count: (this.opened?.count ?? 0) + 1 };
    this.remember(code);
    this.#go('/clients');
  }

  /** Shows a prospect, from wherever. */
  openProspect(id: string): void {
    this.selection.prospects = id;
    this.prospectForm = null;
    this.openedProspect = { id, count: (this.openedProspect?.count ?? 0) + 1 };
    this.#go('/prospects');
  }

  /** Opens the form of a prospect, new or known, also to correct a refused entry. */
  openProspectForm(form: ProspectForm): void {
    this.prospectForm = form;
    this.#go('/prospects');
  }

  /** « Transformation en client ». */
  convert(converting: Converting): void {
    this.converting = converting;
    this.#go('/prospects/transformation');
  }

  /** Notes that something was done with a customer, for the palette. */
  remember(code: string): void {
    this.recent = [code, ...this.recent.filter((other) => other !== code)].slice(0, RECENT);
  }

  goTo(path: string): void {
    this.#go(path);
  }

  #listen(): void {
    this.#stop.push(this.backend.watch((news) => void this.#heard(news)));
    // Ages grow and days change although nothing happens.
    const timer = setInterval(() => void this.#askStatus(), STATUS_EVERY_MS);
    this.#stop.push(() => clearInterval(timer));
    // A laptop that was closed overnight wakes with yesterday's status.
    const woken = () => {
      if (document.visibilityState === 'visible') void this.freshen();
    };
    document.addEventListener('visibilitychange', woken);
    window.addEventListener('focus', woken);
    this.#stop.push(() => {
      document.removeEventListener('visibilitychange', woken);
      window.removeEventListener('focus', woken);
    });
  }

  async #heard(news: News): Promise<void> {
    if (news.what === 'bases') await this.#basesChanged();
    if (news.what === 'entries') this.revision += 1;
    await this.#askStatus();
  }

  async #basesChanged(): Promise<void> {
    this.basesRevision += 1;
    this.revision += 1;
    if (this.lists) await this.#askLists();
  }

  /** One question at a time: what is heard meanwhile is asked once more afterwards. Done when that is answered, too. */
  #askStatus(): Promise<void> {
    if (this.#asking) this.#askAgain = true;
    else this.#asking = this.#askUntilQuiet();
    return this.#asking;
  }

  async #askUntilQuiet(): Promise<void> {
    try {
      do {
        this.#askAgain = false;
        await this.#takeStatus();
      } while (this.#askAgain);
    } finally {
      this.#asking = null;
    }
  }

  async #takeStatus(): Promise<void> {
    try {
      const status = await this.backend.status();
      const before = this.today;
      if (mayWork(status) && !this.lists) await this.#askLists();
      this.status = status;
      this.failure = null;
      if (before !== '' && before !== status.today) this.revision += 1;
    } catch (error) {
      // What is shown stays; without anything to show, the reason is.
      if (!this.working) this.failure = asBackendError(error);
    }
  }

  async #askLists(): Promise<void> {
    this.#listsTurn += 1;
    const turn = this.#listsTurn;
    try {
      const lists = await this.backend.lists();
      if (turn === this.#listsTurn) this.lists = lists;
    } catch (error) {
      // Those that are there are good enough until the next news.
      if (!this.lists) throw error;
    }
  }
}

/** Whatever was thrown, as something that has words. */
export function asBackendError(error: unknown): BackendError {
  if (error instanceof BackendError) return error;
  return new BackendError('internal', error instanceof Error ? error.message : String(error));
}

export const session = new Session();
