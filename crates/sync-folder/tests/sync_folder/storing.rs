//! Dropping, archiving and quarantining: once, whole, and nothing overwritten.

use std::fs;

use domain::UserFolder;
use exchange_schema::FileName;
use sync_folder::{
    Comparison, FolderError, Folders, ReadOutcome, Replacement, Stored, archive, archived_files, drop_file,
    quarantine, read_archived, read_quarantined,
};

use crate::support::{DEVICE, LATER_VISIT, Place, VISIT, device, files, jdupont, visit};

#[test]
fn a_drop_may_be_repeated_but_not_changed() {
    let place = Place::new();
    let inbox = place.dir();
    let drop = |bytes: &[u8]| drop_file(&inbox, &jdupont(), &device(), &visit(), bytes);
    assert_eq!(drop(b"one").unwrap(), Stored::Written);
    assert_eq!(drop(b"one").unwrap(), Stored::AlreadyThere);
    for other in [b"two".as_slice(), b"one and more", b""] {
        let error = drop(other).unwrap_err();
        assert!(matches!(&error, FolderError::NameTaken { name } if name == VISIT), "{error}");
        assert!(!error.is_transient());
    }
    assert_eq!(files(&place.root()), [format!("jdupont/{DEVICE}/{VISIT}")]);
    assert_eq!(fs::read(place.root().join("jdupont").join(DEVICE).join(VISIT)).unwrap(), b"one");
}

#[test]
fn the_archive_is_by_month_and_read_in_order() {
    let place = Place::new();
    let dir = place.dir();
    let later = FileName::parse(LATER_VISIT).unwrap();
    assert_eq!(archive(&dir, &later, b"later").unwrap(), Stored::Written);
    assert_eq!(archive(&dir, &visit(), b"first").unwrap(), Stored::Written);
    assert_eq!(archive(&dir, &visit(), b"first").unwrap(), Stored::AlreadyThere);
    assert!(matches!(archive(&dir, &visit(), b"other").unwrap_err(), FolderError::NameTaken { .. }));
    place.put(&format!("2026/11/.{VISIT}.part"), "torn");
    place.put("2026/11/notes.txt", "an operator's");
    place.put("notes/2026/x", "an operator's");
    place.put("1999", "no folder");

    let found: Vec<_> = archived_files(&dir).unwrap().map(Result::unwrap).collect();
    let names: Vec<_> = found.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, [VISIT, LATER_VISIT]);
    assert_eq!((found[0].year.as_str(), found[0].month.as_str()), ("2026", "11"));
    assert_eq!(read_archived(&dir, &found[0], 100).unwrap(), ReadOutcome::Bytes(b"first".to_vec()));
}

#[test]
fn the_layout_says_where_things_went() {
    let place = Place::new();
    let root = place.root();
    let folders = Folders {
        inbox: root.clone(),
        bases: root.join("bases"),
        archive: root.clone(),
        quarantine: root.clone(),
    };
    archive(&place.dir(), &visit(), b"x").unwrap();
    assert!(folders.archived(&visit()).is_file());
    quarantine(&place.dir(), Some(&jdupont()), VISIT, Some(b"x"), b"{}").unwrap();
    assert!(folders.quarantined(Some(&jdupont())).join(VISIT).is_file());
    assert_eq!(folders.user_base(&jdupont()), root.join("bases/users/jdupont"));
    assert_eq!(folders.common_base(), root.join("bases/common"));
    assert!(UserFolder::parse("_").is_err(), "the folder of nobody's files is nobody's name");
}

#[test]
fn the_quarantine_keeps_every_version() {
    let place = Place::new();
    let dir = place.dir();
    let keep = |bytes: Option<&[u8]>, reason: &[u8]| quarantine(&dir, Some(&jdupont()), VISIT, bytes, reason);

    let first = keep(Some(b"one"), b"{1}").unwrap();
    assert_eq!((first.copy.as_str(), first.reason), (VISIT, format!("{VISIT}.reason.json")));
    assert_eq!(keep(Some(b"one"), b"{1}").unwrap().copy, VISIT);
    let second = keep(Some(b"two"), b"{2}").unwrap();
    let stem = VISIT.strip_suffix(".json").unwrap();
    assert_eq!(second.copy, format!("{stem}.3fc4ccfe.json"));
    assert_eq!(keep(Some(b"two"), b"{2}").unwrap(), second);
    // The same file, refused for another reason later; and one that could not be copied at all.
    let again = keep(Some(b"one"), b"{3}").unwrap();
    assert!(again.copy == VISIT && again.reason.starts_with(VISIT) && again.reason.ends_with(".reason.json"));
    let linked = quarantine(&dir, None, "link/../x", None, b"{}").unwrap();
    assert!(!place.root().join("_").join(&linked.copy).exists());

    let user = place.root().join("jdupont");
    assert_eq!(fs::read(user.join(VISIT)).unwrap(), b"one");
    assert_eq!(fs::read(user.join(format!("{VISIT}.reason.json"))).unwrap(), b"{1}");
    assert_eq!(fs::read(user.join(&again.reason)).unwrap(), b"{3}");
    assert_eq!(files(&place.root()).len(), 6);
    let read = |copy: &str| read_quarantined(&dir, Some(&jdupont()), copy, 100).unwrap();
    assert_eq!(read(&second.copy), ReadOutcome::Bytes(b"two".to_vec()));
    assert_eq!(read("never.json"), ReadOutcome::Vanished);
}

#[test]
fn what_did_not_change_is_seen_piece_by_piece() {
    let place = Place::new();
    let dir = place.dir();
    let differs = |pieces: &[&[u8]]| {
        let mut there = Comparison::with(&dir, "r.json").unwrap();
        pieces.iter().for_each(|piece| there.add(piece).unwrap());
        !there.finish().unwrap()
    };
    assert!(differs(&[]), "nothing lies there, which is not the same as an empty file");
    let mut new = Replacement::create(&dir, "r.json").unwrap();
    new.add(b"one,").unwrap();
    assert!(differs(&[b"one,"]), "not in place yet");
    new.add(b"two").unwrap();
    new.finish().unwrap();
    assert_eq!(files(&place.root()), ["r.json"]);
    assert!(!differs(&[b"on", b"e,t", b"", b"wo"]));
    assert!(differs(&[b"one,tw"]), "more lies there");
    assert!(differs(&[b"one,two", b"!"]), "less lies there");
    assert!(differs(&[b"one;", b"two"]), "other lies there");
}
