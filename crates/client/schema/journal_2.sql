-- A journal that was put back from a backup goes on as another device, whose numbers begin at 1: a number is one of its device.
CREATE TABLE entry_2 (
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
INSERT INTO entry_2 (name, kind, device, sequence, created_at, subject, bytes, sha256, saved_at, dropped_at, state, at, reference, reason,
                     seq, target, message, clashes, removed_at, replaces, replaced_by, given_up_at)
SELECT name, kind, (SELECT id FROM device), sequence, created_at, subject, bytes, sha256, saved_at, dropped_at, state, at, reference,
       reason, seq, target, message, clashes, removed_at, replaces, replaced_by, given_up_at FROM entry ORDER BY sequence;
DROP TABLE entry;
ALTER TABLE entry_2 RENAME TO entry;
CREATE INDEX entry_subject ON entry (subject);
