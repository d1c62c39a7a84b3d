// Written by hand until ts-rs writes them; the names and shapes are the contract.
export type WhichFolder = 'inbox' | 'bases';
export type Theme = 'system' | 'light' | 'dark';
/** Kept in the data folder. `whose`: the switch of Accueil and Clients. */
export type Preferences = { theme: Theme; whose: Whose };

export type SetupState =
  | { code: 'not-set-up' }
  | { code: 'folder-missing'; which: WhichFolder; path: string }
  | { code: 'unknown-user'; folder: string }
  | { code: 'no-base-yet' }
  | { code: 'ready' };
export type Settings = { inbox: string; bases: string };
export type Start = {
  state: SetupState;
  /** User folder made of the OS user. */
  user: string;
  /** The name that the system gives the user. */
  os_user: string;
  settings: Settings | null;
  version: string;
  /** Company zone, such as Europe/Paris. */
  zone: string;
  data_folder: string;
};

export type BaseAge = { generation: number; built_at: string; expires_at: string; expired: boolean; through: number };
export type Freshness = {
  common: BaseAge | null;
  user: BaseAge | null;
  expired: boolean;
  last_receipt_at: string | null;
};
/** How many rows differ between the bases in use and those received. */
export type ChangeCount = { customers: number; visits: number; prospects: number };
/** Newer bases that were received whole and are not in use yet. */
export type Newer = { common_built_at: string | null; user_built_at: string | null; changes: ChangeCount | null };
/** The bases being received: bytes of the published files that lie in the data folder already. */
export type Receiving = { done_bytes: number; total_bytes: number };
export type EntryCounts = { all: number; waiting: number; to_mend: number; done: number };
export type Notice = { code: string; message: string };
export type Status = {
  state: SetupState;
  freshness: Freshness;
  newer: Newer | null;
  receiving: Receiving | null;
  counts: EntryCounts;
  notices: Notice[];
  /** The company's day, YYYY-MM-DD, and the instant, RFC 3339. */
  today: string;
  now: string;
  /** The last round with the folders. */
  last_round_at: string | null;
};
/** What may have changed: `status` always; `entries` also views that show entries; `bases` everything. */
export type News = { what: 'status' | 'entries' | 'bases' };
export type RefreshReport = { adopted: boolean; notices: Notice[] };

export type Choice = 'radio' | 'checkbox';
export type FormNode = { id: string; label: string; choice: Choice; meaning?: string; children?: FormNode[] };
export type FormSection = { id: string; label: string; nodes: FormNode[] };
export type VisitForm = { version: number; sections: FormSection[] };
export type Code = { code: string; label: string; parent: string | null };
export type FieldKind = 'text' | 'integer' | 'date';
/** A row of annex 2. `column` is the ERP's name. */
export type FieldView = {
  column: CustomerField;
  label: string;
  kind: FieldKind;
  max_length: number | null;
  annex_2: boolean;
  required: 'always' | 'with_bank_details' | 'never';
};
export type Person = { folder: string; name: string | null; c_user: string | null; c_rep: string | null; active: boolean };
export type Own = {
  folder: string;
  name: string | null;
  c_rep: string | null;
  admin: boolean;
};
export type ListsView = {
  /** By field (column), in the order shown. */
  codes: Partial<Record<CustomerField, Code[]>>;
  fields: FieldView[];
  /** In force first, then every earlier version that answers may name. */
  forms: VisitForm[];
  /** « Borne de jour la saisie de visite ». */
  visit_days_back: number;
  fleet_kinds: string[];
  bases_expire_after_hours: number;
  stages: string[];
  lost_reasons: string[];
  farmer_categories: string[];
  people: Person[];
  own: Own;
};

