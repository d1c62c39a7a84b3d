//! VC and VP: what becomes of a visit (annex 1; design §4, §6 and §8; decision 0008, « VP »).

use chrono::NaiveDate;
use serde_json::{Value, json};
use winpneu::visits::{NewProspectVisit, NewRelation};

use super::super::prospect_subject;
use super::builders::{entry, prospect_id};
use super::world::World;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

#[test]
fn a_visit_is_a_relation_exactly_as_annex_1() {
    let mut world = World::empty();
    let keys = json!({ "visited_on": "2026-11-09", "comment": "Vu le gérant.\r\nRevoir au printemps 👍" });
    assert_eq!(world.deliver(&entry(1).vc(keys)), "integrate");
    let relation = NewRelation {
        customer: "C01846".parse().expect("a code"),
        on: day("2026-11-09"),
        at: "14:10".parse().expect("an hour"),
        c_user: Some("JD".parse().expect("a code")),
        subject: "Visite du 09/11/2026".to_owned(),
        comment: "Vu le gérant.\nRevoir au printemps 👍\nsaisie via le CRM".to_owned(),
    };
    assert_eq!(world.relations, [relation]);
    let plan = World::empty().plan(&entry(1).vc(json!({})));
    assert_eq!((plan.reference.as_str(), plan.message, plan.decided_on), ("C01846", None, None));
    assert_eq!((plan.told.action, plan.told.entity.as_str()), ("visit", "C:C01846"));
}

#[test]
fn a_visit_to_a_prospect() {
    let mut world = World::new();
    let file = entry(1).vp(json!({ "visited_on": "2026-11-09" }));
    assert_eq!(world.deliver(&file), "integrate");
    let visit = NewProspectVisit {
        prospect: prospect_id(),
        on: day("2026-11-09"),
        at: "14:10".parse().expect("an hour"),
        author: "jdupont".to_owned(),
        subject: "Visite du 09/11/2026".to_owned(),
        comment: "Bonjour\nsaisie via le CRM".to_owned(),
    };
    assert_eq!(world.visits, [visit]);
    assert!(world.relations.is_empty());
    assert_eq!(World::new().plan(&file).reference, prospect_id().to_string());
}

/// The comment: the user's text, the answers rendered, last line « saisie via le CRM »; an empty visit has only that line.
#[test]
fn the_comment() {
    let picked = ["contact.visite", "visite.proposition", "visite.proposition.agraire"];
    let answers = json!({ "form": 1, "picked": picked });
    let rendered =
        "Type de contact : Visite\nType de visite : Remise de proposition (Agraire)\nsaisie via le CRM";
    for (comment, answers, expected) in [
        ("", Value::Null, "saisie via le CRM".to_owned()),
        (" \n ", Value::Null, "saisie via le CRM".to_owned()),
        ("RAS", Value::Null, "RAS\nsaisie via le CRM".to_owned()),
        ("", answers.clone(), rendered.to_owned()),
        ("RAS", answers.clone(), format!("RAS\n{rendered}")),
        ("RAS", json!({ "form": 1, "picked": [] }), "RAS\nsaisie via le CRM".to_owned()),
    ] {
        let keys = json!({ "comment": comment, "answers": answers });
        let mut world = World::new();
        assert_eq!(world.deliver(&entry(1).vc(keys.clone())), "integrate");
        assert_eq!(world.deliver(&entry(2).vp(keys)), "integrate");
        assert_eq!(world.relations[0].comment, expected);
        assert_eq!(world.visits[0].comment, expected);
        let kept: Vec<usize> = world.answers.iter().map(|answers| answers.picked().len()).collect();
        let expected = answers["picked"].as_array().map_or(vec![], |picked| vec![picked.len(); 2]);
        assert_eq!(kept, expected);
    }
}

#[test]
fn what_is_wrong_with_a_visit() {
    for (keys, expected) in [
        (json!({ "visited_on": "2026-11-22" }), "integrate"),
        (json!({ "visited_on": "2026-11-23" }), "reject: date-out-of-bounds"),
        (json!({ "visited_on": "2026-11-07" }), "integrate"),
        (json!({ "visited_on": "2026-11-06" }), "reject: date-out-of-bounds"),
        (
            json!({ "answers": { "form": 1, "picked": ["contact.mail", "contact.visite"] } }),
            "reject: bad-answers",
        ),
        (json!({ "answers": { "form": 1, "picked": ["visite.proposition.tp"] } }), "reject: bad-answers"),
        (json!({ "answers": { "form": 1, "picked": ["nowhere"] } }), "reject: bad-answers"),
    ] {
        let mut world = World::new();
        assert_eq!(world.deliver(&entry(1).vp(keys.clone())), expected, "{keys}");
        assert_eq!(world.deliver(&entry(2).vc(keys.clone())), expected, "{keys}");
    }
    let mut world = World::new();
    world.form = None;
    let answered = json!({ "answers": { "form": 9, "picked": [] } });
    assert_eq!(world.deliver(&entry(1).vp(answered.clone())), "reject: unknown-form");
    assert_eq!(world.deliver(&entry(2).vc(answered)), "reject: unknown-form");
    world.customers.clear();
    assert_eq!(world.deliver(&entry(3).vc(json!({}))), "reject: unknown-customer");
    assert_eq!(world.deliver(&entry(4).by("parti").vc(json!({}))), "reject: disabled-user");
    assert_eq!(world.deliver(&entry(5).by("inconnu").vc(json!({}))), "reject: unknown-user");
    // The bound is a parameter.
    let mut world = World::new();
    world.rules.parameters.set("visite_retro_jours", json!(0)).expect("a number");
    assert_eq!(
        world.deliver(&entry(1).vp(json!({ "visited_on": "2026-11-20" }))),
        "reject: date-out-of-bounds"
    );
}

