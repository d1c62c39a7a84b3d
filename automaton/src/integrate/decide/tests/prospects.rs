//! CP: a new prospect (the user's text, « Création de prospect »; design §4 and §6; decision 0008, « CP »).

use domain::FieldValue;
use serde_json::{Value, json};

use super::builders::{IBAN, entry, prospect_id};
use super::world::World;
use super::{at, brief};
use crate::integrate::plan::Write;

#[test]
fn a_prospect_needs_a_name_and_nothing_else() {
    let mut world = World::empty();
    let file = entry(1).cp(json!({ "nom_client": "EARL DU MOULIN" }));
    let plan = world.plan(&file);
    assert_eq!((plan.reference, plan.message), (prospect_id().to_string(), None));
    assert_eq!(world.deliver(&file), "integrate");
    let held = world.held();
    assert_eq!(held.row.created_by, "jdupont");
    assert_eq!(held.row.created_at, file.created_at().naive_utc());
    // Country and currency are the laptop's proposals, not the server's.
    let fields: Vec<&str> = held.row.fields.keys().map(|field| field.column()).collect();
    assert_eq!(fields, ["nom_client", "c_rep"]);
    assert!(world.follow_ups.is_empty() && world.duplicates.is_empty() && world.mails.is_empty());

    for fields in [
        json!({}),
        json!({ "ville_fac": "Laval" }),
        json!({ "nom_client": "" }),
        json!({ "nom_client": "    " }),
        json!({ "nom_client": "\u{a0}" }),
    ] {
        assert_eq!(World::empty().deliver(&entry(1).cp(fields.clone())), "reject: bad-value", "{fields}");
    }
}

#[test]
fn the_rep_is_the_authors_own_when_the_file_gives_none() {
    for (own, given, expected) in [
        (Some("JDU"), Value::Null, "JDU"),
        (Some("JDU"), json!(""), "JDU"),
        (Some("JDU"), json!("PMA"), "PMA"),
        (None, Value::Null, ""),
        (None, json!("PMA"), "PMA"),
    ] {
        let mut world = World::empty();
        world.user_mut("jdupont").c_rep = own.map(|code| code.parse().expect("a code"));
        let mut fields = json!({ "nom_client": "EARL" });
        if !given.is_null() {
            fields["c_rep"] = given.clone();
        }
        assert_eq!(world.deliver(&entry(1).cp(fields)), "integrate");
        assert_eq!(world.held().text("c_rep"), expected, "{own:?} {given}");
        let attachments: Vec<_> = world.held().attachments.values().collect();
        assert_eq!(attachments.len(), 1);
        assert_eq!(attachments[0].c_rep.as_deref().unwrap_or_default(), expected, "{own:?} {given}");
        assert_eq!(attachments[0].since, at("2026-11-21T10:01:00Z"));
        assert!(!attachments[0].creator_withdrawn);
        // Both see and edit it: its creator and the rep it is attached to.
        assert_eq!(world.deliver(&entry(2).moves("", "Laval")), "integrate");
        let martins = if expected == "PMA" { "integrate" } else { "reject: not-owner" };
        assert_eq!(world.deliver(&entry(3).by("pmartin").moves("Laval", "Craon")), martins);
    }
}

