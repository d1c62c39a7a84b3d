//! A pass that is asked to stop.

use std::collections::BTreeMap;
use std::process::Output;

use rustix::process::Signal;
use serde_json::{Value, json};

use super::process::{Held, number_of, steps_of};
use crate::support::{NOW, OTHER_DEVICE, Place, VisitFile, file_of, id};

/// More than three windows of 64 files.
const FILES: u32 = 200;

fn many() -> Place {
    let place = Place::new();
    (1..=FILES).for_each(|number| drop(place.deliver_file(&VisitFile::new(number).file())));
    place
}

fn report(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

/// How many receipts the laptop has; without a file none.
fn receipts(place: &Place) -> u64 {
    let Ok(bytes) = std::fs::read(place.path("bases/users/jdupont/receipts.json")) else { return 0 };
    let receipts: Value = serde_json::from_slice(&bytes).expect("JSON");
    receipts["receipts"].as_array().expect("a list").len() as u64
}

/// Everything that must be the same; running numbers too, for files are done in their order.
type Outcome = (BTreeMap<String, Vec<Vec<String>>>, [BTreeMap<String, Vec<u8>>; 3]);

fn outcome(place: &Place) -> Outcome {
    (place.rows(), ["archive", "quarantine", "bases"].map(|folder| place.tree(folder)))
}

#[test]
fn a_pass_ends_after_the_window_in_hand_and_the_next_one_does_the_rest() {
    let template = many();
    let undisturbed = template.copy();
    let steps = steps_of(&undisturbed, &["integrate"]);
    let expected = outcome(&undisturbed);
    let between = |nth| number_of(&steps, "base-commit", nth);
    for (at, done) in [
        // While the inbox is surveyed: not one file.
        (number_of(&steps, "folder-read", 100), 0),
        // Amid the effects of the first window, and of the second one.
        (between(10), 64),
        (between(64), 64),
        (between(100), 128),
        // While a file of the third one is judged: those before it are done, and it is.
        (between(128) + 12, 130),
    ] {
        let place = template.copy();
        let held = Held::start(&place, &["--json", "integrate"], at);
        held.stop();
        let output = held.go_on();
        let report = report(&output);
        assert_eq!(output.status.code(), Some(1), "{report}");
        assert_eq!(report["stopped"], true, "at {at}: {report}");
        let found = report["integrated"].as_u64().expect("a number");
        if done == 130 {
            assert!((129..192).contains(&found), "at {at}: {found}");
        } else {
            assert_eq!(found, done, "at {at}");
        }
        // Whatever it did was told to the laptop.
        assert_eq!(receipts(&place), found, "at {at}");
        let (_, status) = place.json(&["status"]);
        assert_eq!(status["last_integrate"]["outcome"]["stopped"], true);
        assert_eq!(status["running"], Value::Null);
        assert_eq!(place.pass()["integrated"], u64::from(FILES) - found, "at {at}");
        assert!(outcome(&place) == expected, "at {at}: the rows or the folders differ");
        let (_, status) = place.json(&["status"]);
        assert_eq!(status["last_integrate"]["outcome"]["stopped"], Value::Null);
    }
}

#[test]
fn a_pass_that_had_done_all_was_not_stopped() {
    let place = many();
    let last = steps_of(&place.copy(), &["integrate"]).len();
    let held = Held::start(&place, &["--json", "integrate"], last);
    held.stop();
    let output = held.go_on();
    let report = report(&output);
    assert_eq!((output.status.code(), &report["stopped"]), (Some(0), &Value::Null), "{report}");
    assert_eq!(report["integrated"], FILES);
}

#[test]
fn a_person_reads_that_it_stopped() {
    let place = many();
    let at = number_of(&steps_of(&place.copy(), &["integrate"]), "base-commit", 10);
    let held = Held::start(&place, &["integrate"], at);
    held.stop();
    let output = held.go_on();
    let [out, err] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text).into_owned());
    assert!(out.contains("stopped: what was done stays, the rest waits for the next pass"), "{out}");
    assert!(err.contains("once more stops at once"), "{err}");
}

