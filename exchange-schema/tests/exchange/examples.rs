//! Every example is read forever, is what printing gives, and satisfies its schema.

use std::collections::BTreeSet;

use exchange_schema::{ExchangeFile, Kind, Payload};

use crate::disk;
use crate::schemas;

#[test]
fn are_read_and_printed_byte_for_byte() {
    for example in disk::exchange_files(&disk::crate_folder("examples")) {
        let file = ExchangeFile::parse(&example.name, &example.bytes)
            .unwrap_or_else(|e| panic!("{}: {e}", example.folder));
        assert_eq!(file.file_name(), &example.name);
        let printed = String::from_utf8(file.to_json().unwrap()).unwrap();
        assert_eq!(printed, String::from_utf8_lossy(&example.bytes), "{}", example.folder);
    }
}

#[test]
fn satisfy_the_schema_of_their_kind() {
    for example in disk::exchange_files(&disk::crate_folder("examples")) {
        let body = serde_json::from_slice(&example.bytes).unwrap();
        if let Err(error) = schemas::of(example.name.kind().as_str()).validate(&body) {
            panic!("{}: {error} at {}", example.folder, error.instance_path());
        }
    }
}

#[test]
fn cover_every_kind_and_optional_part() {
    let files: Vec<_> = disk::exchange_files(&disk::crate_folder("examples"))
        .iter()
        .map(|example| ExchangeFile::parse(&example.name, &example.bytes).unwrap())
        .collect();
    let kinds: BTreeSet<_> = files.iter().map(ExchangeFile::kind).collect();
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), Kind::ALL);
    assert!(files.iter().any(|file| file.sequence().is_some()));
    assert!(files.iter().any(|file| file.replaces().is_some()));
    let some = |wanted: fn(&Payload) -> bool| files.iter().any(|file| wanted(file.payload()));
    assert!(some(|p| matches!(p, Payload::Vc(visit) if visit.answers.is_some())));
    assert!(some(|p| matches!(p, Payload::Cp(creation) if creation.duplicate_reason.is_some())));
    assert!(some(|p| matches!(p, Payload::Cc(_, None))));
    assert!(some(|p| matches!(p, Payload::Cc(_, Some(_)))));
}

/// The keys that may be absent may be null as well; the two read the same, but for `follow_up_on`.
#[test]
fn null_is_absent() {
    let examples = disk::exchange_files(&disk::crate_folder("examples"));
    let example = examples.iter().find(|example| example.folder == "vc-minimal").unwrap();
    let expected = ExchangeFile::parse(&example.name, &example.bytes).unwrap();
    let text = String::from_utf8(example.bytes.clone()).unwrap();
    for (old, new) in [
        (",\n  \"signature\": null", ""),
        ("\"comment\"", "\"fleet\": null, \"answers\": null, \"comment\""),
        ("\"device\"", "\"sequence\": null, \"replaces\": null, \"device\""),
    ] {
        let changed = text.replace(old, new);
        assert_ne!(changed, text);
        assert_eq!(ExchangeFile::parse(&example.name, changed.as_bytes()), Ok(expected.clone()), "{new}");
    }
    let cleared = text.replace("\"comment\"", "\"follow_up_on\": null, \"comment\"");
    assert_ne!(ExchangeFile::parse(&example.name, cleared.as_bytes()), Ok(expected));
}
