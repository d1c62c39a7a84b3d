//! MP: how a field is compared, what a clash is, and when it is settled (design §4, « MP »; decision 0008, « MP »).

use domain::{CustomerField, EntryMark};
use serde_json::{Value, json};
use winpneu::prospects::Clash;

use super::super::Settled;
use super::at;
use super::builders::{IBAN, TABLET, building_on, change, entry, prospect_id};
use super::world::World;
use crate::integrate::plan::Write;

/// A clash that the other laptop has opened at that minute after ten: it wanted Craon and found Mayenne.
fn with_clash(minute: i64) -> World {
    let mut world = World::attached_to("PMA");
    world.held_mut().set("ville_fac", "Mayenne");
    let entry = EntryMark {
        file: "MP_of_the_tablet.json".to_owned(),
        device: TABLET.to_owned(),
        sequence: None,
        at: at("2026-11-21T10:00:00Z") + chrono::Duration::minutes(minute),
    };
    let clash = Clash {
        field: CustomerField::Town,
        expected: Some("Laval".to_owned()),
        found: Some("Mayenne".to_owned()),
        wanted: Some("Craon".to_owned()),
        entry,
    };
    world.held_mut().clashes.insert(CustomerField::Town, clash);
    world
}

#[test]
fn how_a_value_is_compared() {
    let text = |text: &str| json!(text);
    for (column, today, from, also, to, told, after) in [
        ("adr2_fac", "", Value::Null, &[][..], text("ZI"), "integrate", "ZI"),
        ("adr2_fac", "", text(""), &[], text("ZI"), "integrate", "ZI"),
        ("adr2_fac", "ZI", text("ZI"), &[], Value::Null, "integrate", ""),
        ("adr2_fac", "ZI", text("ZI"), &[], text(""), "integrate", ""),
        // Already so, however it was before.
        ("adr2_fac", "ZI", text("ZA"), &[], text("ZI"), "integrate", "ZI"),
        ("adr2_fac", "", text("ZA"), &[], Value::Null, "integrate", ""),
        ("adr2_fac", "", text("ZA"), &[], text(""), "integrate", ""),
        ("adr2_fac", "ZI", text("ZA"), &["ZB", "ZI"], text("ZC"), "integrate", "ZC"),
        ("adr2_fac", "", text("ZA"), &[""], text("ZC"), "integrate", "ZC"),
        ("adr2_fac", "ZI", text("ZA"), &["ZB"], text("ZC"), "integrate, clash adr2_fac", "ZI"),
        ("adr2_fac", "ZI", Value::Null, &[], text("ZC"), "integrate, clash adr2_fac", "ZI"),
        ("adr2_fac", "", text("ZA"), &[], text("ZC"), "integrate, clash adr2_fac", ""),
        // A value is compared as it is spelled.
        ("adr2_fac", "Zi", text("ZI"), &[], text("ZC"), "integrate, clash adr2_fac", "Zi"),
        ("nb_jour_1", "", Value::Null, &[], json!(30), "integrate", "30"),
        // The CRM's own two.
        ("etape", "visité", text("visité"), &[], text("perdu"), "integrate", "perdu"),
        ("motif_perte", "", Value::Null, &[], text("prix"), "integrate", "prix"),
    ] {
        let mut world = World::new();
        if !today.is_empty() {
            world.held_mut().set(column, today);
        }
        let file = entry(1).mp(&[building_on(change(column, &from, &to), also)]);
        assert_eq!(world.deliver(&file), told, "{column} {today:?}: {from} {also:?} -> {to}");
        assert_eq!(world.held().text(column), after, "{column} {today:?}: {from} {also:?} -> {to}");
    }
    let mut world = World::new();
    for (number, from, to) in [(1, Value::Null, json!(30)), (2, json!(30), json!(45))] {
        assert_eq!(world.deliver(&entry(number).mp(&[change("nb_jour_1", from, to)])), "integrate");
    }
    assert_eq!(world.held().row.fields[&CustomerField::PaymentDays], domain::FieldValue::Integer(45));
}

/// Field by field: one that clashes keeps no other from being set, and is named in the receipt.
#[test]
fn a_clash_in_one_field_alone() {
    let mut world = World::new();
    let file = entry(1).mp_with(
        &[
            change("ville_fac", "Mayenne", "Craon"),
            change("adr1_fac", "", "1 rue Haute"),
            change("etape", "visité", "perdu"),
        ],
        json!({ "follow_up_on": "2026-12-24" }),
    );
    assert_eq!(world.deliver(&file), "integrate, clash ville_fac, clash etape");
    let held = world.held();
    assert_eq!(
        [held.text("ville_fac"), held.text("adr1_fac"), held.text("etape")],
        ["Laval", "1 rue Haute", ""]
    );
    assert_eq!((held.wanted("ville_fac"), held.wanted("etape")), (Some("Craon"), Some("perdu")));
    assert_eq!(world.follow_up(None).on, Some("2026-12-24".parse().expect("a day")));
    assert_eq!(held.text("nom_client"), "EARL DU MOULIN", "what is not named stays");
}

