//! Manifest and receipts: printed strictly, read so that an older laptop survives a newer server.

use std::fs;

use exchange_schema::{MAX_PUBLISHED_BYTES, Manifest, Reason, ReceiptState, Receipts, ReceiptsPrinter, Role};
use rstest::rstest;

use crate::disk;
use crate::schemas;

fn example(path: &str) -> String {
    fs::read_to_string(disk::crate_folder("examples").join(path)).unwrap()
}

#[rstest]
#[case("manifest-common/manifest.json")]
#[case("manifest-user/manifest.json")]
fn manifests_are_read_and_printed_byte_for_byte(#[case] path: &str) {
    let text = example(path);
    let manifest = Manifest::parse(text.as_bytes()).unwrap();
    assert_eq!(String::from_utf8(manifest.to_json().unwrap()).unwrap(), text);
    assert!(schemas::of("manifest").is_valid(&serde_json::from_str(&text).unwrap()));
}

#[test]
fn receipts_are_read_and_printed_byte_for_byte() {
    let text = example("receipts/receipts.json");
    let receipts = Receipts::parse(text.as_bytes()).unwrap();
    assert_eq!(String::from_utf8(receipts.to_json().unwrap()).unwrap(), text);
    assert!(schemas::of("receipts").is_valid(&serde_json::from_str(&text).unwrap()));
    assert!(
        ReceiptState::ALL.iter().all(|state| receipts.receipts.iter().any(|receipt| receipt.state == *state))
    );
}

fn printed(receipts: &Receipts) -> Vec<u8> {
    let mut printer = ReceiptsPrinter::new(&receipts.user);
    let mut bytes = Vec::new();
    for receipt in &receipts.receipts {
        assert!(printer.push(receipt).unwrap());
        bytes.extend(printer.piece().unwrap_or_default());
    }
    bytes.extend(printer.end());
    bytes
}

#[test]
fn receipts_are_the_same_in_pieces_and_in_one() {
    let mut receipts = Receipts::parse(example("receipts/receipts.json").as_bytes()).unwrap();
    assert_eq!(printed(&receipts), receipts.to_json().unwrap());
    let some = receipts.receipts.clone();
    receipts.receipts = some.iter().cycle().take(500).cloned().collect();
    receipts.receipts[3].name = "\u{e9}\"\n\\{[".to_owned();
    assert_eq!(printed(&receipts), receipts.to_json().unwrap(), "more than one piece");
    receipts.receipts.clear();
    assert_eq!(printed(&receipts), receipts.to_json().unwrap(), "none");
}

#[test]
fn receipts_end_where_readers_would_find_them_too_large() {
    let example = Receipts::parse(example("receipts/receipts.json").as_bytes()).unwrap();
    let mut long = example.receipts[0].clone();
    long.message = Some("x".repeat(MAX_PUBLISHED_BYTES / 3));
    let mut printer = ReceiptsPrinter::new(&example.user);
    let taken: Vec<bool> = (0..3).map(|_| printer.push(&long).unwrap()).collect();
    assert_eq!(taken, [true, true, false]);
    assert_eq!(Receipts::parse(&printer.end()).unwrap().receipts.len(), 2);
}

#[test]
fn a_newer_server_may_add_keys_roles_states_and_reasons() {
    let text = example("manifest-user/manifest.json");
    let newer =
        text.replace("\"user\"", "\"row-changes\"").replace("\"size\"", "\"rows\": 3,\n      \"size\"");
    let newer = newer.replace("\"schema\"", "\"signed_by\": {\"x\": [1.5]},\n  \"schema\"");
    let manifest = Manifest::parse(newer.as_bytes()).unwrap();
    assert_eq!(manifest.files.iter().map(|file| file.role).collect::<Vec<_>>(), [Role::Prospects]);
    assert!(!schemas::of("manifest").is_valid(&serde_json::from_str(&newer).unwrap()));

    let text = example("receipts/receipts.json");
    let newer = text
        .replace("\"deferred\"", "\"parked\"")
        .replace("\"unknown-customer\"", "\"moon-phase\"")
        .replace("\"common\"", "\"archive\"");
    let older = Receipts::parse(text.as_bytes()).unwrap();
    let receipts = Receipts::parse(newer.as_bytes()).unwrap().receipts;
    assert_eq!(receipts.len(), older.receipts.len() - 1);
    let rejected = receipts.iter().find(|receipt| receipt.state == ReceiptState::Rejected).unwrap();
    assert_eq!((rejected.reason, &rejected.reference), (None, &None));
    assert!(receipts.iter().all(|receipt| receipt.target.is_none()));
}

#[rstest]
#[case("\"format\": 1", "\"format\": 2", Reason::LaterFormat)]
#[case("\"format\": 1,", "", Reason::MissingKey)]
#[case("\"through\": 90412", "\"through\": 90412, \"through\": 1", Reason::DoubledKey)]
#[case("\"through\": 90412", "\"through\": -1", Reason::BadValue)]
#[case("\"through\": 90412", "\"through\": \"90412\"", Reason::WrongType)]
#[case("\"through\": 90412,", "", Reason::MissingKey)]
#[case("\"2026-11-21T02:30:04Z\"", "\"2026-11-21 02:30\"", Reason::BadValue)]
#[case("\"prospects-", "\"../prospects-", Reason::BadValue)]
#[case("\"prospects-", "\".prospects-", Reason::BadValue)]
#[case("\"prospects-", "\"C:\\\\prospects-", Reason::BadValue)]
#[case("\"sha256\": \"", "\"sha256\": \"A", Reason::BadValue)]
fn a_manifest_that_is_wrong_is_refused(#[case] old: &str, #[case] new: &str, #[case] reason: Reason) {
    let text = example("manifest-user/manifest.json");
    let wrong = text.replace(old, new);
    assert_ne!(wrong, text);
    assert_eq!(Manifest::parse(wrong.as_bytes()).map_err(|e| e.reason), Err(reason));
}
