//! The beat without a window.

use std::sync::Arc;

use client::setup::WhichFolder;
use client::{Notice, Settings, SetupState, SyncReport};

use super::{BEAT, QUICK_BEAT, problems, refresh, turn};
use crate::desk::Desk;
use crate::place::Place;

fn desk(data: &std::path::Path) -> Arc<Desk> {
    let os_user = "jdupont".to_owned();
    Arc::new(Desk::new(Place { data: data.join("data"), os_user, zone: chrono_tz::Europe::Paris }))
}

#[test]
fn a_folder_that_cannot_be_opened_is_told_unless_the_state_tells_it() {
    let notice = |code| Notice { code, message: String::new() };
    let notices = vec![notice("folder-missing"), notice("not-set-up"), notice("failed")];
    let report = SyncReport { notices, ..SyncReport::default() };
    let codes = |state: &SetupState| -> Vec<&str> {
        problems(&report, state).iter().map(|notice| notice.code).collect()
    };
    let missing = SetupState::FolderMissing { which: WhichFolder::Bases, path: "bases".into() };
    assert_eq!((codes(&SetupState::NotSetUp), codes(&missing)), (vec!["failed"], vec!["failed"]));
    for state in [SetupState::Ready, SetupState::NoBaseYet] {
        assert_eq!(codes(&state), ["folder-missing", "failed"], "{state:?}");
    }
}

#[test]
fn nothing_is_open_before_the_background_opens_it() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    assert!(desk.with(|_, _| ()).is_none() && !folder.path().join("data/journal.sqlite").exists());
    assert_eq!(turn(&desk), BEAT);
    desk.open_laptop();
    assert!(desk.with(|_, _| ()).is_some());
    assert_eq!(turn(&desk), QUICK_BEAT, "somebody is about to choose folders");
}

#[test]
fn after_a_full_disk_nothing_is_received_until_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    desk.open_laptop();
    let [inbox, bases] = ["inbox", "bases"].map(|name| folder.path().join(name));
    std::fs::create_dir(&inbox).unwrap();
    // What is published cannot be read, which receiving tells.
    std::fs::create_dir_all(bases.join("common")).unwrap();
    std::fs::write(bases.join("common/manifest.json"), "{").unwrap();
    desk.with(|laptop, _| laptop.set_up(Settings { inbox, bases }).unwrap());
    desk.background().rests_until = Some(std::time::Instant::now() + super::REST);
    turn(&desk);
    assert_eq!(desk.background().of_bases, []);
    refresh(&desk).unwrap();
    turn(&desk);
    let codes: Vec<_> = desk.background().of_bases.iter().map(|notice| notice.code).collect();
    assert_eq!(codes, ["half-copied"]);
}
