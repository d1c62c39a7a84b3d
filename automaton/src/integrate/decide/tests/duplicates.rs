//! CP and MP whose telephone, SIRET or VAT number is a customer's or another's prospect: integrated, flagged, and the receipt says no
//! more than it must (design §5 and §6; decision 0008, « CP »).

use std::collections::BTreeSet;

use domain::{CustomerField, IdentityKind};
use serde_json::{Value, json};
use uuid::Uuid;
use winpneu::duplicates::Other;

use super::builders::{change, entry, merged, prospect_id};
use super::world::{Held, World};

const EARLIER: &str = "019ab3a0-0000-7d05-8e4b-5a0c9d2e7f10";
const LATER: &str = "019ab3ff-0000-7d05-8e4b-5a0c9d2e7f10";
const SAID: Option<&str> = Some("déjà suivi, voir l'administrateur");
const NUMBERS: [(&str, &str, IdentityKind); 4] = [
    ("tel_1", "02 61 91 12 34", IdentityKind::Phone),
    ("tel_2", "+33 2 61 91 12 34", IdentityKind::Phone),
    ("contact_divers_2", "732 829 320 00074", IdentityKind::Siret),
    ("contact_divers_1", "FR32123456789", IdentityKind::Vat),
];

fn uuid(text: &str) -> Uuid {
    text.parse().expect("an id")
}

/// A colleague's prospect with all these numbers, each in another spelling.
fn followed_by_a_colleague(id: &str) -> World {
    let mut world = World::empty();
    let fields = json!({
        "nom_client": "EARL DU MOULIN", "tel_1": "0261911234", "contact_divers_2": "73282932000074",
        "contact_divers_1": "FR 32 123 456 789"
    });
    let file = entry(9).by("colleague").cp_with(fields, json!({ "prospect": id }));
    assert_eq!(world.deliver(&file), "integrate");
    world
}

fn colleagues(world: &mut World) -> &mut Held {
    world.prospects.get_mut(&uuid(EARLIER)).expect("a prospect")
}

fn with_customer(kind: IdentityKind, key: &str) -> World {
    let mut world = World::empty();
    let customer = Other::Customer("C01846".to_owned());
    world.customer_keys.insert((kind, key.to_owned()), BTreeSet::from([customer]));
    world
}

/// Whoever arrived first, a pair is flagged once, under the later uuid.
#[test]
fn a_prospect_of_a_colleagues() {
    for (other, later, earlier) in
        [(EARLIER, prospect_id(), uuid(EARLIER)), (LATER, uuid(LATER), prospect_id())]
    {
        for (column, number, kind) in NUMBERS {
            let mut world = followed_by_a_colleague(other);
            let file = entry(1).cp(json!({ "nom_client": "MOULIN SARL", column: number }));
            assert_eq!(world.plan(&file).message, SAID, "{column}");
            assert_eq!(world.deliver(&file), "integrate", "{column}");
            let expected = BTreeSet::from([(later, Other::Prospect(earlier), kind)]);
            assert_eq!(world.duplicates, expected, "{column} of {other}");
        }
    }
}

#[test]
fn a_customers_number() {
    for (column, number, kind, key) in [
        ("tel_1", "02 61 91 12 34", IdentityKind::Phone, "+33261911234"),
        ("tel_2", "0261911234", IdentityKind::Phone, "+33261911234"),
        ("contact_divers_2", "732 829 320 00074", IdentityKind::Siret, "73282932000074"),
        ("contact_divers_1", "FR32123456789", IdentityKind::Vat, "FR32123456789"),
    ] {
        let mut world = with_customer(kind, key);
        let file = entry(1).cp(json!({ "nom_client": "MOULIN SARL", column: number }));
        assert_eq!(world.plan(&file).message, SAID, "{column}");
        assert_eq!(world.deliver(&file), "integrate");
        let flag = (prospect_id(), Other::Customer("C01846".to_owned()), kind);
        assert_eq!(world.duplicates, BTreeSet::from([flag]), "{column}");
    }
}

/// Neither the name nor the fax makes a duplicate.
#[test]
fn what_makes_no_duplicate() {
    for fields in [
        json!({ "nom_client": "EARL DU MOULIN" }),
        json!({ "nom_client": "X", "fax": "02 61 91 12 34" }),
        json!({ "nom_client": "X", "tel_1": "02 61 91 12 35" }),
        json!({ "nom_client": "X", "tel_1": "demander Paul" }),
    ] {
        let mut world = followed_by_a_colleague(EARLIER);
        let file = entry(1).cp(fields.clone());
        assert_eq!(world.plan(&file).message, None, "{fields}");
        world.deliver(&file);
        assert!(world.duplicates.is_empty(), "{fields}");
    }
}

