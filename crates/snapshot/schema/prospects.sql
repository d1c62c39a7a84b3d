-- Role `prospects`: one user's prospects; an administrator's file holds everybody's. A prospect that became a customer stays for a
-- while: a laptop shows it until its common base holds the customer.
CREATE TABLE prospect (
    id TEXT NOT NULL PRIMARY KEY,
    c_fam_client TEXT, c_sfam_client TEXT, c_titre TEXT, nom_client TEXT, adr1_fac TEXT, adr2_fac TEXT,
    adr3_fac TEXT, dep_fac TEXT, bur_dis_fac TEXT, ville_fac TEXT, c_agence TEXT, c_rep TEXT, c_pays TEXT,
    tel_1 TEXT, fax TEXT, tel_2 TEXT, contact_divers_1 TEXT, contact_divers_2 TEXT, contact_divers_3 TEXT,
    contact_divers_4 TEXT, c_per TEXT, c_regpmt_bl TEXT, c_regpmt_fac TEXT, c_releve TEXT, c_autoris_bl TEXT,
    c_catc TEXT, c_frais_fixe TEXT, c_ref_oblig TEXT, c_mod_rgl_1 TEXT, nb_jour_1 TEXT, jour_1 TEXT,
    c_type_fact TEXT, c_attention TEXT, c_ape TEXT, date_creation_ste TEXT, bic TEXT, iban TEXT,
    codepays TEXT, codemonnaie TEXT, type_edition_fac TEXT, etape TEXT, motif_perte TEXT,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    own INTEGER NOT NULL,   -- whether the user may edit it; an administrator sees others' with their bank details masked
    converted_at TEXT,
    c_client TEXT,
    last_visit_on TEXT,
    follow_up_on TEXT,
    fleet TEXT,
    fleet_told_on TEXT,
    who INTEGER             -- its number in `visited`, if it stands there
) WITHOUT ROWID;
CREATE TABLE visit (
    id INTEGER PRIMARY KEY, prospect TEXT NOT NULL, visited_on TEXT NOT NULL, visited_at TEXT NOT NULL, author TEXT NOT NULL,
    subject TEXT NOT NULL, comment TEXT NOT NULL, form INTEGER, picked TEXT, contact TEXT, quotes TEXT, entry BLOB
);
CREATE INDEX visit_prospect ON visit (prospect);
CREATE TABLE follow_up (
    prospect TEXT NOT NULL, at TEXT NOT NULL, file TEXT NOT NULL, visited_on TEXT,
    change TEXT NOT NULL CHECK (change IN ('set', 'clear', 'none')), follow_up_on TEXT, fleet TEXT,
    PRIMARY KEY (prospect, at, file)
) WITHOUT ROWID;
CREATE TABLE clash (
    prospect TEXT NOT NULL, field TEXT NOT NULL, expected TEXT, found TEXT, wanted TEXT, opened_at TEXT NOT NULL,
    PRIMARY KEY (prospect, field)
) WITHOUT ROWID;
CREATE TABLE creation (
    prospect TEXT NOT NULL PRIMARY KEY, id TEXT NOT NULL, asked_by TEXT NOT NULL, asked_at TEXT NOT NULL,
    refused_at TEXT,        -- NULL while it waits for an accountant
    message TEXT            -- why it was refused
) WITHOUT ROWID;
CREATE TABLE identity (
    kind TEXT NOT NULL, key TEXT NOT NULL, prospect TEXT NOT NULL, PRIMARY KEY (kind, key, prospect)
) WITHOUT ROWID;
-- What statistics count: every visit to a prospect that the user made (an administrator: that anybody made), also to prospects that are
-- no longer his, idle, deleted or converted. `who` numbers the prospects of this file and tells nothing else.
CREATE TABLE visited (
    visited_on TEXT NOT NULL, author TEXT NOT NULL, who INTEGER NOT NULL, contact TEXT, quotes TEXT, visits INTEGER NOT NULL
);
CREATE INDEX visited_author ON visited (author, visited_on);
