//! However it ends, nothing is half done, and the next start goes on.

use rustix::process::Signal;

use super::process::{Daemon, assert_exactly_once, paused_at, place, visit, visits};
use crate::support::Place;

/// Several windows of files: a pass that is asked to end has most of them before it.
const MANY: u32 = 300;

/// The number of the step that commits the effect of the hundredth file.
fn amid(place: &Place) -> usize {
    let probe = place.copy();
    let log = probe.path("steps");
    let mut command = probe.command();
    command.env_remove("TOURNEE_NOW").env("TOURNEE_STEP_LOG", &log).arg("integrate");
    assert!(command.output().expect("it starts").status.success());
    let steps = std::fs::read_to_string(&log).expect("read");
    let commits = steps.lines().enumerate().filter(|(_, step)| *step == "base-commit");
    commits.map(|(i, _)| i + 1).nth(100).expect("many commits")
}

fn many() -> Place {
    let place = place();
    for number in 1..=MANY {
        place.deliver_file(&visit(number).file());
    }
    place
}

fn next_start_completes(place: &Place) {
    let daemon = Daemon::start(place);
    daemon.until_integrated(place, MANY as usize);
    daemon.until_at_rest();
    daemon.stop();
    assert_exactly_once(place, MANY as usize);
}

#[test]
fn sigterm_amid_a_long_pass_ends_it_after_the_file_in_hand() {
    for signal in [Signal::TERM, Signal::INT] {
        let place = many();
        let mut daemon = paused_at(&place, amid(&place));
        daemon.signal(signal);
        daemon.until_said("ends after the file in hand");
        daemon.let_go();
        let status = daemon.wait();
        assert_eq!(status.code(), Some(0), "{}", daemon.words());
        let done = visits(&place);
        assert!(done > 0 && done < MANY as usize, "{done} of {MANY}: neither nothing nor everything");
        next_start_completes(&place);
    }
}

#[test]
fn a_second_signal_ends_it_at_once() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130)] {
        let place = many();
        let mut daemon = paused_at(&place, amid(&place));
        daemon.signal(signal);
        daemon.until_said("ends after the file in hand");
        daemon.signal(signal);
        let status = daemon.wait();
        assert_eq!(status.code(), Some(code), "{}", daemon.words());
        next_start_completes(&place);
    }
}

#[test]
fn sigkill_amid_a_pass_loses_and_doubles_nothing() {
    for further in 0..4 {
        let place = many();
        paused_at(&place, amid(&place) + further).kill();
        assert!(visits(&place) < MANY as usize);
        next_start_completes(&place);
    }
}