/// « What is created is strict in lengths, code page and IBAN/BIC; in CP and MP other formats (SIRET, VAT, NAF, telephone) warn on the
/// laptop and pass. »
#[test]
fn what_a_sheet_may_hold() {
    for (column, value, expected) in [
        ("nom_client", json!("é".repeat(35)), "integrate"),
        ("nom_client", json!("é".repeat(36)), "reject: text-too-long"),
        ("nom_client", json!("漢字"), "reject: text-too-long"),
        ("nom_client", json!("Œufs à 1 €"), "integrate"),
        ("c_fam_client", json!("AGRIC"), "reject: text-too-long"),
        ("bur_dis_fac", json!("1100"), "reject: text-too-long"),
        ("c_rep", json!("JDUPO"), "reject: text-too-long"),
        ("contact_divers_4", json!("x".repeat(255)), "integrate"),
        ("c_catc", json!("AGRI00001"), "reject: text-too-long"),
        ("etape", json!("é".repeat(40)), "integrate"),
        ("motif_perte", json!("é".repeat(41)), "reject: text-too-long"),
        ("iban", json!(IBAN), "integrate"),
        ("iban", json!("FR76 3000 6000 0112 3456 7890 189"), "integrate"),
        ("iban", json!("FR7630006000011234567890188"), "reject: bad-value"),
        ("iban", json!("0"), "reject: bad-value"),
        ("bic", json!("AGRIFRPP"), "integrate"),
        ("bic", json!("AGRIFRPP836"), "integrate"),
        ("bic", json!("AGRIFRPP8"), "reject: bad-value"),
        ("contact_divers_2", json!("73282932000075"), "integrate"),
        ("contact_divers_2", json!("en cours"), "integrate"),
        ("contact_divers_1", json!("FR00"), "integrate"),
        ("c_ape", json!("?"), "integrate"),
        ("tel_1", json!("demander Paul"), "integrate"),
        ("tel_2", json!("06"), "integrate"),
        ("fax", json!("x".repeat(21)), "reject: text-too-long"),
        ("nb_jour_1", json!(30), "integrate"),
        ("nb_jour_1", json!("trente"), "reject: bad-value"),
        ("date_creation_ste", json!("2004-02-29"), "integrate"),
        ("date_creation_ste", json!("2003-02-29"), "reject: bad-value"),
    ] {
        let mut fields = json!({ "nom_client": "EARL" });
        fields[column] = value.clone();
        let mut world = World::empty();
        assert_eq!(world.deliver(&entry(1).cp(fields)), expected, "{column} {value}");
        assert_eq!(world.prospects.len(), usize::from(expected == "integrate"), "{column} {value}");
    }
}

#[test]
fn a_prospect_that_is_there() {
    let file = entry(1).cp(json!({ "nom_client": "EARL" }));
    let mut deleted = World::new();
    deleted.held_mut().row.deletion = Some(super::world::deleted_at("2026-11-20T10:00:00Z"));
    let mut converted = World::new();
    converted.held_mut().convert("2026-11-20T10:00:00Z", "C01846");
    for mut world in [World::new(), deleted, converted] {
        assert_eq!(world.deliver(&file), "reject: bad-value");
        assert_eq!(world.held().text("nom_client"), "EARL DU MOULIN");
        world.registry.clear();
        world.integrated_before = true;
        assert_eq!(world.deliver(&file), "defer: bad-value", "restored: never refused");
    }
}

#[test]
fn what_comes_with_a_prospect() {
    let mut world = World::empty();
    let keys = json!({
        "follow_up_on": "2026-12-01", "fleet": { "VL": 3, "TP": null }, "duplicate_reason": "autre site"
    });
    assert_eq!(world.deliver(&entry(1).cp_with(json!({ "nom_client": "EARL" }), keys)), "integrate");
    let follow_up = world.follow_up(None);
    assert_eq!(follow_up.on, Some("2026-12-01".parse().expect("a day")));
    assert_eq!(json!(follow_up.fleet), json!({ "VL": 3, "TP": null }));
    assert_eq!(world.held().duplicate_reason.as_deref(), Some("autre site"));
}

/// A corrected CP keeps its prospect's uuid, and the files that wait for it wait anew, whatever becomes of it.
#[test]
fn a_corrected_prospect() {
    let mut world = World::empty();
    let wrong = entry(1).cp(json!({ "ville_fac": "Laval" }));
    let edit = entry(2).moves("Laval", "Craon");
    assert_eq!(world.deliver(&wrong), "reject: bad-value");
    assert_eq!(world.deliver(&edit), "defer: unknown-prospect");
    world.rules.now += chrono::Duration::hours(73);
    let right = entry(3).replacing(&wrong).cp(json!({ "nom_client": "EARL", "ville_fac": "Laval" }));
    let verdict = world.judge(&right);
    assert_eq!(brief(&verdict), "integrate, replacing");
    let plan = verdict.expect("integrated").plan;
    assert!(plan.writes.contains(&Write::RestartWaiting(prospect_id())));
    world.deliver(&right);
    assert_eq!(world.deliver(&edit), "integrate");
    assert_eq!(
        world.held().row.fields.get(&domain::CustomerField::Town),
        Some(&FieldValue::Text("Craon".into()))
    );
    // A first CP corrects nothing: nobody's waiting time starts anew.
    let plan = World::empty().plan(&entry(1).cp(json!({ "nom_client": "EARL" })));
    assert!(!plan.writes.contains(&Write::RestartWaiting(prospect_id())));
}
