//! What is old, and what stays.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::archive;
use crate::rebuild::relation;
use crate::support::{Place, file_of};

/// The company's day; the test is done with before the next one begins, or it looks again.
fn today() -> NaiveDate {
    chrono::Utc::now().with_timezone(&chrono_tz::Europe::Paris).date_naive()
}

fn subjects(place: &Place) -> Vec<String> {
    let rows = place.query("SELECT objet FROM client_relation WHERE c_archive = 'O' ORDER BY num_relation");
    rows.into_iter().map(|mut row| row.remove(0)).collect()
}

fn run(place: &Place) -> u64 {
    archive(&place.path("automaton.toml"), &CancellationToken::new()).expect("archived")
}

#[test]
fn what_is_dated_before_the_day_is_archived_and_the_day_itself_is_not() {
    let (place, day) = loop {
        let (place, day) = (Place::new(), today());
        place.archives_after(90);
        let ago = |days: u64| (day - Days::new(days)).to_string();
        let row = |subject: &str, days, other: Value| {
            let mut row = relation("C01846", &ago(days), json!({ "objet": subject }));
            row.as_object_mut().expect("an object").extend(other.as_object().expect("an object").clone());
            row
        };
        place.insert(
            "client_relation",
            &[
                row("91 days ago", 91, json!({})),
                row("91 days ago, late", 91, json!({ "date_relation": format!("{} 23:59:59", ago(91)) })),
                row("90 days ago", 90, json!({})),
                row("yesterday", 1, json!({})),
                row("no mark", 400, json!({ "c_archive": null })),
                row("blank mark", 400, json!({ "c_archive": " " })),
                row("marked long ago", 400, json!({ "c_archive": "O" })),
                row("a dispute", 400, json!({ "origine_relation": "LIT", "type_entite": "F" })),
                row("without a date", 400, json!({ "date_relation": null })),
            ],
        );
        assert_eq!(run(&place), 5);
        // Midnight may have passed meanwhile: then the bound was another.
        if today() == day {
            break (place, day);
        }
    };
    let expected =
        ["91 days ago", "91 days ago, late", "no mark", "blank mark", "marked long ago", "a dispute"];
    assert_eq!(subjects(&place), expected);
    let before = (day - Days::new(90)).to_string();
    let (first, last) =
        (format!("{}T00:00:00", day - Days::new(400)), format!("{}T23:59:59", day - Days::new(91)));
    assert_eq!(place.archive_note(), Some(json!({ "archived": 5, "before": before })));
    assert_eq!(
        place.archive_journal(),
        [json!({ "rows": 5, "before": before, "first": first, "last": last })],
        "whoever has to undo it finds what it was"
    );
    let rows = place.rows();
    assert_eq!(run(&place), 0);
    assert!(place.rows() == rows, "a second run finds nothing, and writes nothing");
}

#[test]
fn nothing_is_archived_where_nothing_is_configured() {
    let place = Place::new();
    place.old_relations(3);
    assert_eq!(run(&place), 0);
    assert_eq!((place.archived(), place.archive_note()), (0, None));
}

/// A request is asked by a file, and stays until an accountant decided, however old it is.
#[test]
fn an_open_request_stays_until_it_is_decided() {
    for decided in ["done", "refused"] {
        let place = Place::new();
        place.archives_after(90);
        let wish = json!([{ "field": "tel_1", "from": null, "to": "02 99 12 34 57" }]);
        place.deliver_file(&file_of(
            18,
            "MC",
            json!({ "customer": "C01846", "changes": wish, "comment": "merci" }),
        ));
        assert_eq!(place.pass()["integrated"], 1);
        place.old_relations(2);
        let aged =
            place.base().execute("UPDATE client_relation SET date_relation = '2020-05-05 00:00:00'", []);
        assert_eq!(aged.expect("changed"), 3);
        assert_eq!((run(&place), place.archived()), (2, 2));
        let sql = format!("UPDATE crm_demande_modification SET etat = '{decided}'");
        place.base().execute(&sql, []).expect("decided");
        assert_eq!((run(&place), place.archived()), (1, 3), "{decided}");
    }
}
