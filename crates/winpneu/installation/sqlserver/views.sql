-- How the CRM reads this ERP: five views, nothing else. They are what an installation adapts; the program itself is never edited.
--
-- This file stands beside automaton.toml as winpneu-views.sql. Change what lies between AS and the semicolon, never the names and the
-- number of the answered columns; then run `automaton init`, which applies the file whenever it changed, or hand the DBA what
-- `automaton init --print` prints. `automaton init --check` says whether every view answers what the program reads. Each view is a
-- batch of its own, ended by a line GO; all five are applied in one transaction.
--
-- A view that reads another database needs rights of its own there, and ALLOW_SNAPSHOT_ISOLATION where this database has it.
-- Columns of different collations in one UNION need a COLLATE.
--
-- Text may be of any length and collation here, and may be NULL: the program shows what it finds. It leaves a row out, and reports it,
-- only when a column that identifies it cannot be read. No view may name columns of bank details (bic, iban): laptops never see them.

-- Customers: annex 2 without bank details. c_client identifies a customer. A column that this ERP spells otherwise is renamed here, for
-- instance [type edition fac] AS type_edition_fac; one that it lacks becomes CAST(NULL AS char(1)) AS type_edition_fac. A
-- customer whom a WHERE leaves out is unknown to the CRM: no rep sees him, and no visit to him is taken.
CREATE OR ALTER VIEW dbo.crm_v_client AS
SELECT c_client, c_fam_client, c_sfam_client, c_titre, nom_client, adr1_fac, adr2_fac, adr3_fac, dep_fac, bur_dis_fac, ville_fac,
       c_agence, c_rep, c_pays, tel_1, fax, tel_2, contact_divers_1, contact_divers_2, contact_divers_3, contact_divers_4, c_per,
       c_regpmt_bl, c_regpmt_fac, c_releve, c_autoris_bl, c_catc, c_frais_fixe, c_ref_oblig, c_mod_rgl_1, nb_jour_1, jour_1,
       c_type_fact, c_attention, c_ape, date_creation_ste, codepays, codemonnaie, type_edition_fac
FROM dbo.client;
GO

-- Visits and other relations: annex 1. cle identifies a row for ever: two rows never share one, and it never changes. Here it is the
-- running number num_relation of client_relation. crm_fichier must stay the column of that name as it is: answers and prospect visits
-- are joined with it.
CREATE OR ALTER VIEW dbo.crm_v_visite AS
SELECT CAST(num_relation AS varchar(20)) AS cle, origine_relation, date_relation, heure_relation, type_entite, c_entite, c_user,
       type_relation, objet, commentaire, c_archive, crm_fichier
FROM dbo.client_relation;
GO

-- Contacts of customers: none here, for the annexes do not say where this ERP keeps them. rang orders the contacts of a customer.
-- Replace it by something like
--     SELECT c_client, num_contact AS rang, nom, fonction, tel, portable, courriel
--     FROM dbo.client_contact;
CREATE OR ALTER VIEW dbo.crm_v_contact AS
SELECT c_client, CAST(NULL AS int) AS rang, CAST(NULL AS char(35)) AS nom, CAST(NULL AS char(35)) AS fonction,
       CAST(NULL AS char(20)) AS tel, CAST(NULL AS char(20)) AS portable, CAST(NULL AS char(255)) AS courriel
FROM dbo.client
WHERE 1 = 0;
GO

-- Revenue (CA): one row per customer, year and month (1 to 12), excluding tax, in whole cents (EUR); credit notes count negative. None
-- here, for the annexes do not say where this ERP keeps it. The program asks for the last two years (annee >= ...): an aggregate that
-- is kept up to date by night is read faster than the invoices. Replace it by something like
--     SELECT c_client, YEAR(date_facture) AS annee, MONTH(date_facture) AS mois,
--            CAST(ROUND(SUM(montant_ht) * 100, 0) AS bigint) AS montant_cents
--     FROM dbo.facture
--     GROUP BY c_client, YEAR(date_facture), MONTH(date_facture);
CREATE OR ALTER VIEW dbo.crm_v_ca AS
SELECT c_client, CAST(NULL AS int) AS annee, CAST(NULL AS int) AS mois, CAST(NULL AS bigint) AS montant_cents
FROM dbo.client
WHERE 1 = 0;
GO

