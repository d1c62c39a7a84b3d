//! Nothing outside a root is read or changed, whatever lies in it.

use std::fs;
use std::os::unix::fs::symlink;

use sync_folder::{
    FolderError, ReadOutcome, archive, drop_file, open_or_create_dir, quarantine, read_bounded,
    write_atomically,
};

use crate::hostile::hostile;
use crate::support::{Place, VISIT, device, files, jdupont, scanned, visit};

#[test]
fn writing_stays_inside() {
    let place = Place::new();
    let before = place.outside_tree();
    let root = place.dir();
    // Links where folders, the file and its temporary name should be.
    for name in ["jdupont", "2026", "_"] {
        symlink(place.outside(), place.root().join(name)).unwrap();
    }
    let refused = |result: Result<(), FolderError>| {
        let error = result.unwrap_err();
        assert!(matches!(error, FolderError::NotAFolder { .. }) && !error.is_transient(), "{error}");
    };
    refused(drop_file(&root, &jdupont(), &device(), &visit(), b"x").map(drop));
    refused(archive(&root, &visit(), b"x").map(drop));
    refused(quarantine(&root, None, VISIT, Some(b"x"), b"{}").map(drop));

    symlink(place.outside().join("secret.json"), place.root().join("manifest.json")).unwrap();
    fs::hard_link(place.outside().join("secret.json"), place.root().join(".manifest.json.part")).unwrap();
    write_atomically(&root, "manifest.json", b"mine").unwrap();
    assert_eq!(fs::read(place.root().join("manifest.json")).unwrap(), b"mine");
    assert!(fs::symlink_metadata(place.root().join("manifest.json")).unwrap().is_file());
    assert_eq!(place.outside_tree(), before);
}

#[test]
fn names_that_are_paths_are_refused() {
    let place = Place::new();
    let before = place.outside_tree();
    let root = place.dir();
    for name in ["", ".", "..", "../outside/secret.json", "/etc/passwd", "a/b", "a/", "./a"] {
        let error = write_atomically(&root, name, b"x").unwrap_err();
        assert!(matches!(error, FolderError::UnsafeName { .. }), "{name:?}: {error}");
        let error = open_or_create_dir(&root, &[name]).unwrap_err();
        assert!(matches!(error, FolderError::UnsafeName { .. }), "{name:?}: {error}");
    }
    assert_eq!(place.outside_tree(), before);
}

#[test]
fn a_whole_pass_over_a_hostile_inbox_leaves_everything_else_as_it_was() {
    let place = hostile();
    let kept = Place::new();
    let before = place.outside_tree();
    let inbox = place.dir();
    let store = kept.dir();
    for found in scanned(&inbox) {
        let user = found.user.as_ref().and_then(|user| user.user.as_ref());
        let bytes = match read_bounded(&inbox, &found, 1024).unwrap() {
            ReadOutcome::Bytes(bytes) => Some(bytes),
            _ => None,
        };
        quarantine(&store, user, &found.name.text(), bytes.as_deref(), b"{}").unwrap();
    }
    assert_eq!(place.outside_tree(), before);
    for path in files(&kept.root()) {
        assert!(path.starts_with("jdupont/") || path.starts_with("_/"), "{path}");
    }
}
