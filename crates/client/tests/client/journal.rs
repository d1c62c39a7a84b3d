//! Drafts, and a journal of another program.

use client::journal::{Draft, DraftKey, Journal, JournalError};
use serde_json::json;

use crate::sending::{all, enter, visit};
use crate::world::{World, at, moment};

fn key(subject: &str) -> DraftKey {
    DraftKey { kind: "visit".into(), subject: subject.into() }
}

#[test]
fn a_draft_survives_a_restart_and_goes_with_its_entry() {
    let world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    for (subject, second) in [("C1", 1), ("C2", 2), ("C1", 3)] {
        let body = json!({ "comment": format!("à {second}") });
        laptop.keep_draft(&Draft { key: key(subject), body, updated_at: at(second) }).unwrap();
    }
    drop(laptop);
    let mut laptop = world.laptop();
    let kept: Vec<_> =
        laptop.drafts().unwrap().into_iter().map(|draft| (draft.key.subject, draft.body)).collect();
    assert_eq!(
        kept,
        [("C1".into(), json!({ "comment": "à 3" })), ("C2".into(), json!({ "comment": "à 2" }))]
    );
    // A refused entry keeps its draft.
    assert!(laptop.enter(&visit("C9"), Some(&key("C1")), moment(4)).is_err());
    assert_eq!(laptop.drafts().unwrap().len(), 2);
    laptop.enter(&visit("C1"), Some(&key("C1")), moment(4)).unwrap();
    laptop.drop_draft(&key("C2")).unwrap();
    assert_eq!(laptop.drafts().unwrap(), []);
    enter(&mut laptop, &visit("C1"));
}

#[test]
fn a_journal_of_a_newer_program_is_left_alone() {
    let world = World::new();
    let user = "jdupont".parse().unwrap();
    let data = world.path("data");
    let device = Journal::open(&data, &user).unwrap().device();
    assert_eq!(Journal::open(&data, &user).unwrap().device(), device, "made once");
    let base = rusqlite::Connection::open(data.join("journal.sqlite")).unwrap();
    base.pragma_update(None, "user_version", 99).unwrap();
    drop(base);
    assert!(matches!(Journal::open(&data, &user), Err(JournalError::Newer { found: 99, known: 2 })));
}

#[test]
fn a_journal_of_the_first_version_keeps_its_entries_and_when_they_were_integrated() {
    let world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    let names: Vec<_> = (0..3).map(|_| enter(&mut laptop, &visit("C1")).name).collect();
    drop(laptop);
    // As the program before left it: an accountant's word took the place of the receipt.
    let base = rusqlite::Connection::open(world.path("data/journal.sqlite")).unwrap();
    base.execute_batch("ALTER TABLE entry DROP COLUMN integrated_at; PRAGMA user_version = 1;").unwrap();
    for (name, state) in names.iter().zip(["integrated", "validated", "deferred"]) {
        let sql = "UPDATE entry SET state = ?1, at = '2026-11-21T08:10:00Z' WHERE name = ?2";
        assert_eq!(base.execute(sql, [state, name.as_str()]).unwrap(), 1);
    }
    drop(base);
    for _ in 0..2 {
        let laptop = world.laptop();
        let mut shown: Vec<_> = laptop
            .entries(&all())
            .into_iter()
            .map(|it| (it.sequence, it.state.is_some(), it.integrated_at))
            .collect();
        shown.reverse();
        assert_eq!(shown, [(1, true, Some(at(600))), (2, true, None), (3, true, None)]);
    }
}
