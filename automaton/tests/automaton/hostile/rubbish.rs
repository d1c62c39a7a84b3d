//! One pass over an inbox with everything that must not be there, and good files between.

use std::collections::BTreeMap;
use std::fs::FileTimes;
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use super::pile::{Pile, landscape, measured_pass};
use super::special::visit;
use super::{corpus, names, special};
use crate::support::{DEVICE, OTHER_DEVICE, Place, verdict};

/// After the instants of the corpus, so that it is judged for its own faults.
const FIRST: &str = "2026-11-21T18:00:00Z";
const SETTLED: &str = "2026-11-21T18:00:10Z";
const LATER: &str = "2026-11-21T18:01:00Z";
/// What only the canary says.
const SONG: &str = "CANARI-4b11";
const GOOD: u32 = 60;

/// An installation below a folder in which other things lie.
struct Site {
    outer: tempfile::TempDir,
    place: Place,
}

impl Site {
    fn new(template: &Place) -> Self {
        let outer = tempfile::tempdir().expect("a folder");
        let place = template.copy_below(outer.path());
        let site = Self { outer, place };
        let mut canary = visit(900);
        canary.payload["comment"] = json!(SONG);
        let folder = site.outer.path().join("folder");
        std::fs::create_dir(&folder).expect("made");
        for path in [site.outer.path().join("canary.json"), folder.join(visit(900).name())] {
            std::fs::write(&path, canary.bytes()).expect("written");
            // Read long before it was written: so any reading is noted, even with `relatime`.
            let times = FileTimes::new().set_accessed(SystemTime::UNIX_EPOCH + Duration::from_secs(1));
            std::fs::File::options().write(true).open(&path).expect("opened").set_times(times).expect("set");
        }
        special::fifo(&site.outer.path().join("fifo"));
        site
    }

    fn pile(&self) -> Pile<'_> {
        let mut pile = Pile { place: &self.place, outside: self.outer.path(), things: Vec::new() };
        special::good(&mut pile, GOOD);
        corpus::put(&mut pile);
        names::put(&mut pile);
        special::links(&mut pile);
        special::no_files(&mut pile);
        special::contents(&mut pile);
        special::bombs(&mut pile);
        special::large_and_fine(&mut pile);
        special::identities(&mut pile);
        pile
    }

    /// When the canaries were read last: asked for before anybody here reads them.
    fn last_read(&self) -> [SystemTime; 2] {
        ["canary.json".to_owned(), format!("folder/{}", visit(900).name())].map(|name| {
            let meta = self.outer.path().join(name).metadata().expect("there");
            meta.accessed().expect("known")
        })
    }

    /// Everything outside and in the inbox, where the automaton only reads.
    fn foreign(&self) -> BTreeMap<std::path::PathBuf, String> {
        let own = ["winpneu.db", "quarantine", "archive", "bases"].map(|name| self.place.path(name));
        let root = self.place.path("");
        let is_own = |path: &Path| own.iter().any(|own| path.starts_with(own)) || path == root;
        landscape(self.outer.path()).into_iter().filter(|(path, _)| !is_own(path)).collect()
    }
}

fn template() -> Place {
    let place = Place::new();
    place.drop_draft(&visit(1));
    assert_eq!(place.pass()["integrated"], 1);
    place
}

fn tables(place: &Place) -> Vec<Vec<String>> {
    place.query("SELECT name, sql FROM sqlite_master ORDER BY name")
}

#[test]
fn rubbish_is_refused_for_its_reason_and_stops_nobody() {
    let template = template();
    let site = Site::new(&template);
    let (place, things) = (&site.place, site.pile().things);
    let before = (tables(place), place.query("SELECT * FROM client"), site.foreign(), site.last_read());
    let (code, report, peak) = measured_pass(place, FIRST);
    assert_eq!(code, 1);
    compare(&report, things.iter().map(|thing| (&thing.shown, &thing.first)));
    let after_first = (tables(place), place.query("SELECT * FROM client"), site.foreign(), site.last_read());
    assert_eq!(
        after_first, before,
        "nothing outside was touched or read, nothing in the inbox, no table, no customer"
    );
    nothing_of_the_canary(&site, &report);

    let (code, report, _) = measured_pass(place, SETTLED);
    assert_eq!(code, 1);
    compare(&report, things.iter().map(|thing| (&thing.shown, &thing.second)));
    let made = things.iter().filter(|thing| thing.first == "integrated").count();
    assert_eq!(place.query("SELECT 1 FROM crm_fichier WHERE etat = 'integre'").len(), 1 + made);
    assert_eq!(place.tree("archive").len(), 1 + made);

    let trees = ["quarantine", "archive", "bases"].map(|folder| place.tree(folder));
    let rows = place.rows();
    let (code, report, _) = measured_pass(place, LATER);
    assert_eq!((code, &report["integrated"], &report["rejected"]), (0, &json!(0), &json!(0)));
    let waiting =
        things.iter().filter(|thing| !thing.second.is_empty() && !thing.second.starts_with("rejected"));
    assert_eq!(report["files"].as_array().map(Vec::len), Some(waiting.count()), "{}", report["files"]);
    assert_eq!(place.rows(), rows);
    assert!(["quarantine", "archive", "bases"].map(|folder| place.tree(folder)) == trees);
    quarantine_is_tidy(place);
    drop(before);
    memory_is_bounded(&template, things.len(), peak);
}