/// Without `follow_up_on`, a visit clears a date that is not later than the visit and leaves a later one; the latest `created_at` wins,
/// whatever the order of arrival.
#[test]
fn follow_up_and_fleet_of_visits() {
    for (planned, visited_on, says, expected) in [
        ("2026-11-21", "2026-11-21", json!({}), None),
        ("2026-11-20", "2026-11-21", json!({}), None),
        ("2026-11-22", "2026-11-21", json!({}), Some("2026-11-22")),
        ("2026-11-22", "2026-11-21", json!({ "follow_up_on": null }), None),
        ("2026-11-20", "2026-11-21", json!({ "follow_up_on": "2026-11-19" }), Some("2026-11-19")),
    ] {
        let mut keys = says.clone();
        keys["visited_on"] = json!(visited_on);
        keys["fleet"] = json!({ "VL": 2 });
        let dated = json!({ "follow_up_on": planned, "fleet": { "VL": 1, "GC": null } });
        for order in [[0, 1], [1, 0]] {
            let files = [entry(1).mp_with(&[], dated.clone()), entry(2).vp(keys.clone())];
            let customers = [entry(3).mc(&[], "", dated.clone()), entry(4).vc(keys.clone())];
            let mut world = World::new();
            for i in order {
                assert_eq!(world.deliver(&files[i]), "integrate");
                assert_eq!(world.deliver(&customers[i]), "integrate");
            }
            for whose in [None, Some("C01846")] {
                let follow_up = world.follow_up(whose);
                assert_eq!(follow_up.on, expected.map(day), "{planned} {visited_on} {says} {order:?}");
                assert_eq!(json!(follow_up.fleet), json!({ "VL": 2, "GC": null }));
            }
        }
    }
}

/// A visit up to the day of the conversion, in the company's zone, is kept twice, with « [PROSPECT] »; a later one is the customer's.
#[test]
fn a_visit_to_a_prospect_that_became_a_customer() {
    let (both, plain) = ((1, "[PROSPECT] Visite du "), (0, "Visite du "));
    for (converted, made, visited_on, (visits, subject)) in [
        ("2026-11-20T10:00:00Z", "2026-11-21T10:00:00Z", "2026-11-19", both),
        ("2026-11-20T10:00:00Z", "2026-11-21T10:00:00Z", "2026-11-20", both),
        ("2026-11-20T10:00:00Z", "2026-11-21T10:00:00Z", "2026-11-21", plain),
        // 23:30 UTC on the 19th is the 20th in Paris; 22:30 UTC still the 19th.
        ("2026-11-19T23:30:00Z", "2026-11-21T10:00:00Z", "2026-11-20", both),
        ("2026-11-19T22:30:00Z", "2026-11-21T10:00:00Z", "2026-11-20", plain),
        // In summer an hour earlier.
        ("2026-07-19T22:00:00Z", "2026-07-21T10:00:00Z", "2026-07-20", both),
        ("2026-07-19T21:59:59Z", "2026-07-21T10:00:00Z", "2026-07-20", plain),
        // An entry made before the conversion that arrives after it counts by its visit's day too.
        ("2026-11-20T10:00:00Z", "2026-11-20T09:00:00Z", "2026-11-20", both),
        ("2026-11-20T10:00:00Z", "2026-11-20T09:00:00Z", "2026-11-21", plain),
    ] {
        let mut world = World::new();
        world.held_mut().convert(converted, "C01846");
        let file = entry(1).made(made).vp(json!({ "visited_on": visited_on, "fleet": { "VL": 2 } }));
        let case = format!("{converted} {visited_on}");
        assert_eq!(world.plan(&file).reference, "C01846", "{case}");
        assert_eq!(world.deliver(&file), "integrate", "{case}");
        assert_eq!(world.visits.len(), visits, "{case}");
        let date = day(visited_on).format("%d/%m/%Y").to_string();
        for visit in &world.visits {
            assert_eq!((visit.on, visit.subject.as_str()), (day(visited_on), &*format!("Visite du {date}")));
        }
        let [relation] = world.relations.as_slice() else { panic!("one relation: {case}") };
        assert_eq!(relation.subject, format!("{subject}{date}"), "{case}");
        assert_eq!((relation.customer.as_str(), relation.on), ("C01846", day(visited_on)), "{case}");
        assert_eq!(relation.c_user.as_ref().map(|code| code.as_str()), Some("JD"), "{case}");
        assert_eq!(relation.comment, "Bonjour\nsaisie via le CRM", "{case}");
        // Follow-up and fleet are the customer's now.
        assert_eq!(json!(world.follow_up(Some("C01846")).fleet), json!({ "VL": 2 }), "{case}");
        assert_eq!(world.follow_up(None).fleet, domain::Fleet::default(), "{case}");
    }
}

/// `objet char(80)`: the prefix pushes the end out.
#[test]
fn the_prefixed_subject_fits_its_column() {
    assert_eq!(prospect_subject("Visite du 09/11/2026"), "[PROSPECT] Visite du 09/11/2026");
    for (signs, kept) in [(69, 69), (70, 69), (80, 69)] {
        assert_eq!(
            prospect_subject(&"é".repeat(signs)),
            format!("[PROSPECT] {}", "é".repeat(kept)),
            "{signs}"
        );
    }
}

#[test]
fn a_visit_to_a_prospect_that_was_deleted_is_kept() {
    let mut world = World::new();
    world.held_mut().row.deletion = Some(super::world::deleted_at("2026-11-20T10:00:00Z"));
    assert_eq!(world.deliver(&entry(1).vp(json!({}))), "integrate");
    assert_eq!(world.visits.len(), 1);
}
