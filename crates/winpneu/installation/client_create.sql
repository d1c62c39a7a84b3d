-- Makes the ERP customer of a validated creation: one statement, one row. An installation that does it otherwise (a stored procedure,
-- more columns) puts its own text beside automaton.toml as client_create.sql; the DBA approves it.
-- @P1 is the customer's code, the others are the columns of annex 2 in its order; an empty field is NULL. A field that the
-- text does not name is left out. When it has run, the view crm_v_client must show a customer of that code, or everything is undone.
INSERT INTO dbo.client (c_client,
    c_fam_client, c_sfam_client, c_titre, nom_client, adr1_fac, adr2_fac, adr3_fac, dep_fac, bur_dis_fac, ville_fac,
    c_agence, c_rep, c_pays, tel_1, fax, tel_2, contact_divers_1, contact_divers_2, contact_divers_3,
    contact_divers_4, c_per, c_regpmt_bl, c_regpmt_fac, c_releve, c_autoris_bl, c_catc, c_frais_fixe, c_ref_oblig,
    c_mod_rgl_1, nb_jour_1, jour_1, c_type_fact, c_attention, c_ape, date_creation_ste, bic, iban, codepays,
    codemonnaie, type_edition_fac)
VALUES (@P1,
    @P2, @P3, @P4, @P5, @P6, @P7, @P8, @P9, @P10, @P11, @P12, @P13, @P14, @P15, @P16, @P17, @P18, @P19, @P20, @P21,
    @P22, @P23, @P24, @P25, @P26, @P27, @P28, @P29, @P30, @P31, @P32, @P33, @P34, @P35, @P36, @P37, @P38, @P39, @P40,
    @P41)