/// Who was deleted is followed by nobody; who was converted is a customer.
#[test]
fn deleted_and_converted_prospects_do_not_count() {
    let file = entry(1).cp(json!({ "nom_client": "X", "tel_1": "02 61 91 12 34" }));
    let mut deleted = followed_by_a_colleague(EARLIER);
    let mut converted = followed_by_a_colleague(EARLIER);
    for world in [&mut deleted, &mut converted] {
        assert_eq!(world.plan(&file).message, SAID, "as it is now");
    }
    colleagues(&mut deleted).row.deletion = Some(super::world::deleted_at("2026-11-21T10:00:00Z"));
    colleagues(&mut converted).convert("2026-11-21T10:00:00Z", "C01846");
    for mut world in [deleted, converted] {
        assert_eq!(world.plan(&file).message, None);
        assert_eq!(world.deliver(&file), "integrate");
        assert!(world.duplicates.is_empty());
    }
}

/// Of two numbers in common both kinds are flagged; the author is told the same words, and no word more.
#[test]
fn the_receipt_says_no_more() {
    let mut world = followed_by_a_colleague(EARLIER);
    let all: Value = NUMBERS.iter().fold(json!({ "nom_client": "X" }), |all, (column, number, _)| {
        merged(all, json!({ *column: number }))
    });
    let file = entry(1).cp(all);
    let plan = world.plan(&file);
    assert_eq!(plan.message, SAID);
    assert_eq!(plan.reference, prospect_id().to_string());
    for told in [plan.told.entity, plan.told.after.to_string()] {
        assert!(!told.contains(EARLIER) && !told.contains("colleague"), "{told}");
    }
    world.deliver(&file);
    let kinds: Vec<_> = world.duplicates.iter().map(|(_, _, kind)| *kind).collect();
    assert_eq!(kinds, [IdentityKind::Phone, IdentityKind::Siret, IdentityKind::Vat]);
}

/// The laptop's own check lets him pass with a reason: the flag and the words stay.
#[test]
fn a_reason_changes_nothing() {
    let mut world = followed_by_a_colleague(EARLIER);
    let fields = json!({ "nom_client": "X", "tel_1": "0261911234" });
    let file = entry(1).cp_with(fields, json!({ "duplicate_reason": "autre site" }));
    assert_eq!(world.plan(&file).message, SAID);
    world.deliver(&file);
    assert_eq!(world.duplicates.len(), 1);
}

#[test]
fn an_edit_that_makes_a_duplicate() {
    for (column, number, kind) in NUMBERS {
        let mut world = followed_by_a_colleague(EARLIER);
        world.deliver(&entry(1).cp(json!({ "nom_client": "X", "tel_1": "02 61 91 12 99" })));
        let from = world.held().text(column);
        let file = entry(2).mp(&[change(column, from, number)]);
        assert_eq!(world.plan(&file).message, SAID, "{column}");
        assert_eq!(world.deliver(&file), "integrate");
        let flag = (prospect_id(), Other::Prospect(uuid(EARLIER)), kind);
        assert_eq!(world.duplicates, BTreeSet::from([flag]), "{column}");
        // From now on others find it by that number.
        let field: CustomerField = column.parse().expect("a column");
        assert!(world.held().keys.iter().any(|(kept, _)| *kept == kind), "{field}");
        // Another field says nothing again.
        let other = entry(3).moves("", "Craon");
        assert_eq!(world.plan(&other).message, None, "{column}");
    }
}

/// What is not set makes no duplicate: the field clashed.
#[test]
fn an_edit_that_clashes_makes_no_duplicate() {
    let mut world = followed_by_a_colleague(EARLIER);
    world.deliver(&entry(1).cp(json!({ "nom_client": "X", "tel_1": "02 61 91 12 99" })));
    let file = entry(2).mp(&[change("tel_1", "0261911298", "0261911234"), change("ville_fac", "", "Craon")]);
    assert_eq!(world.plan(&file).message, None);
    assert_eq!(world.deliver(&file), "integrate, clash tel_1");
    assert!(world.duplicates.is_empty());
    let phones: Vec<_> = world.held().keys.iter().map(|(_, key)| key.as_str()).collect();
    assert_eq!(phones, ["+33261911299"]);
}

/// Nor does it when another number of the same file is set: only what the prospect can be recognised by from now on counts.
#[test]
fn an_edit_that_clashes_in_one_number_and_sets_another() {
    let mut world = followed_by_a_colleague(EARLIER);
    world.deliver(&entry(1).cp(json!({ "nom_client": "X", "tel_1": "02 61 91 12 99" })));
    let file = entry(2).mp(&[
        change("tel_1", "0261911298", "0261911234"),
        change("tel_2", "", "06 39 98 45 67"),
        change("contact_divers_2", "", "35600000000048"),
    ]);
    assert_eq!(world.plan(&file).message, None);
    assert_eq!(world.deliver(&file), "integrate, clash tel_1");
    assert!(world.duplicates.is_empty());
    assert_eq!(world.held().keys.len(), 3);
}

/// A number that is given up is nobody's any more.
#[test]
fn an_edit_that_gives_a_number_up() {
    let mut world = followed_by_a_colleague(EARLIER);
    world.deliver(&entry(1).cp(json!({ "nom_client": "X", "tel_1": "02 61 91 12 99" })));
    assert_eq!(world.deliver(&entry(2).mp(&[change("tel_1", "02 61 91 12 99", "")])), "integrate");
    assert!(world.held().keys.is_empty());
    assert!(world.duplicates.is_empty());
}
