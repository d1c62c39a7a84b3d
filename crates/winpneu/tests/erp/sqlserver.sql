-- An ERP for tests, as the annexes of the specification describe it: what stands in a database before the CRM comes. Text has the
-- collation that is usual in France, whatever the database's is.

-- client: annex 2. Every column but the key may be null: the ERP holds what it holds.
CREATE TABLE dbo.client (
    c_client          char(30) COLLATE French_CI_AS NOT NULL,
    c_fam_client      char(4) COLLATE French_CI_AS NULL,
    c_sfam_client     char(4) COLLATE French_CI_AS NULL,
    c_titre           char(4) COLLATE French_CI_AS NULL,
    nom_client        char(35) COLLATE French_CI_AS NULL,
    adr1_fac          char(35) COLLATE French_CI_AS NULL,
    adr2_fac          char(35) COLLATE French_CI_AS NULL,
    adr3_fac          char(35) COLLATE French_CI_AS NULL,
    dep_fac           char(4) COLLATE French_CI_AS NULL,
    bur_dis_fac       char(3) COLLATE French_CI_AS NULL,
    ville_fac         char(35) COLLATE French_CI_AS NULL,
    c_agence          char(4) COLLATE French_CI_AS NULL,
    c_rep             char(4) COLLATE French_CI_AS NULL,
    c_pays            char(4) COLLATE French_CI_AS NULL,
    tel_1             char(20) COLLATE French_CI_AS NULL,
    fax               char(20) COLLATE French_CI_AS NULL,
    tel_2             char(20) COLLATE French_CI_AS NULL,
    contact_divers_1  char(40) COLLATE French_CI_AS NULL,
    contact_divers_2  char(40) COLLATE French_CI_AS NULL,
    contact_divers_3  char(40) COLLATE French_CI_AS NULL,
    contact_divers_4  char(255) COLLATE French_CI_AS NULL,
    c_per             char(1) COLLATE French_CI_AS NULL,
    c_regpmt_bl       char(1) COLLATE French_CI_AS NULL,
    c_regpmt_fac      char(1) COLLATE French_CI_AS NULL,
    c_releve          char(1) COLLATE French_CI_AS NULL,
    c_autoris_bl      char(1) COLLATE French_CI_AS NULL,
    c_catc            char(8) COLLATE French_CI_AS NULL,
    c_frais_fixe      char(1) COLLATE French_CI_AS NULL,
    c_ref_oblig       char(1) COLLATE French_CI_AS NULL,
    c_mod_rgl_1       char(2) COLLATE French_CI_AS NULL,
    nb_jour_1         int NULL,
    jour_1            char(2) COLLATE French_CI_AS NULL,
    c_type_fact       char(1) COLLATE French_CI_AS NULL,
    c_attention       char(35) COLLATE French_CI_AS NULL,
    c_ape             char(10) COLLATE French_CI_AS NULL,
    date_creation_ste datetime NULL,
    bic               char(11) COLLATE French_CI_AS NULL,
    iban              char(34) COLLATE French_CI_AS NULL,
    codepays          char(2) COLLATE French_CI_AS NULL,
    codemonnaie       char(3) COLLATE French_CI_AS NULL,
    type_edition_fac  char(1) COLLATE French_CI_AS NULL,
    CONSTRAINT pk_client PRIMARY KEY (c_client)
);
GO

-- client_relation: annex 1, and the running number that most installations have. Nobody but the server makes it.
CREATE TABLE dbo.client_relation (
    num_relation       int IDENTITY(1,1) NOT NULL,
    origine_relation   char(3) COLLATE French_CI_AS NULL,
    date_relation      datetime NULL,
    heure_relation     char(5) COLLATE French_CI_AS NULL,
    type_entite        char(1) COLLATE French_CI_AS NULL,
    c_entite           char(30) COLLATE French_CI_AS NULL,
    c_user             char(4) COLLATE French_CI_AS NULL,
    type_relation      char(1) COLLATE French_CI_AS NULL,
    objet              char(80) COLLATE French_CI_AS NULL,
    commentaire        nvarchar(max) COLLATE French_CI_AS NULL,
    num_relation_sujet int NULL,
    c_archive          char(1) COLLATE French_CI_AS NULL,
    CONSTRAINT pk_client_relation PRIMARY KEY (num_relation)
);
CREATE INDEX client_relation_entite ON dbo.client_relation (type_entite, c_entite, date_relation);
GO

-- Stand-ins for what a real ERP holds under names of its own; views.sql beside this file reads them.
CREATE TABLE dbo.client_contact (
    c_client    char(30) COLLATE French_CI_AS NOT NULL,
    num_contact int NOT NULL,
    nom         char(35) COLLATE French_CI_AS NULL,
    fonction    char(35) COLLATE French_CI_AS NULL,
    tel         char(20) COLLATE French_CI_AS NULL,
    portable    char(20) COLLATE French_CI_AS NULL,
    courriel    char(255) COLLATE French_CI_AS NULL,
    CONSTRAINT pk_client_contact PRIMARY KEY (c_client, num_contact)
);
GO

-- montant_cents: excluding tax, in whole cents (EUR).
CREATE TABLE dbo.client_ca (
    c_client      char(30) COLLATE French_CI_AS NOT NULL,
    annee         int NOT NULL,
    mois          int NOT NULL CONSTRAINT ck_client_ca_mois CHECK (mois BETWEEN 1 AND 12),
    montant_cents bigint NOT NULL,
    CONSTRAINT pk_client_ca PRIMARY KEY (annee, c_client, mois)
);
GO

-- liste: the column of annex 2 that takes the codes. parent: of a sub-category, its category.
CREATE TABLE dbo.code_liste (
    liste   varchar(40) COLLATE French_CI_AS NOT NULL,
    code    char(10) COLLATE French_CI_AS NOT NULL,
    libelle char(60) COLLATE French_CI_AS NULL,
    parent  char(10) COLLATE French_CI_AS NULL,
    rang    int NOT NULL,
    CONSTRAINT pk_code_liste PRIMARY KEY (liste, code)
);
GO