#[test]
fn a_second_signal_ends_it_at_once() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130)] {
        let place = many();
        let at = number_of(&steps_of(&place.copy(), &["integrate"]), "base-commit", 10);
        let held = Held::start(&place, &["integrate"], at);
        held.stop();
        held.signal(signal);
        // It still waits at its step: only the signal can have ended it.
        let output = held.end();
        assert_eq!(output.status.code(), Some(code), "{output:?}");
        assert_eq!(place.pass()["integrated"], u64::from(FILES) - 9);
        assert_eq!(place.count("client_relation"), FILES as usize);
    }
}

/// A visit that comes before the file that makes its prospect waits for the end of a pass. When there is none, it is not judged at all.
#[test]
fn no_last_look_is_taken_at_what_waits_for_a_file_of_this_pass() {
    let template = Place::new();
    let visit = json!({
        "prospect": id(71), "visited_on": "2026-11-20", "visited_at": "11:00", "comment": "bon accueil"
    });
    template.deliver_file(&file_of(1, "VP", visit));
    let new = json!({ "prospect": id(71), "fields": { "nom_client": "GARAGE NEUF" } });
    template.deliver_file(&file_of(2, "CP", new));
    let undisturbed = template.copy();
    let at = number_of(&steps_of(&undisturbed, &["integrate"]), "base-commit", 1);
    let place = template.copy();
    let held = Held::start(&place, &["--json", "integrate"], at);
    held.stop();
    let report = report(&held.go_on());
    assert_eq!(report["stopped"], true, "{report}");
    assert_eq!(
        (&report["integrated"], &report["deferred"], &report["rejected"]),
        (&json!(1), &json!(0), &json!(0))
    );
    assert_eq!(place.query("SELECT code FROM crm_fichier"), [["CP"]]);
    assert_eq!(place.pass()["integrated"], 1);
    assert!(outcome(&place) == outcome(&undisturbed), "the rows or the folders differ");
}

/// A restore that was stopped is not ended: nothing else works before it is.
#[test]
fn a_restore_that_was_stopped_is_gone_on_with() {
    let place = Place::new();
    let yesterday = place.copy();
    for number in 1..=100 {
        place.deliver_file(&VisitFile::new(number).by("amartin", OTHER_DEVICE).file());
    }
    assert_eq!(place.pass()["integrated"], 100);
    let expected = place.query("SELECT * FROM client_relation ORDER BY crm_fichier");
    std::fs::remove_dir_all(place.path("inbox/amartin")).expect("removed");
    for suffix in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(place.path(&format!("winpneu.db{suffix}")));
    }
    std::fs::copy(yesterday.path("winpneu.db"), place.path("winpneu.db")).expect("restored");
    let receipts = place.tree("bases");
    let restore = ["--json", "integrate", "--from-archive"];
    let at = number_of(&steps_of(&place.copy(), &restore), "base-commit", 20);
    let held = Held::start(&place, &restore, at);
    held.stop();
    let output = held.go_on();
    let report = report(&output);
    assert_eq!((output.status.code(), &report["stopped"]), (Some(1), &json!(true)), "{report}");
    let restored = report["integrated"].as_u64().expect("a number");
    assert!((20..100).contains(&restored), "{report}");
    assert!(place.tree("bases") == receipts, "no receipt was taken back meanwhile");
    for command in ["integrate", "rebuild"] {
        let (code, answer) = place.json(&[command]);
        assert!(code == 1 && answer["error"].to_string().contains("--from-archive"), "{answer}");
    }
    let (code, report) = place.json_at(NOW, &["integrate", "--from-archive"]);
    assert_eq!((code, report["integrated"].as_u64()), (0, Some(100 - restored)), "{report}");
    assert_eq!(place.query("SELECT * FROM client_relation ORDER BY crm_fichier"), expected);
    assert_eq!(place.pass()["integrated"], 0);
}
