-- What the ERP holds under other names is read through these views: an installation that differs edits this text, never Rust.
-- They name their tables without a schema, so that any tool can open the file as `main`.
CREATE VIEW crm_v_client AS
SELECT c_client, nom_client, c_agence, c_rep, c_catc, c_fam_client, c_sfam_client, adr1_fac, adr2_fac, adr3_fac,
       dep_fac, bur_dis_fac, ville_fac, c_pays, tel_1, tel_2, fax, contact_divers_4
FROM client;

-- cle: a stable key of a visit, whatever the installation calls its running number.
CREATE VIEW crm_v_visite AS
SELECT CAST(num_relation AS varchar(20)) AS cle, origine_relation, date_relation, heure_relation, type_entite, c_entite, c_user,
       type_relation, objet, commentaire, c_archive, crm_fichier
FROM client_relation;
