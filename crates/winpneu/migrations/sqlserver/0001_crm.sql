-- What the CRM adds to winpneu. Whoever applies this is the installer, or the DBA with what `automaton init --print` prints: each
-- migration is one transaction, and crm_migration remembers it.
--
-- Instants (..._le, datetime) are UTC in whole seconds. Names of files, uuids, states, folders, hashes and whatever is compared with
-- them say their collation: two names that differ in case are two names, whatever the database's collation is, and joins between them
-- meet no conflict. Codes of the ERP and people's words have the database's. Indexes are ordinary ones: a filtered index or an indexed
-- view would impose SET options on the ERP's own sessions.

-- The registry of exchange files: the name is the idempotency key of the whole company's life.
-- etat: integre, attente (waits), refuse, remplace (refused, and corrected by another file). Malformed names and foreign authors stand
-- as <folder>/<name>. prospect: whom the file is about. message: words for the author. conflits: JSON array of the columns that were not
-- set. decision: what an accountant made of it. ecarte_le: when an operator discarded the refused file. deja_integre: it waits for its
-- restore, having been integrated before. corrige: the file that this one says it corrects, whatever became of it.
CREATE TABLE dbo.crm_fichier (
    nom          nvarchar(320) COLLATE Latin1_General_100_BIN2 NOT NULL,
    code         char(2) COLLATE Latin1_General_100_BIN2 NULL,
    auteur       varchar(32) COLLATE Latin1_General_100_BIN2 NULL,
    dossier      nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
    appareil     char(36) COLLATE Latin1_General_100_BIN2 NULL,
    sequence     bigint NULL,
    sha256       char(64) COLLATE Latin1_General_100_BIN2 NULL,
    etat         varchar(8) COLLATE Latin1_General_100_BIN2 NOT NULL,
    motif        varchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    detail       nvarchar(1000) NULL,
    recu_le      datetime NOT NULL,
    change_le    datetime NOT NULL,
    integre_le   datetime NULL,
    seq          bigint NULL,
    reference    nvarchar(60) COLLATE Latin1_General_100_BIN2 NULL,
    remplace_par nvarchar(320) COLLATE Latin1_General_100_BIN2 NULL,
    signale_le   datetime NULL,
    prospect     char(36) COLLATE Latin1_General_100_BIN2 NULL,
    message      nvarchar(1000) NULL,
    conflits     nvarchar(1000) NULL,
    decision     varchar(10) COLLATE Latin1_General_100_BIN2 NULL,
    ecarte_le    datetime NULL,
    deja_integre bit NOT NULL CONSTRAINT df_crm_fichier_deja_integre DEFAULT 0,
    corrige      nvarchar(320) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_crm_fichier PRIMARY KEY (nom),
    CONSTRAINT ck_crm_fichier_etat CHECK (etat IN ('integre', 'attente', 'refuse', 'remplace')),
    CONSTRAINT ck_crm_fichier_decision CHECK (decision IN ('validated', 'refused'))
);
CREATE INDEX crm_fichier_sha256 ON dbo.crm_fichier (sha256);
CREATE INDEX crm_fichier_dossier ON dbo.crm_fichier (dossier, change_le);
CREATE INDEX crm_fichier_etat ON dbo.crm_fichier (etat, recu_le);
CREATE INDEX crm_fichier_prospect ON dbo.crm_fichier (prospect);
GO

-- Running numbers. 'seq' orders every effect.
CREATE TABLE dbo.crm_compteur (
    nom    varchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    valeur bigint NOT NULL,
    CONSTRAINT pk_crm_compteur PRIMARY KEY (nom)
);
INSERT INTO dbo.crm_compteur (nom, valeur) VALUES ('seq', 0);
GO

