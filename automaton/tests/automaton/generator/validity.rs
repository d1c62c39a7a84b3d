//! The generator itself: what it writes must be what a laptop could have written, else the tests that feed on it prove nothing.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    CustomerField, FieldValue, Parameters, VisitForm, check_creation, check_field, check_visit_date,
    parse_iso_date,
};
use exchange_schema::{ExchangeFile, FileName};
use serde_json::json;

use super::company::FARMERS;
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
        check_devices(&life.entries.iter().collect::<Vec<_>>(), seed % 2 == 0);
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
    if entry.kind == "CC" {
        check_customer(entry);
    }
}

/// A creation is complete and valid, unless it was spoilt on purpose.
fn check_customer(entry: &Entry) {
    let spoilt = ["missing", "cheque", "without", "none"].iter().any(|word| entry.why.contains(word));
    let mut rules = Parameters::default();
    rules.set("categories_agriculteur", json!(FARMERS)).expect("codes");
    let sheet: BTreeMap<CustomerField, FieldValue> =
        serde_json::from_value(entry.payload["fields"].clone()).expect("a sheet");
    let problems = check_creation(|field| sheet.get(&field), !entry.signature.is_null(), &rules);
    assert_eq!(problems.is_empty(), !spoilt, "{problems:?}: {entry:?}");
}

/// Every value suits its column.
fn check_values(entry: &Entry) {
    let fields = entry.payload["fields"].as_object().into_iter().flatten();
    let fields = fields.map(|(column, value)| (column.as_str(), value));
    let changes = entry.payload["changes"].as_array().into_iter().flatten();
    let changes = changes.map(|change| (change["field"].as_str().expect("a field"), &change["to"]));
    for (column, value) in fields.chain(changes) {
        let field: CustomerField = column.parse().expect("a column");
        if !value.is_null() {
            let value = serde_json::from_value(value.clone()).expect("a value");
            check_field(field, &value).unwrap_or_else(|problem| panic!("{column} {problem:?}: {entry:?}"));
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

/// Names are unique; a device counts from 1 without gaps, and its clock goes on, but for one that was set back once.
fn check_devices(entries: &[&Entry], set_back: bool) {
    let names: BTreeSet<_> = entries.iter().map(|entry| entry.name()).collect();
    assert_eq!(names.len(), entries.len());
    let mut devices: BTreeMap<&str, Vec<&&Entry>> = BTreeMap::new();
    for entry in entries {
        devices.entry(entry.device).or_default().push(entry);
    }
    let mut times_set_back = 0;
    for entries in devices.values() {
        let numbers: Vec<u64> = entries.iter().filter_map(|entry| entry.sequence).collect();
        assert!(numbers.iter().copied().eq(1..=numbers.len() as u64), "{numbers:?}");
        times_set_back += entries.windows(2).filter(|pair| pair[1].created_at < pair[0].created_at).count();
    }
    assert_eq!(times_set_back, usize::from(set_back));
}
