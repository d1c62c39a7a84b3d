-- When the server integrated an entry: an accountant's word takes the place of the receipt that told it.
ALTER TABLE entry ADD COLUMN integrated_at TEXT;
UPDATE entry SET integrated_at = at WHERE state = 'integrated';