/// One open clash per field: that of the later entry, whoever arrives first.
#[test]
fn of_two_clashes_the_later_entrys_is_kept() {
    for (minute, kept) in [(-1, "Craon"), (1, "Craon"), (2, "Évron"), (3, "Évron")] {
        let mut world = with_clash(2);
        // Of one instant the name decides; the tablet's is the later one as a text.
        let name = entry(1).moves("Laval", "Évron").file_name().as_str().to_owned();
        assert!(name.as_str() < "MP_of_the_tablet.json");
        let made =
            entry(1).made(&(at("2026-11-21T10:00:00Z") + chrono::Duration::minutes(minute)).to_rfc3339());
        let kept = if minute == 2 { "Craon" } else { kept };
        assert_eq!(world.deliver(&made.moves("Laval", "Évron")), "integrate, clash ville_fac");
        assert_eq!(world.held().wanted("ville_fac"), Some(kept), "{minute}");
        assert_eq!(world.held().clashes.len(), 1);
    }
}

/// A clash is closed when the field gets, or is found to have, the very value it wanted, or when a later entry sets the field: its author
/// has seen today's value and decided (decision 0008, « MP »).
fn settles(minute_of_clash: i64, today: &str, from: &str, to: &str) -> Option<String> {
    let mut world = with_clash(minute_of_clash);
    world.held_mut().set("ville_fac", today);
    assert_eq!(
        world.deliver(&entry(1).by("pmartin").moves(from, to)),
        "integrate",
        "{today}: {from} -> {to}"
    );
    assert_eq!(world.held().text("ville_fac"), to);
    world.held().wanted("ville_fac").map(str::to_owned)
}

#[test]
fn a_clash_is_settled_by_a_later_entry() {
    assert_eq!(settles(0, "Mayenne", "Mayenne", "Évron"), None, "set by who saw today's value");
    assert_eq!(settles(0, "Mayenne", "Mayenne", "Craon"), None, "set to the very value");
    assert_eq!(settles(0, "Craon", "Laval", "Craon"), None, "found as it is, about that value");
    assert_eq!(settles(0, "Mayenne", "Laval", "Mayenne").as_deref(), Some("Craon"), "about another value");
}

/// Else the clash stays open although the field holds what it wants.
#[test]
fn a_clash_is_settled_by_an_earlier_entry_that_sets_the_very_value() {
    assert_eq!(settles(5, "Mayenne", "Mayenne", "Craon"), None);
}

#[test]
fn a_clash_is_settled_by_an_earlier_entry_that_finds_the_very_value() {
    assert_eq!(settles(5, "Craon", "Laval", "Craon"), None);
}

/// An earlier entry that arrives later decides nothing about the wish of a later one: had it come first, the clash would stand too.
#[test]
fn a_clash_is_not_settled_by_an_earlier_entry_that_wants_another_value() {
    assert_eq!(settles(5, "Mayenne", "Mayenne", "Évron").as_deref(), Some("Craon"));
}

/// By `sequence` when both are of one device and numbered, though its clock was set back.
#[test]
fn of_two_clashes_of_one_laptop_that_of_the_later_number_is_kept() {
    let files = [
        entry(1).numbered(1).made("2026-11-21T10:30:00Z").moves("Mayenne", "Craon"),
        entry(2).numbered(2).made("2026-11-21T10:20:00Z").moves("Mayenne", "Évron"),
    ];
    for order in [[0, 1], [1, 0]] {
        let mut world = World::new();
        for i in order {
            assert_eq!(world.deliver(&files[i]), "integrate, clash ville_fac");
        }
        assert_eq!(world.held().wanted("ville_fac"), Some("Évron"), "{order:?}");
    }
}

/// An overtaken entry settles nothing, and neither does one about another field.
#[test]
fn a_clash_that_stays_open() {
    let mut world = with_clash(5);
    assert_eq!(world.deliver(&entry(2).numbered(2).moves("Mayenne", "Mayenne")), "integrate");
    assert_eq!(world.deliver(&entry(1).numbered(1).moves("Laval", "Craon")), "integrate", "overtaken");
    assert_eq!(world.deliver(&entry(9).mp(&[change("adr1_fac", "", "1 rue Haute")])), "integrate");
    assert_eq!(world.held().wanted("ville_fac"), Some("Craon"));
    assert_eq!(world.held().text("ville_fac"), "Mayenne");
}

