//! The rebuild's crash sweep: the real program is killed (SIGKILL) right before its steps. Whatever a laptop reads at that moment is whole;
//! the next rebuild makes what the one that never died had made, and nothing else is left.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::process::ExitStatusExt;
use std::sync::Mutex;

use exchange_schema::Manifest;
use serde_json::json;

use super::content::relation;
use super::published::COMMON;
use crate::crash_sweep::in_parallel;
use crate::day::other_kinds;
use crate::generator::Random;
use crate::support::{NOW, Place, VisitFile};

/// Of the first publication a sample is enough: the night goes through every step of it and more.
const SAMPLE: usize = 40;
/// Changed by hand to sample others; printed with every failure.
const SEED: u64 = 20_261_122;

/// Steps that change nothing: dying right after one leaves what dying right before it leaves.
const LOOKS: [&str; 5] = ["folder-list", "folder-inspect", "folder-open", "folder-read", "base-begin"];

/// A rep and an administrator; visits of two months, a prospect with all that hangs on it, and receipts. Nothing else was published.
fn company() -> Place {
    let place = Place::with_administrator();
    ["amartin", "sanscode"].iter().for_each(|user| drop(place.succeed(&["users", "disable", user])));
    place
        .insert("client_relation", &["2026-10-05", "2026-11-02"].map(|on| relation("C01846", on, json!({}))));
    place.deliver_file(&VisitFile::new(1).with("fleet", json!({ "VL": 1 })).file());
    other_kinds().iter().for_each(|file| drop(place.deliver_file(file)));
    assert_eq!(place.pass()["integrated"], 11);
    place
}

/// Yesterday's bases are there, and those of a fortnight ago, whose time is over; since yesterday a visit of October and an address were
/// added.
fn a_night() -> Place {
    let place = company();
    place.rebuild_at("2026-11-01T02:30:00Z");
    let sql = "UPDATE client SET nom_client = 'AUTRE' WHERE c_client = 'C01846'";
    place.base().execute(sql, []).expect("changed");
    place.rebuild_at("2026-11-02T02:30:00Z");
    place.insert("client_relation", &[relation("C02184", "2026-10-06", json!({}))]);
    let sql = "UPDATE crm_utilisateur SET courriel = 'a@b.example' WHERE dossier = 'jdupont'";
    place.base().execute(sql, []).expect("changed");
    // A rebuild that died long ago.
    for torn in ["bases/common/.customers-0123456789abcdef.sqlite.part", "work/rebuild/common/torn.sqlite"] {
        let path = place.path(torn);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, b"torn").expect("written");
    }
    place
}

/// Rebuilds, is killed before step `kill_at` or ends by itself; answers its steps.
fn run(place: &Place, kill_at: Option<usize>) -> Vec<String> {
    let log = place.path("steps");
    let mut command = place.command();
    command.args(["--json", "rebuild"]).env("TOURNEE_STEP_LOG", &log);
    if let Some(step) = kill_at {
        command.env("TOURNEE_KILL_AT", step.to_string());
    }
    let output = command.output().expect("it starts");
    match kill_at {
        Some(step) => assert_eq!(output.status.signal(), Some(9), "killed at {step}: {output:?}"),
        None => assert!(output.status.success(), "ended by itself: {output:?}"),
    }
    let steps = std::fs::read_to_string(&log).expect("the steps were logged");
    std::fs::remove_file(&log).expect("removed");
    steps.lines().map(str::to_owned).collect()
}

fn manifests(place: &Place) -> BTreeMap<String, Manifest> {
    let bases = place.bases().into_iter();
    bases.filter_map(|base| place.maybe_published(&base).map(|found| (base, found.manifest))).collect()
}

/// Everything that must be the same: manifests but for their number, every other published file, every row.
pub type Outcome =
    (BTreeMap<String, Manifest>, BTreeMap<String, Vec<u8>>, BTreeMap<String, Vec<Vec<String>>>);

pub fn outcome(place: &Place) -> Outcome {
    let mut manifests = manifests(place);
    manifests.values_mut().for_each(|manifest| manifest.generation = 0);
    let mut files = place.tree("bases");
    files.retain(|name, _| !name.ends_with("manifest.json"));
    (manifests, files, place.rows())
}

/// No base that a laptop had is gone, nor a file that its manifest named: it may be copying it right now.
fn yesterdays_files_lie_there(place: &Place, yesterday: &BTreeMap<String, Manifest>, when: &str) {
    for (base, manifest) in yesterday {
        assert!(place.maybe_published(base).is_some(), "{base} has no manifest, {when}");
        for file in &manifest.files {
            let path = place.base_folder(base).join(file.name.as_str());
            assert_eq!(
                std::fs::metadata(&path).map(|meta| meta.len()).ok(),
                Some(file.size),
                "{}, {when}",
                path.display()
            );
        }
    }
}

