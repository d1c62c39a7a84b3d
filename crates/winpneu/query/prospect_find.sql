SELECT
    p.c_fam_client, p.c_sfam_client, p.c_titre, p.nom_client, p.adr1_fac, p.adr2_fac, p.adr3_fac, p.dep_fac,
    p.bur_dis_fac, p.ville_fac, p.c_agence, p.c_rep, p.c_pays, p.tel_1, p.fax, p.tel_2, p.contact_divers_1,
    p.contact_divers_2, p.contact_divers_3, p.contact_divers_4, p.c_per, p.c_regpmt_bl, p.c_regpmt_fac, p.c_releve,
    p.c_autoris_bl, p.c_catc, p.c_frais_fixe, p.c_ref_oblig, p.c_mod_rgl_1, p.nb_jour_1, p.jour_1, p.c_type_fact,
    p.c_attention, p.c_ape, p.date_creation_ste, p.bic, p.iban, p.codepays, p.codemonnaie, p.type_edition_fac,
    p.etape, p.motif_perte,
    p.cree_par, p.cree_le, p.supprime_le, p.suppression, p.converti_le, p.c_client, p.version, f.appareil, f.sequence
FROM dbo.crm_prospect p LEFT JOIN dbo.crm_fichier f ON f.nom = p.suppression
WHERE p.prospect = CAST(@P1 AS char(36))
