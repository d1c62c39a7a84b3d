//! What a laptop could put into its folder to read, write or block something outside.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;

use rustix::fs::{CWD, FileType, Mode};
use sync_folder::{EntryKind, ReadOutcome, open_root, read_bounded};

use crate::support::{DEVICE, Place, VISIT, entry, jdupont, kinds, scanned};

const MAX: u64 = 1024 * 1024;

fn fifo(path: &Path) {
    rustix::fs::mknodat(CWD, path, FileType::Fifo, Mode::RWXU, 0).unwrap();
}

/// A user's folder with one of everything.
pub fn hostile() -> Place {
    let place = Place::new();
    let root = place.root();
    place.put(&format!("jdupont/{DEVICE}/{VISIT}"), "good");
    place.put("jdupont/direct.json", "good too");
    place.put(&format!("jdupont/{DEVICE}/.{VISIT}.part"), "torn");
    place.put(&format!("jdupont/{DEVICE}/a.sync-conflict-20261121-143502-ABCDEFG.json"), "conflict");
    place.put(&format!("jdupont/{DEVICE}/deeper/{VISIT}"), "too deep");
    place.put("jdupont/x.json/inner.json", "in a folder named like a file");
    place.put("jdupont/..json", "dots");
    place.put("jdupont/...", "dots");
    place.put("jdupont/trailing.json.", "trailing dot");
    place.put("jdupont/back\\slash\nline.json", "odd");
    place.put("jdupont/.stversions/old.json", "withdrawn long ago");
    place.put("loose.json", "nobody's");
    place.put("Not A User/file.json", "?");
    symlink(place.outside(), root.join("linked-user")).unwrap();
    symlink(place.outside().join("deep"), root.join("jdupont/linked-device")).unwrap();
    symlink("/etc/passwd", root.join("jdupont/passwd.json")).unwrap();
    symlink("nowhere", root.join("jdupont/dangling.json")).unwrap();
    symlink("..", root.join("jdupont/up")).unwrap();
    fs::hard_link(place.outside().join("secret.json"), root.join("jdupont/hard.json")).unwrap();
    fifo(&root.join("jdupont/fifo.json"));
    UnixListener::bind(root.join("jdupont/socket.json")).unwrap();
    fs::File::create(root.join("jdupont/sparse.json")).unwrap().set_len(2 << 30).unwrap();
    fs::write(root.join("jdupont").join(OsStr::from_bytes(b"caf\xE9.json")), "latin 1").unwrap();
    place
}

#[test]
fn a_scan_names_everything_and_enters_nothing_foreign() {
    let place = hostile();
    let listing = scanned(&place.dir());
    let on_device = |name: &str| format!("jdupont/{DEVICE}/{name}");
    use EntryKind::{Candidate, ConflictCopy, HardLink, LeftAlone, NotAFile, OutsideUserFolder};
    let expected = [
        ("Not A User/file.json".to_owned(), Candidate),
        ("jdupont/...".to_owned(), LeftAlone),
        ("jdupont/..json".to_owned(), LeftAlone),
        ("jdupont/.stversions".to_owned(), LeftAlone),
        (on_device(&format!(".{VISIT}.part")), LeftAlone),
        (on_device(VISIT), Candidate),
        (on_device("a.sync-conflict-20261121-143502-ABCDEFG.json"), ConflictCopy),
        (on_device("deeper"), LeftAlone),
        ("jdupont/back\\\\slash\\u{A}line.json".to_owned(), Candidate),
        ("jdupont/caf\\xE9.json".to_owned(), Candidate),
        ("jdupont/dangling.json".to_owned(), NotAFile),
        ("jdupont/direct.json".to_owned(), Candidate),
        ("jdupont/fifo.json".to_owned(), NotAFile),
        ("jdupont/hard.json".to_owned(), HardLink),
        ("jdupont/linked-device".to_owned(), NotAFile),
        ("jdupont/passwd.json".to_owned(), NotAFile),
        ("jdupont/socket.json".to_owned(), NotAFile),
        ("jdupont/sparse.json".to_owned(), Candidate),
        ("jdupont/trailing.json.".to_owned(), Candidate),
        ("jdupont/up".to_owned(), NotAFile),
        ("jdupont/x.json".to_owned(), NotAFile),
        ("linked-user".to_owned(), NotAFile),
        ("loose.json".to_owned(), OutsideUserFolder),
    ];
    assert_eq!(kinds(&listing), expected);
}