#[test]
fn what_is_written_is_strict_only_in_what_no_column_or_bank_takes() {
    for (column, to, expected) in [
        ("ville_fac", "é".repeat(35), "integrate"),
        ("ville_fac", "é".repeat(36), "reject: text-too-long"),
        ("ville_fac", "漢".to_owned(), "reject: text-too-long"),
        ("ville_fac", "Œuilly €".to_owned(), "integrate"),
        ("iban", IBAN.to_owned(), "integrate"),
        ("iban", "FR7630006000011234567890188".to_owned(), "reject: bad-value"),
        ("bic", "AGRIFRPP836".to_owned(), "integrate"),
        ("bic", "AGRIFR".to_owned(), "reject: bad-value"),
        ("contact_divers_2", "123".to_owned(), "integrate"),
        ("contact_divers_1", "FR00".to_owned(), "integrate"),
        ("c_ape", "?".to_owned(), "integrate"),
        ("tel_1", "poste 12".to_owned(), "integrate"),
        ("tel_1", "0".repeat(21), "reject: text-too-long"),
        ("nom_client", String::new(), "reject: bad-value"),
        ("nom_client", "   ".to_owned(), "reject: bad-value"),
        ("etape", "é".repeat(41), "reject: text-too-long"),
    ] {
        let mut world = World::new();
        let today = world.held().text(column);
        let file = entry(1).mp(&[change("adr1_fac", "", "1 rue Haute"), change(column, today, &to)]);
        assert_eq!(world.deliver(&file), expected, "{column} {to:?}");
        // One wrong value refuses the whole file: nothing of it is made.
        let address = if expected == "integrate" { "1 rue Haute" } else { "" };
        assert_eq!(world.held().text("adr1_fac"), address, "{column} {to:?}");
    }
    // What the laptop showed is what the base holds, odd as it may be.
    let mut world = World::new();
    world.held_mut().set("iban", "odd");
    assert_eq!(world.deliver(&entry(1).mp(&[change("iban", "odd", IBAN)])), "integrate");
}

/// « already `to` is success »: the sheet is not written, but the entry is the laptop's last word about the field.
#[test]
fn already_so_is_remembered() {
    let mut world = World::new();
    let plan = world.plan(&entry(2).numbered(2).moves("Craon", "Laval"));
    assert!(plan.writes.iter().all(|write| matches!(write, Write::Mark(id, ..) if *id == prospect_id())));
    assert_eq!(world.deliver(&entry(2).numbered(2).moves("Craon", "Laval")), "integrate");
    assert_eq!(world.deliver(&entry(1).numbered(1).moves("Laval", "Craon")), "integrate");
    assert_eq!(world.held().text("ville_fac"), "Laval");
}

/// « an MP passes and is shown to the accountant » (design §6).
#[test]
fn an_edit_passes_while_a_creation_is_pending() {
    let mut world = World::new();
    world.pending.insert(prospect_id(), entry(0).deletes().id());
    assert_eq!(world.deliver(&entry(1).moves("Laval", "Craon")), "integrate");
    assert_eq!(world.held().text("ville_fac"), "Craon");
}

/// One follow-up and fleet per prospect: the latest `created_at` wins, whatever the order of arrival.
#[test]
fn follow_up_and_fleet_of_edits() {
    let files = [
        entry(1).mp_with(&[], json!({ "follow_up_on": "2026-12-01", "fleet": { "VL": 3, "TP": null } })),
        entry(2).by("pmartin").mp_with(&[], json!({ "fleet": { "VL": 0, "GC": 1 } })),
        entry(3).mp_with(&[], json!({ "follow_up_on": null })),
        entry(4).mp_with(&[], json!({ "follow_up_on": "2026-12-24" })),
    ];
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
        let mut world = World::attached_to("PMA");
        for i in order {
            assert_eq!(world.deliver(&files[i]), "integrate");
        }
        let follow_up = world.follow_up(None);
        assert_eq!(follow_up.on, Some("2026-12-24".parse().expect("a day")), "{order:?}");
        assert_eq!(json!(follow_up.fleet), json!({ "VL": 0, "TP": null, "GC": 1 }), "{order:?}");
    }
    let plan = World::new().plan(&entry(1).moves("Laval", "Craon"));
    let says_something = |write: &Write| matches!(write, Write::FollowUp(..));
    assert!(!plan.writes.iter().any(says_something), "nothing was said of it");
}

/// Outside the accountants' own pages bank details show their last four signs: in the journal and in a refusal too (design §8).
#[test]
fn bank_details_show_nowhere() {
    let mut world = World::new();
    let told = world.plan(&entry(1).mp(&[change("iban", "", IBAN)])).told;
    let told = json!([told.before, told.after]).to_string();
    assert!(told.contains("••••0189") && !told.contains("0112345"), "{told}");
    world.held_mut().set("iban", IBAN);
    let told = world.plan(&entry(1).mp(&[change("iban", IBAN, "")])).told;
    assert!(!json!([told.before, told.after]).to_string().contains("0112345"));
    let wrong = IBAN.replace("0189", "0188");
    let Err(Settled::Reject(_, detail)) = world.judge(&entry(1).mp(&[change("iban", IBAN, wrong)])) else {
        panic!("a refusal");
    };
    assert!(detail.starts_with("iban") && !detail.contains("0112345"), "{detail}");
}
