//! The statistics with pending entries: what a laptop counts of them before anybody else knows is what plain SQL finds in winpneu once they
//! have arrived, before and after archiving.

use chrono_tz::Europe::Paris;
use client::FiguresQuery;
use serde_json::{Value, json};

use super::world::{World, new_prospect, visit};
use crate::rebuild::statistics::company::REPS;
use crate::rebuild::statistics::sql::{self, Reader};

const PERIOD: (&str, &str) = ("2026-01-01", "2026-12-31");
const LECOMTE: &str = "019ab3c4-7d1e-7a52-9c1f-00000000cc01";
const TAUDON: &str = "019ab3c4-7d1e-7a52-9c1f-00000000cc02";

/// The laptops with which one rep works alone here: each knows all of his.
const OF_REPS: [(usize, &str); 2] = [(0, "jdupont"), (2, "amartin")];

fn figures(world: &mut World, number: usize) -> Value {
    let day = |text: &str| text.parse().expect("a day");
    let query = FiguresQuery { from: day(PERIOD.0), to: day(PERIOD.1), author: None, all: false };
    let figures = world.laptop(number).figures(&query, Paris).expect("figures");
    serde_json::to_value(figures).expect("JSON")
}

/// The numbers of pending ones, all of them taken out and added up.
pub fn without_pending(figures: &mut Value) -> i64 {
    match figures {
        Value::Array(all) => all.iter_mut().map(without_pending).sum(),
        Value::Object(all) => {
            let mut taken = 0;
            for key in ["pending", "pending_in_person"] {
                taken += all.remove(key).and_then(|number| number.as_i64()).unwrap_or(0);
            }
            taken + all.values_mut().map(without_pending).sum::<i64>()
        }
        _ => 0,
    }
}

/// What the SQL finds for a rep.
fn of_winpneu(world: &World, folder: &str) -> Value {
    let rep = REPS.iter().find(|rep| rep.folder == folder).expect("a rep");
    // The bases are of the last rebuild, a moment ago.
    let reader = Reader { on: world.now.date_naive(), admin: false };
    sql::figures(world.place.base(), reader, Some(rep), PERIOD)
}

fn some_visits(world: &mut World) {
    let quotes = |whom: &str, picked: &[&str]| {
        let mut draft = visit(whom, "Offre remise.");
        draft["picked"] = json!(picked);
        draft
    };
    let offer =
        ["contact.visite", "visite.proposition", "visite.proposition.tp", "visite.proposition.agraire"];
    for (number, whom) in [(0, "C01846"), (0, "C02184"), (0, LECOMTE), (2, "C02184"), (2, TAUDON)] {
        world.must_enter(number, quotes(whom, &offer));
        world.tick(60);
        world.must_enter(number, quotes(whom, &["contact.telephone"]));
        world.tick(60);
        world.must_enter(number, json!({ "kind": "visit", "whom": visit(whom, "")["whom"], "comment": "" }));
        world.tick(60);
    }
}

#[test]
fn pending_visits_are_counted_as_they_will_be() {
    let mut world = World::new();
    world.must_enter(0, new_prospect(LECOMTE, "GARAGE LECOMTE", json!({})));
    world.must_enter(2, new_prospect(TAUDON, "HERVÉ TAUDON", json!({})));
    world.settle();
    for archived in [false, true] {
        some_visits(&mut world);
        let counted = OF_REPS.map(|(number, _)| {
            let mut counted = figures(&mut world, number);
            assert!(without_pending(&mut counted) > 0, "something is pending");
            counted
        });
        world.settle();
        if archived {
            world.place.base().execute("UPDATE client_relation SET c_archive = 'O'", []).expect("archived");
            world.settle();
        }
        for ((number, folder), counted) in OF_REPS.iter().zip(counted) {
            let mut arrived = figures(&mut world, *number);
            assert_eq!(without_pending(&mut arrived), 0, "{folder}: nothing is pending any more");
            assert_eq!(counted, arrived, "{folder}: pending visits count as they will");
            let mut expected = of_winpneu(&world, folder);
            without_pending(&mut expected);
            for (part, expected) in expected.as_object().expect("an object") {
                assert_eq!(&arrived[part], expected, "{part}: {folder}, archived: {archived}");
            }
        }
    }
}
