-- The views as an installation adapted them: this ERP keeps contacts, revenue and lists of codes in tables of its own (sqlserver.sql).
CREATE OR ALTER VIEW dbo.crm_v_client AS
SELECT c_client, c_fam_client, c_sfam_client, c_titre, nom_client, adr1_fac, adr2_fac, adr3_fac, dep_fac, bur_dis_fac, ville_fac,
       c_agence, c_rep, c_pays, tel_1, fax, tel_2, contact_divers_1, contact_divers_2, contact_divers_3, contact_divers_4, c_per,
       c_regpmt_bl, c_regpmt_fac, c_releve, c_autoris_bl, c_catc, c_frais_fixe, c_ref_oblig, c_mod_rgl_1, nb_jour_1, jour_1,
       c_type_fact, c_attention, c_ape, date_creation_ste, codepays, codemonnaie, type_edition_fac
FROM dbo.client;
GO

CREATE OR ALTER VIEW dbo.crm_v_visite AS
SELECT CAST(num_relation AS varchar(20)) AS cle, origine_relation, date_relation, heure_relation, type_entite, c_entite, c_user,
       type_relation, objet, commentaire, c_archive, crm_fichier
FROM dbo.client_relation;
GO

CREATE OR ALTER VIEW dbo.crm_v_contact AS
SELECT c_client, num_contact AS rang, nom, fonction, tel, portable, courriel
FROM dbo.client_contact;
GO

CREATE OR ALTER VIEW dbo.crm_v_ca AS
SELECT c_client, annee, mois, montant_cents
FROM dbo.client_ca;
GO

CREATE OR ALTER VIEW dbo.crm_v_code AS
SELECT liste, code, libelle, parent, rang
FROM dbo.code_liste;
GO
