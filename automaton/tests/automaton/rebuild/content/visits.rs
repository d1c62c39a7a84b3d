//! Relations with customers: one file a calendar month, what is shown and what only counts.

use domain::RelationClass;
use exchange_schema::Role;
use serde_json::json;
use snapshot::read::HistoryQuery;

use super::relation;
use crate::creations::stage::{DECIDED, edit, new_prospect, pending, visit};
use crate::rebuild::published::COMMON;
use crate::support::{Place, VisitFile, id};

#[test]
fn one_file_a_calendar_month_and_one_for_what_has_no_day() {
    let place = Place::new();
    let undated = |date: &str| relation("C01846", "x", json!({ "date_relation": date, "objet": date }));
    let mut null = undated("");
    null["date_relation"] = json!(null);
    place.insert(
        "client_relation",
        &[
            relation("C01846", "2026-10-31", json!({})),
            relation("C01846", "2026-11-01", json!({})),
            relation("C01846", "2026-11-30", json!({})),
            relation("C01846", "2031-02-01", json!({})),
            relation("C01846", "1999-12-31", json!({})),
            undated("31/11/2026"),
            undated("hier"),
            null,
        ],
    );
    place.rebuild();
    let common = place.published(COMMON);
    let visits = common.names().into_iter().filter(|name| name.starts_with("visits-"));
    let months: Vec<String> = visits.map(|name| name["visits-".len()..name.len() - 24].to_owned()).collect();
    assert_eq!(months, ["1999-12", "2026-10", "2026-11", "2031-02", "undated"]);
    let days = |month: &str| common.month(month, "SELECT visited_on FROM visit").concat();
    assert_eq!(days("2026-11"), ["2026-11-01", "2026-11-30"]);
    assert_eq!(days("2026-10"), ["2026-10-31"]);
    assert_eq!(days("undated"), ["∅", "∅", "∅"], "shown all the same");
    let base = place.published(COMMON).open_common();
    let all = HistoryQuery { limit: 100, ..HistoryQuery::default() };
    assert_eq!(base.history("C01846", &all).expect("read").len(), 8);
}

#[test]
fn a_visit_keeps_author_origin_answers_and_the_entry_that_made_it() {
    let place = Place::new();
    let answers = json!({ "form": 1, "picked": ["contact.telephone", "visite.proposition", "visite.proposition.tp", "visite.proposition.gc"] });
    place.deliver_file(&VisitFile::new(1).with("answers", answers).file());
    place.pass();
    place.insert(
        "client_relation",
        &[relation(
            "C01846",
            "2026-11-03",
            json!({ "origine_relation": "LIT", "c_user": "AM", "commentaire": "litige" }),
        )],
    );
    place.rebuild();
    let base = place.published(COMMON).open_common();
    let history = |with_lit| {
        let query = HistoryQuery { with_lit, limit: 9, ..HistoryQuery::default() };
        base.history("C01846", &query).expect("read")
    };
    let (shown, all) = (history(false), history(true));
    assert_eq!((shown.len(), all.len()), (1, 2), "LIT on demand");
    let visit = &shown[0];
    let texts = [&visit.author, &visit.origin, &visit.subject].map(|text| text.as_deref().unwrap_or(""));
    assert_eq!(texts, ["JD", "CRV", "Visite du 21/11/2026"]);
    let comment = visit.comment.as_deref().unwrap_or("");
    assert!(comment.starts_with("Visite numéro 1\n") && comment.ends_with("saisie via le CRM"), "{comment}");
    assert_eq!(
        (visit.class, visit.entry, visit.key.at.as_str()),
        (RelationClass::Visit, Some(id(1)), "09:30")
    );
    let picked = &visit.answers.as_ref().expect("answers").1;
    assert_eq!(picked.len(), 4);
    let litigation = &all[1];
    assert_eq!((litigation.class, litigation.origin.as_deref()), (RelationClass::Other, Some("LIT")));
    assert_eq!((litigation.author.as_deref(), litigation.comment.as_deref()), (Some("AM"), Some("litige")));
    let meant =
        place.published(COMMON).month("2026-11", "SELECT contact, quotes FROM visit WHERE entry IS NOT NULL");
    assert_eq!(meant, [["telephone", "gc tp"]]);
    let grid = base.directory().entries().any(|entry| entry.code == "C01846");
    assert!(grid, "the customer's grid is joined when read");
}

