//! What the events of a folder mean.

use notify::event::{
    AccessKind, AccessMode, CreateKind, DataChange, Event, EventKind, Flag, MetadataKind, ModifyKind,
    RemoveKind, RenameMode,
};

use super::*;

#[test]
fn reading_is_no_change_and_losing_the_inbox_itself_is_more_than_one() {
    let inbox = Path::new("/srv/inbox");
    let below = |kind| Ok(Event::new(kind).add_path(inbox.join("jdupont/x/VC.json")));
    let itself = |kind| Ok(Event::new(kind).add_path(inbox.to_owned()));
    let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::From));
    for (event, heard) in [
        (below(EventKind::Access(AccessKind::Open(AccessMode::Any))), Heard::Nothing),
        (below(EventKind::Access(AccessKind::Close(AccessMode::Read))), Heard::Nothing),
        (below(EventKind::Access(AccessKind::Close(AccessMode::Write))), Heard::Nothing),
        (below(EventKind::Create(CreateKind::File)), Heard::Change),
        (below(EventKind::Create(CreateKind::Folder)), Heard::Change),
        (below(EventKind::Modify(ModifyKind::Data(DataChange::Any))), Heard::Change),
        (below(EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any))), Heard::Change),
        (below(renamed), Heard::Change),
        (below(EventKind::Remove(RemoveKind::File)), Heard::Change),
        (below(EventKind::Remove(RemoveKind::Folder)), Heard::Change),
        (itself(EventKind::Create(CreateKind::File)), Heard::Change),
        (itself(renamed), Heard::Lost),
        (itself(EventKind::Remove(RemoveKind::Folder)), Heard::Lost),
        (Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan)), Heard::Lost),
        (Err(notify::Error::generic("gone")), Heard::Lost),
    ] {
        assert_eq!(judge(&event, inbox), heard, "{event:?}");
    }
}

#[test]
fn a_folder_made_anew_while_the_old_one_lives_is_another_one() {
    let place = tempfile::tempdir().expect("a folder");
    let inbox = place.path().join("inbox");
    std::fs::create_dir(&inbox).expect("made");
    let first = identity::of(&inbox).expect("there");
    assert_eq!(identity::of(&inbox).expect("there"), first);
    std::fs::rename(&inbox, place.path().join("away")).expect("renamed");
    assert!(identity::of(&inbox).is_err());
    std::fs::create_dir(&inbox).expect("made");
    assert_ne!(identity::of(&inbox).expect("there"), first);
}
