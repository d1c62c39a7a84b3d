//! What holds for every input.

use std::sync::LazyLock;

use exchange_schema::{ExchangeFile, FileName, Manifest, Receipts};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::disk::{self, Found};
use crate::generate::exchange_file;
use crate::schemas;

static EXAMPLES: LazyLock<Vec<Found>> =
    LazyLock::new(|| disk::exchange_files(&disk::crate_folder("examples")));

/// What a mutation puts in: tokens of JSON and values at the edge.
fn splinter() -> impl Strategy<Value = Vec<u8>> {
    let tokens: Vec<&[u8]> = vec![
        b"",
        b"\"",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"null",
        b"true",
        b"-1",
        b"1.5",
        b"1e400",
        b"\\u0000",
        b"\\",
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\n",
        b"9999999999999999999999",
        b"{\"a\":{}}",
        b"\"format\":2,",
        b"[[[[",
    ];
    prop_oneof![select(tokens).prop_map(<[u8]>::to_vec), prop::collection::vec(any::<u8>(), 0..4),]
}

/// An example with some pieces cut out and others put in.
fn mutated() -> impl Strategy<Value = (FileName, Vec<u8>)> {
    let cuts = prop::collection::vec((any::<Index>(), 0..6_usize, splinter()), 1..4);
    (any::<Index>(), cuts).prop_map(|(example, cuts)| {
        let example = example.get(&EXAMPLES);
        let mut bytes = example.bytes.clone();
        for (at, len, splinter) in cuts {
            let at = at.index(bytes.len() + 1);
            let end = (at + len).min(bytes.len());
            bytes.splice(at..end, splinter);
        }
        (example.name.clone(), bytes)
    })
}

fn any_name() -> FileName {
    EXAMPLES[0].name.clone()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(ExchangeFile::parse(&any_name(), &bytes).is_err());
        let _ = (Manifest::parse(&bytes), Receipts::parse(&bytes));
    }

    #[test]
    fn any_json_is_read_or_refused(text in "[\\[\\]{}\",:0-9a-f\\\\u\\-.eE nulltrse]{0,200}") {
        prop_assert!(ExchangeFile::parse(&any_name(), text.as_bytes()).is_err());
    }

    #[test]
    fn any_text_is_a_name_or_none(text in "(VC|MC)?_?([0-9T]{15}Z)?_?\\PC{0,40}(\\.json)?") {
        if let Ok(name) = FileName::parse(&text) {
            prop_assert_eq!(name.as_str(), text);
        }
    }

    /// What a mutation happens to leave valid is read, printed and read again as the same.
    #[test]
    fn a_mutated_example_is_read_or_refused((name, bytes) in mutated()) {
        if let Ok(file) = ExchangeFile::parse(&name, &bytes) {
            prop_assert_eq!(ExchangeFile::parse(&name, &file.to_json().unwrap()), Ok(file));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn printing_then_parsing_changes_nothing(file in exchange_file()) {
        let name = FileName::parse(file.file_name().as_str()).unwrap();
        prop_assert_eq!(&name, file.file_name());
        let printed = file.to_json().unwrap();
        prop_assert_eq!(printed.last(), Some(&b'\n'));
        prop_assert_eq!(ExchangeFile::parse(&name, &printed), Ok(file));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_satisfies_the_schema(file in exchange_file()) {
        let body = serde_json::from_slice(&file.to_json().unwrap()).unwrap();
        if let Err(error) = schemas::of(file.kind().as_str()).validate(&body) {
            prop_assert!(false, "{} at {}", error, error.instance_path());
        }
    }
}
