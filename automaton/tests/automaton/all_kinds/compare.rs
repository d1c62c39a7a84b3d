//! The base's rows beside the computed ones, and a difference that a person can read.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::generator::Entry;
use crate::plain::{Table, canonical};
use crate::support::Place;

type Tables = BTreeMap<&'static str, Table>;

/// Tables and columns, in the order of the computed rows.
const TABLES: [(&str, &str); 11] = [
    (
        "client_relation",
        "origine_relation, date_relation, heure_relation, type_entite, c_entite, c_user, type_relation, objet, \
         commentaire, num_relation_sujet, c_archive, crm_fichier",
    ),
    ("crm_reponse_visite", "crm_fichier, formulaire, choix"),
    ("crm_suivi_client", "crm_fichier, type_entite, c_entite, cree_le, visite_le, revoir, revoir_le, parc"),
    (
        "crm_prospect",
        "prospect, cree_par, crm_fichier, supprime_le, suppression, converti_le IS NOT NULL, c_client, \
         c_fam_client, c_sfam_client, c_titre, nom_client, adr1_fac, adr2_fac, adr3_fac, dep_fac, bur_dis_fac, \
         ville_fac, c_agence, c_rep, c_pays, tel_1, fax, tel_2, contact_divers_1, contact_divers_2, \
         contact_divers_3, contact_divers_4, c_per, c_regpmt_bl, c_regpmt_fac, c_releve, c_autoris_bl, c_catc, \
         c_frais_fixe, c_ref_oblig, c_mod_rgl_1, nb_jour_1, jour_1, c_type_fact, c_attention, c_ape, \
         date_creation_ste, bic, iban, codepays, codemonnaie, type_edition_fac, etape, motif_perte",
    ),
    ("crm_visite_prospect", "crm_fichier, prospect, visite_le, heure, auteur, objet, commentaire"),
    ("crm_conflit", "prospect, champ, attendu, trouve, demande, crm_fichier"),
    ("crm_doublon", "prospect, autre_type, autre, sorte, crm_fichier"),
    ("crm_creation_client", "creation, prospect, etat, demande_par, crm_fichier"),
    ("crm_demande_modification", "crm_fichier, c_client, changements, commentaire, demande_par, etat"),
    // Without what no file caused: the digest of refusals.
    ("crm_courriel", "destinataire, objet, crm_fichier"),
    ("crm_fichier", "nom, etat, motif, remplace_par, conflits"),
];

/// What the base holds.
pub fn tables(place: &Place) -> Tables {
    let read = |(table, columns): (&'static str, &str)| {
        let mut rows = place.query(&format!("SELECT {columns} FROM {table}"));
        match table {
            "crm_courriel" => rows.retain(|row| row[2] != "∅"),
            // A row that says nothing changes nothing.
            "crm_suivi_client" => rows.retain(|row| [4, 5, 7].iter().any(|column| row[*column] != "∅")),
            _ => {}
        }
        rows.iter_mut().for_each(|row| canonical(table, row));
        rows.sort();
        (table, rows)
    };
    TABLES.map(read).into_iter().collect()
}

/// Without what may depend on the order of arrival: which file first showed that two prospects are alike, and which of several edits
/// met a clash that a later one settled.
pub fn essence(mut tables: Tables) -> Tables {
    for (table, column) in [("crm_doublon", 4), ("crm_fichier", 4)] {
        for row in tables.get_mut(table).into_iter().flatten() {
            row.remove(column);
        }
    }
    tables
}

pub fn assert_same(expected: &Tables, found: &Tables, entries: &[Entry], context: &str) {
    let nothing = Table::new();
    let mut report = String::new();
    for (table, columns) in TABLES {
        let [expected, found] = [expected, found].map(|tables| tables.get(table).unwrap_or(&nothing));
        if expected != found {
            report.push_str(&difference(table, columns, [expected, found], entries));
        }
    }
    assert!(report.is_empty(), "{context}\n{report}");
}

/// The first rows that only one side has, column by column, and the files that they come from.
fn difference(table: &str, columns: &str, [expected, found]: [&Table; 2], entries: &[Entry]) -> String {
    let only = |these: &Table, those: &Table| -> Table {
        these.iter().filter(|row| those.binary_search(row).is_err()).cloned().collect()
    };
    let (missing, surplus) = (only(expected, found), only(found, expected));
    let mut report = format!(
        "{table}: {} rows expected, {} found; {} missing, {} not expected\n",
        expected.len(),
        found.len(),
        missing.len(),
        surplus.len()
    );
    for (what, rows) in [("missing", &missing), ("not expected", &surplus)] {
        for row in rows.iter().take(3) {
            let _ = writeln!(report, "  {what}:");
            for (column, cell) in columns.split(", ").zip(row).filter(|(_, cell)| *cell != "∅") {
                let _ = writeln!(report, "    {column} = {cell:?}");
            }
            let named = entries.iter().find(|entry| row.contains(&entry.name()));
            if let Some(entry) = named {
                let _ = writeln!(report, "    ({}) {}", entry.why, String::from_utf8_lossy(&entry.bytes()));
            }
        }
    }
    report
}
