//! Who gets which prospect: a table of prospects and of those in whose bases they are.

use serde_json::{Value, json};

use super::with;
use crate::rebuild::published::ADMIN;
use crate::support::{Place, id};

/// The company's day is the 21st of November 2026.
const IDLE: &str = "2025-06-01 08:00:00";

/// A prospect of jdupont's, attached to `rep` from the beginning.
struct Case {
    what: &'static str,
    /// Columns of `crm_prospect`.
    row: Value,
    /// Rows of `crm_rattachement`: since when, to whom, whether the creator is withdrawn.
    attached: &'static [(&'static str, &'static str, i64)],
    /// A day of a visit to it.
    visited: Option<&'static str>,
    /// A follow-up date that was set.
    follow_up: Option<&'static str>,
    creation: Option<&'static str>,
    /// Whose it is; administrators have it when it is anybody's.
    owners: &'static [&'static str],
    /// Whether the administrator has it.
    shown: bool,
}

const JD: &[(&str, &str, i64)] = &[("2026-11-01 08:00:00", "JD01", 0)];

fn of(what: &'static str, row: Value, owners: &'static [&'static str]) -> Case {
    Case {
        what,
        row,
        attached: JD,
        visited: None,
        follow_up: None,
        creation: None,
        owners,
        shown: !owners.is_empty(),
    }
}

fn idle(what: &'static str, owners: &'static [&'static str]) -> Case {
    of(what, json!({ "change_le": IDLE }), owners)
}

fn owners() -> Vec<Case> {
    let any = json!({});
    vec![
        of("the creator's own", any.clone(), &["jdupont"]),
        Case { attached: &[], ..of("attached to nobody", any.clone(), &["jdupont"]) },
        Case {
            attached: &[("2026-11-01 08:00:00", "AM01", 0)],
            ..of("created for her", any.clone(), &["amartin", "jdupont"])
        },
        Case {
            attached: &[("2026-11-01 08:00:00", "JD01", 0), ("2026-11-10 08:00:00", "AM01", 1)],
            ..of("reassigned, the creator withdrawn", any.clone(), &["amartin"])
        },
        Case {
            attached: &[
                ("2026-11-01 08:00:00", "JD01", 0),
                ("2026-11-10 08:00:00", "AM01", 1),
                ("2026-11-12 08:00:00", "JD01", 1),
            ],
            ..of("reassigned there and back", any.clone(), &["jdupont"])
        },
        Case {
            attached: &[("2026-11-01 08:00:00", "JD01", 0), ("2026-11-10 08:00:00", "ZZ99", 1)],
            ..Case { shown: true, ..of("reassigned to a rep without a laptop", any.clone(), &[]) }
        },
        Case { attached: &[("2026-11-01 08:00:00", "PA01", 0)], ..of("of one who left", any, &["jdupont"]) },
        of("deleted", json!({ "supprime_le": "2026-11-20 08:00:00" }), &[]),
        of(
            "became a customer 366 days ago",
            json!({ "converti_le": "2025-11-20 08:00:00", "c_client": "C1", "change_le": IDLE }),
            &["jdupont"],
        ),
        of(
            "became a customer 367 days ago",
            json!({ "converti_le": "2025-11-19 08:00:00", "c_client": "C2" }),
            &[],
        ),
    ]
}

fn movements() -> Vec<Case> {
    let follow_up = |on, owners| Case { follow_up: Some(on), ..idle("a follow-up", owners) };
    let visited = |on, owners| Case { visited: Some(on), ..idle("a visit", owners) };
    vec![
        idle("without movement", &[]),
        of("moved within twelve months", json!({ "change_le": "2025-11-22 08:00:00" }), &["jdupont"]),
        of("moved before", json!({ "change_le": "2025-11-20 08:00:00" }), &[]),
        visited("2025-11-22", &["jdupont"]),
        visited("2025-11-20", &[]),
        follow_up("2026-11-21", &["jdupont"]),
        follow_up("2027-03-01", &["jdupont"]),
        follow_up("2026-11-20", &[]),
        Case { creation: Some("pending"), ..idle("a creation waits", &["jdupont"]) },
        Case { creation: Some("refused"), ..idle("a creation was refused long ago", &[]) },
    ]
}

fn company(cases: &[Case]) -> Place {
    let place = Place::with_administrator();
    for (case, number) in cases.iter().zip(1..) {
        let prospect = id(number);
        let row = json!({
            "prospect": prospect, "nom_client": format!("P{number:02}"), "cree_par": "jdupont", "cree_le": IDLE,
            "change_le": "2026-11-01 08:00:00", "crm_fichier": format!("CP{number}")
        });
        place.insert("crm_prospect", &[with(row, case.row.clone())]);
        for (place_of, (since, rep, withdrawn)) in case.attached.iter().enumerate() {
            let attached = json!({
                "id": format!("{number}-{place_of}"), "prospect": prospect, "depuis": since, "c_rep": rep,
                "createur_retire": withdrawn, "par": "test"
            });
            place.insert("crm_rattachement", &[attached]);
        }
        if let Some(on) = case.visited {
            let visit = json!({
                "crm_fichier": format!("VP{number}"), "prospect": prospect, "visite_le": on, "heure": "09:00",
                "auteur": "jdupont", "objet": "Visite", "commentaire": ""
            });
            place.insert("crm_visite_prospect", &[visit]);
        }
        if let Some(on) = case.follow_up {
            let told = json!({
                "crm_fichier": format!("VS{number}"), "type_entite": "P", "c_entite": prospect, "cree_le": IDLE,
                "revoir": "pose", "revoir_le": on
            });
            place.insert("crm_suivi_client", &[told]);
        }
        if let Some(state) = case.creation {
            let creation = json!({
                "creation": id(1_000 + number), "prospect": prospect, "etat": state, "champs": "{}", "demande_par": "jdupont",
                "demande_le": IDLE, "crm_fichier": format!("CC{number}")
            });
            place.insert("crm_creation_client", &[creation]);
        }
    }
    place
}

fn check(cases: &[Case]) {
    let place = company(cases);
    place.rebuild();
    for user in ["jdupont", "amartin", "sanscode", ADMIN] {
        let base = place.published(user).open_user();
        for (case, number) in cases.iter().zip(1..) {
            let own = case.owners.contains(&user);
            let expected = (own || (user == ADMIN && case.shown)).then_some(own);
            let found = base.prospect(id(number)).expect("read").map(|card| card.own);
            assert_eq!(found, expected, "P{number:02}, {}, for {user}", case.what);
        }
    }
}

#[test]
fn a_prospect_is_its_owners_and_the_administrators() {
    check(&owners());
}

#[test]
fn idle_prospects_are_left_out_but_for_two_exceptions() {
    check(&movements());
}

#[test]
fn how_long_is_idle_is_a_parameter() {
    let place = company(&[of("three months", json!({ "change_le": "2026-08-15 08:00:00" }), &[])]);
    for (months, shipped) in [("3", 0), ("4", 1), ("12", 1), ("1", 0)] {
        place.succeed(&["params", "set", "prospect_inactif_mois", months]);
        place.rebuild();
        let found = place.published("jdupont").open_user().prospects().expect("read").len();
        assert_eq!(found, shipped, "{months} months");
    }
}
