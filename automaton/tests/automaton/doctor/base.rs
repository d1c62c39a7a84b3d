//! The base: missing, older, damaged, restored, at work.

use std::process::Stdio;

use super::super::support::{NOW, Place, VisitFile};
use super::stage::{Report, State, breaks, examine_at, expect, healthy, states};

/// What cannot be said without the base is left out; the rest is said.
fn without_base(deed: impl FnOnce(&Place)) -> Report {
    let place = healthy();
    deed(&place);
    let report = examine_at(&place, NOW);
    for other in ["configuration", "inbox folder", "archive folder", "disk", "schedule", "mail transport"] {
        expect(&report, other, State::Ok, "");
    }
    assert!(!states(&report).contains_key("users"));
    report
}

#[test]
fn a_base_that_cannot_be_opened_is_wrong_with_its_own_advice() {
    for (words, advice, deed) in [
        (
            "there is no base",
            "init",
            (|place: &Place| std::fs::remove_file(place.path("winpneu.db")).expect("removed")) as fn(&Place),
        ),
        ("has schema", "init", |place| {
            let sql = "DELETE FROM crm_migration WHERE numero = (SELECT MAX(numero) FROM crm_migration)";
            assert_eq!(place.base().execute(sql, []).expect("deleted"), 1);
        }),
        ("knows only", "later one", |place| {
            let sql = "INSERT INTO crm_migration SELECT numero + 1, nom, sha256, applique_le FROM crm_migration \
                       WHERE numero = (SELECT MAX(numero) FROM crm_migration)";
            assert_eq!(place.base().execute(sql, []).expect("inserted"), 1);
        }),
        ("damaged", "Restore", |place| {
            std::fs::write(place.path("winpneu.db"), "no base at all ".repeat(1_000)).expect("written");
        }),
    ] {
        let report = without_base(deed);
        expect(&report, "base", State::Wrong, words);
        let said = report.find("base")["advice"].to_string();
        assert!(said.contains(advice), "{said}");
    }
}

#[test]
fn a_restored_base_is_wrong_until_the_archive_is_read() {
    let place = healthy();
    let backup = place.path("backup.db");
    std::fs::copy(place.path("winpneu.db"), &backup).expect("copied");
    place.deliver_file(&VisitFile::new(3).file());
    assert_eq!(place.pass()["integrated"], 1);
    std::fs::copy(&backup, place.path("winpneu.db")).expect("restored");
    let report = examine_at(&place, NOW);
    expect(&report, "base", State::Wrong, "restored from a backup");
    assert!(report.find("base")["advice"].to_string().contains("integrate --from-archive"));
    place.succeed(&["integrate", "--from-archive"]);
    expect(&examine_at(&place, NOW), "base", State::Ok, "schema");
}

#[test]
fn who_is_at_work_is_told_and_no_fault() {
    let place = healthy();
    let log = place.path("steps");
    let mut pass = place
        .command()
        .arg("integrate")
        .env("TOURNEE_STEP_LOG", &log)
        .env("TOURNEE_PAUSE_AT", "5")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("it starts");
    // The log tells when it waits; the test runner's own time limit ends a wait in vain.
    while std::fs::read_to_string(&log).unwrap_or_default().lines().count() < 5 {
        assert!(pass.try_wait().expect("asked").is_none(), "the pass has more than 5 steps");
        std::thread::yield_now();
    }
    let output = place.command().args(["--json", "doctor"]).output().expect("it starts");
    let report = super::stage::read(&output);
    expect(&report, "lock", State::Ok, &format!("process {}", pass.id()));
    drop(pass.stdin.take());
    assert!(pass.wait().expect("ended").success());
    expect(&examine_at(&place, NOW), "lock", State::Ok, "nobody");
}

#[test]
fn a_stored_parameter_that_cannot_be_read_is_wrong() {
    breaks("parameters", State::Wrong, "etapes", |place| {
        let sql = "INSERT INTO crm_parametre (nom, valeur, change_le, change_par) \
                   VALUES ('etapes', '7', '2026-11-21 15:00:00', 'x')";
        place.base().execute(sql, []).expect("inserted");
    });
}