export type CustomerField =
  | 'c_fam_client' | 'c_sfam_client' | 'c_titre' | 'nom_client' | 'adr1_fac' | 'adr2_fac' | 'adr3_fac' | 'dep_fac'
  | 'bur_dis_fac' | 'ville_fac' | 'c_agence' | 'c_rep' | 'c_pays' | 'tel_1' | 'fax' | 'tel_2' | 'contact_divers_1'
  | 'contact_divers_2' | 'contact_divers_3' | 'contact_divers_4' | 'c_per' | 'c_regpmt_bl' | 'c_regpmt_fac' | 'c_releve'
  | 'c_autoris_bl' | 'c_catc' | 'c_frais_fixe' | 'c_ref_oblig' | 'c_mod_rgl_1' | 'nb_jour_1' | 'jour_1' | 'c_type_fact'
  | 'c_attention' | 'c_ape' | 'date_creation_ste' | 'bic' | 'iban' | 'codepays' | 'codemonnaie' | 'type_edition_fac'
  | 'etape' | 'motif_perte';
export type FieldValue = string | number;
export type Sheet = Partial<Record<CustomerField, FieldValue>>;

export type Whose = 'own' | 'all';
export type HomeList = 'to_see_again' | 'last_visit';
export type HomeQuery = {
  list: HomeList;
  whose: Whose;
  agency: string | null;
  grid: string | null;
  offset: number;
  limit: number;
};
export type CustomerHit = {
  code: string;
  name: string;
  town: string;
  agency: string;
  sales_rep: string;
  grid: string;
  follow_up_on: string | null;
  last_visit_on: string | null;
  waiting: number;
};
/** `days`: until the follow-up date (negative once past), or since the last visit; null without a date. */
export type HomeRow = CustomerHit & { days: number | null };
/** Group heads of « À revoir »: how many are overdue, due today, in the next 7 days, later. Zeros for « Dernière visite ». */
export type HomeGroups = { overdue: number; today: number; week: number; later: number; never: number };
export type HomePage = { total: number; groups: HomeGroups; rows: HomeRow[] };

export type CustomerSort = 'name' | 'code' | 'town' | 'last_visit';
export type CustomersQuery = {
  /** Part of the name or the code, with `*` and `?`. */
  typed: string;
  whose: Whose;
  agency: string | null;
  grid: string | null;
  sort: CustomerSort;
  descending: boolean;
  offset: number;
  limit: number;
};
/** `matched`: parts of the name, in UTF-16 units from its beginning, that what was typed found. */
export type CustomerRow = CustomerHit & { revenue_ytd_cents: number; matched: [number, number][] };
export type CustomersPage = { total: number; rows: CustomerRow[] };

export type ContactView = {
  name: string;
  role: string | null;
  phone: string | null;
  mobile: string | null;
  email: string | null;
};
export type MonthView = { year: number; month: number; cents: number };
export type RevenueView = {
  ytd_cents: number;
  previous_to_date_cents: number;
  previous_year_cents: number;
  months: MonthView[];
};
/** null = ticked, number unknown; 0 = not ticked; an absent kind says nothing. */
export type Fleet = Record<string, number | null>;
export type FollowUp = { on: string | null; fleet: Fleet };
export type RequestedChange = { field: CustomerField; from: string; to: string };
export type Request = { entry: string; asked_at: string; changes: RequestedChange[]; comment: string };
export type CustomerView = {
  code: string;
  sheet: Sheet;
  contacts: ContactView[];
  revenue: RevenueView;
  last_visit_on: string | null;
  follow_up: FollowUp;
  fleet_told_at: string | null;
  converted_on: string | null;
  requests: Request[];
  waiting: number;
  to_mend: string[];
};

export type HistoryCursor = { on: string | null; at: string; key: string };
export type PageQuery = { with_lit: boolean; after: HistoryCursor | null; limit: number };
export type HistoryRow = HistoryCursor & {
  author: string | null;
  origin: string | null;
  class: 'visit' | 'prospect_visit' | 'other';
  subject: string | null;
  comment: string | null;
  form: number | null;
  picked: string[];
  /** uuid of the entry that caused it. */
  entry: string | null;
  pending: boolean;
};
/** `total`: all rows, LIT among them only when asked for. */
export type HistoryPage = { rows: HistoryRow[]; next: HistoryCursor | null; total: number };

