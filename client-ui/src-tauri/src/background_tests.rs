//! What is kept, and what the page is told of it.

use client::adopt::{Adoption, Received};
use client::{Incoming, Notice, Taken};
use exchange_schema::Manifest;

use super::Background;
use crate::views::Newer;

fn received(generation: u64) -> Option<Received> {
    let manifest = Manifest {
        generation,
        built_at: chrono::DateTime::UNIX_EPOCH,
        expires_after_hours: 48,
        schema: 1,
        through: 0,
        files: Vec::new(),
    };
    Some(Received { manifest, copied: 1, looked_into: false })
}

fn newer() -> Option<Newer> {
    let built_at = Some(chrono::DateTime::UNIX_EPOCH);
    Some(Newer { common_built_at: built_at, user_built_at: built_at, changes: Some(Default::default()) })
}

fn offering() -> Background {
    let incoming = Incoming { user: received(3), common: received(4) };
    Background { incoming, newer: newer(), ..Background::default() }
}

fn cannot_open() -> Option<Adoption> {
    Some(Adoption::CannotOpen { detail: String::new() })
}

#[test]
fn only_what_could_not_be_opened_is_refused() {
    let full = || Some(Adoption::Failed { detail: String::new(), disk_full: true });
    let missing = || Some(Adoption::FileMissing { name: String::new(), there: false });
    let mut background = offering();
    let all = background.incoming.clone();
    background.note_taken(all.clone(), &Taken { user: full(), common: missing(), journal: None });
    assert_eq!((&background.incoming, &background.newer), (&all, &newer()), "both wait on");
    let refused = Taken { user: full(), common: cannot_open(), journal: None };
    background.note_taken(all.clone(), &refused);
    assert_eq!(background.incoming, Incoming { common: None, ..all });
    let left = background.newer.unwrap();
    assert_eq!((left.common_built_at, left.user_built_at.is_some(), left.changes), (None, true, None));
}

#[test]
fn what_was_taken_or_refused_is_told_of_no_more() {
    let mut background = offering();
    // The user's own is in use, so that it is not left.
    let left = Incoming { user: None, common: received(4) };
    background.note_taken(left, &Taken { user: None, common: cannot_open(), journal: None });
    assert!(background.incoming.is_empty() && background.newer.is_none());
}

#[test]
fn why_a_base_was_not_taken_outlives_the_next_look_at_the_folders() {
    let full = || Notice { code: "disk-full", message: String::new() };
    let mut background = Background { of_taking: vec![full()], ..offering() };
    background.tell_of_bases(Vec::new());
    assert_eq!(background.notices().collect::<Vec<_>>(), [&full()]);
    background.tell_of_bases(vec![full()]);
    assert_eq!(background.notices().count(), 1, "once");
}

#[test]
fn other_folders_leave_nothing_of_what_was_received() {
    let look = Notice { code: "look", message: String::new() };
    let mut background = Background {
        of_taking: vec![look.clone()],
        of_look: Some(look.clone()),
        rests_until: Some(std::time::Instant::now() + std::time::Duration::from_secs(600)),
        ..offering()
    };
    assert!(background.rests());
    background.forget_received();
    assert!(background.incoming.is_empty() && background.newer.is_none() && !background.rests());
    assert_eq!(background.notices().collect::<Vec<_>>(), [&look]);
}

#[test]
fn the_page_is_told_of_what_changed_alone() {
    let mut background = Background::default();
    let newer = || Some(Newer { common_built_at: None, user_built_at: None, changes: None });
    let incoming = || Incoming { user: received(2), common: None };
    assert!(background.set_incoming(incoming(), newer()));
    assert!(!background.set_incoming(incoming(), newer()));
    let notices = || vec![client::Notice { code: "half-copied", message: String::new() }];
    assert!(background.tell_of_bases(notices()));
    assert!(!background.tell_of_bases(notices()));
    assert!(background.tell_of_bases(Vec::new()));
}
