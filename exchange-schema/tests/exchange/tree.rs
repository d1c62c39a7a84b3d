//! Faults that need no file of their own.

use chrono::NaiveDate;
use exchange_schema::{ExchangeFile, FileName, ParseError, Payload, PrintError, Reason};
use rstest::rstest;

const NAME: &str = "VC_20261121T143502Z_jdupont_019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d.json";

fn refused(body: &str) -> ParseError {
    ExchangeFile::parse(&FileName::parse(NAME).unwrap(), body.as_bytes()).unwrap_err()
}

/// The design's own example, with `key` holding `value`.
fn with(key: &str, value: &str) -> String {
    let mut text = String::from("{");
    for (k, v) in [
        ("format", "1"),
        ("kind", "\"VC\""),
        ("id", "\"019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d\""),
        ("created_at", "\"2026-11-21T14:35:02Z\""),
        ("author", "\"jdupont\""),
        ("device", "\"7f1c0f6e-0e0a-4b7e-9c57-0c8a2d1f4b11\""),
        ("payload", r#"{"customer":"C1","visited_on":"2026-11-21","visited_at":"14:30","comment":""}"#),
        ("signature", "null"),
    ] {
        text.push_str(&format!("\"{k}\":{},", if k == key { value } else { v }));
    }
    text.push_str("\"sequence\":");
    text.push_str(if key == "sequence" { value } else { "1" });
    text.push('}');
    text
}

#[test]
fn the_example_itself_is_read() {
    assert!(ExchangeFile::parse(&FileName::parse(NAME).unwrap(), with("", "").as_bytes()).is_ok());
}

#[rstest]
#[case("format", "1.0", Reason::WrongType)]
#[case("format", "1e0", Reason::WrongType)]
#[case("format", "null", Reason::WrongType)]
#[case("format", "2", Reason::LaterFormat)]
#[case("sequence", "1.0", Reason::WrongType)]
#[case("sequence", "-1", Reason::BadValue)]
#[case("sequence", "18446744073709551616", Reason::WrongType)]
#[case("sequence", "1e999", Reason::NotJson)]
#[case("kind", "null", Reason::WrongType)]
#[case("kind", "\"MC\"", Reason::UnknownKey)]
#[case("author", "\"con\"", Reason::BadValue)]
#[case("created_at", "\"2026-11-21T14:35:60Z\"", Reason::BadValue)]
#[case("device", "\"{7f1c0f6e-0e0a-4b7e-9c57-0c8a2d1f4b11}\"", Reason::BadValue)]
fn one_value_that_is_wrong(#[case] key: &str, #[case] value: &str, #[case] reason: Reason) {
    let refusal = refused(&with(key, value));
    assert_eq!(refusal.reason, reason, "{refusal}");
}

/// A refusal ends in mails and file names of reasons: a hostile key or value must not swell it.
#[test]
fn a_refusal_stays_short() {
    let huge = "x".repeat(500_000);
    for body in [with("author", &format!("\"{huge}\"")), with(&huge, "1").replace("format", &huge)] {
        assert!(refused(&body).to_string().chars().count() < 500);
    }
    let refusal = refused(&with("payload", &format!("{{\"{huge}\":1}}")));
    assert_eq!(refusal.reason, Reason::UnknownKey);
    assert!(refusal.path.starts_with("payload.xxx") && refusal.path.chars().count() < 250);
}

#[test]
fn a_refusal_reads_as_a_sentence() {
    assert_eq!(
        refused(&with("sequence", "\"1\"")).to_string(),
        "wrong-type at sequence: a text where a nonzero u64 belongs"
    );
}

#[test]
fn what_no_reader_would_accept_is_not_printed() {
    let name = FileName::parse(NAME).unwrap();
    let file = ExchangeFile::parse(&name, with("", "").as_bytes()).unwrap();
    let Payload::Vc(mut visit) = file.payload().clone() else { panic!("a VC") };
    visit.visited_on = NaiveDate::MAX;
    let (author, device) = (file.author().clone(), file.device());
    let file = ExchangeFile::new(file.id(), file.created_at(), author, device, Payload::Vc(visit)).unwrap();
    match file.to_json() {
        Err(PrintError::Refused(refusal)) => {
            assert_eq!((refusal.reason, refusal.path.as_str()), (Reason::BadValue, "payload.visited_on"));
        }
        printed => panic!("{printed:?}"),
    }
}