-- Lists of codes: liste is the column of annex 2 that takes the code, libelle what people read, parent the category of a sub-category,
-- rang the order within the list. Here they are the codes in use among the customers, each one its own label. Where the ERP has tables
-- of codes with labels, replace the list's lines by something like
--     SELECT CAST('c_titre' AS varchar(40)) AS liste, CAST(code AS char(10)) AS code, CAST(libelle AS char(60)) AS libelle,
--            CAST(NULL AS char(10)) AS parent, 0 AS rang
--     FROM dbo.titre
CREATE OR ALTER VIEW dbo.crm_v_code AS
SELECT CAST('c_fam_client' AS varchar(40)) AS liste, CAST(c_fam_client AS char(10)) AS code, CAST(c_fam_client AS char(60)) AS libelle,
       CAST(NULL AS char(10)) AS parent, 0 AS rang
FROM dbo.client WHERE c_fam_client <> '' GROUP BY c_fam_client
UNION ALL
SELECT 'c_sfam_client', c_sfam_client, c_sfam_client, CAST(MIN(c_fam_client) AS char(10)), 0
FROM dbo.client WHERE c_sfam_client <> '' GROUP BY c_sfam_client
UNION ALL
SELECT 'c_titre', c_titre, c_titre, CAST(NULL AS char(10)), 0 FROM dbo.client WHERE c_titre <> '' GROUP BY c_titre
UNION ALL
SELECT 'c_agence', c_agence, c_agence, CAST(NULL AS char(10)), 0 FROM dbo.client WHERE c_agence <> '' GROUP BY c_agence
UNION ALL
SELECT 'c_rep', c_rep, c_rep, CAST(NULL AS char(10)), 0 FROM dbo.client WHERE c_rep <> '' GROUP BY c_rep
UNION ALL
SELECT 'c_pays', c_pays, c_pays, CAST(NULL AS char(10)), 0 FROM dbo.client WHERE c_pays <> '' GROUP BY c_pays
UNION ALL
SELECT 'c_per', c_per, c_per, CAST(NULL AS char(10)), 0 FROM dbo.client WHERE c_per <> '' GROUP BY c_per
UNION ALL
SELECT 'c_regpmt_bl', c_regpmt_bl, c_regpmt_bl, CAST(NULL AS char(10)), 0 FROM dbo.client WHERE c_regpmt_bl <> '' GROUP BY c_regpmt_bl
UNION ALL
SELECT 'c_regpmt_fac', c_regpmt_fac, c_regpmt_fac, CAST(NULL AS char(10)), 0 FROM dbo.client WHERE c_regpmt_fac <> '' GROUP BY c_regpmt_fac
UNION ALL
SELECT 'c_releve', c_releve, c_releve, CAST(NULL AS char(10)), 0 FROM dbo.client WHERE c_releve <> '' GROUP BY c_releve
UNION ALL
SELECT 'c_autoris_bl', c_autoris_bl, c_autoris_bl, CAST(NULL AS char(10)), 0 FROM dbo.client WHERE c_autoris_bl <> '' GROUP BY c_autoris_bl
UNION ALL
SELECT 'c_catc', c_catc, c_catc, CAST(NULL AS char(10)), 0 FROM dbo.client WHERE c_catc <> '' GROUP BY c_catc
UNION ALL
SELECT 'c_frais_fixe', c_frais_fixe, c_frais_fixe, CAST(NULL AS char(10)), 0 FROM dbo.client WHERE c_frais_fixe <> '' GROUP BY c_frais_fixe
UNION ALL
SELECT 'c_ref_oblig', c_ref_oblig, c_ref_oblig, CAST(NULL AS char(10)), 0 FROM dbo.client WHERE c_ref_oblig <> '' GROUP BY c_ref_oblig
UNION ALL
SELECT 'c_mod_rgl_1', c_mod_rgl_1, c_mod_rgl_1, CAST(NULL AS char(10)), 0 FROM dbo.client WHERE c_mod_rgl_1 <> '' GROUP BY c_mod_rgl_1
UNION ALL
SELECT 'jour_1', jour_1, jour_1, CAST(NULL AS char(10)), 0 FROM dbo.client WHERE jour_1 <> '' GROUP BY jour_1
UNION ALL
SELECT 'c_type_fact', c_type_fact, c_type_fact, CAST(NULL AS char(10)), 0 FROM dbo.client WHERE c_type_fact <> '' GROUP BY c_type_fact
UNION ALL
SELECT 'codepays', codepays, codepays, CAST(NULL AS char(10)), 0 FROM dbo.client WHERE codepays <> '' GROUP BY codepays
UNION ALL
SELECT 'codemonnaie', codemonnaie, codemonnaie, CAST(NULL AS char(10)), 0 FROM dbo.client WHERE codemonnaie <> '' GROUP BY codemonnaie
UNION ALL
SELECT 'type_edition_fac', type_edition_fac, type_edition_fac, CAST(NULL AS char(10)), 0 FROM dbo.client WHERE type_edition_fac <> '' GROUP BY type_edition_fac;
GO
