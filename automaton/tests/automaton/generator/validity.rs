//! The generator itself: what it writes must be what a laptop could have written, else the tests that feed on it prove nothing.

use std::collections::{BTreeMap, BTreeSet};

use domain::{CustomerField, FieldKind, VisitForm, check_visit_date, parse_iso_date, windows_1252_len};
use exchange_schema::{ExchangeFile, FileName};
use serde_json::Value;

use super::payloads::day_of;
use super::{Entry, one_laptop, opening_of_one_laptop, two_days};

#[test]
fn every_file_is_one_that_a_laptop_can_write() {
    let days = two_days(7, 2_000);
    assert_eq!(days.entries.len(), 2_002);
    for entry in days.opening.iter().chain(&days.entries) {
        check(entry);
    }
    check_devices(&days.opening.iter().chain(&days.entries).collect::<Vec<_>>(), true);
    for seed in 0..20 {
        let before = opening_of_one_laptop();
        let life = one_laptop(seed, &before);
        assert!((25..40).contains(&life.entries.len()), "{}", life.entries.len());
        before.opening.iter().chain(&life.entries).for_each(check);
        check_devices(&life.entries.iter().collect::<Vec<_>>(), seed % 2 == 1);
        let kinds: BTreeSet<_> = life.entries.iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds.len(), 6, "seed {seed}: {kinds:?}");
    }
}

#[test]
fn a_seed_means_the_same_for_ever() {
    let bytes = |seed| two_days(seed, 300).entries.iter().map(Entry::bytes).collect::<Vec<_>>();
    assert!(bytes(1) == bytes(1));
    assert!(bytes(1) != bytes(2));
}

fn check(entry: &Entry) {
    let name = FileName::parse(&entry.name()).expect("a name");
    let parsed = ExchangeFile::parse(&name, &entry.bytes());
    let parsed = parsed.unwrap_or_else(|error| panic!("{error}: {entry:?}"));
    assert_eq!(parsed.sequence().map(u64::from), entry.sequence);
    let wrong = ["date", "fit", "none", "form", "answers"].iter().any(|word| entry.why.contains(word));
    if !wrong {
        check_values(entry);
        check_visit(entry);
    }
}

/// Every value suits its column.
fn check_values(entry: &Entry) {
    let fields = entry.payload["fields"].as_object().into_iter().flatten();
    let fields = fields.map(|(column, value)| (column.as_str(), value));
    let changes = entry.payload["changes"].as_array().into_iter().flatten();
    let changes = changes.map(|change| (change["field"].as_str().expect("a field"), &change["to"]));
    for (column, value) in fields.chain(changes) {
        let field: CustomerField = column.parse().expect("a column");
        match (field.spec().kind, value) {
            (_, Value::Null) | (FieldKind::Integer, Value::Number(_)) => {}
            (FieldKind::Text(width), Value::String(text)) => {
                assert!(windows_1252_len(text).is_ok_and(|len| len <= width), "{column} {value}: {entry:?}");
            }
            (FieldKind::Date, Value::String(text)) => drop(parse_iso_date(text).expect("a date")),
            _ => panic!("{column} {value}: {entry:?}"),
        }
    }
}

fn check_visit(entry: &Entry) {
    let Some(visited_on) = entry.payload["visited_on"].as_str() else { return };
    let visited_on = parse_iso_date(visited_on).expect("a date");
    check_visit_date(visited_on, day_of(entry.created_at), 14)
        .unwrap_or_else(|error| panic!("{error}: {entry:?}"));
    if let Some(picked) = entry.payload.get("answers").map(|answers| answers["picked"].clone()) {
        let picked: Vec<_> = serde_json::from_value(picked).expect("ids");
        VisitForm::default_form().check(&picked).unwrap_or_else(|error| panic!("{error}: {entry:?}"));
    }
}

/// Names are unique; a device counts from 1 without gaps, and its clock goes on (unless it was set back once).
fn check_devices(entries: &[&Entry], clocks_go_on: bool) {
    let names: BTreeSet<_> = entries.iter().map(|entry| entry.name()).collect();
    assert_eq!(names.len(), entries.len());
    let mut devices: BTreeMap<&str, Vec<&&Entry>> = BTreeMap::new();
    for entry in entries {
        devices.entry(entry.device).or_default().push(entry);
    }
    for entries in devices.values() {
        let numbers: Vec<u64> = entries.iter().filter_map(|entry| entry.sequence).collect();
        assert!(numbers.iter().copied().eq(1..=numbers.len() as u64), "{numbers:?}");
        let set_back = entries.windows(2).filter(|pair| pair[1].created_at < pair[0].created_at).count();
        assert_eq!(set_back, usize::from(!clocks_go_on));
    }
}
