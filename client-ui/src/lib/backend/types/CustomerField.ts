// Made from the Rust types by `cargo xtask codegen`: change those.

/**
 * « champ de la fiche » : a field of annex 2 or one of the CRM's own, in the annex's order. On the wire
 * its name is the ERP's column (design §4).
 */
export type CustomerField = "c_fam_client" | "c_sfam_client" | "c_titre" | "nom_client" | "adr1_fac" | "adr2_fac" | "adr3_fac" | "dep_fac" | "bur_dis_fac" | "ville_fac" | "c_agence" | "c_rep" | "c_pays" | "tel_1" | "fax" | "tel_2" | "contact_divers_1" | "contact_divers_2" | "contact_divers_3" | "contact_divers_4" | "c_per" | "c_regpmt_bl" | "c_regpmt_fac" | "c_releve" | "c_autoris_bl" | "c_catc" | "c_frais_fixe" | "c_ref_oblig" | "c_mod_rgl_1" | "nb_jour_1" | "jour_1" | "c_type_fact" | "c_attention" | "c_ape" | "date_creation_ste" | "bic" | "iban" | "codepays" | "codemonnaie" | "type_edition_fac" | "etape" | "motif_perte";
