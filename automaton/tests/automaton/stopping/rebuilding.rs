//! A rebuild that is asked to stop.

use std::collections::BTreeMap;

use serde_json::json;

use super::process::{Held, number_of, steps_of, wait_until};
use crate::day::other_kinds;
use crate::rebuild::{COMMON, relation};
use crate::support::{Place, VisitFile};

/// Yesterday's bases of two users and of everybody; since then a visit, an address and a prospect are new.
fn a_night() -> Place {
    let place = Place::with_administrator();
    place
        .insert("client_relation", &["2026-10-05", "2026-11-02"].map(|on| relation("C01846", on, json!({}))));
    place.rebuild_at("2026-11-20T02:30:00Z");
    place.deliver_file(&VisitFile::new(1).file());
    other_kinds().iter().for_each(|file| drop(place.deliver_file(file)));
    assert_eq!(place.pass()["integrated"], 11);
    let sql = "UPDATE crm_utilisateur SET courriel = 'a@b.example'";
    place.base().execute(sql, []).expect("changed");
    place
}

/// Each base's names, as its manifest has them, and the files that lie there.
type Published = BTreeMap<String, (Vec<String>, BTreeMap<String, Vec<u8>>)>;

/// All that is published, but for the numbers of the publications and the receipts.
fn published(place: &Place) -> Published {
    // Who left has receipts, and no base.
    let bases = place.bases().into_iter().filter_map(|base| {
        let found = place.maybe_published(&base)?;
        let folder = if base == COMMON { "bases/common".to_owned() } else { format!("bases/users/{base}") };
        let mut files = place.tree(&folder);
        files.retain(|name, _| name.ends_with(".sqlite"));
        Some((base, (found.names().into_iter().collect(), files)))
    });
    bases.collect()
}

#[test]
fn a_rebuild_stops_between_rows_with_nothing_half_published() {
    let template = a_night();
    let before = published(&template);
    let undisturbed = template.copy();
    let steps = steps_of(&undisturbed, &["rebuild"]);
    let expected = published(&undisturbed);
    // Everybody's base comes last: what is asked before its last table is read comes in time.
    let last = steps.iter().rposition(|step| step == "snapshot-create").expect("files are made") + 1;
    let mut points = vec![number_of(&steps, "base-lock", 1), number_of(&steps, "snapshot-create", 1)];
    points.extend((1..=4).map(|part| last * part / 5));
    for at in points {
        let place = template.copy();
        let held = Held::start(&place, &["--json", "rebuild"], at);
        held.stop();
        let output = held.go_on();
        let when = format!("asked at {at} of {} ({}): {output:?}", steps.len(), steps[at - 1]);
        assert_eq!(output.status.code(), Some(1), "{when}");
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect(&when);
        assert_eq!(answer["error"], "stopped: what was done stays, the rest waits", "{when}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("the bases published before stay valid"), "{when}");
        place.whatever_is_named_is_whole();
        let found = published(&place);
        assert_eq!(found[COMMON], before[COMMON], "everybody's base is yesterday's, {when}");
        for (base, (names, _)) in &found {
            assert!([&before[base].0, &expected[base].0].contains(&names), "{base}: {names:?}, {when}");
        }
        assert!(!place.path("work/rebuild").exists(), "nothing is left over, {when}");
        assert_eq!(place.json(&["status"]).1["running"], serde_json::Value::Null);
        place.rebuild();
        assert!(published(&place) == expected, "the next one makes up for it, {when}");
    }
}

#[test]
fn a_rebuild_that_waits_for_another_automaton_stops_waiting() {
    let template = a_night();
    let holds = number_of(&steps_of(&template.copy(), &["integrate"]), "base-lock", 1) + 1;
    let place = template.copy();
    let other = Held::start(&place, &["integrate"], holds);
    let waiting = Held::start_anyhow(&place, &["rebuild", "--wait", "3600"], None);
    let log = place.path("steps");
    wait_until("the rebuild asked for the lock", || {
        std::fs::read_to_string(&log).is_ok_and(|steps| steps.lines().any(|step| step == "base-lock"))
    });
    waiting.stop();
    // An hour has not passed when this gives up.
    let output = waiting.end();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(1) && said.contains("stopped: what was done stays"), "{output:?}");
    assert_eq!(other.go_on().status.code(), Some(0));
}
