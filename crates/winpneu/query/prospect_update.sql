UPDATE dbo.crm_prospect SET
    c_fam_client = @P1, c_sfam_client = @P2, c_titre = @P3, nom_client = @P4, adr1_fac = @P5, adr2_fac = @P6, adr3_fac
    = @P7, dep_fac = @P8, bur_dis_fac = @P9, ville_fac = @P10, c_agence = @P11, c_rep = @P12, c_pays = @P13, tel_1 =
    @P14, fax = @P15, tel_2 = @P16, contact_divers_1 = @P17, contact_divers_2 = @P18, contact_divers_3 = @P19,
    contact_divers_4 = @P20, c_per = @P21, c_regpmt_bl = @P22, c_regpmt_fac = @P23, c_releve = @P24, c_autoris_bl =
    @P25, c_catc = @P26, c_frais_fixe = @P27, c_ref_oblig = @P28, c_mod_rgl_1 = @P29, nb_jour_1 = @P30, jour_1 = @P31,
    c_type_fact = @P32, c_attention = @P33, c_ape = @P34, date_creation_ste = @P35, bic = @P36, iban = @P37, codepays
    = @P38, codemonnaie = @P39, type_edition_fac = @P40, etape = @P41, motif_perte = @P42
WHERE prospect = CAST(@P43 AS char(36))