export type ProspectsQuery = { typed: string; own_only: boolean; offset: number; limit: number };
export type ProspectRow = {
  id: string;
  name: string;
  town: string;
  stage: string;
  sales_rep: string;
  own: boolean;
  follow_up_on: string | null;
  last_visit_on: string | null;
  customer: string | null;
  waiting: number;
  to_mend: number;
};
export type ProspectPage = { total: number; rows: ProspectRow[] };

export type Whom = { customer: string } | { prospect: string };
/** `follow_up_on`: absent = unchanged, null = none any more. */
export type VisitDraft = {
  whom: Whom;
  on: string | null;
  /** "HH:MM" */
  at: string | null;
  comment: string;
  form: number | null;
  picked: string[];
  follow_up_on?: string | null;
  fleet: Fleet;
};
export type RequestDraft = {
  customer: string;
  fields: Partial<Record<CustomerField, string>>;
  comment: string;
  follow_up_on?: string | null;
  fleet: Fleet;
};
export type NewProspectDraft = {
  prospect: string;
  fields: Partial<Record<CustomerField, string>>;
  duplicate_reason: string | null;
  follow_up_on?: string | null;
  fleet: Fleet;
};
export type EditDraft = {
  prospect: string;
  fields: Partial<Record<CustomerField, string>>;
  follow_up_on?: string | null;
  fleet: Fleet;
};
export type DeletionDraft = { prospect: string; reason: string };
export type CreationDraft = {
  prospect: string;
  fields: Partial<Record<CustomerField, string>>;
  comment: string;
  signature: Signature | null;
};
export type Signature = unknown;
export type EntryDraft =
  | ({ kind: 'visit' } & VisitDraft)
  | ({ kind: 'request' } & RequestDraft)
  | ({ kind: 'new_prospect' } & NewProspectDraft)
  | ({ kind: 'edit_prospect' } & EditDraft)
  | ({ kind: 'delete_prospect' } & DeletionDraft)
  | ({ kind: 'ask_creation' } & CreationDraft);
/** `field`: a column of annex 2 or a key of the draft. `message` is English, for whoever helps. */
export type EntryProblem = { code: string; field?: string; message: string };
/** `dropped`: the file lies in the synced folder already. */
export type Saved = { name: string; sequence: number; warnings: EntryProblem[]; dropped: boolean; notices: Notice[] };

export type DraftKey = { kind: string; subject: string };
export type Draft = { key: DraftKey; body: unknown; updated_at: string };

export type Kind = 'VC' | 'MC' | 'CP' | 'MP' | 'VP' | 'CC';
export type Standing = 'laid' | 'based' | 'rejected' | 'unreadable';
export type ReceiptState = 'integrated' | 'deferred' | 'rejected' | 'validated' | 'refused';
export type EntryFilter = 'all' | 'waiting' | 'to_mend' | 'done';
export type EntriesQuery = { filter: EntryFilter; subject: string | null; offset: number; limit: number };
export type EntryView = {
  name: string;
  kind: Kind;
  sequence: number;
  /** Customer code or prospect uuid. */
  subject: string;
  subject_name: string;
  /** What it says, in one line: labels picked, fields asked for, first words of the comment. */
  summary: string;
  /** Whether an accountant has to answer it: a fourth stop of its life line. */
  to_accountant: boolean;
  standing: Standing;
  saved_at: string;
  dropped_at: string | null;
  state: ReceiptState | null;
  at: string | null;
  /** When the server integrated it, if it did. */
  integrated_at: string | null;
  reason: string | null;
  message: string | null;
  reference: string | null;
  clashes: CustomerField[];
  removed_at: string | null;
  replaces: string | null;
  replaced_by: string | null;
  given_up_at: string | null;
  to_mend: boolean;
};
