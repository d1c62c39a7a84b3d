-- What the offline bases are made of beside customers, relations and prospects.

-- Stand-ins for what a real ERP holds under names of its own: the embedded base is the ERP, so it needs somewhere to put them. The
-- program reads the views below only.
CREATE TABLE client_contact (
    c_client    char(30) NOT NULL CHECK (length(c_client) <= 30),
    num_contact int      NOT NULL,
    nom         char(35) CHECK (length(nom) <= 35),
    fonction    char(35) CHECK (length(fonction) <= 35),
    tel         char(20) CHECK (length(tel) <= 20),
    portable    char(20) CHECK (length(portable) <= 20),
    courriel    char(255) CHECK (length(courriel) <= 255),
    PRIMARY KEY (c_client, num_contact)
) WITHOUT ROWID;

-- montant_cents: excluding tax, in whole cents (EUR). The year comes first in the key: only the last ones are read.
CREATE TABLE client_ca (
    c_client      char(30) NOT NULL CHECK (length(c_client) <= 30),
    annee         int      NOT NULL,
    mois          int      NOT NULL CHECK (mois BETWEEN 1 AND 12),
    montant_cents bigint   NOT NULL,
    PRIMARY KEY (annee, c_client, mois)
) WITHOUT ROWID;

-- liste: the column of annex 2 that takes the codes. parent: of a sub-category, its category.
CREATE TABLE code_liste (
    liste   varchar(40) NOT NULL CHECK (length(liste) <= 40),
    code    char(10) NOT NULL CHECK (length(code) <= 10),
    libelle char(60) CHECK (length(libelle) <= 60),
    parent  char(10) CHECK (length(parent) <= 10),
    rang    int NOT NULL,
    PRIMARY KEY (liste, code)
) WITHOUT ROWID;

-- Views, as in 0003: an installation that differs edits their text, never Rust.
CREATE VIEW crm_v_contact AS
SELECT c_client, num_contact AS rang, nom, fonction, tel, portable, courriel
FROM client_contact;

CREATE VIEW crm_v_ca AS
SELECT c_client, annee, mois, montant_cents
FROM client_ca;

CREATE VIEW crm_v_code AS
SELECT liste, code, libelle, parent, rang
FROM code_liste;

-- Annex 2 whole, but for the two columns of bank details: no offline base may hold those of a customer.
DROP VIEW crm_v_client;
CREATE VIEW crm_v_client AS
SELECT c_client, c_fam_client, c_sfam_client, c_titre, nom_client, adr1_fac, adr2_fac, adr3_fac, dep_fac, bur_dis_fac, ville_fac,
       c_agence, c_rep, c_pays, tel_1, fax, tel_2, contact_divers_1, contact_divers_2, contact_divers_3, contact_divers_4, c_per,
       c_regpmt_bl, c_regpmt_fac, c_releve, c_autoris_bl, c_catc, c_frais_fixe, c_ref_oblig, c_mod_rgl_1, nb_jour_1, jour_1,
       c_type_fact, c_attention, c_ape, date_creation_ste, codepays, codemonnaie, type_edition_fac
FROM client;
