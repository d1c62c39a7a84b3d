//! Drafts, and a journal of another program.

use client::journal::{Draft, DraftKey, Journal, JournalError};
use serde_json::json;

use crate::sending::{enter, visit};
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
    assert!(matches!(Journal::open(&data, &user), Err(JournalError::Newer { found: 99, known: 1 })));
}
