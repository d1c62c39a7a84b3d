-- Role `customers`: everybody's customers. Rows are inserted in the order of their keys, so that equal rows make equal bytes.
-- Codes compare by bytes (BINARY); names are folded and sorted by Rust. Days are YYYY-MM-DD, instants RFC 3339 in UTC.
-- There is no column for BIC and IBAN: bank details never enter the common base (design §5).
CREATE TABLE customer (
    c_client TEXT NOT NULL PRIMARY KEY,
    c_fam_client TEXT, c_sfam_client TEXT, c_titre TEXT, nom_client TEXT, adr1_fac TEXT, adr2_fac TEXT,
    adr3_fac TEXT, dep_fac TEXT, bur_dis_fac TEXT, ville_fac TEXT, c_agence TEXT, c_rep TEXT, c_pays TEXT,
    tel_1 TEXT, fax TEXT, tel_2 TEXT, contact_divers_1 TEXT, contact_divers_2 TEXT, contact_divers_3 TEXT,
    contact_divers_4 TEXT, c_per TEXT, c_regpmt_bl TEXT, c_regpmt_fac TEXT, c_releve TEXT, c_autoris_bl TEXT,
    c_catc TEXT, c_frais_fixe TEXT, c_ref_oblig TEXT, c_mod_rgl_1 TEXT, nb_jour_1 TEXT, jour_1 TEXT,
    c_type_fact TEXT, c_attention TEXT, c_ape TEXT, date_creation_ste TEXT, codepays TEXT, codemonnaie TEXT,
    type_edition_fac TEXT,
    last_visit_on TEXT,     -- over all rows, archived ones too
    follow_up_on TEXT,      -- what follow_up folds to
    fleet TEXT,             -- JSON {kind: n or null}, what follow_up folds to
    fleet_told_on TEXT,     -- the day of the last word about the fleet
    converted_on TEXT,      -- the company's day on which an accountant validated it, if it was a prospect
    made_of BLOB            -- the mark of that prospect (see the crate's `mark`): its owner's laptop knows it again, nobody else does
) WITHOUT ROWID;
CREATE INDEX customer_made_of ON customer (made_of) WHERE made_of IS NOT NULL;
CREATE TABLE contact (
    id INTEGER PRIMARY KEY, c_client TEXT NOT NULL, rank INTEGER NOT NULL, name TEXT NOT NULL, role TEXT, phone TEXT, mobile TEXT,
    email TEXT
);
CREATE INDEX contact_customer ON contact (c_client);
-- Cents, excluding tax; the year of the build and the two before.
CREATE TABLE revenue (
    c_client TEXT NOT NULL, year INTEGER NOT NULL, month INTEGER NOT NULL, cents INTEGER NOT NULL, PRIMARY KEY (c_client, year, month)
) WITHOUT ROWID;
-- The essential events of each follow-up (domain `FollowUp::essential`), so that a laptop lays its own entries between them.
CREATE TABLE follow_up (
    c_client TEXT NOT NULL, at TEXT NOT NULL, file TEXT NOT NULL, visited_on TEXT,
    change TEXT NOT NULL CHECK (change IN ('set', 'clear', 'none')), follow_up_on TEXT, fleet TEXT,
    PRIMARY KEY (c_client, at, file)
) WITHOUT ROWID;
-- What makes two sheets the same company (domain `identity_keys`).
CREATE TABLE identity (
    kind TEXT NOT NULL, key TEXT NOT NULL, c_client TEXT NOT NULL, PRIMARY KEY (kind, key, c_client)
) WITHOUT ROWID;
