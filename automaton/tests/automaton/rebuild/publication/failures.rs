//! « a failed rebuild leaves yesterday's valid and says so »; one user's misfortune keeps nobody else back.

use std::path::Path;

use exchange_schema::Role;
use serde_json::{Value, json};

use crate::rebuild::published::COMMON;
use crate::support::Place;

const LATER: &str = "2026-11-21T16:00:00Z";

fn change(place: &Place) {
    place
        .base()
        .execute("UPDATE client SET nom_client = 'AUTRE' WHERE c_client = 'C01846'", [])
        .expect("changed");
}

/// A file where a folder must be.
fn block(folder: &Path) {
    let _ = std::fs::remove_dir_all(folder);
    std::fs::write(folder, b"in the way").expect("written");
}

fn published(report: &Value) -> Vec<&str> {
    let bases = report["bases"].as_array().expect("a list").iter();
    let mut names: Vec<&str> = bases.filter_map(|base| base["base"].as_str()).collect();
    names.sort_unstable();
    names
}

#[test]
fn one_user_whose_folder_is_a_file_keeps_nobody_back() {
    let place = Place::new();
    place.rebuild();
    change(&place);
    block(&place.base_folder("amartin"));
    let (code, report) = place.json_at(LATER, &["rebuild"]);
    assert_eq!((code, &report["failed"][0]["base"]), (1, &json!("amartin")), "{report}");
    assert_eq!(
        (report["failed"].as_array().map(Vec::len), published(&report)),
        (Some(1), vec![COMMON, "jdupont", "sanscode"])
    );
    for base in [COMMON, "jdupont", "sanscode"] {
        assert_eq!(place.published(base).manifest.generation, 2, "{base}");
    }
    let words = place.words(1, &["rebuild"]);
    let told = words.lines().find(|line| line.contains("amartin")).expect("told");
    assert!(told.contains("stays valid"), "{told}");
    std::fs::remove_file(place.base_folder("amartin")).expect("removed");
    let report = place.rebuild_at(LATER);
    assert_eq!(published(&report).len(), 4, "once it is mended");
    assert!(!place.path("work/rebuild").exists(), "nothing is left to build with");
}

#[test]
fn the_common_base_may_fail_alone() {
    let place = Place::new();
    place.rebuild();
    change(&place);
    // Its manifest cannot be replaced: a folder has its name.
    let manifest = place.base_folder(COMMON).join("manifest.json");
    std::fs::remove_file(&manifest).expect("removed");
    std::fs::create_dir_all(manifest.join("in the way")).expect("made");
    let (code, report) = place.json_at(LATER, &["rebuild"]);
    assert_eq!((code, &report["failed"][0]["base"]), (1, &json!(COMMON)), "{report}");
    assert_eq!(published(&report), ["amartin", "jdupont", "sanscode"]);
    place.published("jdupont");
}

/// The folder for building cannot be used: nothing is published, nothing is lost, and the words say both.
#[test]
fn without_room_to_build_yesterdays_bases_stay() {
    let place = Place::new();
    place.rebuild();
    change(&place);
    let before = place.tree("bases");
    block(&place.path("work"));
    let words = place.words(1, &["rebuild"]);
    assert!(words.contains("work") && words.contains("stay valid"), "{words}");
    assert_eq!(place.tree("bases"), before);
    std::fs::remove_file(place.path("work")).expect("removed");
    place.rebuild_at(LATER);
}

/// A view that an installation broke: the base itself says no.
#[test]
fn when_the_base_says_no_yesterdays_bases_stay() {
    let place = Place::new();
    place.rebuild();
    place
        .base()
        .execute_batch("DROP VIEW crm_v_ca; CREATE VIEW crm_v_ca AS SELECT 1 AS c_client")
        .expect("broken");
    let before = place.published(COMMON).manifest;
    let (code, answer) = place.json_at(LATER, &["rebuild"]);
    assert_eq!(code, 1, "{answer}");
    assert_eq!(place.published(COMMON).manifest, before);
    place.whatever_is_named_is_whole();
    let words = place.words(1, &["rebuild"]);
    assert!(words.contains("stay valid"), "{words}");
}

#[test]
fn wrong_content_under_a_right_name_is_replaced() {
    let place = Place::new();
    place.rebuild();
    let whole = place.tree("bases");
    let customers = place.base_folder(COMMON).join(place.published(COMMON).name("customers-"));
    let own = place.base_folder("jdupont").join(place.published("jdupont").name("user-"));
    let bytes = std::fs::read(&customers).expect("read");
    let mut other = bytes.clone();
    *other.last_mut().expect("not empty") ^= 1;
    for wrong in [other, bytes[..bytes.len() / 2].to_vec(), Vec::new(), [bytes, vec![0]].concat()] {
        std::fs::write(&customers, &wrong).expect("written");
        std::fs::write(&own, &wrong).expect("written");
        let report = place.rebuild();
        place.whatever_is_named_is_whole();
        let written: usize = report["bases"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|base| base["written"].as_array().map_or(0, Vec::len))
            .sum();
        assert_eq!(written, 2, "{report}");
    }
    let without_manifests = |tree: std::collections::BTreeMap<String, Vec<u8>>| -> Vec<_> {
        tree.into_iter().filter(|(name, _)| name.ends_with(".sqlite")).collect()
    };
    assert_eq!(without_manifests(place.tree("bases")), without_manifests(whole));
}

