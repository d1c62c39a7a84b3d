//! Every file under `fixtures/exchange/invalid` is refused, for the reason that its folder is called.

use std::collections::BTreeSet;
use std::fs;

use exchange_schema::{ExchangeFile, MAX_FILE_BYTES, Reason};
use rstest::rstest;

use crate::disk::{self, Found};
use crate::schemas;

/// What bytes and a name alone can show.
const PARSE_REASONS: [Reason; 11] = [
    Reason::NotJson,
    Reason::TooLarge,
    Reason::UnknownKey,
    Reason::DoubledKey,
    Reason::MissingKey,
    Reason::WrongType,
    Reason::BadValue,
    Reason::UnknownKind,
    Reason::LaterFormat,
    Reason::NameMismatch,
    Reason::BadReplaces,
];

fn of(reason: Reason) -> Vec<Found> {
    let mut found = disk::exchange_files(&disk::invalid_folder());
    found.retain(|file| file.folder == reason.as_str());
    found
}

#[test]
fn are_refused_for_exactly_that_reason() {
    for file in disk::exchange_files(&disk::invalid_folder()) {
        let refusal = ExchangeFile::parse(&file.name, &file.bytes).expect_err(file.name.as_str());
        assert_eq!(refusal.reason.as_str(), file.folder, "{}: {refusal}", file.name);
    }
}

#[test]
fn show_every_reason_that_bytes_can_show() {
    let folders: BTreeSet<_> =
        disk::exchange_files(&disk::invalid_folder()).into_iter().map(|file| file.folder).collect();
    assert_eq!(folders, PARSE_REASONS.iter().map(|reason| reason.as_str().to_owned()).collect());
}

#[test]
fn are_explained_one_by_one() {
    let readme = fs::read_to_string(disk::invalid_folder().join("README.md")).unwrap();
    let explained: BTreeSet<_> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(name, _)| name.to_owned())
        .collect();
    let there: BTreeSet<_> =
        disk::exchange_files(&disk::invalid_folder()).iter().map(|file| file.name.to_string()).collect();
    assert_eq!(explained, there);
}

/// Calendars, doubled keys and agreement with the name are beyond a schema; these are not.
#[rstest]
#[case(Reason::UnknownKey)]
#[case(Reason::MissingKey)]
#[case(Reason::WrongType)]
#[case(Reason::UnknownKind)]
fn are_refused_by_the_schema_too(#[case] reason: Reason) {
    for file in of(reason) {
        let body = serde_json::from_slice(&file.bytes).unwrap();
        assert!(!schemas::of(file.name.kind().as_str()).is_valid(&body), "{}", file.name);
    }
}

#[rstest]
#[case(Reason::UnknownKey, "payload.fields.nom")]
#[case(Reason::UnknownKey, "payload.changes[0].also")]
#[case(Reason::DoubledKey, "payload.fields.nom_client")]
#[case(Reason::DoubledKey, "payload.fleet.VL")]
#[case(Reason::MissingKey, "payload.changes[0].to")]
#[case(Reason::WrongType, "payload.fleet.VL")]
#[case(Reason::BadValue, "payload.visited_on")]
#[case(Reason::NameMismatch, "author")]
fn are_refused_with_the_place_of_the_fault(#[case] reason: Reason, #[case] path: &str) {
    let places: Vec<_> = of(reason)
        .iter()
        .map(|file| ExchangeFile::parse(&file.name, &file.bytes).expect_err(file.name.as_str()).path)
        .collect();
    assert!(places.iter().any(|place| place == path), "{path} is none of {places:?}");
}

#[test]
fn one_mebibyte_is_not_too_large() {
    let file = of(Reason::TooLarge).remove(0);
    assert_eq!(file.bytes.len(), MAX_FILE_BYTES + 1);
    assert!(ExchangeFile::parse(&file.name, &file.bytes[..MAX_FILE_BYTES]).is_ok());
}