#[test]
fn the_folder_tells_the_user() {
    let place = hostile();
    let listing = scanned(&place.dir());
    let user_of = |path: &str| entry(&listing, path).user.clone().unwrap();
    assert_eq!(user_of("jdupont/direct.json").user, Some(jdupont()));
    let odd = user_of("Not A User/file.json");
    assert_eq!((odd.name.text().as_ref(), &odd.user), ("Not A User", &None));
    assert!(entry(&listing, "loose.json").user.is_none());
}

#[test]
fn reading_gives_plain_files_and_nothing_else() {
    let place = hostile();
    let inbox = place.dir();
    let listing = scanned(&inbox);
    let read = |path: &str| read_bounded(&inbox, entry(&listing, path), MAX).unwrap();
    let bytes = |text: &str| ReadOutcome::Bytes(text.as_bytes().to_vec());

    assert_eq!(read(&format!("jdupont/{DEVICE}/{VISIT}")), bytes("good"));
    assert_eq!(read("jdupont/direct.json"), bytes("good too"));
    assert_eq!(read("jdupont/caf\\xE9.json"), bytes("latin 1"));
    assert_eq!(read("jdupont/trailing.json."), bytes("trailing dot"));
    assert_eq!(read("jdupont/sparse.json"), ReadOutcome::TooLarge { size: 2 << 30 });
    assert_eq!(read("jdupont/hard.json"), ReadOutcome::HardLink);
    // The reader asks the open handle itself and would not be fooled by a scan that is out of date.
    for path in ["passwd", "dangling", "fifo", "socket", "x"] {
        assert_eq!(read(&format!("jdupont/{path}.json")), ReadOutcome::NotAFile, "{path}");
    }
}

#[test]
fn what_is_swapped_between_scan_and_reading_is_noticed() {
    let place = hostile();
    let inbox = place.dir();
    let listing = scanned(&inbox);
    let path = format!("jdupont/{DEVICE}/{VISIT}");
    let candidate = entry(&listing, &path);
    let file = place.root().join(&path);

    fs::remove_file(&file).unwrap();
    assert_eq!(read_bounded(&inbox, candidate, MAX).unwrap(), ReadOutcome::Vanished);
    fifo(&file);
    assert_eq!(read_bounded(&inbox, candidate, MAX).unwrap(), ReadOutcome::NotAFile);
    fs::remove_file(&file).unwrap();
    fs::hard_link(place.outside().join("secret.json"), &file).unwrap();
    assert_eq!(read_bounded(&inbox, candidate, MAX).unwrap(), ReadOutcome::HardLink);
    // The whole device folder becomes a link to one that holds a file of that very name.
    fs::remove_dir_all(file.parent().unwrap()).unwrap();
    symlink(place.outside().join("deep"), file.parent().unwrap()).unwrap();
    assert_eq!(read_bounded(&inbox, candidate, MAX).unwrap(), ReadOutcome::NotAFile);
}

#[test]
fn the_limit_is_on_the_byte() {
    let place = Place::new();
    place.put("jdupont/a.json", "12345");
    let inbox = place.dir();
    let listing = scanned(&inbox);
    let read = |max| read_bounded(&inbox, entry(&listing, "jdupont/a.json"), max).unwrap();
    assert_eq!(read(5), ReadOutcome::Bytes(b"12345".to_vec()));
    assert_eq!(read(4), ReadOutcome::TooLarge { size: 5 });
    assert_eq!(read(u64::MAX), ReadOutcome::Bytes(b"12345".to_vec()));
}

#[test]
fn an_inbox_that_is_away_is_worth_waiting_for() {
    let place = Place::new();
    let error = open_root(&place.root().join("missing")).unwrap_err();
    assert!(error.is_transient(), "{error}");
}
