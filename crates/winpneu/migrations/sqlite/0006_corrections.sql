-- corrige: the file that this one says it corrects (`replaces`), whatever became of it. A correction may be refused itself and be corrected
-- by a third one: then the first is over too, and nobody may retry it.
ALTER TABLE crm_fichier ADD COLUMN corrige nvarchar(320) CHECK (length(corrige) <= 320);
