//! Base and folders away: one alert, one all-clear, nothing lost, and the process stays.

use std::path::Path;

use super::process::{Daemon, assert_exactly_once, configure, mail_files, place, visit, visits};
use crate::support::{Place, VisitFile};

pub const ADMIN: &str = "admin@pneus.example";

/// An installation whose error address hears of troubles at once.
pub fn alerted() -> Place {
    let place = place();
    configure(&place, &[("alert_after_seconds = 60", "alert_after_seconds = 0")]);
    place.succeed(&["params", "set", "courriels_erreur", ADMIN]);
    place
}

/// Waits for the alert; `/health` says the same.
pub fn expect_alert(daemon: &Daemon, mails: &Path, words: &str) {
    let health = daemon.until_health("the trouble", |health| {
        let troubles = health["troubles"].as_array().into_iter().flatten();
        troubles.into_iter().any(|trouble| trouble["job"] == "integrate")
    });
    let health = health.to_string();
    assert!(health.contains(words), "{words}: {health}");
    let mails = daemon.until("the alert", || Some(mail_files(mails)).filter(|mails| !mails.is_empty()));
    assert!(mails.len() == 1 && mails[0].contains(&format!("To: {ADMIN}")), "one alert: {mails:?}");
}

/// Waits for the all-clear and for `/health` to be fine.
pub fn expect_all_clear(daemon: &Daemon, mails: &Path) {
    daemon.until_health("that all is well", |health| health["status"] == "ok");
    let mails = daemon.until("the all-clear", || Some(mail_files(mails)).filter(|mails| mails.len() >= 2));
    let ids: Vec<_> =
        mails.iter().filter_map(|mail| mail.lines().find(|line| line.starts_with("Message-ID"))).collect();
    assert!(mails.len() == 2 && ids.len() == 2 && ids[0] != ids[1], "one alert and one all-clear: {mails:?}");
    assert!(mails.iter().all(|mail| mail.contains(&format!("To: {ADMIN}"))), "{mails:?}");
}

fn deliver(place: &Place, visit: &VisitFile) {
    place.deliver_file(&visit.file());
}

/// One after another, each once the last one is integrated: what is found by the pass that a new watch asks for is the first at most.
fn brought_by_the_watch(daemon: &Daemon, place: &Place, numbers: std::ops::RangeInclusive<u32>) {
    for number in numbers {
        deliver(place, &visit(number));
        daemon.until_integrated(place, number as usize);
    }
}

#[test]
fn a_locked_base_is_waited_for() {
    let place = alerted();
    let daemon = Daemon::start(&place);
    daemon.until_at_rest();
    let somebody = place.base();
    somebody.execute_batch("BEGIN IMMEDIATE").expect("locked");
    deliver(&place, &visit(1));
    expect_alert(&daemon, &place.path("mail"), "locked");
    // It fails again and again; nobody hears of it twice.
    let failures = || daemon.words().matches("the pass failed").count();
    daemon.until("another failure", || (failures() >= 2).then_some(()));
    assert_eq!((visits(&place), mail_files(&place.path("mail")).len()), (0, 1));
    somebody.execute_batch("ROLLBACK").expect("released");
    daemon.until_integrated(&place, 1);
    expect_all_clear(&daemon, &place.path("mail"));
    daemon.stop();
    assert_exactly_once(&place, 1);
}

#[test]
fn an_inbox_that_is_away_is_waited_for_and_watched_again() {
    let place = alerted();
    let daemon = Daemon::start(&place);
    daemon.until_at_rest();
    deliver(&place, &visit(1));
    daemon.until_integrated(&place, 1);
    let (inbox, away) = (place.path("inbox"), place.path("inbox.away"));
    std::fs::rename(&inbox, &away).expect("renamed");
    expect_alert(&daemon, &place.path("mail"), "inbox");
    std::fs::rename(&away, &inbox).expect("renamed");
    expect_all_clear(&daemon, &place.path("mail"));
    let watches = || daemon.words().matches("watches the inbox").count();
    daemon.until("a new watch", || (watches() >= 2).then_some(()));
    brought_by_the_watch(&daemon, &place, 2..=4);
    // Another folder in its place, as when a share is mounted over it: made elsewhere and moved in.
    std::fs::rename(&inbox, &away).expect("renamed");
    std::fs::create_dir(&inbox).expect("made");
    daemon.until("a third watch", || (watches() >= 3).then_some(()));
    brought_by_the_watch(&daemon, &place, 5..=7);
    daemon.stop();
    assert_exactly_once(&place, 7);
}