#[test]
fn one_user_only() {
    let place = Place::new();
    place.rebuild();
    let before = place.tree("bases");
    place.base().execute("UPDATE crm_utilisateur SET courriel = 'a@b.example'", []).expect("changed");
    change(&place);
    let (code, report) = place.json_at(LATER, &["rebuild", "--user", "jdupont"]);
    assert_eq!((code, published(&report)), (0, vec!["jdupont"]), "{report}");
    let now = place.tree("bases");
    let touched: Vec<&String> =
        now.iter().filter(|(name, bytes)| before.get(*name) != Some(bytes)).map(|(name, _)| name).collect();
    assert!(
        touched.len() == 2 && touched.iter().all(|name| name.starts_with("users/jdupont/")),
        "{touched:?}"
    );
    let own = place.published("jdupont").open_user();
    assert_eq!(own.own().email.as_deref(), Some("a@b.example"));
}

#[test]
fn nobody_else_has_a_base() {
    let place = Place::new();
    for user in ["nobody", "parti", "../jdupont", "JDupont", ""] {
        let words = place.words(2, &["rebuild", "--user", user]);
        assert!(!words.trim().is_empty());
        assert!(place.tree("bases").is_empty(), "{user:?}");
    }
    let words = place.words(2, &["rebuild", "--user", "parti"]);
    assert!(words.contains("parti") && words.contains("users list"), "{words}");
    // Disabled later: his base stays as it was, until the folder is taken away.
    place.rebuild();
    place.succeed(&["users", "disable", "amartin"]);
    place.rebuild_at(LATER);
    let generations = ["amartin", "jdupont"].map(|user| place.published(user).manifest.generation);
    assert_eq!(generations, [1, 2]);
}

#[test]
fn one_automaton_at_a_time() {
    use std::process::Stdio;
    let place = Place::new();
    let log = place.path("steps");
    let mut first = place
        .command()
        .arg("rebuild")
        .env("TOURNEE_STEP_LOG", &log)
        .env("TOURNEE_PAUSE_AT", "20")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("it starts");
    while std::fs::read_to_string(&log).unwrap_or_default().lines().count() < 20 {
        assert!(first.try_wait().expect("asked").is_none(), "a rebuild has more than 20 steps");
        std::thread::yield_now();
    }
    for arguments in [&["rebuild"][..], &["integrate"], &["rebuild", "--user", "jdupont"]] {
        let words = place.words(1, arguments);
        assert!(words.contains(&format!("process {}", first.id())), "{words}");
    }
    // One that may wait does its work once the first has ended.
    let mut patient = place.command();
    patient.args(["rebuild", "--wait", "600"]).stdout(Stdio::null());
    let mut patient = patient.spawn().expect("it starts");
    assert!(patient.try_wait().expect("asked").is_none());
    drop(first.stdin.take());
    assert!(first.wait().expect("ended").success());
    assert!(patient.wait().expect("ended").success());
    place.rebuild();
}

/// What answers count as stands in their form: rather yesterday's figures than others.
#[test]
fn a_form_that_cannot_be_read_stops_the_rebuild_with_words() {
    let place = Place::new();
    place.rebuild();
    let before = place.tree("bases");
    place.base().execute("UPDATE crm_formulaire SET arbre = '{broken'", []).expect("broken");
    let words = place.words(1, &["rebuild"]);
    assert!(words.contains("formulaire_visite version 1") && words.contains("stay valid"), "{words}");
    assert_eq!(place.tree("bases"), before);
}

/// A user whose folder nobody can have gets no base, and the report says so.
#[test]
fn a_user_without_a_proper_folder_is_told() {
    let place = Place::new();
    place.insert("crm_utilisateur", &[json!({ "dossier": "Bad Folder", "actif": 1 })]);
    let report = place.rebuild();
    let told = report["problems"].as_array().expect("a list").iter().filter_map(Value::as_str);
    assert_eq!(told.filter(|problem| problem.contains("Bad Folder")).count(), 1, "{report}");
}

/// The wish for new bases is met by a common base that shows what it was made for, and by nothing less.
#[test]
fn a_wish_stays_until_the_common_base_shows_it() {
    let (place, creation) = crate::creations::stage::pending();
    place.rebuild();
    let wished = |place: &Place| !place.json(&["status"]).1["rebuild_asked"].is_null();
    assert!(!wished(&place));
    place.succeed(&["creations", "validate", &creation]);
    assert!(wished(&place));
    place.json(&["rebuild", "--user", "jdupont"]);
    assert!(wished(&place), "one user's base is not the common one");
    let manifest = place.base_folder(COMMON).join("manifest.json");
    std::fs::remove_file(&manifest).expect("removed");
    std::fs::create_dir_all(manifest.join("in the way")).expect("made");
    assert_eq!(place.json(&["rebuild"]).0, 1);
    assert!(wished(&place), "the common base failed");
    std::fs::remove_dir_all(&manifest).expect("removed");
    place.rebuild();
    assert!(!wished(&place));
}

/// A Windows user may be called like the folder of everybody's base.
#[test]
fn a_user_called_common_is_a_user() {
    let (place, creation) = crate::creations::stage::pending();
    place.succeed(&["users", "add", "SIEGE\\common", "--c-user", "CO"]);
    place.rebuild();
    let roles = |folder: &str| {
        let bytes = std::fs::read(place.path("bases").join(folder).join("manifest.json")).expect("published");
        let manifest = exchange_schema::Manifest::parse(&bytes).expect("a manifest");
        manifest.files.iter().map(|file| file.role).collect::<Vec<_>>()
    };
    assert!(roles("common").contains(&Role::Customers));
    assert_eq!(roles("users/common"), [Role::Prospects, Role::User]);
    place.succeed(&["creations", "validate", &creation]);
    place.succeed(&["rebuild", "--user", "common"]);
    assert!(!place.json(&["status"]).1["rebuild_asked"].is_null(), "that was not everybody's base");
}
