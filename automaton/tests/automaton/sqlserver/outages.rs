//! The server away, or its door closed to us, while the daemon runs: one alert, one all-clear, every file integrated once.

use tds_testserver::{At, Fault, Planned};

use super::served::ServedPlace;
use crate::daemon::process::{Daemon, assert_exactly_once, configure, mail_files, visit, visits};
use crate::daemon::troubles::{ADMIN, expect_alert, expect_all_clear};
use crate::support::Place;

/// Nothing happens by the schedule, and the system gives the port of `/health`.
pub fn quiet(place: &Place) {
    let changes = [
        ("integrate = \"* * * * *\"", "integrate = \"\""),
        ("rebuild = \"30 2 * * *\"", "rebuild = \"\""),
        ("listen = \"127.0.0.1:8787\"", "listen = \"127.0.0.1:0\""),
    ];
    configure(place, &changes);
}

/// An installation whose error address hears of troubles at once.
fn alerted() -> ServedPlace {
    let served = ServedPlace::new();
    quiet(&served);
    configure(&served, &[("alert_after_seconds = 60", "alert_after_seconds = 0")]);
    served.succeed(&["params", "set", "courriels_erreur", ADMIN]);
    served
}

fn deliver(served: &ServedPlace, number: u32) {
    served.deliver_file(&visit(number).file());
}

/// It fails again and again; nobody hears of it twice, and nothing is integrated.
fn expect_silence(daemon: &Daemon, served: &ServedPlace, integrated: usize) {
    let failures = || daemon.words().matches("the pass failed").count();
    let before = failures();
    daemon.until("another failure", || (failures() > before).then_some(()));
    assert_eq!((visits(served), mail_files(&served.path("mail")).len()), (integrated, 1));
}

/// One all-clear after the alert, whose words say what to do, and each file there once.
fn expect_recovery(daemon: Daemon, served: &ServedPlace, count: usize, advice: &str) {
    daemon.until_integrated(served, count);
    expect_all_clear(&daemon, &served.path("mail"));
    daemon.stop();
    assert_exactly_once(served, count);
    // Quoted-printable breaks lines.
    let alert = mail_files(&served.path("mail")).remove(0).replace("=\r\n", "");
    assert!(alert.contains(advice), "{advice}: {alert}");
}

/// Nothing is asked of the server any more, until a file arrives.
fn until_idle(daemon: &Daemon) {
    daemon.until_health("rest", |health| {
        let pass = &health["jobs"]["integrate"];
        pass["next_at"].is_null() && pass["running_since"].is_null() && !pass["last_at"].is_null()
    });
}

#[test]
fn a_server_that_goes_away_is_waited_for() {
    let served = alerted();
    let daemon = Daemon::start(&served);
    daemon.until_at_rest();
    deliver(&served, 1);
    daemon.until_integrated(&served, 1);
    until_idle(&daemon);
    served.server().go_away();
    deliver(&served, 2);
    expect_alert(&daemon, &served.path("mail"), "127.0.0.1");
    deliver(&served, 3);
    expect_silence(&daemon, &served, 1);
    served.server().come_back().expect("back");
    expect_recovery(daemon, &served, 3, "is the server up");
}

#[test]
fn a_server_that_lets_nobody_in_for_a_while_is_asked_again() {
    for (number, word) in [(18456, "18456"), (4060, "4060")] {
        let served = alerted();
        let daemon = Daemon::start(&served);
        daemon.until_at_rest();
        deliver(&served, 1);
        daemon.until_integrated(&served, 1);
        until_idle(&daemon);
        served.server().go_away();
        let refusal = Planned { at: At::Login, fault: Fault::RefuseLogin(number) };
        served.server().plan(vec![refusal; 10_000]);
        served.server().come_back().expect("back");
        deliver(&served, 2);
        expect_alert(&daemon, &served.path("mail"), word);
        expect_silence(&daemon, &served, 1);
        daemon.until("another login", || (served.server().struck() >= 2).then_some(()));
        served.server().plan(Vec::new());
        expect_recovery(daemon, &served, 2, "DBA");
    }
}

#[test]
fn a_daemon_that_starts_while_the_server_is_away_waits_for_it() {
    let served = alerted();
    served.server().go_away();
    (1..=2).for_each(|number| deliver(&served, number));
    let daemon = Daemon::start(&served);
    daemon.until_health("the trouble", |health| health["status"] == "degraded");
    served.server().come_back().expect("back");
    daemon.until_integrated(&served, 2);
    daemon.until_health("that all is well", |health| health["status"] == "ok");
    daemon.stop();
    assert_exactly_once(&served, 2);
}
