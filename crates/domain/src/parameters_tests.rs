use super::*;
use serde_json::{Value, json};

#[test]
fn the_names_are_those_of_the_design() {
    assert_eq!(
        Parameters::NAMES,
        [
            "bases_expiration_heures",
            "visite_retro_jours",
            "prospect_inactif_mois",
            "courriels_creation",
            "courriels_modification",
            "courriels_erreur",
            "categories_agriculteur",
            "modes_avec_rib",
            "modes_avec_signature",
            "texte_autorisation",
            "creancier",
            "secteurs",
            "types_parc",
            "formulaire_visite",
            "etapes",
            "motifs_perte",
        ]
    );
}

#[test]
fn the_defaults_are_those_of_the_design() {
    let parameters = Parameters::default();
    for (name, expected) in [
        ("bases_expiration_heures", json!(48)),
        ("visite_retro_jours", json!(14)),
        ("prospect_inactif_mois", json!(12)),
        ("courriels_creation", json!([])),
        ("courriels_modification", Value::Null),
        ("courriels_erreur", json!([])),
        ("categories_agriculteur", json!([])),
        ("modes_avec_rib", json!(["LD"])),
        ("modes_avec_signature", json!(["LD"])),
        ("creancier", json!("la société")),
        ("secteurs", json!([])),
        ("types_parc", json!(["VL", "VUL", "AGRI", "TP", "GC", "PL & PLP"])),
        ("etapes", json!(["à contacter", "visité", "offre remise", "gagné", "perdu"])),
    ] {
        assert_eq!(parameters.get(name), Some(expected), "{name}");
    }
    assert_eq!(parameters.get("nowhere"), None);
}

/// The defaults are built without parsing; here they are parsed.
#[test]
fn every_default_and_every_example_is_valid() {
    let default = Parameters::default();
    let mut again = Parameters::default();
    for name in Parameters::NAMES {
        let example = serde_json::from_str(registry::find(name).unwrap().example).unwrap();
        again.set(name, example).unwrap();
        again.set(name, default.get(name).unwrap()).unwrap();
    }
    assert_eq!(again, default);
}

#[test]
fn a_wrong_value_changes_nothing_and_says_what_is_expected() {
    let mut parameters = Parameters::default();
    for (name, value) in [
        ("bases_expiration_heures", json!(0)),
        ("bases_expiration_heures", json!(8761)),
        ("visite_retro_jours", json!(367)),
        ("visite_retro_jours", json!("14")),
        ("prospect_inactif_mois", json!(121)),
        ("prospect_inactif_mois", Value::Null),
        ("courriels_creation", json!("compta@example.fr")),
        ("courriels_creation", Value::Null),
        ("courriels_creation", json!(["a@b.fr", "a@b.fr"])),
        ("courriels_modification", json!(["a b@c.fr"])),
        ("categories_agriculteur", json!(["AGRIC"])),
        ("modes_avec_rib", json!(["LCR"])),
        ("texte_autorisation", json!({ "lcr": "x" })),
        ("texte_autorisation", json!({ "lcr": "x", "sepa": "{rib}" })),
        ("secteurs", json!([{ "motif": "53*" }])),
        ("secteurs", json!([{ "motif": "53*", "secteur": "M", "agence": "01" }])),
        ("types_parc", json!([""])),
        ("formulaire_visite", json!({ "version": 0, "sections": [] })),
        ("etapes", json!(["gagné", "gagné"])),
        ("motifs_perte", json!([1])),
    ] {
        let error = parameters.set(name, value.clone()).unwrap_err();
        assert!(matches!(error, ParameterError::Invalid { .. }), "{name} {value}");
    }
    assert_eq!(parameters, Parameters::default());
    assert_eq!(
        parameters.set("visite_retro_jours", json!(367)).unwrap_err().to_string(),
        "visite_retro_jours: 367 is out of bounds; give a whole number from 0 to 366; \
         expected a whole number of days from 0 to 366, for example 14"
    );
}

#[test]
fn an_unknown_name_lists_its_neighbours() {
    let mut parameters = Parameters::default();
    for (name, near) in [
        ("visite_retro_jour", vec!["visite_retro_jours"]),
        ("Etapes", vec!["etapes"]),
        ("types-parc", vec!["types_parc"]),
        ("courriels", vec!["courriels_creation", "courriels_modification", "courriels_erreur"]),
        ("smtp", vec![]),
    ] {
        let error = parameters.set(name, Value::Null).unwrap_err();
        assert_eq!(error, ParameterError::Unknown { name: name.to_owned(), near });
    }
    let message = |name| Parameters::default().set(name, Value::Null).unwrap_err().to_string();
    assert_eq!(message("etape"), "\"etape\" is not a parameter; did you mean etapes?");
    assert!(
        message("smtp")
            .starts_with("\"smtp\" is not a parameter; the parameters are bases_expiration_heures, ")
    );
}

#[test]
fn modification_requests_go_where_creations_go_unless_said() {
    let mut parameters = Parameters::default();
    parameters.set("courriels_creation", json!(["compta@example.fr"])).unwrap();
    assert_eq!(parameters.modification_addresses(), &parameters.courriels_creation);
    parameters.set("courriels_modification", json!([])).unwrap();
    assert!(parameters.modification_addresses().is_empty());
    parameters.set("courriels_modification", Value::Null).unwrap();
    assert_eq!(parameters.modification_addresses().as_slice().len(), 1);
}

#[test]
fn the_first_rule_that_fits_names_the_sector() {
    let mut parameters = Parameters::default();
    let rules = json!([{ "motif": "5320*", "secteur": "SUD" }, { "motif": "53*", "secteur": "MAYENNE" }]);
    parameters.set("secteurs", rules).unwrap();
    let sector = |postcode| parameters.sector_of(postcode).map(SectorName::as_str);
    assert_eq!((sector("53200"), sector("53000"), sector("35000")), (Some("SUD"), Some("MAYENNE"), None));
}
