//! One automaton per database: the other is told who is at work, and takes over when that one is gone.

use std::process::{Child, Stdio};

use tds_testserver::{At, Fault, Planned};

use super::outages::quiet;
use super::served::ServedPlace;
use crate::daemon::process::{Daemon, assert_exactly_once, configure, mail_files, until, visit, visits};

/// A pass that stops before its n-th step, until it is killed.
fn paused_at(served: &ServedPlace, step: usize) -> (Child, Vec<String>) {
    let log = served.path("steps");
    let mut command = served.command();
    command.arg("integrate").env_remove("TOURNEE_NOW").stdin(Stdio::piped());
    command.env("TOURNEE_STEP_LOG", &log).env("TOURNEE_PAUSE_AT", step.to_string());
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let steps = until("the step to pause at", String::new, || {
        let steps = std::fs::read_to_string(&log).unwrap_or_default();
        (steps.lines().count() >= step).then(|| steps.lines().map(str::to_owned).collect::<Vec<_>>())
    });
    std::fs::remove_file(&log).expect("removed");
    (child, steps)
}

/// The number of the step before which the effect of the second visit is half made: its transaction has begun, and is not committed.
fn amid_the_second(served: &ServedPlace, plan: &[Planned]) -> usize {
    let place = served.copy();
    place.server().plan(plan.to_vec());
    let log = place.path("steps");
    let mut command = place.command();
    command.arg("integrate").env_remove("TOURNEE_NOW").env("TOURNEE_STEP_LOG", &log);
    assert!(command.output().expect("it starts").status.success());
    let steps = std::fs::read_to_string(&log).expect("logged");
    let steps: Vec<&str> = steps.lines().collect();
    let commits = steps.iter().enumerate().filter(|(_, step)| **step == "base-commit");
    commits.map(|(at, _)| at + 1).nth(1).expect("two commits")
}

fn kill(mut child: Child) {
    child.kill().expect("it lives");
    child.wait().expect("it ended");
}

/// Also when the first one's connection was lost on the way: it went on with another one, which holds the lock.
#[test]
fn a_second_one_is_told_who_is_at_work_and_goes_on_when_that_one_is_killed() {
    let lost = Planned { at: At::Commit, fault: Fault::DropAnswer };
    for plan in [vec![], vec![lost]] {
        let served = ServedPlace::new();
        (1..=3).for_each(|number| drop(served.deliver_file(&visit(number).file())));
        let step = amid_the_second(&served, &plan);
        served.server().plan(plan.clone());
        let (first, steps) = paused_at(&served, step);
        assert_eq!(served.server().struck(), plan.len());
        assert_eq!(steps.last().map(String::as_str), Some("base-commit"));
        assert_eq!(visits(&served), 1, "one stands, one is on its way");
        for command in ["integrate", "rebuild"] {
            let (code, answer) = served.json(&[command]);
            let words = answer["error"].as_str().unwrap_or_default().to_owned();
            let named = format!("`automaton integrate`, process {}", first.id());
            assert!(
                code == 1 && words.contains("another automaton is at work"),
                "{plan:?}: {command}: {answer}"
            );
            assert!(words.contains(&named), "{plan:?}: {named}: {words}");
        }
        assert_eq!(visits(&served), 1);
        kill(first);
        served.until_left();
        let mut command = served.command();
        let output = command.arg("integrate").env_remove("TOURNEE_NOW").output().expect("it starts");
        assert!(output.status.success(), "{plan:?}: {output:?}");
        assert_exactly_once(&served, 3);
    }
}

#[test]
fn a_daemon_that_waits_for_another_one_goes_on_when_that_one_is_killed() {
    let served = ServedPlace::new();
    quiet(&served);
    configure(&served, &[("level = \"info\"", "level = \"debug\"")]);
    (1..=3).for_each(|number| drop(served.deliver_file(&visit(number).file())));
    let (first, _) = paused_at(&served, amid_the_second(&served, &[]));
    let daemon = Daemon::start(&served);
    let waits = || daemon.words().matches("the pass waits for another automaton").count();
    daemon.until("that it waits", || (waits() >= 2).then_some(()));
    assert_eq!(daemon.health()["status"], "ok", "{}", daemon.words());
    assert_eq!(visits(&served), 1);
    kill(first);
    daemon.until_integrated(&served, 3);
    daemon.stop();
    assert_exactly_once(&served, 3);
    assert_eq!(mail_files(&served.path("mail")).len(), 0, "nobody was alarmed");
}
