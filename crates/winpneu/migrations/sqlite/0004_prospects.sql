-- What prospects, customer creations, modification requests and mails need beside their tables of 0002.

-- prospect: the prospect that the file is about, so that files waiting for it are found. message: words for the author (the remark on
-- a prospect already followed, the accountant's words). conflits: JSON array of the columns of an MP that were not set.
-- decision: what an accountant made of a CC or MC. ecarte_le: when an operator discarded the refused file. deja_integre: it waits for its
-- restore, having been integrated before, and is never refused.
ALTER TABLE crm_fichier ADD COLUMN prospect char(36) CHECK (length(prospect) = 36);
ALTER TABLE crm_fichier ADD COLUMN message nvarchar(1000) CHECK (length(message) <= 1000);
ALTER TABLE crm_fichier ADD COLUMN conflits nvarchar(1000) CHECK (length(conflits) <= 1000);
ALTER TABLE crm_fichier ADD COLUMN decision varchar(10) CHECK (decision IN ('validated', 'refused'));
ALTER TABLE crm_fichier ADD COLUMN ecarte_le datetime;
ALTER TABLE crm_fichier ADD COLUMN deja_integre bit NOT NULL DEFAULT 0 CHECK (deja_integre IN (0, 1));
CREATE INDEX crm_fichier_prospect ON crm_fichier (prospect) WHERE etat = 'attente';

-- version: raised by every change of a prospect; what was decided on an older version is decided again. supprime_le is the instant of
-- the entry that deleted it (the laptop's), suppression that entry's file. motif_doublon: why it was created although the laptop showed
-- a likely duplicate.
ALTER TABLE crm_prospect ADD COLUMN version int NOT NULL DEFAULT 0;
ALTER TABLE crm_prospect ADD COLUMN motif_doublon text;
ALTER TABLE crm_prospect ADD COLUMN suppression varchar(120) CHECK (length(suppression) <= 120);

-- The reason of a deletion is a comment, and may be as long as one.
ALTER TABLE crm_prospect ADD COLUMN motif_long text;
UPDATE crm_prospect SET motif_long = motif_suppression;
ALTER TABLE crm_prospect DROP COLUMN motif_suppression;
ALTER TABLE crm_prospect RENAME COLUMN motif_long TO motif_suppression;

-- Which entry of each laptop set a prospect's field last: an earlier entry of that laptop which arrives later is no clash, it is
-- overtaken.
CREATE TABLE crm_prospect_champ (
    prospect    char(36) NOT NULL CHECK (length(prospect) = 36),
    champ       varchar(40) NOT NULL CHECK (length(champ) <= 40),
    crm_fichier varchar(120) NOT NULL CHECK (length(crm_fichier) <= 120),
    appareil    char(36) NOT NULL CHECK (length(appareil) = 36),
    sequence    bigint,
    cree_le     datetime NOT NULL,
    PRIMARY KEY (prospect, champ, appareil)
) WITHOUT ROWID;

-- To whom a prospect was attached since when: a rep who was offline during a reassignment loses nothing. lot: the reassignment's batch;
-- null for what an entry of the owner's changed. id: the entry's file name, or the batch and prospect.
CREATE TABLE crm_rattachement (
    id              varchar(120) NOT NULL PRIMARY KEY CHECK (length(id) <= 120),
    prospect        char(36) NOT NULL CHECK (length(prospect) = 36),
    depuis          datetime NOT NULL,
    c_rep           char(4) CHECK (length(c_rep) <= 4),
    createur_retire bit NOT NULL CHECK (createur_retire IN (0, 1)),
    lot             char(36) CHECK (length(lot) = 36),
    par             nvarchar(100) NOT NULL CHECK (length(par) <= 100)
) WITHOUT ROWID;
CREATE INDEX crm_rattachement_prospect ON crm_rattachement (prospect, depuis);

-- What makes two prospects the same: telephone in E.164, SIRET and VAT number without blanks; made by the program, so SQL may compare.
CREATE TABLE crm_cle_prospect (
    prospect char(36) NOT NULL CHECK (length(prospect) = 36),
    sorte    varchar(5) NOT NULL CHECK (sorte IN ('tel', 'siret', 'tva')),
    cle      varchar(40) NOT NULL CHECK (length(cle) <= 40),
    PRIMARY KEY (prospect, sorte, cle)
) WITHOUT ROWID;
CREATE INDEX crm_cle_prospect_cle ON crm_cle_prospect (sorte, cle);

-- Likely duplicates, for the administrator only. Of two prospects the later one (its uuid is higher) stands in prospect.
CREATE TABLE crm_doublon (
    prospect    char(36) NOT NULL CHECK (length(prospect) = 36),
    autre_type  char(1) NOT NULL CHECK (autre_type IN ('C', 'P')),
    autre       char(36) NOT NULL CHECK (length(autre) <= 36),
    sorte       varchar(5) NOT NULL CHECK (sorte IN ('tel', 'siret', 'tva')),
    ouvert_le   datetime NOT NULL,
    crm_fichier varchar(120) NOT NULL CHECK (length(crm_fichier) <= 120),
    PRIMARY KEY (prospect, autre_type, autre, sorte)
) WITHOUT ROWID;

-- Modification requests as they were sent: the ERP's relation shows bank details by their last four signs only. changements: JSON
-- [{field, from, to}].
CREATE TABLE crm_demande_modification (
    crm_fichier varchar(120) NOT NULL PRIMARY KEY CHECK (length(crm_fichier) <= 120),
    c_client    char(30) NOT NULL CHECK (length(c_client) <= 30),
    changements text NOT NULL,
    commentaire text,
    demande_par varchar(32) NOT NULL CHECK (length(demande_par) <= 32),
    demande_le  datetime NOT NULL,
    etat        varchar(10) NOT NULL CHECK (etat IN ('open', 'done', 'refused')),
    decide_par  nvarchar(100) CHECK (length(decide_par) <= 100),
    decide_le   datetime,
    motif       nvarchar(1000) CHECK (length(motif) <= 1000)
) WITHOUT ROWID;
CREATE INDEX crm_demande_modification_client ON crm_demande_modification (c_client);

-- The clash's entry: of two, the later one is kept, whatever the order of arrival.
ALTER TABLE crm_conflit ADD COLUMN appareil char(36) CHECK (length(appareil) = 36);
ALTER TABLE crm_conflit ADD COLUMN sequence bigint;
ALTER TABLE crm_conflit ADD COLUMN cree_le datetime;

-- champs_valides: annex 2 as the accountant completed it (JSON), what the customer was made of.
ALTER TABLE crm_creation_client ADD COLUMN champs_valides text;

DROP VIEW crm_v_client;
CREATE VIEW crm_v_client AS
SELECT c_client, nom_client, c_agence, c_rep, c_catc, c_fam_client, c_sfam_client, adr1_fac, adr2_fac, adr3_fac,
       dep_fac, bur_dis_fac, ville_fac, c_pays, tel_1, tel_2, fax, contact_divers_1, contact_divers_2, contact_divers_4
FROM client;
