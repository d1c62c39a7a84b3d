//! Dying before every single step, and starting again.
//!
//! The process is "ended" by a panic out of the step's own announcement: what follows the step then never happens,
//! exactly as if the process had been killed. Ending it for real is the crash test of the automaton.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;

use sync_folder::{
    FolderError, Step, archive, drop_file, publish_file, publish_manifest, quarantine, remove_published,
    write_atomically,
};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::publishing::entry;
use crate::support::{DEVICE, Place, VISIT, device, files, jdupont, visit};

/// Notes every step, and "dies" before the one with this number.
struct Steps {
    dies_before: usize,
    seen: Mutex<Vec<String>>,
}

struct Died;

struct Name(String);

impl Visit for Name {
    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "name" {
            value.clone_into(&mut self.0);
        }
    }
}

impl<S: Subscriber> Layer<S> for &'static Steps {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() != "step" {
            return;
        }
        let mut name = Name(String::new());
        event.record(&mut name);
        let count = {
            let mut seen = self.seen.lock().unwrap();
            seen.push(name.0);
            seen.len()
        };
        if count == self.dies_before {
            // Not `panic!`: dying is what is expected here and needs no message.
            resume_unwind(Box::new(Died));
        }
    }
}

/// Runs the act until it is about to take the given step. Tells the steps taken, and whether it came to its end.
fn until<T>(dies_before: usize, act: impl FnOnce() -> Result<T, FolderError>) -> (Vec<String>, bool) {
    // Leaked, because a layer must be 'static; a few bytes per run.
    let steps: &'static Steps = Box::leak(Box::new(Steps { dies_before, seen: Mutex::new(Vec::new()) }));
    let subscriber = tracing_subscriber::registry().with(steps);
    let ran = tracing::subscriber::with_default(subscriber, || catch_unwind(AssertUnwindSafe(act)));
    let seen = steps.seen.lock().unwrap().clone();
    match ran {
        Ok(result) => {
            result.unwrap();
            (seen, true)
        }
        Err(payload) if payload.is::<Died>() => (seen, false),
        Err(payload) => resume_unwind(payload),
    }
}

/// For every step of the act: die before it, look at the files, then do it again, undisturbed.
fn dies_everywhere(
    act: impl Fn(&cap_std::fs::Dir) -> Result<(), FolderError>,
    whole: &[(&str, &[u8])],
) -> Vec<String> {
    let mut taken = Vec::new();
    for dies_before in 1.. {
        let place = Place::new();
        let (steps, ended) = until(dies_before, || act(&place.dir()));
        for path in files(&place.root()) {
            let name = path.rsplit('/').next().unwrap();
            if !name.starts_with('.') {
                let content = fs::read(place.root().join(&path)).unwrap();
                assert!(whole.contains(&(path.as_str(), &content)), "{path} is torn after {steps:?}");
            }
        }
        act(&place.dir()).unwrap();
        let mut expected: Vec<_> = whole.iter().map(|(path, _)| (*path).to_owned()).collect();
        expected.sort();
        assert_eq!(files(&place.root()), expected, "after dying before {:?}", steps.last());
        if ended {
            return steps;
        }
        taken = steps;
    }
    taken
}

#[test]
fn a_drop_survives_dying_anywhere() {
    let path = format!("jdupont/{DEVICE}/{VISIT}");
    let steps = dies_everywhere(
        |root| drop_file(root, &jdupont(), &device(), &visit(), b"content").map(drop),
        &[(&path, b"content")],
    );
    let names: Vec<&str> = Step::ALL.iter().map(|step| step.as_str()).collect();
    assert!(steps.iter().all(|step| names.contains(&step.as_str())), "{steps:?}");
    let writing = [
        "folder-create-temp",
        "folder-write-temp",
        "folder-write-temp-half",
        "folder-sync-file",
        "folder-rename",
        "folder-sync",
    ];
    assert!(steps.ends_with(&writing.map(String::from)), "{steps:?}");
}

#[test]
fn an_archive_copy_survives_dying_anywhere() {
    let path = format!("2026/11/{VISIT}");
    dies_everywhere(|root| archive(root, &visit(), b"content").map(drop), &[(&path, b"content")]);
}

#[test]
fn a_quarantined_file_survives_dying_anywhere() {
    let copy = format!("jdupont/{VISIT}");
    let reason = format!("{copy}.reason.json");
    dies_everywhere(
        |root| quarantine(root, Some(&jdupont()), VISIT, Some(b"content"), b"{}").map(drop),
        &[(&copy, b"content"), (&reason, b"{}")],
    );
}

#[test]
fn a_publication_survives_dying_anywhere() {
    let (old, new) = (entry("customers", b"old rows"), entry("customers", b"new rows"));
    let [old_path, path, manifest] =
        [old.name.as_str(), new.name.as_str(), "manifest.json"].map(|name| format!("users/jdupont/{name}"));
    let publish = |root: &cap_std::fs::Dir| {
        publish_file(root, Some(&jdupont()), &new, &mut b"new rows".as_slice())?;
        publish_manifest(root, Some(&jdupont()), b"{}")?;
        remove_published(root, Some(&jdupont()), &old.name)
    };
    let steps = dies_everywhere(publish, &[(&path, b"new rows"), (&manifest, b"{}")]);
    assert!(steps.contains(&"folder-write-temp-half".to_owned()), "{steps:?}");

    // The next publication has another file: what the killed one left goes all the same.
    let place = Place::new();
    let rename = steps.iter().position(|step| step == "folder-rename").unwrap();
    let (_, ended) = until(rename + 1, || publish(&place.dir()));
    assert!(!ended);
    assert_eq!(files(&place.root()), [format!("users/jdupont/.{}.part", new.name)]);
    let root = place.dir();
    publish_file(&root, Some(&jdupont()), &old, &mut b"old rows".as_slice()).unwrap();
    publish_manifest(&root, Some(&jdupont()), b"{}").unwrap();
    assert_eq!(files(&place.root()), [old_path, manifest]);
}

#[test]
fn a_torn_temporary_file_holds_half() {
    let place = Place::new();
    let root = place.dir();
    let temp = place.root().join(".manifest.json.part");
    let write = || write_atomically(&root, "manifest.json", b"12345678");
    // Create, first half, and dies before the second.
    until(3, write);
    assert_eq!(fs::read(&temp).unwrap(), b"1234");
    // The next attempt finds the torn one: create, remove, create, and dies before the first half.
    until(4, write);
    assert_eq!(fs::read(&temp).unwrap(), b"");
    write().unwrap();
    assert_eq!(files(&place.root()), ["manifest.json"]);
}

#[test]
fn replacing_shows_the_old_or_the_new() {
    for dies_before in 1.. {
        let place = Place::new();
        let root = place.dir();
        write_atomically(&root, "manifest.json", b"old").unwrap();
        let (_, ended) = until(dies_before, || write_atomically(&root, "manifest.json", b"new"));
        let found = fs::read(place.root().join("manifest.json")).unwrap();
        assert!(found == b"old" || found == b"new");
        if ended {
            assert_eq!(found, b"new");
            break;
        }
    }
}

#[test]
fn steps_have_names_of_their_own() {
    let mut names: Vec<_> = Step::ALL.iter().map(|step| step.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Step::ALL.len());
    assert!(names.iter().all(|name| name.starts_with("folder-")));
}
