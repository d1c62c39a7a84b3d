//! The program is killed right before each of its visible steps; the next start is whole.

use std::collections::BTreeSet;

use client::step::Step;
use exchange_schema::{FileName, ReceiptState, Target};
use serde_json::Value;

use crate::headless::{run, set_up};
use crate::world::{World, customer, receipt, relation};

/// The names of the steps of a command that runs through.
fn steps(world: &World, arguments: &[&str]) -> Vec<String> {
    let log = world.path("steps");
    let (answer, code) = run(world, &[("TOURNEE_STEP_LOG", log.to_str().unwrap())], arguments);
    assert_eq!(code, Some(0), "{answer}");
    std::fs::read_to_string(log).unwrap().lines().map(str::to_owned).collect()
}

/// Runs a command that dies before its n-th step, then the same again, for every n; gives the names of the steps.
fn sweep(make: impl Fn() -> World, arguments: &[&str], check: impl Fn(&World, usize)) -> Vec<String> {
    let names = steps(&make(), arguments);
    for n in 1..=names.len() {
        let world = make();
        let died = run(&world, &[("TOURNEE_KILL_AT", &n.to_string())], arguments);
        assert_eq!(died.1, None, "killed before step {n}, {}", names[n - 1]);
        check(&world, n);
    }
    names
}

fn entries(world: &World) -> Vec<Value> {
    let (answer, code) = run(world, &[], &["show", "entries"]);
    assert_eq!(code, Some(0), "{answer}");
    answer["rows"].as_array().unwrap().clone()
}

fn ready() -> World {
    let world = World::with_bases();
    set_up(&world);
    assert_eq!(run(&world, &[], &["sync"]).1, Some(0));
    world
}

/// A visit was dropped, its receipt is there, and a base that has it.
fn answered() -> World {
    let mut world = ready();
    let (saved, _) = run(&world, &[], &["visit", "--customer", "C1"]);
    let name = FileName::parse(saved["name"].as_str().unwrap()).unwrap();
    let bytes = world.inbox()[name.as_str()].clone();
    world.receipts(vec![receipt(&name, &bytes, ReceiptState::Integrated, Some((5, Target::Common)))]);
    world.publish_common(5, |builder| {
        builder.customer(&customer("C1", "EARL DU MOULIN", None)).unwrap();
        builder.relation(&relation("C1", &name, "2026-11-21")).unwrap();
    });
    world.publish_user(5, |_| {});
    assert_eq!(run(&world, &[], &["--hold", "visit", "--customer", "C1"]).1, Some(0));
    world
}

#[test]
fn an_entry_is_saved_whole_or_not_at_all_and_dropped_once() {
    let names = sweep(ready, &["visit", "--customer", "C1"], |world, n| {
        let saved = entries(world).len();
        assert!(saved <= 1, "step {n}");
        let (report, code) = run(world, &[], &["sync"]);
        assert_eq!(code, Some(0), "step {n}: {report}");
        let inbox = world.inbox();
        assert_eq!(inbox.len(), saved, "step {n}: {:?}", inbox.keys());
        let (again, _) = run(world, &[], &["visit", "--customer", "C1"]);
        assert_eq!(again["sequence"], saved + 1, "step {n}: no gap");
    });
    for step in [Step::CommitEntry, Step::CommitDropped] {
        assert!(names.iter().any(|name| name == step.as_str()), "{step}: {names:?}");
    }
}

#[test]
fn a_round_that_died_is_ended_by_the_next_one() {
    let names = sweep(answered, &["sync"], |world, n| {
        let before = entries(world);
        assert_eq!(before.len(), 2, "step {n}");
        // At every moment both visits are shown, each once, and the program can be worked with.
        let history = run(world, &[], &["show", "history", "C1"]).0;
        let shown: BTreeSet<&str> =
            history["rows"].as_array().unwrap().iter().map(|row| row["entry"].as_str().unwrap()).collect();
        assert_eq!((shown.len(), history["rows"].as_array().unwrap().len()), (2, 2), "step {n}");
        let (report, code) = run(world, &[], &["sync"]);
        assert_eq!(code, Some(0), "step {n}: {report}");
        let status = run(world, &[], &["status"]).0;
        assert_eq!(status["freshness"]["common"]["through"], 5, "step {n}");
        assert_eq!(status["freshness"]["user"]["through"], 5, "step {n}");
        assert_eq!(status["notices"], serde_json::json!([]), "step {n}");
        assert_eq!(world.inbox().len(), 1, "step {n}: one removed, one dropped");
        let standings: Vec<_> = entries(world).iter().map(|row| row["standing"].clone()).collect();
        assert_eq!(standings, ["laid", "based"], "step {n}");
        let torn = walk(&world.path("data")).into_iter().filter(|name| name.ends_with(".part")).count();
        assert_eq!(torn, 0, "step {n}");
    });
    let wanted =
        [Step::CommitReceipts, Step::CommitRemoved, Step::CommitDropped, Step::KeepPrevious, Step::Adopt];
    for step in wanted {
        assert!(names.iter().any(|name| name == step.as_str()), "{step}: {names:?}");
    }
}

#[test]
fn a_first_run_that_died_is_done_again() {
    let world = World::with_bases();
    let (inbox, bases) = (world.path("inbox"), world.path("bases"));
    let (inbox, bases) = (inbox.to_str().unwrap().to_owned(), bases.to_str().unwrap().to_owned());
    let names = steps(&world, &["setup", "--inbox", &inbox, "--bases", &bases]);
    for n in 1..=names.len() {
        let world = World::with_bases();
        let (inbox, bases) = (world.path("inbox"), world.path("bases"));
        let arguments = ["setup", "--inbox", inbox.to_str().unwrap(), "--bases", bases.to_str().unwrap()];
        assert_eq!(run(&world, &[("TOURNEE_KILL_AT", &n.to_string())], &arguments).1, None, "step {n}");
        set_up(&world);
        assert_eq!(run(&world, &[], &["sync"]).1, Some(0), "step {n}");
    }
    for step in [Step::MigrateJournal, Step::SaveSettings] {
        assert!(names.iter().any(|name| name == step.as_str()), "{step}: {names:?}");
    }
}

fn walk(folder: &std::path::Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            names.extend(walk(&path));
        } else {
            names.push(path.display().to_string());
        }
    }
    names
}
