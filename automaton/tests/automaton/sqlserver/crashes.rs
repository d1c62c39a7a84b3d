//! The crash sweep of the foundation with the base behind a server: what a killed process had begun is undone by the server, its locks are
//! free, and the next pass makes it whole.

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt;

use super::served::{ServedPlace, is_full};
use crate::crash_sweep::{
    DELIVERIES, Delivery, Dropped, LATER, Outcome, SEED, deliver, each_refusal_is_told_once, files, furnish,
    in_parallel, outcome, run,
};
use crate::day::{essence, other_kinds};
use crate::generator::Random;
use crate::support::{Place, id};

/// So many of the steps that decide nothing.
const STEPS: usize = 30;
/// So many pairs of a step and a way in which files come again.
const PAIRS: usize = 16;

/// An installation where something happened before, without its server.
pub fn template() -> Place {
    let served = ServedPlace::new();
    furnish(&served);
    served.close()
}

/// Right after the process was killed: the server has noticed, so that nothing of its is open and no lock is held.
fn killed_at(served: &ServedPlace, step: usize) {
    run(served, Some(step));
    served.until_left();
}

fn run_with_crash(
    template: &Place,
    files: &[Dropped],
    how: Delivery,
    kill_at: Option<usize>,
) -> (ServedPlace, Vec<String>) {
    let served = ServedPlace::over(template.copy());
    deliver(&served, files, how, true);
    if let Some(step) = kill_at {
        killed_at(&served, step);
    }
    deliver(&served, files, how, false);
    let steps = run(&served, None);
    served.pass_at(LATER);
    (served, steps)
}

/// Rows, archive, quarantine and receipts, one after another.
pub fn assert_outcome(found: &Outcome, expected: &Outcome, when: &str) {
    for (table, rows) in &expected.0 {
        assert_eq!(&found.0[table], rows, "{when}: {table}");
    }
    for (i, folder) in ["archive", "quarantine", "bases"].iter().enumerate() {
        let names = |tree: &BTreeMap<String, Vec<u8>>| tree.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&found.1[i]), names(&expected.1[i]), "{when}: {folder}");
        assert_eq!(found.1[i], expected.1[i], "{when}: content of {folder}");
    }
}

/// The steps at which to kill: with `TOURNEE_FULL` all; else those at which a transaction is made durable and a lock changes hands, and a
/// seeded sample of the others, for whose like over an embedded base each is taken in every run.
fn worth_killing_at(steps: &[String], others: usize) -> Vec<usize> {
    let decides = |step: &usize| {
        matches!(steps[step - 1].as_str(), "base-lock" | "base-commit" | "base-committed" | "base-unlock")
    };
    let (mut cases, mut rest): (Vec<usize>, Vec<usize>) = (1..=steps.len()).partition(decides);
    if !is_full() {
        Random::new(SEED).shuffle(&mut rest);
        rest.truncate(others);
    }
    cases.extend(rest);
    cases
}

#[test]
fn killed_at_any_step_the_next_pass_makes_it_whole() {
    let (template, files) = (template(), files());
    let (undisturbed, steps) = run_with_crash(&template, &files, Delivery::Quiet, None);
    let expected = outcome(&undisturbed);
    assert_eq!(undisturbed.count("client_relation"), 5, "1, 3, 4, 91 and the request");
    let commits = steps.iter().filter(|step| *step == "base-commit").count();
    assert!(commits >= 17, "each of the files was written of: {commits} commits");
    in_parallel(&worth_killing_at(&steps, STEPS), |step| {
        let (served, _) = run_with_crash(&template, &files, Delivery::Quiet, Some(*step));
        let when =
            format!("seed {SEED}: killed before step {step} of {} ({})", steps.len(), steps[*step - 1]);
        each_refusal_is_told_once(&served);
        assert_outcome(&outcome(&served), &expected, &when);
    });
}

#[test]
fn killed_while_files_come_again_nothing_is_twice_and_nothing_lost() {
    let (template, files) = (template(), files());
    let (undisturbed, steps) = run_with_crash(&template, &files, Delivery::Quiet, None);
    let expected = essence(&undisturbed);
    let mut cases: Vec<(Delivery, usize)> =
        DELIVERIES.iter().flat_map(|how| (1..=steps.len()).map(|step| (*how, step))).collect();
    if !is_full() {
        Random::new(SEED).shuffle(&mut cases);
        cases.truncate(PAIRS);
    }
    in_parallel(&cases, |(how, step)| {
        let served = ServedPlace::over(template.copy());
        deliver(&served, &files, *how, true);
        // A first pass over fewer files may have fewer steps: then it simply ends.
        let log = served.path("steps");
        let mut command = served.command();
        command.args(["--json", "integrate"]).env("TOURNEE_KILL_AT", step.to_string());
        command.env("TOURNEE_STEP_LOG", &log).output().expect("it starts");
        std::fs::remove_file(log).expect("it took a step");
        served.until_left();
        deliver(&served, &files, *how, false);
        run(&served, None);
        served.pass_at(LATER);
        each_refusal_is_told_once(&served);
        assert_eq!(essence(&served), expected, "seed {SEED}: {how:?}, killed before step {step}");
    });
}

#[test]
fn a_validation_killed_at_any_step_makes_one_customer_with_all_that_belongs_to_him() {
    let template = with_a_pending_creation();
    let creation = id(19).to_string();
    let arguments = ["--json", "creations", "validate", &creation, "--code", "C05000"];
    let undisturbed = ServedPlace::over(template.copy());
    let log = undisturbed.path("steps");
    let mut command = undisturbed.command();
    let output = command.args(arguments).env("TOURNEE_STEP_LOG", &log).output().expect("it starts");
    assert!(output.status.success(), "{output:?}");
    let steps = std::fs::read_to_string(&log).expect("logged");
    let steps: Vec<String> = steps.lines().map(str::to_owned).collect();
    std::fs::remove_file(&log).expect("removed");
    undisturbed.pass_at(LATER);
    let expected = outcome(&undisturbed);
    let name = undisturbed.query("SELECT nom_client FROM client WHERE c_client = 'C05000'");
    assert_eq!(name, [["GARAGE NEUF"]]);
    in_parallel(&worth_killing_at(&steps, STEPS / 3), |step| {
        let served = ServedPlace::over(template.copy());
        let killed = served.command().args(arguments).env("TOURNEE_KILL_AT", step.to_string()).output();
        assert_eq!(killed.expect("it starts").status.signal(), Some(9), "step {step}");
        served.until_left();
        // What the accountant sees: it is done, or it is not and she does it again.
        let (code, again) = served.json(&arguments[1..]);
        assert!(
            code == 0 || again["error"].to_string().contains("validated by"),
            "seed {SEED}, step {step}: {again}"
        );
        served.pass_at(LATER);
        let when = format!("seed {SEED}: killed before step {step} of {}", steps.len());
        assert_outcome(&outcome(&served), &expected, &when);
    });
}

/// A prospect with a visit, whose rep asks for a customer: file and creation 19.
pub fn with_a_pending_creation() -> Place {
    let served = ServedPlace::over(template());
    for file in other_kinds() {
        served.deliver_file(&file);
    }
    served.pass();
    served.close()
}