pub fn nothing_is_left_over(place: &Place, when: &str) {
    let temporary = |path: &&String| path.rsplit('/').next().is_some_and(|name| name.starts_with('.'));
    let tree = place.tree("bases");
    let left: Vec<&String> = tree.keys().filter(temporary).collect();
    assert_eq!(left, [""; 0], "{when}");
    assert!(!place.path("work/rebuild").exists(), "{when}");
}

/// With `TOURNEE_FULL` every step is; else those that can leave something new, and of a row of one kind the first two and the last.
fn is_worth(steps: &[String], step: usize) -> bool {
    let name = |step: usize| step.checked_sub(1).and_then(|at| steps.get(at)).map(String::as_str);
    let before = name(step - 1);
    let amid = step > 2 && [before, name(step - 2), name(step + 1)].iter().all(|other| *other == name(step));
    !amid && before.is_none_or(|before| !LOOKS.contains(&before))
}

/// Kills copies of `template` at every step; answers all steps that were met.
fn sweep(template: &Place, at_most: usize) -> BTreeSet<String> {
    let yesterday = manifests(template);
    let undisturbed = template.copy();
    let steps = run(&undisturbed, None);
    nothing_is_left_over(&undisturbed, "undisturbed");
    let expected = outcome(&undisturbed);
    let all = std::env::var_os("TOURNEE_FULL").is_some();
    let mut cases: Vec<usize> = (1..=steps.len()).filter(|step| all || is_worth(&steps, *step)).collect();
    if !all {
        Random::new(SEED).shuffle(&mut cases);
        cases.truncate(at_most);
    }
    let met = Mutex::new(steps.iter().cloned().collect::<BTreeSet<_>>());
    in_parallel(&cases, |step| {
        let when =
            format!("seed {SEED}: killed before step {step} of {} ({})", steps.len(), steps[*step - 1]);
        let place = template.copy();
        run(&place, Some(*step));
        place.whatever_is_named_is_whole();
        yesterdays_files_lie_there(&place, &yesterday, &when);
        let recovered = run(&place, None);
        met.lock().expect("no panic").extend(recovered);
        place.whatever_is_named_is_whole();
        yesterdays_files_lie_there(&place, &yesterday, &when);
        nothing_is_left_over(&place, &when);
        let found = outcome(&place);
        assert_eq!(found.0, expected.0, "manifests, {when}");
        assert!(found.1.keys().eq(expected.1.keys()), "{:?}, {when}", found.1.keys());
        assert!(found.1 == expected.1, "content, {when}");
        assert_eq!(found.2, expected.2, "rows, {when}");
        // And the number rose above whatever the killed one had published.
        let before = manifests(&undisturbed)[COMMON].generation;
        let after = manifests(&place)[COMMON].generation;
        assert!((before..=before + 1).contains(&after), "generation {after}, {when}");
    });
    met.into_inner().expect("no panic")
}

#[test]
fn killed_at_any_step_every_laptop_finds_a_whole_set_and_the_next_rebuild_is_whole() {
    let (first, night) = (company(), a_night());
    assert!(manifests(&first).is_empty(), "nothing was published");
    assert_eq!(manifests(&night).len(), 3, "a rep, an administrator, everybody");
    let mut met = sweep(&first, SAMPLE);
    met.extend(sweep(&night, usize::MAX));
    // The list and the program agree: no step is forgotten in the one, none is never met in the other.
    let listed: BTreeSet<String> = automaton::steps::of_rebuild().into_iter().map(str::to_owned).collect();
    assert_eq!(met, listed);
}

/// The night of the sweep is one: of three bases three files are new, one is over, and nothing else moves.
#[test]
fn the_night_is_as_it_says() {
    let night = a_night();
    let before = night.tree("bases");
    let report = night.rebuild_at(NOW);
    let after = night.tree("bases");
    let names = |one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>| -> Vec<String> {
        let changed = one.keys().filter(|name| name.ends_with(".sqlite") && !other.contains_key(*name));
        changed.map(|name| name[..name.len() - 24].to_owned()).collect()
    };
    let new = names(&after, &before);
    assert_eq!(new, ["common/customers", "common/visits-2026-10", "users/jdupont/user"], "{report}");
    assert_eq!(names(&before, &after), ["common/customers"], "unnamed since the 2nd");
}