/// « on ne reprend pas tout ce qui est c_archive = O par économie », but figures and the last visit count them.
#[test]
fn archived_visits_are_numbers() {
    let place = Place::new();
    let quote = json!({ "form": 1, "picked": ["contact.visite", "visite.proposition", "visite.proposition.agraire"] });
    place.deliver_file(&VisitFile::new(1).with("answers", quote).file());
    place.pass();
    let archived = |other| {
        relation(
            "C01846",
            "2026-11-05",
            super::with(json!({ "c_archive": "O", "commentaire": "SECRETARCHIVE" }), other),
        )
    };
    place.insert(
        "client_relation",
        &[
            archived(json!({})),
            archived(json!({ "heure_relation": "17:00" })),
            archived(json!({ "c_user": "AM" })),
            archived(json!({ "origine_relation": "LIT" })),
            archived(json!({ "date_relation": null })),
            relation("C01846", "2026-11-06", json!({ "c_archive": null })),
        ],
    );
    place
        .base()
        .execute("UPDATE client_relation SET c_archive = 'O' WHERE crm_fichier IS NOT NULL", [])
        .expect("updated");
    place.rebuild();
    let common = place.published(COMMON);
    assert_eq!(common.month("2026-11", "SELECT visited_on FROM visit"), [["2026-11-06"]]);
    let sql = "SELECT c_user, visited_on, class, contact, quotes, visits FROM archived ORDER BY 1, 2";
    assert_eq!(
        common.month("2026-11", sql),
        [
            ["AM", "2026-11-05", "1", "∅", "∅", "1"],
            ["JD", "2026-11-05", "1", "∅", "∅", "2"],
            ["JD", "2026-11-21", "1", "visite", "agraire", "1"],
        ]
    );
    assert_eq!(common.month("undated", sql), [["JD", "∅", "1", "∅", "∅", "1"]]);
    for (name, bytes) in place.tree("bases") {
        assert!(!bytes.windows(13).any(|window| window == b"SECRETARCHIVE"), "{name}");
    }
}

#[test]
fn only_customers_relations_are_theirs() {
    let place = Place::new();
    place.insert(
        "client_relation",
        &[
            relation("C01846", "2026-11-03", json!({ "type_entite": "F" })),
            relation("C01846", "2026-11-04", json!({ "type_entite": null })),
            relation("C01846", "2026-11-05", json!({})),
            relation("C09999", "2026-11-06", json!({})),
        ],
    );
    place.rebuild();
    let rows = place.published(COMMON).month("2026-11", "SELECT c_client, visited_on FROM visit");
    assert_eq!(rows, [["C01846", "2026-11-05"], ["C09999", "2026-11-06"]], "of a lost customer too");
}

/// « un indicateur permettant de faire la différence entre les visites avant et après la création du compte ».
#[test]
fn visits_of_the_prospects_time_are_told_from_later_ones() {
    let (place, creation) = pending();
    place.drop_draft(&visit(3, 1, "2026-11-20", "avant"));
    place.pass();
    let validate = ["creations", "validate", &creation, "--code", "C05000"];
    assert_eq!(place.json_at(DECIDED, &validate).0, 0);
    // One of before the validation and one of after it, both late.
    place.drop_draft(&visit(4, 1, "2026-11-19", "en retard").at("2026-11-21T15:20:00Z"));
    place.drop_draft(&visit(5, 1, "2026-11-22", "après").at("2026-11-22T08:00:00Z"));
    place.drop_draft(
        &edit(6, 1, json!([{ "field": "tel_1", "from": "02 61 91 12 34", "to": "02 61 91 12 99" }]))
            .at("2026-11-22T08:30:00Z"),
    );
    place.drop_draft(&new_prospect(7));
    assert_eq!(place.pass_at("2026-11-22T09:00:00Z")["integrated"], 4);
    place.rebuild_at("2026-11-22T10:00:00Z");
    let common = place.published(COMMON);
    let sql =
        "SELECT visited_on, class, substr(subject, 1, 10) FROM visit WHERE c_client = 'C05000' ORDER BY 1, 2";
    assert_eq!(
        common.month("2026-11", sql),
        [
            ["2026-11-19", "2", "[PROSPECT]"],
            ["2026-11-20", "2", "[PROSPECT]"],
            ["2026-11-22", "0", "Demande de"],
            ["2026-11-22", "1", "Visite du "],
        ]
    );
    let sql =
        "SELECT converted_on, made_of IS NOT NULL, last_visit_on FROM customer WHERE c_client = 'C05000'";
    assert_eq!(common.rows(Role::Customers, sql), [["2026-11-21", "1", "2026-11-22"]]);
    let base = common.open_common();
    let prospect = crate::creations::stage::prospect(1);
    assert_eq!(base.made_of(prospect).expect("read").as_deref(), Some("C05000"));
    assert_eq!(base.made_of(crate::creations::stage::prospect(7)).expect("read"), None);
}