-- Last look at a file that is not parsable yet: two equal looks make it settled.
CREATE TABLE dbo.crm_observation (
    nom    nvarchar(320) COLLATE Latin1_General_100_BIN2 NOT NULL,
    taille bigint NOT NULL,
    sha256 char(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    vu_le  datetime NOT NULL,
    CONSTRAINT pk_crm_observation PRIMARY KEY (nom)
);
GO

-- Who holds a lock of the automaton. The lock itself is sp_getapplock's: this row only tells.
CREATE TABLE dbo.crm_verrou (
    nom      varchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    tenu_par nvarchar(200) NOT NULL,
    depuis   datetime NOT NULL,
    CONSTRAINT pk_crm_verrou PRIMARY KEY (nom)
);
GO

-- What the last runs did (JSON), and which text the views were made of.
CREATE TABLE dbo.crm_etat (
    nom       varchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    valeur    nvarchar(max) NOT NULL,
    change_le datetime NOT NULL,
    CONSTRAINT pk_crm_etat PRIMARY KEY (nom)
);
GO

-- Who is who. c_user and c_rep are codes of the ERP.
CREATE TABLE dbo.crm_utilisateur (
    dossier             varchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
    utilisateur_windows nvarchar(256) NULL,
    c_user              char(4) NULL,
    c_rep               char(4) NULL,
    courriel            nvarchar(254) NULL,
    nom_affiche         nvarchar(100) NULL,
    admin               bit NOT NULL CONSTRAINT df_crm_utilisateur_admin DEFAULT 0,
    comptable           bit NOT NULL CONSTRAINT df_crm_utilisateur_comptable DEFAULT 0,
    actif               bit NOT NULL CONSTRAINT df_crm_utilisateur_actif DEFAULT 1,
    CONSTRAINT pk_crm_utilisateur PRIMARY KEY (dossier)
);
GO

-- Business parameters that differ from their default (JSON).
CREATE TABLE dbo.crm_parametre (
    nom        varchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    valeur     nvarchar(max) NOT NULL,
    change_le  datetime NOT NULL,
    change_par nvarchar(100) NULL,
    CONSTRAINT pk_crm_parametre PRIMARY KEY (nom)
);
GO

-- Versions of the visit form: never deleted, node ids never reused.
CREATE TABLE dbo.crm_formulaire (
    version int NOT NULL,
    arbre   nvarchar(max) NOT NULL,
    cree_le datetime NOT NULL,
    CONSTRAINT pk_crm_formulaire PRIMARY KEY (version)
);
GO

-- Answers of a visit: choix is a JSON array of node ids of that version.
CREATE TABLE dbo.crm_reponse_visite (
    crm_fichier varchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
    formulaire  int NOT NULL,
    choix       nvarchar(max) NOT NULL,
    CONSTRAINT pk_crm_reponse_visite PRIMARY KEY (crm_fichier)
);
GO

-- Follow-up and fleet, one row per file that may touch them. The current follow-up date and fleet are the fold of these rows by
-- (cree_le, crm_fichier). c_entite: a customer's code (type_entite C) or a prospect's uuid (P). revoir: 'pose' sets revoir_le, 'efface'
-- clears it, null says nothing. parc: JSON {kind: n or null}.
CREATE TABLE dbo.crm_suivi_client (
    crm_fichier varchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
    type_entite char(1) COLLATE Latin1_General_100_BIN2 NOT NULL,
    c_entite    char(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
    cree_le     datetime NOT NULL,
    visite_le   date NULL,
    revoir      varchar(6) COLLATE Latin1_General_100_BIN2 NULL,
    revoir_le   date NULL,
    parc        nvarchar(max) NULL,
    CONSTRAINT pk_crm_suivi_client PRIMARY KEY (crm_fichier),
    CONSTRAINT ck_crm_suivi_client_type_entite CHECK (type_entite IN ('C', 'P')),
    CONSTRAINT ck_crm_suivi_client_revoir CHECK (revoir IN ('pose', 'efface'))
);
CREATE INDEX crm_suivi_client_entite ON dbo.crm_suivi_client (type_entite, c_entite);
GO

-- Prospects: annex 2 with the ERP's own types, in the database's collation, and the CRM's columns. version: raised by every change.
-- supprime_le: the instant of the entry that deleted it, suppression that entry's file. motif_doublon: why it was created although the
-- laptop showed a likely duplicate.
CREATE TABLE dbo.crm_prospect (
    prospect          char(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
    c_fam_client      char(4) NULL,
    c_sfam_client     char(4) NULL,
    c_titre           char(4) NULL,
    nom_client        char(35) NULL,
    adr1_fac          char(35) NULL,
    adr2_fac          char(35) NULL,
    adr3_fac          char(35) NULL,
    dep_fac           char(4) NULL,
    bur_dis_fac       char(3) NULL,
    ville_fac         char(35) NULL,
    c_agence          char(4) NULL,
    c_rep             char(4) NULL,
    c_pays            char(4) NULL,
    tel_1             char(20) NULL,
    fax               char(20) NULL,
    tel_2             char(20) NULL,
    contact_divers_1  char(40) NULL,
    contact_divers_2  char(40) NULL,
    contact_divers_3  char(40) NULL,
    contact_divers_4  char(255) NULL,
    c_per             char(1) NULL,
    c_regpmt_bl       char(1) NULL,
    c_regpmt_fac      char(1) NULL,
    c_releve          char(1) NULL,
    c_autoris_bl      char(1) NULL,
    c_catc            char(8) NULL,
    c_frais_fixe      char(1) NULL,
    c_ref_oblig       char(1) NULL,
    c_mod_rgl_1       char(2) NULL,
    nb_jour_1         int NULL,
    jour_1            char(2) NULL,
    c_type_fact       char(1) NULL,
    c_attention       char(35) NULL,
    c_ape             char(10) NULL,
    date_creation_ste datetime NULL,
    bic               char(11) NULL,
    iban              char(34) NULL,
    codepays          char(2) NULL,
    codemonnaie       char(3) NULL,
    type_edition_fac  char(1) NULL,
    etape             varchar(40) NULL,
    motif_perte       varchar(40) NULL,
    cree_par          varchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
    cree_le           datetime NOT NULL,
    change_le         datetime NOT NULL,
    supprime_le       datetime NULL,
    motif_suppression nvarchar(max) NULL,
    converti_le       datetime NULL,
    c_client          char(30) NULL,
    crm_fichier       varchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
    version           int NOT NULL CONSTRAINT df_crm_prospect_version DEFAULT 0,
    motif_doublon     nvarchar(max) NULL,
    suppression       varchar(120) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_crm_prospect PRIMARY KEY (prospect),
    CONSTRAINT uq_crm_prospect_crm_fichier UNIQUE (crm_fichier)
);
GO

-- Visits to prospects. They stay here when the prospect becomes a customer.
CREATE TABLE dbo.crm_visite_prospect (
    crm_fichier varchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
    prospect    char(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
    visite_le   date NOT NULL,
    heure       char(5) COLLATE Latin1_General_100_BIN2 NOT NULL,
    auteur      varchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
    objet       varchar(80) NOT NULL,
    commentaire nvarchar(max) NOT NULL,
    CONSTRAINT pk_crm_visite_prospect PRIMARY KEY (crm_fichier)
);
CREATE INDEX crm_visite_prospect_prospect ON dbo.crm_visite_prospect (prospect);
GO

-- Customers that reps ask for. champs: annex 2 as the rep completed it (JSON); champs_valides: as the accountant did.
-- decide_par: a user folder, or the operator as his system calls him.
CREATE TABLE dbo.crm_creation_client (
    creation       char(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
    prospect       char(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
    etat           varchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    champs         nvarchar(max) NOT NULL,
    signature      nvarchar(max) NULL,
    commentaire    nvarchar(max) NULL,
    demande_par    varchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
    demande_le     datetime NOT NULL,
    decide_par     nvarchar(100) NULL,
    decide_le      datetime NULL,
    motif          nvarchar(1000) NULL,
    c_client       char(30) NULL,
    crm_fichier    varchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
    champs_valides nvarchar(max) NULL,
    CONSTRAINT pk_crm_creation_client PRIMARY KEY (creation),
    CONSTRAINT uq_crm_creation_client_crm_fichier UNIQUE (crm_fichier),
    CONSTRAINT ck_crm_creation_client_etat CHECK (etat IN ('pending', 'validated', 'refused'))
);
CREATE INDEX crm_creation_client_prospect ON dbo.crm_creation_client (prospect);
GO

-- One open clash per prospect and field, the latest. appareil, sequence and cree_le: the entry that met it. A value has at most 255
-- characters, and a character up to two places.
CREATE TABLE dbo.crm_conflit (
    prospect    char(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
    champ       varchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    attendu     nvarchar(510) NULL,
    trouve      nvarchar(510) NULL,
    demande     nvarchar(510) NULL,
    ouvert_le   datetime NOT NULL,
    crm_fichier varchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
    appareil    char(36) COLLATE Latin1_General_100_BIN2 NULL,
    sequence    bigint NULL,
    cree_le     datetime NULL,
    CONSTRAINT pk_crm_conflit PRIMARY KEY (prospect, champ)
);
GO

-- The mail outbox.
CREATE TABLE dbo.crm_courriel (
    message_id   varchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
    destinataire nvarchar(254) NOT NULL,
    expediteur   nvarchar(254) NULL,
    objet        nvarchar(200) NOT NULL,
    corps        nvarchar(max) NOT NULL,
    cree_le      datetime NOT NULL,
    etat         varchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    essais       int NOT NULL,
    prochain_le  datetime NOT NULL,
    envoye_le    datetime NULL,
    erreur       nvarchar(1000) NULL,
    crm_fichier  varchar(120) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_crm_courriel PRIMARY KEY (message_id),
    CONSTRAINT ck_crm_courriel_etat CHECK (etat IN ('queued', 'sent', 'failed'))
);
CREATE INDEX crm_courriel_etat ON dbo.crm_courriel (etat, prochain_le);
GO

-- Who did what, when, from which file. id is made by the program: it answers whether a COMMIT whose reply was lost happened.
CREATE TABLE dbo.crm_journal (
    id          char(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
    fait_le     datetime NOT NULL,
    auteur      nvarchar(100) NOT NULL,
    action      varchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    entite      nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    avant       nvarchar(max) NULL,
    apres       nvarchar(max) NULL,
    crm_fichier varchar(120) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT pk_crm_journal PRIMARY KEY (id)
);
GO

-- Which entry of each laptop set a prospect's field last: an earlier entry of that laptop which arrives later is no clash.
CREATE TABLE dbo.crm_prospect_champ (
    prospect    char(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
    champ       varchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    crm_fichier varchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
    appareil    char(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
    sequence    bigint NULL,
    cree_le     datetime NOT NULL,
    CONSTRAINT pk_crm_prospect_champ PRIMARY KEY (prospect, champ, appareil)
);
GO

-- To whom a prospect was attached since when. lot: the reassignment's batch; null for what an entry of the owner's changed. id: the
-- entry's file name, or the batch and prospect.
CREATE TABLE dbo.crm_rattachement (
    id              varchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
    prospect        char(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
    depuis          datetime NOT NULL,
    c_rep           char(4) NULL,
    createur_retire bit NOT NULL,
    lot             char(36) COLLATE Latin1_General_100_BIN2 NULL,
    par             nvarchar(100) NOT NULL,
    CONSTRAINT pk_crm_rattachement PRIMARY KEY (id)
);
CREATE INDEX crm_rattachement_prospect ON dbo.crm_rattachement (prospect, depuis);
GO

-- What makes two prospects the same: telephone in E.164, SIRET and VAT number without blanks; made by the program.
CREATE TABLE dbo.crm_cle_prospect (
    prospect char(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
    sorte    varchar(5) COLLATE Latin1_General_100_BIN2 NOT NULL,
    cle      varchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT pk_crm_cle_prospect PRIMARY KEY (prospect, sorte, cle),
    CONSTRAINT ck_crm_cle_prospect_sorte CHECK (sorte IN ('tel', 'siret', 'tva'))
);
CREATE INDEX crm_cle_prospect_cle ON dbo.crm_cle_prospect (sorte, cle);
GO

-- Likely duplicates, for the administrator only. Of two prospects the later one (its uuid is higher) stands in prospect.
CREATE TABLE dbo.crm_doublon (
    prospect    char(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
    autre_type  char(1) COLLATE Latin1_General_100_BIN2 NOT NULL,
    autre       char(36) COLLATE Latin1_General_100_BIN2 NOT NULL,
    sorte       varchar(5) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ouvert_le   datetime NOT NULL,
    crm_fichier varchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT pk_crm_doublon PRIMARY KEY (prospect, autre_type, autre, sorte),
    CONSTRAINT ck_crm_doublon_autre_type CHECK (autre_type IN ('C', 'P')),
    CONSTRAINT ck_crm_doublon_sorte CHECK (sorte IN ('tel', 'siret', 'tva'))
);
GO

-- Modification requests as they were sent: the ERP's relation shows bank details by their last four signs only. changements: JSON
-- [{field, from, to}].
CREATE TABLE dbo.crm_demande_modification (
    crm_fichier varchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
    c_client    char(30) NOT NULL,
    changements nvarchar(max) NOT NULL,
    commentaire nvarchar(max) NULL,
    demande_par varchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
    demande_le  datetime NOT NULL,
    etat        varchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    decide_par  nvarchar(100) NULL,
    decide_le   datetime NULL,
    motif       nvarchar(1000) NULL,
    CONSTRAINT pk_crm_demande_modification PRIMARY KEY (crm_fichier),
    CONSTRAINT ck_crm_demande_modification_etat CHECK (etat IN ('open', 'done', 'refused'))
);
CREATE INDEX crm_demande_modification_client ON dbo.crm_demande_modification (c_client);
GO

-- The only change to a table of the ERP's: a nullable column without a default (no row is rewritten) and its index. It comes last: from
-- here to the COMMIT nobody else can use client_relation.
ALTER TABLE dbo.client_relation ADD crm_fichier varchar(120) COLLATE Latin1_General_100_BIN2 NULL;
GO
CREATE INDEX client_relation_crm_fichier ON dbo.client_relation (crm_fichier);
GO