#[test]
fn a_daemon_that_starts_without_its_base_waits_for_it() {
    let place = alerted();
    let (base, away) = (place.path("winpneu.db"), place.path("away.db"));
    std::fs::rename(&base, &away).expect("renamed");
    deliver(&place, &visit(1));
    let daemon = Daemon::start(&place);
    let health = daemon.until_health("the trouble", |health| health["status"] == "degraded");
    assert!(health["troubles"].to_string().contains("winpneu.db"), "{health}");
    std::fs::rename(&away, &base).expect("renamed");
    daemon.until_integrated(&place, 1);
    daemon.until_health("that all is well", |health| health["status"] == "ok");
    daemon.stop();
    assert_exactly_once(&place, 1);
}

/// The lock of somebody else's `integrate` or `rebuild` is no trouble.
#[test]
fn another_automaton_at_work_is_waited_for_in_silence() {
    use std::process::Stdio;
    let place = alerted();
    let log = place.path("steps");
    let mut other = place.command();
    other.arg("rebuild").env("TOURNEE_STEP_LOG", &log).env("TOURNEE_PAUSE_AT", "5").stdin(Stdio::piped());
    let mut other = other.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    super::process::until("the other one at work", String::new, || {
        let steps = std::fs::read_to_string(&log).unwrap_or_default();
        (steps.lines().count() >= 5).then_some(())
    });
    configure(&place, &[("level = \"info\"", "level = \"debug\"")]);
    deliver(&place, &visit(1));
    let daemon = Daemon::start(&place);
    let waits = || daemon.words().matches("the pass waits for another automaton").count();
    daemon.until("that it waits", || (waits() >= 2).then_some(()));
    assert_eq!(daemon.health()["status"], "ok", "{}", daemon.words());
    assert_eq!(visits(&place), 0);
    drop(other.stdin.take());
    other.wait().expect("it ended");
    daemon.until_integrated(&place, 1);
    daemon.stop();
    assert_exactly_once(&place, 1);
    assert_eq!(mail_files(&place.path("mail")).len(), 0, "nobody was alarmed");
}

#[test]
fn it_ends_while_the_base_is_locked() {
    let place = alerted();
    let mut daemon = Daemon::start(&place);
    daemon.until_at_rest();
    let somebody = place.base();
    somebody.execute_batch("BEGIN IMMEDIATE").expect("locked");
    deliver(&place, &visit(1));
    daemon.until_health("a pass that waits for the base", |health| {
        !health["jobs"]["integrate"]["running_since"].is_null()
    });
    daemon.signal(rustix::process::Signal::TERM);
    assert_eq!(daemon.wait().code(), Some(0), "{}", daemon.words());
    somebody.execute_batch("ROLLBACK").expect("released");
    let daemon = Daemon::start(&place);
    daemon.until_integrated(&place, 1);
    daemon.stop();
    assert_exactly_once(&place, 1);
}

/// As when a share is mounted over it: what is watched makes no event, and is no longer what the path names.
#[test]
fn an_inbox_that_becomes_another_folder_is_watched() {
    let place = place();
    let (inbox, first, second) = (place.path("inbox"), place.path("first"), place.path("second"));
    std::fs::rename(&inbox, &first).expect("renamed");
    std::fs::create_dir(&second).expect("made");
    std::os::unix::fs::symlink(&first, &inbox).expect("linked");
    let daemon = Daemon::start(&place);
    let watches = || daemon.words().matches("watches the inbox").count();
    daemon.until("the watch", || (watches() >= 1).then_some(()));
    brought_by_the_watch(&daemon, &place, 1..=3);
    let other = place.path("other");
    std::os::unix::fs::symlink(&second, &other).expect("linked");
    std::fs::rename(&other, &inbox).expect("renamed");
    daemon.until("a new watch", || (watches() >= 2).then_some(()));
    brought_by_the_watch(&daemon, &place, 4..=6);
    daemon.stop();
    assert_exactly_once(&place, 6);
}
