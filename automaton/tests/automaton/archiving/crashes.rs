//! Dying and stopping between portions. No command archives alone, so this very test program is started once more as the process to be
//! killed.

use std::os::unix::process::ExitStatusExt;
use std::process::Command;

use automaton::failure::Failure;
use tokio_util::sync::CancellationToken;
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use winpneu::lock::{self, Lock};

use super::{PORTION, archive};
use crate::crash_sweep::in_parallel;
use crate::support::{NOW, Place};

/// Two portions and a half.
const ROWS: usize = PORTION * 5 / 2;
/// Where the child finds its configuration.
const CONFIGURATION: &str = "TOURNEE_TEST_ARCHIVE";
/// Whether it is asked to stop after the first portion.
const STOP: &str = "TOURNEE_TEST_ARCHIVE_STOP";

fn company() -> Place {
    let place = Place::new();
    place.archives_after(90);
    place.old_relations(ROWS);
    place
}

/// The process to be killed or stopped; see [`run`]. Only a process of its own can listen to its own steps.
#[test]
#[ignore = "the other tests of this module start it"]
fn child() {
    let configuration = std::env::var_os(CONFIGURATION).expect("started by another test");
    let (stops, stop) = (std::env::var_os(STOP).is_some(), CancellationToken::new());
    let stopper = stops.then(|| StopsAfterTheFirst(stop.clone()));
    let subscriber = tracing_subscriber::registry().with(rehearsal::layer()).with(stopper);
    let outcome = tracing::subscriber::with_default(subscriber, || archive(configuration.as_ref(), &stop));
    match outcome {
        Err(Failure::Stopped) if stops => {}
        Ok(_) if !stops => {}
        outcome => panic!("{outcome:?}"),
    }
}

fn started(place: &Place) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", "archiving::crashes::child", "--ignored", "--nocapture"]);
    command.env(CONFIGURATION, place.path("automaton.toml")).env("TOURNEE_NOW", NOW);
    command
}

/// Archives in a process of its own, which is killed before step `kill_at` or ends by itself; answers its steps.
fn run(place: &Place, kill_at: Option<usize>) -> Vec<String> {
    let log = place.path("steps");
    let mut command = started(place);
    command.env("TOURNEE_STEP_LOG", &log).envs(kill_at.map(|step| ("TOURNEE_KILL_AT", step.to_string())));
    let output = command.output().expect("it starts");
    match kill_at {
        Some(step) => assert_eq!(output.status.signal(), Some(9), "killed at {step}: {output:?}"),
        None => assert!(output.status.success(), "{output:?}"),
    }
    let steps = std::fs::read_to_string(&log).expect("the steps were logged");
    std::fs::remove_file(&log).expect("removed");
    steps.lines().map(str::to_owned).collect()
}

/// Every archived row stands in one line of the journal, and in one only.
fn the_journal_tells_all(place: &Place, when: &str) {
    let lines = place.archive_journal();
    let told: u64 = lines.iter().filter_map(|line| line["rows"].as_u64()).sum();
    assert_eq!(usize::try_from(told).ok(), Some(place.archived()), "{lines:?}, {when}");
}

#[test]
fn killed_at_any_step_the_next_run_archives_the_rest() {
    let template = company();
    let undisturbed = template.copy();
    let steps = run(&undisturbed, None);
    assert_eq!(undisturbed.archived(), ROWS);
    assert_eq!(undisturbed.archive_journal().len(), 3, "three portions");
    assert_eq!(steps.iter().filter(|step| *step == "base-commit").count(), 3, "{steps:?}");
    let cases: Vec<usize> = (1..=steps.len()).collect();
    in_parallel(&cases, |step| {
        let when = format!("killed before step {step} of {} ({})", steps.len(), steps[*step - 1]);
        let place = template.copy();
        run(&place, Some(*step));
        assert!([0, PORTION, 2 * PORTION, ROWS].contains(&place.archived()), "whole portions, {when}");
        the_journal_tells_all(&place, &when);
        run(&place, None);
        assert_eq!(place.archived(), ROWS, "{when}");
        the_journal_tells_all(&place, &when);
        assert_eq!(place.archive_journal().len(), 3, "{when}");
    });
}

/// Cancels when the first portion is committed.
struct StopsAfterTheFirst(CancellationToken);

impl<S: tracing::Subscriber> Layer<S> for StopsAfterTheFirst {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        struct Committed(bool);
        impl Visit for Committed {
            fn record_str(&mut self, _: &Field, value: &str) {
                self.0 |= value == "base-committed";
            }
            fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
        }
        let mut committed = Committed(false);
        event.record(&mut committed);
        if committed.0 {
            self.0.cancel();
        }
    }
}

#[test]
fn asked_to_stop_it_does_between_two_portions() {
    let place = company();
    let output = started(&place).env(STOP, "1").output().expect("it starts");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(place.archived(), PORTION);
    let note = place.archive_note().expect("noted");
    assert_eq!((&note["archived"], &note["stopped"]), (&PORTION.into(), &true.into()));
    let rest = archive(&place.path("automaton.toml"), &CancellationToken::new());
    assert_eq!(rest.expect("archived"), (ROWS - PORTION) as u64);
    assert_eq!(place.archive_note().expect("noted")["stopped"], serde_json::Value::Null);
    the_journal_tells_all(&place, "stopped once");
}

#[test]
fn it_keeps_out_while_another_automaton_works() {
    let place = company();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut other = runtime.block_on(winpneu::sqlite::open(&place.path("winpneu.db"))).expect("opened");
    let now = chrono::Utc::now();
    runtime.block_on(lock::acquire(&mut other, Lock::Work, "somebody", now)).expect("free");
    let outcome = archive(&place.path("automaton.toml"), &CancellationToken::new());
    assert!(matches!(outcome, Err(Failure::Base(winpneu::Error::Locked { .. }))), "{outcome:?}");
    assert_eq!(place.archived(), 0);
    runtime.block_on(lock::release(&mut other, Lock::Work)).expect("released");
    assert_eq!(archive(&place.path("automaton.toml"), &CancellationToken::new()).expect("free"), ROWS as u64);
}
