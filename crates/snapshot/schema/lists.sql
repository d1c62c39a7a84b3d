-- Role `lists`: what drop-down lists and forms are made of; everybody's.
CREATE TABLE code (
    list TEXT NOT NULL,     -- the column of annex 2 that takes these codes
    rank INTEGER NOT NULL, code TEXT NOT NULL, label TEXT NOT NULL, parent TEXT,
    PRIMARY KEY (list, rank, code)
) WITHOUT ROWID;
-- Every French commune under each of its postal codes.
CREATE TABLE town (
    postal_code TEXT NOT NULL, population INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (postal_code, population, name)
) WITHOUT ROWID;
CREATE TABLE form (version INTEGER PRIMARY KEY, tree TEXT NOT NULL);
-- Business parameters that a laptop needs, as JSON; no address of any mail list.
CREATE TABLE parameter (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE person (
    folder TEXT NOT NULL PRIMARY KEY, c_user TEXT, c_rep TEXT, name TEXT, active INTEGER NOT NULL
) WITHOUT ROWID;
