//! The one list of parameters: what `params get|set|export|import`, the bases and the screens go by.

use serde_json::Value;

use super::Parameters;

/// « paramètre » : how one is read, set and explained.
pub(super) struct Entry {
    pub(super) name: &'static str,
    /// What suits it, in words; ends « expected … ».
    pub(super) expected: &'static str,
    /// A value that suits, as JSON.
    pub(super) example: &'static str,
    pub(super) get: fn(&Parameters) -> Option<Value>,
    pub(super) set: fn(&mut Parameters, Value) -> Result<(), serde_json::Error>,
}

/// The field's name is the parameter's, so that the two cannot drift apart.
macro_rules! registry {
    ($($field:ident: $expected:literal, $example:literal;)*) => {
        const REGISTRY: &[Entry] = &[$(Entry {
            name: stringify!($field),
            expected: $expected,
            example: $example,
            get: |parameters| serde_json::to_value(&parameters.$field).ok(),
            set: |parameters, value| {
                parameters.$field = serde_json::from_value(value)?;
                Ok(())
            },
        },)*];
    };
}

registry! {
    bases_expiration_heures: "a whole number of hours from 1 to 8760", "48";
    visite_retro_jours: "a whole number of days from 0 to 366", "14";
    prospect_inactif_mois: "a whole number of months from 1 to 120", "12";
    courriels_creation: "a list of e-mail addresses", r#"["compta@example.fr"]"#;
    courriels_modification: "a list of e-mail addresses, or null for those of courriels_creation", r#"["compta@example.fr"]"#;
    courriels_erreur: "a list of e-mail addresses", r#"["admin@example.fr"]"#;
    categories_agriculteur: "a list of category codes of at most 4 characters", r#"["AGRI"]"#;
    modes_avec_rib: "a list of payment modes of at most 2 characters", r#"["LD"]"#;
    modes_avec_signature: "a list of payment modes of at most 2 characters", r#"["LD"]"#;
    texte_autorisation: "two texts with the places {nom_client}, {iban}, {bic} and {creancier}",
        r#"{"lcr":"{nom_client} autorise {creancier} …","sepa":"{nom_client} autorise {creancier} …"}"#;
    creancier: "a name of at most 70 characters", r#""Pneus 53""#;
    secteurs: "a list of postal-code patterns with their sectors", r#"[{"motif":"53*","secteur":"MAYENNE"}]"#;
    types_parc: "a list of kinds of at most 20 characters", r#"["VL","VUL"]"#;
    formulaire_visite: "a visit form of version 1 or more",
        r#"{"version":1,"sections":[{"id":"contact","label":"Type de contact","nodes":[{"id":"contact.visite","label":"Visite","choice":"radio"}]}]}"#;
    etapes: "a list of stages of at most 40 characters", r#"["à contacter","visité"]"#;
    motifs_perte: "a list of reasons of at most 40 characters", r#"["prix","autre"]"#;
}

pub(super) fn find(name: &str) -> Option<&'static Entry> {
    REGISTRY.iter().find(|entry| entry.name == name)
}

pub(super) const fn names() -> [&'static str; REGISTRY.len()] {
    let mut names = [""; REGISTRY.len()];
    let mut at = 0;
    // Iterators do not run in const functions.
    while at < names.len() {
        names[at] = REGISTRY[at].name;
        at += 1;
    }
    names
}
