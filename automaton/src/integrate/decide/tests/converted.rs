//! MP for a prospect that became a customer: a modification request of the customer's (design §6; decision 0008, « MP »).

use serde_json::{Value, json};

use super::builders::{IBAN, change, entry, prospect_id};
use super::world::World;
use crate::integrate::plan::Write;

fn converted() -> World {
    let mut world = World::new();
    world.held_mut().convert("2026-11-20T10:00:00Z", "C01846");
    world
}

#[test]
fn an_edit_becomes_a_request() {
    // Made before or after the conversion: the accountants decide.
    for made in ["2026-11-19T10:00:00Z", "2026-11-21T10:00:00Z"] {
        let mut world = converted();
        let changes = [
            change("ville_fac", "Mayenne", "Craon"),
            change("etape", "visité", "gagné"),
            change("iban", "", IBAN),
            change("motif_perte", "prix", Value::Null),
        ];
        let keys = json!({ "follow_up_on": "2026-12-01", "fleet": { "VL": 2 } });
        let file = entry(1).made(made).mp_with(&changes, keys);
        assert_eq!(world.plan(&file).reference, "C01846");
        assert_eq!(world.deliver(&file), "integrate", "nothing clashes: {made}");
        // The prospect's sheet stays as it was, without marks and clashes.
        let held = world.held();
        assert_eq!((held.text("ville_fac"), held.text("etape")), ("Laval".to_owned(), String::new()));
        assert!(held.marks.is_empty() && held.clashes.is_empty());
        let [relation] = world.relations.as_slice() else { panic!("one relation") };
        assert_eq!(
            relation.comment,
            "- ville : « Mayenne » remplacé par « Craon »\n- IBAN : « » remplacé par « ••••0189 »\nsaisie via le CRM"
        );
        assert_eq!(relation.customer.as_str(), "C01846");
        let [request] = world.requests.as_slice() else { panic!("one request") };
        let asked: Value = serde_json::from_str(&request.changes).expect("JSON");
        assert_eq!(
            asked,
            json!([
                { "field": "ville_fac", "from": "Mayenne", "to": "Craon" },
                { "field": "iban", "from": "", "to": IBAN }
            ])
        );
        let subject = "[Modification Client] C01846 GARAGE MARTIN";
        let from = Some("jdupont@example.fr");
        assert_eq!(
            world.queued(),
            [("compta@example.fr", subject, from), ("compta2@example.fr", subject, from)]
        );
        let follow_up = world.follow_up(Some("C01846"));
        assert_eq!(follow_up.on, Some("2026-12-01".parse().expect("a day")));
        assert_eq!(json!(follow_up.fleet), json!({ "VL": 2 }));
        assert_eq!(world.follow_up(None).on, None);
    }
}

/// The CRM's own two are dropped; with nothing else left there is no request, and follow-up and fleet are applied.
#[test]
fn nothing_for_the_accountants() {
    for (changes, keys, events) in [
        (vec![change("etape", "visité", "gagné")], json!({}), 0),
        (
            vec![change("etape", "", "perdu"), change("motif_perte", "", "prix")],
            json!({ "fleet": { "VL": 2 } }),
            1,
        ),
        (vec![], json!({ "follow_up_on": null }), 1),
    ] {
        let mut world = converted();
        assert_eq!(world.deliver(&entry(1).mp_with(&changes, keys)), "integrate");
        assert!(world.relations.is_empty() && world.requests.is_empty() && world.mails.is_empty());
        assert_eq!(world.follow_ups.len(), events);
        assert_eq!(world.held().text("etape"), "");
    }
}

/// A prospect's owner was never asked for a code in the ERP: what he wrote is kept without one. Of whoever writes about a customer it is
/// asked (annex 1, `c_user`).
#[test]
fn an_author_without_a_code_in_the_erp() {
    let mut world = converted();
    world.user_mut("jdupont").c_user = None;
    for (file, expected) in [
        (entry(1).vp(json!({})), "integrate"),
        (entry(2).mp(&[change("ville_fac", "Laval", "Craon")]), "integrate"),
        (entry(3).vc(json!({})), "reject: unknown-user"),
        (entry(4).mc(&[], "Bonjour", json!({})), "reject: unknown-user"),
    ] {
        assert_eq!(world.deliver(&file), expected, "{}", file.kind());
    }
    assert_eq!(world.relations.len(), 2);
    assert!(world.relations.iter().all(|relation| relation.c_user.is_none()));
}

/// Ownership is asked before, and values are as strict as in any MP.
#[test]
fn what_is_refused_all_the_same() {
    for (author, column, to, expected) in [
        ("colleague", "ville_fac", "Craon".to_owned(), "reject: not-owner"),
        ("chef", "ville_fac", "Craon".to_owned(), "reject: not-owner"),
        ("jdupont", "ville_fac", "x".repeat(36), "reject: text-too-long"),
        ("jdupont", "iban", "FR76".to_owned(), "reject: bad-value"),
        ("jdupont", "contact_divers_2", "en cours".to_owned(), "integrate"),
    ] {
        let file = entry(1).by(author).mp(&[change(column, "", &to)]);
        assert_eq!(converted().deliver(&file), expected, "{author} {column} {to}");
    }
}

/// A command beside the pass may convert the prospect between verdict and effect: the effect is bound to the version that was judged.
#[test]
fn every_effect_on_a_prospect_is_bound_to_its_version() {
    let files = [
        entry(1).moves("Laval", "Craon"),
        entry(2).moves("Mayenne", "Craon"),
        entry(3).vp(json!({})),
        entry(4).mp_with(&[], json!({ "fleet": { "VL": 2 } })),
        entry(5).cc(super::builders::complete(), None),
        entry(6).deletes(),
    ];
    for (mut world, files) in [(World::new(), &files[..]), (converted(), &files[..4])] {
        world.held_mut().row.version = 41;
        for file in files {
            assert_eq!(world.plan(file).decided_on, Some((prospect_id(), 41)), "{}", file.file_name());
        }
    }
    let mut world = World::new();
    assert_eq!(world.deliver(&files[5]), "integrate");
    let again = world.plan(&entry(7).deletes());
    assert!(!again.writes.iter().any(|write| matches!(write, Write::Delete(..))), "no effect");
    assert!(again.decided_on.is_some());
}
