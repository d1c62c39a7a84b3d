//! `doctor`: a healthy installation is told to be one, each thing that breaks is found and named, and nothing is changed.

mod base;
#[cfg(target_os = "linux")] // tmpfs
mod disk;
mod files;
mod folders;
mod outside;
mod people;
#[cfg(unix)] // rights
mod rights;
mod stage;
mod unit;

use std::collections::BTreeSet;

use stage::{State, breaks, examine_at, healthy, states};

use super::support::NOW;

#[test]
fn a_healthy_installation_is_fine() {
    let place = healthy();
    let report = examine_at(&place, NOW);
    for check in report.document["checks"].as_array().expect("checks") {
        assert_eq!(check["state"], "ok", "{check}");
        assert!(check["advice"].is_null() && !check["detail"].as_str().expect("words").is_empty(), "{check}");
    }
    assert_eq!((report.code, &report.document["healthy"]), (0, &true.into()));
    let names: BTreeSet<String> = states(&report).into_keys().collect();
    // Scripts may look for these; docs/operations.md lists them.
    let documented = [
        "archive folder",
        "base",
        "bases",
        "bases folder",
        "clock of the share",
        "clock of this machine",
        "clocks of the laptops",
        "configuration",
        "creations",
        "daemon",
        "disk",
        "inbox folder",
        "lock",
        "log folder",
        "mail folder",
        "mail transport",
        "mails",
        "missing files",
        "parameters",
        "passes",
        "quarantine",
        "quarantine folder",
        "rebuilds",
        "schedule",
        "silent laptops",
        "users",
        "waiting files",
        "work folder",
    ];
    let documented: BTreeSet<String> = documented.map(str::to_owned).into();
    assert_eq!(names, documented);
    let ages = |user: &str, last: Option<u64>| serde_json::json!({ "user": user, "base_age_seconds": 0, "last_file_age_seconds": last });
    let users = [ages("amartin", Some(0)), ages("cpetit", None), ages("jdupont", Some(0))];
    assert_eq!(report.document["users"], serde_json::json!(users));
    let text = place.succeed(&["doctor"]);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.len() == 5 && lines[0].contains(", daemon (none runs), "), "{text}");
    assert!(
        lines[2].starts_with("user    cpetit: base built ") && lines[2].ends_with("last file never"),
        "{text}"
    );
    assert_eq!(lines[4], "nothing is wrong");
}

#[test]
fn a_configuration_that_cannot_be_read_is_itself_a_finding() {
    let place = healthy();
    let path = place.path("automaton.toml");
    let text = std::fs::read_to_string(&path).expect("read");
    std::fs::write(&path, format!("tiemzone = \"x\"\n{text}")).expect("written");
    let report = examine_at(&place, NOW);
    assert_eq!(report.code, 2);
    let checks = report.document["checks"].as_array().expect("checks");
    assert_eq!(
        (checks.len(), &checks[0]["name"], &checks[0]["state"]),
        (1, &"configuration".into(), &"wrong".into())
    );
    let words = format!("{} {}", checks[0]["detail"], checks[0]["advice"]);
    assert!(
        words.contains("line 1") && words.contains("tiemzone") && words.contains("config check"),
        "{words}"
    );
    std::fs::remove_file(&path).expect("removed");
    assert!(examine_at(&place, NOW).document["checks"][0]["detail"].to_string().contains("automaton.toml"));
}

#[test]
fn text_begins_with_what_is_wrong_and_advice_can_be_pasted() {
    let place = healthy();
    std::fs::remove_dir_all(place.path("archive")).expect("removed");
    place.succeed(&["params", "set", "courriels_erreur", "[]"]);
    let text = place.words(1, &["doctor"]);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("WRONG   archive folder: "), "{text}");
    let config = place.path("automaton.toml");
    let command = format!("-> only if it was never there: automaton --config {} init", config.display());
    assert!(text.contains(&command), "{text}");
    assert!(text.contains("\nwarning parameters: no address in courriels_erreur"), "{text}");
    assert_eq!(lines.last(), Some(&"1 thing wrong; 1 warning"));
}

#[test]
fn an_odd_value_is_a_warning() {
    breaks("configuration", State::Warning, "archive_relations_after_days = 7", |place| {
        stage::configure(place, "archive_relations_after_days = 0", "archive_relations_after_days = 7");
    });
    breaks("schedule", State::Warning, "no new bases", |place| {
        stage::configure(place, "rebuild = \"30 2 * * *\"", "rebuild = \"\"");
    });
}
