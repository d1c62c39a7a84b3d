//! What arrives is integrated by itself.

use super::process::{Daemon, assert_exactly_once, command, configure, mail_files, place, visit};
use crate::support::{DEVICE, Place};

fn receipt_state(place: &Place, name: &str) -> Option<String> {
    place.path("bases/users/jdupont/receipts.json").is_file().then_some(())?;
    place.receipts("jdupont", name).first().and_then(|receipt| receipt["state"].as_str()).map(str::to_owned)
}

#[test]
fn the_watch_alone_has_what_arrives_integrated() {
    let place = place();
    let daemon = Daemon::start(&place);
    daemon.until_at_rest();
    // The folders of this user and this laptop did not exist when the watch began.
    let mut files = Vec::new();
    for number in 1..=3 {
        files.push(visit(number));
        place.deliver_file(&visit(number).file());
        daemon.until_integrated(&place, number as usize);
    }
    for number in 4..=30 {
        files.push(visit(number));
        place.deliver_file(&visit(number).file());
    }
    daemon.until_integrated(&place, 30);
    let last = files.last().expect("thirty").name();
    daemon.until("the last receipt", || {
        (receipt_state(&place, &last).as_deref() == Some("integrated")).then_some(())
    });
    // The last event may ask for one more pass; then nothing does.
    daemon.until_health("rest", |health| health["jobs"]["integrate"]["next_at"].is_null());
    daemon.stop();
    assert_exactly_once(&place, 30);
}

#[test]
fn a_file_that_is_renamed_into_place_and_one_below_a_renamed_folder_are_seen() {
    let place = place();
    let daemon = Daemon::start(&place);
    daemon.until_at_rest();
    let folder = place.path("inbox/jdupont").join(DEVICE);
    std::fs::create_dir_all(&folder).expect("made");
    let first = visit(1);
    let hidden = folder.join(".syncthing.one.tmp");
    std::fs::write(&hidden, first.file().to_json().expect("printed")).expect("written");
    std::fs::rename(&hidden, folder.join(first.name())).expect("renamed");
    daemon.until_integrated(&place, 1);
    // A whole folder that a sync moves in at once.
    let outside = place.path("outside");
    std::fs::create_dir(&outside).expect("made");
    let second = visit(2).by("amartin", crate::support::OTHER_DEVICE);
    std::fs::write(outside.join(second.name()), second.file().to_json().expect("printed")).expect("written");
    std::fs::rename(&outside, place.path("inbox/amartin")).expect("renamed");
    daemon.until_integrated(&place, 2);
    daemon.stop();
    assert_exactly_once(&place, 2);
}

#[test]
fn what_lay_there_before_the_start_is_integrated_without_any_event() {
    let place = place();
    place.deliver_file(&visit(1).file());
    let daemon = Daemon::start(&place);
    daemon.until_integrated(&place, 1);
    daemon.stop();
    assert_exactly_once(&place, 1);
}

/// A network share tells nothing of what other machines write: the schedule alone has it integrated.
#[test]
fn the_schedule_alone_has_what_arrives_integrated() {
    let place = place();
    configure(&place, &[("integrate = \"\"", "integrate = \"* * * * *\"")]);
    let mut command = command(&place);
    command.env("TOURNEE_BLIND", "1");
    let daemon = Daemon::start_command(command);
    daemon.until_at_rest();
    place.deliver_file(&visit(1).file());
    daemon.until_integrated(&place, 1);
    assert!(!daemon.words().contains("watches the inbox"), "{}", daemon.words());
    daemon.stop();
    assert_exactly_once(&place, 1);
}

/// No event comes any more when the file has arrived, half of it: it is looked at again by itself.
#[test]
fn half_a_file_is_looked_at_again_once_it_may_be_settled() {
    let place = place();
    configure(&place, &[("settle_seconds = 10", "settle_seconds = 1")]);
    place.succeed(&["params", "set", "courriels_erreur", "admin@pneus.example"]);
    let daemon = Daemon::start(&place);
    daemon.until_at_rest();
    let whole = visit(1).file().to_json().expect("printed");
    place.deliver("jdupont", DEVICE, &visit(1).name(), &whole[..whole.len() / 2]);
    daemon.until("the refusal", || (place.count("crm_fichier") == 1).then_some(()));
    // The digest was queued by the pass, and leaves by itself.
    let mails = daemon
        .until("the digest", || Some(mail_files(&place.path("mail"))).filter(|mails| !mails.is_empty()));
    assert!(mails.len() == 1 && mails[0].contains("admin@pneus.example"), "{mails:?}");
    daemon.stop();
    let log = std::fs::read_to_string(log_file(&place)).expect("read");
    assert!(
        log.contains("WARN") && log.contains(&format!("rejected {}: not-json", visit(1).name())),
        "{log}"
    );
}

fn log_file(place: &Place) -> std::path::PathBuf {
    let mut files: Vec<_> = std::fs::read_dir(place.path("logs"))
        .expect("listed")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files.pop().expect("a log file")
}

#[test]
fn health_is_told_and_nothing_else() {
    let place = place();
    let daemon = Daemon::start(&place);
    daemon.until_at_rest();
    let health =
        daemon.until_health("the first mail round", |health| !health["jobs"]["mail"]["last_at"].is_null());
    assert_eq!(health["status"], "ok");
    assert_eq!(health["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(health["troubles"], serde_json::json!([]));
    assert_eq!(health["jobs"]["mail"]["queued"], 0);
    let jobs: Vec<&String> = health["jobs"].as_object().expect("jobs").keys().collect();
    assert_eq!(jobs, ["integrate", "mail", "rebuild"]);
    for path in ["/", "/health/x", "/creations"] {
        assert_eq!(daemon.get(path).0, 404, "{path}");
    }
    daemon.stop();
}

#[test]
fn a_second_daemon_on_the_same_address_says_so_and_ends() {
    let place = place();
    let daemon = Daemon::start(&place);
    let listen = format!("listen = \"{}\"", daemon.address());
    configure(&place, &[("listen = \"127.0.0.1:0\"", &listen)]);
    let output = command(&place).output().expect("it starts");
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{words}");
    assert!(words.contains(&daemon.address().to_string()) && words.contains("another automaton"), "{words}");
    daemon.stop();
}

#[test]
fn a_configuration_that_is_wrong_ends_the_start() {
    let place = place();
    configure(&place, &[("integrate = \"\"", "integrate = \"every minute\"")]);
    let output = command(&place).output().expect("it starts");
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{words}");
    assert!(words.contains("schedule.integrate"), "{words}");
}
