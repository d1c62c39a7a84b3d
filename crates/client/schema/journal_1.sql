-- The laptop's journal. Instants are RFC 3339 in UTC. Nothing that was entered is ever removed from here.
CREATE TABLE device (
    id TEXT NOT NULL,               -- this installation of the desktop; another one after the journal was put back from a backup
    user TEXT NOT NULL,             -- whose journal this is
    next_sequence INTEGER NOT NULL  -- the number that the next entry gets, from 1, no gaps
);
CREATE TABLE draft (
    kind TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL, updated_at TEXT NOT NULL, PRIMARY KEY (kind, subject)
) WITHOUT ROWID;
-- A journal that was put back from a backup goes on as another device, whose numbers begin at 1: a number is one of its device.
CREATE TABLE entry (
    place INTEGER PRIMARY KEY,      -- in the order in which entries were made, whatever device
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    device TEXT NOT NULL,           -- in whose folder of the inbox it lies
    sequence INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    subject TEXT NOT NULL,          -- the customer's code, or the prospect's uuid
    bytes BLOB NOT NULL,            -- exactly what is dropped
    sha256 TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    dropped_at TEXT,
    state TEXT, at TEXT, reference TEXT, reason TEXT, seq INTEGER, target TEXT, message TEXT, clashes TEXT,  -- the latest receipt
    removed_at TEXT,                -- when its file was removed from the inbox
    replaces TEXT,
    replaced_by TEXT,
    given_up_at TEXT,               -- when the user said of a refused entry that he lets it be
    UNIQUE (device, sequence)
);
CREATE INDEX entry_subject ON entry (subject);
