//! Annex 2 of the user's text, row by row: column, words, width of a text (0: a number, 1000: a date), whether a creation needs it.

pub struct Column {
    pub name: &'static str,
    pub label: &'static str,
    pub width: usize,
    pub needed: bool,
}

const fn row(name: &'static str, label: &'static str, width: usize, needed: bool) -> Column {
    Column { name, label, width, needed }
}

pub const NUMBER: usize = 0;
pub const DATE: usize = 1_000;

pub const ANNEX: [Column; 40] = [
    row("c_fam_client", "catégorie client", 4, true),
    row("c_sfam_client", "sous catégorie client", 4, true),
    row("c_titre", "titre", 4, false),
    row("nom_client", "nom", 35, true),
    row("adr1_fac", "adresse 1", 35, true),
    row("adr2_fac", "adresse 2", 35, false),
    row("adr3_fac", "adresse 3", 35, false),
    row("dep_fac", "département", 4, true),
    row("bur_dis_fac", "bureau distributeur", 3, true),
    row("ville_fac", "ville", 35, true),
    row("c_agence", "agence", 4, true),
    row("c_rep", "Commercial", 4, true),
    row("c_pays", "pays", 4, true),
    row("tel_1", "téléphone", 20, true),
    row("fax", "fax", 20, false),
    row("tel_2", "portable", 20, false),
    row("contact_divers_1", "n° TVA", 40, false),
    row("contact_divers_2", "SIRET", 40, true),
    row("contact_divers_3", "Activité", 40, false),
    row("contact_divers_4", "mail", 255, false),
    row("c_per", "Périodicité", 1, true),
    row("c_regpmt_bl", "Regroupement BL", 1, false),
    row("c_regpmt_fac", "Regroupement CDE", 1, false),
    row("c_releve", "Edition relevé", 1, false),
    row("c_autoris_bl", "Autorisation BL", 1, false),
    row("c_catc", "Grille Conditions", 8, true),
    row("c_frais_fixe", "Frais Fixes", 1, false),
    row("c_ref_oblig", "Référence Client Obligatoire", 1, false),
    row("c_mod_rgl_1", "Mode de Règlement", 2, true),
    row("nb_jour_1", "Nb de jours", NUMBER, true),
    row("jour_1", "Jour de l'échéance", 2, false),
    row("c_type_fact", "Type de Facturation", 1, false),
    row("c_attention", "A l'attention de", 35, false),
    row("c_ape", "Code NAF", 10, false),
    row("date_creation_ste", "Création de Société", DATE, false),
    row("bic", "BIC", 11, false),
    row("iban", "IBAN", 34, false),
    row("codepays", "Code Pays", 2, false),
    row("codemonnaie", "Code Monnaie", 3, false),
    row("type_edition_fac", "Type édition facture", 1, true),
];

/// The CRM's own two fields of a prospect.
pub const OWN: [&str; 2] = ["etape", "motif_perte"];

pub fn label(column: &str) -> &'static str {
    ANNEX.iter().find(|row| row.name == column).expect("a column of annex 2").label
}

/// Whether a text has room in its column, and signs that the column can hold: those of Windows-1252.
pub fn fits(column: &str, text: &str) -> bool {
    let width = ANNEX.iter().find(|row| row.name == column).map_or(40, |row| row.width);
    let has_sign = |sign: char| sign < '\u{100}' || "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".contains(sign);
    width == NUMBER || (text.chars().count() <= width && text.chars().all(has_sign))
}
