-- What the CRM adds to winpneu. Instants (…_le, datetime) are UTC in whole seconds unless the comment says otherwise.
-- The registry decides what is unique: client_relation gets an ordinary index only (a filtered one would impose SET options on
-- the ERP's own sessions).
ALTER TABLE client_relation ADD COLUMN crm_fichier varchar(120) CHECK (length(crm_fichier) <= 120);
CREATE INDEX client_relation_crm_fichier ON client_relation (crm_fichier);

-- The registry of exchange files: the name is the idempotency key of the whole company's life.
-- etat: integre, attente, refuse, remplace. Malformed names and foreign authors stand as <folder>/<name>.
CREATE TABLE crm_fichier (
    nom          nvarchar(320) NOT NULL PRIMARY KEY CHECK (length(nom) <= 320),
    code         char(2)       CHECK (length(code) <= 2),
    auteur       varchar(32)   CHECK (length(auteur) <= 32),
    dossier      nvarchar(255) NOT NULL CHECK (length(dossier) <= 255),
    appareil     char(36)      CHECK (length(appareil) <= 36),
    sequence     bigint,
    sha256       char(64)      CHECK (length(sha256) = 64),
    etat         varchar(8)    NOT NULL CHECK (etat IN ('integre', 'attente', 'refuse', 'remplace')),
    motif        varchar(40)   CHECK (length(motif) <= 40),
    detail       nvarchar(1000) CHECK (length(detail) <= 1000),
    recu_le      datetime      NOT NULL,
    change_le    datetime      NOT NULL,
    integre_le   datetime,
    seq          bigint,
    reference    nvarchar(60)  CHECK (length(reference) <= 60),
    remplace_par nvarchar(320) CHECK (length(remplace_par) <= 320),
    signale_le   datetime
) WITHOUT ROWID;
CREATE INDEX crm_fichier_sha256 ON crm_fichier (sha256);
CREATE INDEX crm_fichier_dossier ON crm_fichier (dossier, change_le);
-- Only what is not integrated is ever looked up by state.
CREATE INDEX crm_fichier_etat ON crm_fichier (etat, recu_le) WHERE etat <> 'integre';

-- Running numbers. 'seq' orders every effect; a manifest's `through` is read from here.
CREATE TABLE crm_compteur (
    nom    varchar(20) NOT NULL PRIMARY KEY CHECK (length(nom) <= 20),
    valeur bigint NOT NULL
) WITHOUT ROWID;
INSERT INTO crm_compteur (nom, valeur) VALUES ('seq', 0);

-- Last look at a file that is not parsable yet: two equal looks make it settled.
CREATE TABLE crm_observation (
    nom    nvarchar(320) NOT NULL PRIMARY KEY CHECK (length(nom) <= 320),
    taille bigint NOT NULL,
    sha256 char(64) NOT NULL,
    vu_le  datetime NOT NULL
);

-- Who holds the single-automaton lock. The lock itself is the operating system's or the server's: this row only tells.
CREATE TABLE crm_verrou (
    nom      varchar(20) NOT NULL PRIMARY KEY CHECK (length(nom) <= 20),
    tenu_par nvarchar(200) NOT NULL CHECK (length(tenu_par) <= 200),
    depuis   datetime NOT NULL
);

-- What the last runs did (JSON), for `status`.
CREATE TABLE crm_etat (
    nom       varchar(40) NOT NULL PRIMARY KEY CHECK (length(nom) <= 40),
    valeur    text NOT NULL,
    change_le datetime NOT NULL
);

CREATE TABLE crm_utilisateur (
    dossier             varchar(32) NOT NULL PRIMARY KEY CHECK (length(dossier) <= 32),
    utilisateur_windows nvarchar(256) CHECK (length(utilisateur_windows) <= 256),
    c_user              char(4) CHECK (length(c_user) <= 4),
    c_rep               char(4) CHECK (length(c_rep) <= 4),
    courriel            nvarchar(254) CHECK (length(courriel) <= 254),
    nom_affiche         nvarchar(100) CHECK (length(nom_affiche) <= 100),
    admin               bit NOT NULL DEFAULT 0 CHECK (admin IN (0, 1)),
    comptable           bit NOT NULL DEFAULT 0 CHECK (comptable IN (0, 1)),
    actif               bit NOT NULL DEFAULT 1 CHECK (actif IN (0, 1))
);

-- Business parameters that differ from their default (JSON).
CREATE TABLE crm_parametre (
    nom        varchar(60) NOT NULL PRIMARY KEY CHECK (length(nom) <= 60),
    valeur     text NOT NULL,
    change_le  datetime NOT NULL,
    change_par nvarchar(100)
);

-- Versions of the visit form: never deleted, node ids never reused.
CREATE TABLE crm_formulaire (
    version  int NOT NULL PRIMARY KEY,
    arbre    text NOT NULL,
    cree_le  datetime NOT NULL
);

-- Answers of a visit: choix is a JSON array of node ids of that version.
CREATE TABLE crm_reponse_visite (
    crm_fichier varchar(120) NOT NULL PRIMARY KEY CHECK (length(crm_fichier) <= 120),
    formulaire  int NOT NULL,
    choix       text NOT NULL
) WITHOUT ROWID;

-- Follow-up and fleet, one row per file that may touch them. The current follow-up date and fleet are the fold of these rows by
-- (cree_le, crm_fichier), so that no order of arrival can change them. revoir: 'pose' sets revoir_le, 'efface' clears it, null
-- says nothing (then the visit of visite_le clears an earlier date). parc: JSON {kind: n or null}.
CREATE TABLE crm_suivi_client (
    crm_fichier varchar(120) NOT NULL PRIMARY KEY CHECK (length(crm_fichier) <= 120),
    type_entite char(1)  NOT NULL CHECK (type_entite IN ('C', 'P')),
    c_entite    char(36) NOT NULL CHECK (length(c_entite) <= 36),
    cree_le     datetime NOT NULL,
    visite_le   date,
    revoir      varchar(6) CHECK (revoir IN ('pose', 'efface')),
    revoir_le   date,
    parc        text
) WITHOUT ROWID;
CREATE INDEX crm_suivi_client_entite ON crm_suivi_client (type_entite, c_entite);

CREATE TABLE crm_prospect (
    prospect          char(36) NOT NULL PRIMARY KEY CHECK (length(prospect) = 36),
    c_fam_client      char(4)   CHECK (length(c_fam_client) <= 4),
    c_sfam_client     char(4)   CHECK (length(c_sfam_client) <= 4),
    c_titre           char(4)   CHECK (length(c_titre) <= 4),
    nom_client        char(35)  CHECK (length(nom_client) <= 35),
    adr1_fac          char(35)  CHECK (length(adr1_fac) <= 35),
    adr2_fac          char(35)  CHECK (length(adr2_fac) <= 35),
    adr3_fac          char(35)  CHECK (length(adr3_fac) <= 35),
    dep_fac           char(4)   CHECK (length(dep_fac) <= 4),
    bur_dis_fac       char(3)   CHECK (length(bur_dis_fac) <= 3),
    ville_fac         char(35)  CHECK (length(ville_fac) <= 35),
    c_agence          char(4)   CHECK (length(c_agence) <= 4),
    c_rep             char(4)   CHECK (length(c_rep) <= 4),
    c_pays            char(4)   CHECK (length(c_pays) <= 4),
    tel_1             char(20)  CHECK (length(tel_1) <= 20),
    fax               char(20)  CHECK (length(fax) <= 20),
    tel_2             char(20)  CHECK (length(tel_2) <= 20),
    contact_divers_1  char(40)  CHECK (length(contact_divers_1) <= 40),
    contact_divers_2  char(40)  CHECK (length(contact_divers_2) <= 40),
    contact_divers_3  char(40)  CHECK (length(contact_divers_3) <= 40),
    contact_divers_4  char(255) CHECK (length(contact_divers_4) <= 255),
    c_per             char(1)   CHECK (length(c_per) <= 1),
    c_regpmt_bl       char(1)   CHECK (length(c_regpmt_bl) <= 1),
    c_regpmt_fac      char(1)   CHECK (length(c_regpmt_fac) <= 1),
    c_releve          char(1)   CHECK (length(c_releve) <= 1),
    c_autoris_bl      char(1)   CHECK (length(c_autoris_bl) <= 1),
    c_catc            char(8)   CHECK (length(c_catc) <= 8),
    c_frais_fixe      char(1)   CHECK (length(c_frais_fixe) <= 1),
    c_ref_oblig       char(1)   CHECK (length(c_ref_oblig) <= 1),
    c_mod_rgl_1       char(2)   CHECK (length(c_mod_rgl_1) <= 2),
    nb_jour_1         int,
    jour_1            char(2)   CHECK (length(jour_1) <= 2),
    c_type_fact       char(1)   CHECK (length(c_type_fact) <= 1),
    c_attention       char(35)  CHECK (length(c_attention) <= 35),
    c_ape             char(10)  CHECK (length(c_ape) <= 10),
    date_creation_ste datetime,
    bic               char(11)  CHECK (length(bic) <= 11),
    iban              char(34)  CHECK (length(iban) <= 34),
    codepays          char(2)   CHECK (length(codepays) <= 2),
    codemonnaie       char(3)   CHECK (length(codemonnaie) <= 3),
    type_edition_fac  char(1)   CHECK (length(type_edition_fac) <= 1),
    etape             varchar(40) CHECK (length(etape) <= 40),
    motif_perte       varchar(40) CHECK (length(motif_perte) <= 40),
    cree_par          varchar(32) NOT NULL CHECK (length(cree_par) <= 32),
    cree_le           datetime NOT NULL,
    change_le         datetime NOT NULL,
    supprime_le       datetime,
    motif_suppression nvarchar(1000),
    converti_le       datetime,
    c_client          char(30) CHECK (length(c_client) <= 30),
    crm_fichier       varchar(120) NOT NULL UNIQUE CHECK (length(crm_fichier) <= 120)
);

CREATE TABLE crm_visite_prospect (
    crm_fichier varchar(120) NOT NULL PRIMARY KEY CHECK (length(crm_fichier) <= 120),
    prospect    char(36) NOT NULL CHECK (length(prospect) = 36),
    visite_le   date NOT NULL,
    heure       char(5) NOT NULL CHECK (length(heure) = 5),
    auteur      varchar(32) NOT NULL CHECK (length(auteur) <= 32),
    objet       varchar(80) NOT NULL CHECK (length(objet) <= 80),
    commentaire text NOT NULL
);
CREATE INDEX crm_visite_prospect_prospect ON crm_visite_prospect (prospect);

CREATE TABLE crm_creation_client (
    creation      char(36) NOT NULL PRIMARY KEY CHECK (length(creation) = 36),
    prospect      char(36) NOT NULL CHECK (length(prospect) = 36),
    etat          varchar(10) NOT NULL CHECK (etat IN ('pending', 'validated', 'refused')),
    champs        text NOT NULL,
    signature     text,
    commentaire   text,
    demande_par   varchar(32) NOT NULL,
    demande_le    datetime NOT NULL,
    decide_par    varchar(32),
    decide_le     datetime,
    motif         nvarchar(1000),
    c_client      char(30) CHECK (length(c_client) <= 30),
    crm_fichier   varchar(120) NOT NULL UNIQUE CHECK (length(crm_fichier) <= 120)
);
CREATE INDEX crm_creation_client_prospect ON crm_creation_client (prospect);

-- One open clash per prospect and field, the latest.
CREATE TABLE crm_conflit (
    prospect    char(36) NOT NULL CHECK (length(prospect) = 36),
    champ       varchar(40) NOT NULL CHECK (length(champ) <= 40),
    attendu     nvarchar(255),
    trouve      nvarchar(255),
    demande     nvarchar(255),
    ouvert_le   datetime NOT NULL,
    crm_fichier varchar(120) NOT NULL CHECK (length(crm_fichier) <= 120),
    PRIMARY KEY (prospect, champ)
);

-- The mail outbox.
CREATE TABLE crm_courriel (
    message_id   varchar(255) NOT NULL PRIMARY KEY CHECK (length(message_id) <= 255),
    destinataire nvarchar(254) NOT NULL,
    expediteur   nvarchar(254),
    objet        nvarchar(200) NOT NULL,
    corps        text NOT NULL,
    cree_le      datetime NOT NULL,
    etat         varchar(10) NOT NULL CHECK (etat IN ('queued', 'sent', 'failed')),
    essais       int NOT NULL,
    prochain_le  datetime NOT NULL,
    envoye_le    datetime,
    erreur       nvarchar(1000),
    crm_fichier  varchar(120) CHECK (length(crm_fichier) <= 120)
);
CREATE INDEX crm_courriel_etat ON crm_courriel (etat, prochain_le);

-- Who did what, when, from which file; id is made by the program and answers whether a COMMIT whose reply was lost happened.
CREATE TABLE crm_journal (
    id          char(36) NOT NULL PRIMARY KEY CHECK (length(id) = 36),
    fait_le     datetime NOT NULL,
    auteur      nvarchar(100) NOT NULL CHECK (length(auteur) <= 100),
    action      varchar(40) NOT NULL CHECK (length(action) <= 40),
    entite      nvarchar(60) NOT NULL CHECK (length(entite) <= 60),
    avant       text,
    apres       text,
    crm_fichier varchar(120) CHECK (length(crm_fichier) <= 120)
) WITHOUT ROWID;
