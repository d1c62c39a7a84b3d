//! « No byte of another rep's prospects, and no bank detail in common »: every byte of every published file is read, and searched for
//! texts that stand nowhere else.

mod company;
mod secrets;

use std::collections::{BTreeMap, BTreeSet};

use company::{Company, FOLDERS};
use rusqlite::{Connection, OpenFlags};
use secrets::Secrets;

use super::published::COMMON;
use crate::support::{Place, rows_of};

const SEED: u64 = 20_261_122;
const EVENING: &str = "2026-11-21T17:00:00Z";
/// When nothing is left of what was published in the afternoon.
const A_WEEK_LATER: &str = "2026-11-29T01:30:00Z";

/// Everything that can be read in one file: its bytes and, of a base, every value of every table, for a long text may lie in pieces.
fn content(place: &Place, path: &str, bytes: Vec<u8>) -> Vec<u8> {
    let mut all = bytes;
    if path.ends_with(".sqlite") {
        let base =
            Connection::open_with_flags(place.path("bases").join(path), OpenFlags::SQLITE_OPEN_READ_ONLY);
        let base = base.expect("it opens");
        for table in rows_of(&base, "SELECT name FROM sqlite_schema WHERE type = 'table'").concat() {
            for value in rows_of(&base, &format!("SELECT * FROM \"{table}\"")).concat() {
                all.push(0);
                all.extend(value.into_bytes());
            }
        }
    }
    all
}

/// Which secrets are found in which folder, in files of which kind.
fn found(
    place: &Place,
    secrets: &Secrets,
    keep: impl Fn(&str) -> bool,
) -> BTreeMap<usize, BTreeSet<(String, String)>> {
    let mut found: BTreeMap<usize, BTreeSet<(String, String)>> = BTreeMap::new();
    let files = place.tree("bases").into_iter().filter(|(path, _)| keep(path));
    for (path, bytes) in files {
        let (folder, name) = path.rsplit_once('/').expect("in a folder");
        let folder = folder.strip_prefix("users/").unwrap_or(folder).to_owned();
        for secret in secrets.within(&content(place, &path, bytes)) {
            found.entry(secret).or_default().insert((folder.clone(), name.to_owned()));
        }
    }
    found
}

/// Compares where each secret is with where it may and where it must be.
fn check(place: &Place, secrets: &Secrets, keep: impl Fn(&str) -> bool, when: &str) {
    let found = found(place, secrets, keep);
    let nothing = BTreeSet::new();
    for (number, secret) in secrets.all.iter().enumerate() {
        let places = found.get(&number).unwrap_or(&nothing);
        let folders: BTreeSet<&str> = places.iter().map(|(folder, _)| folder.as_str()).collect();
        for (folder, file) in places {
            assert!(
                secret.may.contains(folder.as_str()),
                "seed {SEED}, {when}: {} in {folder}/{file}",
                secret.what
            );
        }
        for folder in &secret.must {
            assert!(
                folders.contains(folder),
                "seed {SEED}, {when}: {} is not in {folder}: the search is blind",
                secret.what
            );
        }
    }
}

/// The files that manifests name, the manifests, and the receipts.
fn named(place: &Place) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for base in FOLDERS {
        let folder = if base == COMMON { base.to_owned() } else { format!("users/{base}") };
        let others =
            if base == COMMON { &["manifest.json"][..] } else { &["manifest.json", "receipts.json"] };
        let names = place.published(base).names().into_iter().chain(others.iter().map(ToString::to_string));
        named.extend(names.map(|name| format!("{folder}/{name}")));
    }
    named
}

#[test]
fn nobody_gets_a_byte_that_is_not_his() {
    let company = Company::new(SEED);
    let place = &company.place;
    // In the afternoon everything is its creator's, and bases are published.
    company.afternoon();
    place.rebuild();
    check(place, &company.secrets_before(), |_| true, "in the afternoon");
    // Then reassigned, deleted, forgotten, converted: the files of the evening have no left-over byte of the afternoon.
    company.evening();
    place.rebuild_at(EVENING);
    let secrets = company.secrets_after();
    let of_the_evening = named(place);
    let is_base = |path: &str| !path.ends_with("receipts.json");
    check(place, &secrets, |path| of_the_evening.contains(path), "in the evening");
    check(
        place,
        &company.identities(),
        |path| is_base(path) && of_the_evening.contains(path),
        "in the evening",
    );
    check(place, &company.of_receipts(), |path| !is_base(path), "in the receipts");
    // And a week later nothing else lies there.
    place.rebuild_at(A_WEEK_LATER);
    check(place, &secrets, |_| true, "a week later");
    check(place, &company.identities(), is_base, "a week later");
    let mut lying: BTreeSet<String> = place.tree("bases").into_keys().collect();
    // Who left has receipts, and nothing else.
    lying.remove("users/parti/receipts.json");
    assert_eq!(lying, named(place));
}

/// The test above can fail: what is put anywhere is found there, in the text of a table, over the edge of a page and in a deleted row.
#[test]
fn the_search_finds_what_is_there() {
    let company = Company::new(SEED);
    let place = &company.place;
    place.rebuild();
    let mut secrets = Secrets::new(SEED);
    let token = secrets.word(12);
    secrets.add("a word", &token, &[], &[]);
    assert!(found(place, &secrets, |_| true).is_empty());
    let lists = place.base_folder(COMMON).join(place.published(COMMON).name("lists-"));
    let whole = std::fs::read(&lists).expect("read");
    let long = "x".repeat(9_000);
    for (how, sql) in [
        ("upper case", format!("INSERT INTO form VALUES (900, '{}')", token.to_uppercase())),
        ("split over pages", format!("INSERT INTO form VALUES (900, '{long}{token}{long}')")),
        (
            "deleted",
            format!(
                "PRAGMA secure_delete = 0; INSERT INTO form VALUES (900, '{token}'); DELETE FROM form WHERE version = 900"
            ),
        ),
    ] {
        std::fs::write(&lists, &whole).expect("written");
        let base = Connection::open(&lists).expect("it opens");
        base.pragma_update(None, "journal_mode", "OFF").expect("set");
        base.execute_batch(&sql).expect("done");
        drop(base);
        let found = found(place, &secrets, |_| true);
        assert_eq!(found.len(), 1, "{how}");
        assert!(
            found[&0].iter().all(|(folder, name)| folder == COMMON && name.starts_with("lists-")),
            "{how}: {found:?}"
        );
    }
}