/// Of every thing what was expected; nothing else is told.
fn compare<'a>(report: &Value, expected: impl Iterator<Item = (&'a String, &'a String)>) {
    let mut wrong = Vec::new();
    let mut told = 0;
    for (shown, expected) in expected {
        let found = verdict(report, shown);
        told += if expected.is_empty() { 0 } else { expected.split(", ").count() };
        if found != *expected {
            wrong.push(format!("{shown:?}: {found:?} in place of {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let lines = report["files"].as_array().expect("files").len();
    assert_eq!(lines, told, "nothing else is told");
}

/// What links lead to was never read: not in the base, nor in a copy, nor in what is said.
fn nothing_of_the_canary(site: &Site, report: &Value) {
    let holds = |bytes: &[u8], word: &str| bytes.windows(word.len()).any(|part| part == word.as_bytes());
    let mut files: Vec<Vec<u8>> =
        vec![report.to_string().into_bytes(), format!("{:?}", site.place.rows()).into_bytes()];
    for folder in ["quarantine", "archive", "bases"] {
        files.extend(site.place.tree(folder).into_values());
    }
    for word in [SONG, "root:x:0", "TOURNEE_NOW="] {
        assert!(!files.iter().any(|bytes| holds(bytes, word)), "{word}");
    }
}

/// Copies lie directly in a folder of a user or of nobody, under names that mean nothing to any system.
fn quarantine_is_tidy(place: &Place) {
    for path in place.tree("quarantine").into_keys() {
        let parts: Vec<&str> = path.split('/').collect();
        assert_eq!(parts.len(), 2, "{path}");
        assert!(matches!(parts[0], "jdupont" | "amartin" | "mmartin" | "inconnu" | "parti" | "_"), "{path}");
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
        let stem = parts[1].split('.').next().unwrap_or_default().to_ascii_lowercase();
        assert!(parts[1].bytes().all(plain) && !parts[1].starts_with('.'), "{path}");
        assert!(!["con", "aux", "nul", "com1", "lpt9"].contains(&stem.as_str()), "{path}");
    }
}

/// One file is in memory at a time, of at most 1 MiB, with its tree of values; a window of good ones holds 4 MiB. Hence this much more
/// than a pass over as many small good files needs, whatever lies there.
const MORE_KIB: u64 = 64 * 1024;

fn memory_is_bounded(template: &Place, count: usize, peak: Option<u64>) {
    let place = template.copy();
    for number in 0..u32::try_from(count).expect("few") {
        place.drop_draft(&visit(2_000 + number));
    }
    let (code, report, good) = measured_pass(&place, FIRST);
    assert_eq!((code, report["integrated"].as_u64()), (0, Some(count as u64)));
    let (Some(peak), Some(good)) = (peak, good) else { return };
    assert!(peak <= good + MORE_KIB, "{peak} KiB; {good} KiB for as many good files");
}

/// Nothing can be read of either, so nothing tells them apart but where they lie: they must not take turns in being refused.
#[test]
fn two_unread_things_of_one_name_are_told_once_each() {
    let place = Place::new();
    let name = visit(1).name();
    let [one, other] = [DEVICE, OTHER_DEVICE].map(|device| {
        let folder = place.path("inbox/jdupont").join(device);
        std::fs::create_dir_all(&folder).expect("made");
        folder
    });
    special::fifo(&one.join(&name));
    std::fs::write(other.join(&name), vec![b' '; 1024 * 1024 + 1]).expect("written");
    assert_eq!(verdict(&place.pass(), &name), "rejected not-a-file, rejected too-large");
    for _ in 0..2 {
        assert_eq!(place.pass_at(FIRST)["files"], json!([]), "told before");
    }
}
