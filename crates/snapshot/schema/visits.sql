-- Role `visits`: the relations of one calendar month (or those without a day), everybody's. Rows are inserted in the order
-- c_client, visited_on, visited_at, key. The sales grid is not here: it is the customer's present one, joined by the reader, so that a
-- change of grid rewrites no month.
CREATE TABLE visit (
    id INTEGER PRIMARY KEY,
    c_client TEXT NOT NULL,
    visited_on TEXT,
    visited_at TEXT,
    c_user TEXT,
    origin TEXT,
    class INTEGER NOT NULL CHECK (class IN (0, 1, 2)),  -- domain `RelationClass`: other, visit, visit of the prospect's time
    subject TEXT,
    comment TEXT,
    form INTEGER,           -- version of the visit form
    picked TEXT,            -- JSON list of node ids
    contact TEXT,           -- domain `VisitMeaning`
    quotes TEXT,            -- types, separated by a blank, in order; NULL when none
    key TEXT NOT NULL,      -- of the ERP's row
    entry BLOB              -- uuid of the exchange file that caused it
);
CREATE INDEX visit_customer ON visit (c_client);
CREATE INDEX visit_author ON visit (c_user, visited_on);
-- Archived visits count, and are not shown: no comment, no key (« par économie »).
CREATE TABLE archived (
    c_user TEXT, visited_on TEXT, c_client TEXT NOT NULL, class INTEGER NOT NULL CHECK (class IN (1, 2)), contact TEXT, quotes TEXT,
    visits INTEGER NOT NULL
);
CREATE INDEX archived_author ON archived (c_user, visited_on);
