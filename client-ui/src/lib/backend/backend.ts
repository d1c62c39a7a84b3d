/**
 * The one door between the screens and the data. Three implementations: the window (`tauri.ts`), invented data for tests and the gallery
 * (`memory/`), and later the back office over HTTP.
 *
 * Every method answers from local data and may reject with a `BackendError`; none waits for a network. Types come from Rust (`types/`,
 * made by `cargo xtask codegen`; a test keeps them fresh).
 */
import type {
  Alike,
  CalendarPage,
  CalendarQuery,
  CreationDraft,
  CreationReview,
  CustomerView,
  CustomersPage,
  CustomersQuery,
  Draft,
  DraftKey,
  EntriesQuery,
  EntryDraft,
  EntryProblem,
  EntryView,
  Figures,
  FiguresQuery,
  HistoryPage,
  HomePage,
  HomeQuery,
  ListsView,
  NewProspectDraft,
  News,
  PageQuery,
  Preferences,
  ProspectPage,
  ProspectView,
  ProspectsQuery,
  RefreshReport,
  Saved,
  Start,
  Status,
  WhichFolder
} from './types';

export interface Backend {
  /** Who and where we are: the first thing asked. */
  start(): Promise<Start>;
  /** Everything in the frame that changes by itself: freshness, counters, notices. Cheap. */
  status(): Promise<Status>;
  /** Calls back when something that screens show may have changed. Answers how to stop. */
  watch(listener: (news: News) => void): () => void;

  /** Opens the system's folder dialog; `null` when it was closed without a choice. */
  chooseFolder(which: WhichFolder): Promise<string | null>;
  /** Keeps the two synced folders and starts working with them. */
  setUp(inbox: string, bases: string): Promise<Start>;
  /** « Actualiser »: takes the newer bases that were received into use, and has one round with the folders. */
  refresh(): Promise<RefreshReport>;
  /** What the user chose of the window's look. */
  preferences(): Promise<Preferences>;
  keepPreferences(preferences: Preferences): Promise<void>;
  /** What to hand to whoever helps: versions, folders, states; nothing of customers. */
  diagnostics(): Promise<string>;

  /** Codes, fields, the visit form's versions, parameters, people, oneself. Asked again after the bases changed. */
  lists(): Promise<ListsView>;

  home(query: HomeQuery): Promise<HomePage>;
  customers(query: CustomersQuery): Promise<CustomersPage>;
  customer(code: string): Promise<CustomerView | null>;
  customerHistory(code: string, query: PageQuery): Promise<HistoryPage>;
  prospects(query: ProspectsQuery): Promise<ProspectPage>;
  /** null: no such prospect is shown on this laptop (any more). */
  prospect(id: string): Promise<ProspectView | null>;
  /** The customer that a prospect became, as soon as the base has him. */
  customerOf(prospect: string): Promise<string | null>;
  prospectHistory(id: string, query: PageQuery): Promise<HistoryPage>;
  /** « Stats »; rejects with `not-allowed` for somebody else's, unless the user is an administrator. */
  figures(query: FiguresQuery): Promise<Figures>;
  /** « Historique »: the visits of a period, and the follow-up dates in it; `not-allowed` as above. */
  calendar(query: CalendarQuery): Promise<CalendarPage>;
  /** The towns of a French postal code, the largest first. */
  towns(postalCode: string): Promise<string[]>;

  /** What the form of a new prospect starts with; its identity is made here, and kept in the draft. */
  newProspect(): Promise<NewProspectDraft>;
  /** Who may be the same company as a draft's sheet, likely ones first. */
  alike(draft: EntryDraft): Promise<Alike[]>;
  /** What « Transformation en client » still needs; `enter` judges by the same rules. */
  reviewCreation(draft: CreationDraft): Promise<CreationReview>;

  /** What is unlikely in a draft and no hindrance; rejects with `problems` when it could not be saved. */
  check(draft: EntryDraft): Promise<EntryProblem[]>;
  /** Saves an entry; the draft kept under `key` goes in the same transaction. It is dropped into the folder at once, if that is there. */
  enter(draft: EntryDraft, key: DraftKey | null): Promise<Saved>;
  /** Corrects a refused entry by a new one. */
  correct(name: string, draft: EntryDraft, key: DraftKey | null): Promise<Saved>;
  /** What the form that corrects an entry starts with. */
  draftOf(name: string): Promise<EntryDraft | null>;
  /** Lets a refused entry be. */
  giveUp(name: string): Promise<void>;
  entries(query: EntriesQuery): Promise<EntryView[]>;

  drafts(): Promise<Draft[]>;
  keepDraft(key: DraftKey, body: unknown): Promise<void>;
  dropDraft(key: DraftKey): Promise<void>;
}

/** Why something could not be done. `code` chooses the words (`words/errors.ts`), `detail` is for whoever helps. */
export class BackendError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly detail: string | null = null,
    /** With the code `problems`: everything that is wrong with what was typed. */
    readonly problems: EntryProblem[] = []
  ) {
    super(message);
    this.name = 'BackendError';
  }
}
