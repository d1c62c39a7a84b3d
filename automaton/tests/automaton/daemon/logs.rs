//! The log files.

use std::path::PathBuf;
use std::process::Stdio;

use super::process::{Daemon, assert_exactly_once, command, configure, place, until, visit, visits};
use crate::support::Place;

fn files(place: &Place) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(place.path("logs")).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

#[test]
fn what_it_does_is_logged_by_day_and_old_days_go() {
    let place = place();
    configure(&place, &[("keep_days = 30", "keep_days = 3")]);
    std::fs::create_dir(place.path("logs")).expect("made");
    let today = chrono::Utc::now().date_naive();
    let log_of = |days: i64| format!("automaton.{}.log", today - chrono::Duration::days(days));
    // A margin of a day: midnight may fall into this test.
    for days in [1, 2, 5, 400] {
        std::fs::write(place.path("logs").join(log_of(days)), "old").expect("written");
    }
    std::fs::write(place.path("logs/notes.txt"), "the operator's").expect("written");
    let daemon = Daemon::start(&place);
    daemon.until_at_rest();
    place.deliver_file(&visit(1).file());
    daemon.until_integrated(&place, 1);
    daemon.until_said("integrated=1");
    let said = daemon.words();
    daemon.stop();
    let names: Vec<String> = files(&place)
        .iter()
        .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
        .collect();
    let (today, old) = names
        .split_last()
        .and_then(|(notes, logs)| {
            assert_eq!(notes, "notes.txt");
            logs.split_last()
        })
        .expect("log files");
    assert!(today > &"automaton.2026".to_owned() && today.ends_with(".log"), "{names:?}");
    assert_eq!(old, [log_of(2), log_of(1)], "{names:?}");
    let log = std::fs::read_to_string(place.path(&format!("logs/{today}"))).expect("read");
    for words in ["the automaton is at work", "watches the inbox", "integrated=1", "SIGTERM", "stopped"] {
        assert!(log.contains(words), "{words}: {log}");
    }
    for line in log.lines() {
        let (time, rest) = line.split_once(' ').expect("a time");
        assert!(time.ends_with('Z') && time.parse::<chrono::DateTime<chrono::Utc>>().is_ok(), "UTC: {line}");
        let level = rest.trim_start().split(' ').next();
        assert!(matches!(level, Some("INFO" | "WARN")), "{line}");
    }
    assert!(!log.contains('\u{1b}') && !said.contains('\u{1b}'), "no colours in files");
}

#[test]
fn a_folder_that_cannot_be_written_keeps_nothing_from_being_integrated() {
    let place = place();
    std::fs::write(place.path("logs"), "a file where the folder should be").expect("written");
    place.deliver_file(&visit(1).file());
    let daemon = Daemon::start(&place);
    daemon.until_integrated(&place, 1);
    assert!(daemon.words().contains("[logs] folder"), "{}", daemon.words());
    daemon.stop();
    assert_exactly_once(&place, 1);
}

#[test]
fn the_level_is_the_configured_one_and_trace_shows_no_steps_of_others() {
    let place = place();
    configure(&place, &[("level = \"info\"", "level = \"trace\"")]);
    let daemon = Daemon::start(&place);
    place.deliver_file(&visit(1).file());
    daemon.until_integrated(&place, 1);
    let words = daemon.words();
    daemon.stop();
    assert!(!words.contains("rustls") && !words.contains("hyper"), "{words}");
}

/// Standard error on a full disk, as when it is redirected to a file there.
#[cfg(target_os = "linux")]
#[test]
fn words_that_cannot_be_written_stop_nothing() {
    let place = place();
    place.deliver_file(&visit(1).file());
    let full = std::fs::File::options().write(true).open("/dev/full").expect("opened");
    let mut daemon = command(&place).stdout(Stdio::null()).stderr(full).spawn().expect("it starts");
    let log =
        || files(&place).pop().map(|log| std::fs::read_to_string(log).expect("read")).unwrap_or_default();
    until("the visit", log, || {
        assert!(daemon.try_wait().expect("asked").is_none(), "it ended: {}", log());
        (visits(&place) == 1).then_some(())
    });
    rustix::process::kill_process(rustix::process::Pid::from_child(&daemon), rustix::process::Signal::TERM)
        .expect("it lives");
    let status = until("its end", log, || daemon.try_wait().expect("asked"));
    assert_eq!(status.code(), Some(0), "{}", log());
    assert!(log().contains("stopped"), "the file has what the screen has not: {}", log());
    assert_exactly_once(&place, 1);
}
