//! The pure decision, row by row: what a file shows × what the base says → what to do.

use chrono::{DateTime, Utc};
use domain::{UserFolder, VisitForm};
use exchange_schema::{CustomerVisitPayload, ExchangeFile, FileName, Payload, Reason, Sha256};
use serde_json::json;

use super::*;

mod builders;
mod change_requests;
mod clashes;
mod clocks;
mod converted;
mod creations;
mod deletions;
mod duplicates;
mod edits;
mod names;
mod owners;
mod prospects;
mod replaces;
mod visits;
mod waiting;
mod world;

const NAME: &str = "VC_20261121T143502Z_jdupont_019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d.json";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn rules() -> Rules {
    Rules {
        now: at("2026-11-21T15:00:00Z"),
        zone: chrono_tz::Europe::Paris,
        parameters: Parameters::default(),
        public_url: "http://127.0.0.1:8787".to_owned(),
        mail_domain: "tournee.invalid".to_owned(),
        defer: Duration::hours(72),
    }
}

fn jdupont() -> User {
    User {
        folder: "jdupont".to_owned(),
        windows_user: None,
        c_user: Some("JD".parse().expect("a code")),
        c_rep: None,
        email: None,
        shown_name: None,
        admin: false,
        accountant: false,
        active: true,
    }
}

/// A visit made at `created_at` in UTC, with some keys of its payload replaced.
fn visit(created_at: &str, keys: serde_json::Value) -> ExchangeFile {
    let mut payload = json!({
        "customer": "C01846", "visited_on": "2026-11-21", "visited_at": "14:10", "comment": "Bonjour"
    });
    for (key, value) in keys.as_object().expect("an object") {
        payload[key] = value.clone();
    }
    let payload: CustomerVisitPayload = serde_json::from_value(payload).expect("a payload");
    let id = "019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d".parse().expect("an id");
    let device = "7f1c0f6e-0e0a-4b7e-9c57-0c8a2d1f4b11".parse().expect("a device");
    let author = UserFolder::parse("jdupont").expect("a user");
    ExchangeFile::new(id, at(created_at), author, device, Payload::Vc(payload)).expect("a file")
}

fn sighting(naming: Naming, content: Content) -> Sighting {
    Sighting {
        raw_name: NAME.to_owned(),
        path: format!("jdupont/{NAME}"),
        folder: "jdupont".to_owned(),
        user: UserFolder::parse("jdupont").ok(),
        naming,
        content,
    }
}

fn proper() -> Naming {
    Naming::Proper(FileName::parse(NAME).expect("a name"))
}

fn bytes(
    bytes: &[u8],
    whole: bool,
    file: Option<Result<ExchangeFile, exchange_schema::ParseError>>,
) -> Content {
    Content::Bytes(Box::new(Body { bytes: bytes.to_vec(), sha256: Sha256::of(bytes), whole, file }))
}

fn good() -> Sighting {
    sighting(proper(), bytes(b"good", true, Some(Ok(visit("2026-11-21T14:35:02Z", json!({}))))))
}

fn known(state: FileState, content: Option<&[u8]>, reason: Option<Reason>) -> KnownFile {
    KnownFile {
        name: NAME.to_owned(),
        state,
        reason: reason.map(|reason| reason.as_str().to_owned()),
        sha256: content.map(|bytes| Sha256::of(bytes).to_string()),
        received_at: at("2026-11-18T15:00:00Z").naive_utc(),
        changed_at: at("2026-11-18T15:00:00Z").naive_utc(),
        integrated_before: false,
        corrects: None,
    }
}

/// The verdict without its words.
fn brief(verdict: &Verdict) -> String {
    match verdict {
        Ok(integration) if !integration.replaces.is_empty() => "integrate, replacing".to_owned(),
        Ok(_) => "integrate".to_owned(),
        Err(Settled::Nothing) => "nothing".to_owned(),
        Err(Settled::LeaveAlone) => "leave alone".to_owned(),
        Err(Settled::Duplicate(of)) => format!("duplicate of {of}"),
        Err(Settled::Postpone) => "postpone".to_owned(),
        Err(Settled::LookAgain(reason, _)) => format!("look again: {reason}"),
        Err(Settled::Defer(reason, _)) => format!("defer: {reason}"),
        Err(Settled::Reject(reason, _)) => format!("reject: {reason}"),
    }
}

#[test]
fn what_the_registry_knows_of_the_name() {
    use FileState::{Integrated, Refused, Replaced, Waiting};
    let (same, other): (&[u8], &[u8]) = (b"good", b"other");
    let author = jdupont();
    let half = || sighting(proper(), bytes(b"{", false, Some(Err(not_json()))));
    for (case, sighting, known_file, expected) in [
        ("unknown", good(), None, "integrate"),
        ("integrated, same", good(), Some(known(Integrated, Some(same), None)), "nothing"),
        ("integrated, other", good(), Some(known(Integrated, Some(other), None)), "reject: name-reused"),
        ("integrated, half", half(), Some(known(Integrated, Some(other), None)), "look again: unsettled"),
        ("waiting, same", good(), Some(known(Waiting, Some(same), None)), "integrate"),
        ("waiting, other", good(), Some(known(Waiting, Some(other), None)), "reject: name-reused"),
        ("refused, same", good(), Some(known(Refused, Some(same), None)), "nothing"),
        ("refused, other", good(), Some(known(Refused, Some(other), None)), "integrate"),
        ("replaced, same", good(), Some(known(Replaced, Some(same), None)), "nothing"),
        ("replaced, other", good(), Some(known(Replaced, Some(other), None)), "reject: name-reused"),
    ] {
        let facts = Facts {
            known: known_file.as_ref(),
            author: Some(&author),
            customer_name: Some(String::new()),
            ..Facts::default()
        };
        assert_eq!(brief(&decide(&sighting, &facts, &rules())), expected, "{case}");
    }
    // The same reuse again was told already.
    let taken = known(Integrated, Some(other), None);
    let facts = Facts {
        known: Some(&taken),
        known_path: Some(known(Refused, Some(same), Some(Reason::NameReused))),
        ..Facts::default()
    };
    assert_eq!(brief(&decide(&good(), &facts, &rules())), "nothing");
}

fn not_json() -> exchange_schema::ParseError {
    ExchangeFile::parse(&FileName::parse(NAME).expect("a name"), b"{").expect_err("half an object")
}

#[test]
fn what_the_name_the_place_and_the_bytes_say() {
    let name = FileName::parse(NAME).expect("a name");
    let foreign = || Naming::ForeignAuthor(name.clone());
    let malformed = || Naming::Malformed("no".to_owned());
    let unknown_key = ExchangeFile::parse(&name, br#"{"format":1,"kind":"VC","x":1}"#).expect_err("wrong");
    let wrong = || bytes(b"wrong", true, Some(Err(unknown_key.clone())));
    let whole = || bytes(b"{}", true, None);
    let half = || bytes(b"{", false, None);
    let copy = Some("the original".to_owned());
    for (naming, content, settled, integrated_as, expected) in [
        (Naming::LeftAlone, Content::Vanished, false, None, "leave alone"),
        (proper(), Content::Vanished, false, None, "nothing"),
        (proper(), Content::Withheld("held".to_owned()), false, None, "look again: unreadable"),
        (proper(), Content::Odd(Reason::NotAFile), false, None, "reject: not-a-file"),
        (proper(), Content::TooLarge(2 << 20), false, None, "reject: too-large"),
        (proper(), wrong(), false, None, "reject: unknown-key"),
        (proper(), wrong(), false, copy.clone(), "duplicate of the original"),
        (proper(), bytes(b"{", false, Some(Err(not_json()))), false, None, "look again: unsettled"),
        (proper(), bytes(b"{", false, Some(Err(not_json()))), true, None, "reject: not-json"),
        (foreign(), whole(), false, None, "reject: author-mismatch"),
        (foreign(), whole(), false, copy.clone(), "reject: author-mismatch"),
        (foreign(), half(), false, None, "look again: unsettled"),
        (malformed(), whole(), false, None, "reject: bad-name"),
        (malformed(), whole(), false, copy.clone(), "duplicate of the original"),
        (malformed(), half(), true, None, "reject: bad-name"),
        (Naming::ConflictCopy, whole(), false, None, "reject: conflict-copy"),
        (Naming::ConflictCopy, whole(), false, copy.clone(), "duplicate of the original"),
        (Naming::ConflictCopy, half(), false, None, "look again: unsettled"),
        (Naming::OutsideUserFolder, whole(), false, None, "reject: outside-user-folder"),
    ] {
        let case = format!("{naming:?} {content:?} settled {settled} copy of {integrated_as:?}");
        let facts = Facts { settled, integrated_as, ..Facts::default() };
        assert_eq!(brief(&decide(&sighting(naming, content), &facts, &rules())), expected, "{case}");
    }
    // What was not read is told once, but for another reason it is told again.
    for (reason, expected) in [
        (Reason::NotAFile, "nothing"),
        (Reason::HardLink, "reject: not-a-file"),
        (Reason::TooLarge, "reject: not-a-file"),
    ] {
        let before = known(FileState::Refused, None, Some(reason));
        let facts = Facts { known: Some(&before), ..Facts::default() };
        let link = sighting(proper(), Content::Odd(Reason::NotAFile));
        assert_eq!(brief(&decide(&link, &facts, &rules())), expected);
    }
}

#[test]
fn dates_are_counted_in_the_authors_local_day() {
    let author = jdupont();
    for (created_at, visited_on, expected) in [
        // 23:30 UTC on the 20th is already the 21st in Paris.
        ("2026-11-20T23:30:00Z", "2026-11-22", "integrate"),
        ("2026-11-20T23:30:00Z", "2026-11-23", "reject: date-out-of-bounds"),
        ("2026-11-20T22:30:00Z", "2026-11-22", "reject: date-out-of-bounds"),
        ("2026-11-20T23:30:00Z", "2026-11-07", "integrate"),
        ("2026-11-20T23:30:00Z", "2026-11-06", "reject: date-out-of-bounds"),
        ("2026-11-20T22:30:00Z", "2026-11-06", "integrate"),
        // Offline for weeks: the bound counts from the day of the entry, not from today.
        ("2026-09-01T10:00:00Z", "2026-08-18", "integrate"),
        ("2026-09-01T10:00:00Z", "2026-08-17", "reject: date-out-of-bounds"),
        // A laptop whose clock stands ten years back, or ten ahead.
        ("2016-11-21T10:00:00Z", "2026-11-21", "reject: date-out-of-bounds"),
        ("2036-11-21T10:00:00Z", "2036-11-21", "defer: clock-ahead"),
        ("2026-11-21T15:15:00Z", "2026-11-21", "integrate"),
        ("2026-11-21T15:15:01Z", "2026-11-21", "defer: clock-ahead"),
    ] {
        let file = visit(created_at, json!({ "visited_on": visited_on }));
        let facts = Facts { author: Some(&author), customer_name: Some(String::new()), ..Facts::default() };
        let verdict = decide(&sighting(proper(), bytes(b"x", true, Some(Ok(file)))), &facts, &rules());
        assert_eq!(brief(&verdict), expected, "{visited_on} written at {created_at}");
    }
}

#[test]
fn who_sends_and_what_is_named() {
    let (author, form) = (jdupont(), VisitForm::default_form());
    let disabled = User { active: false, ..jdupont() };
    let no_code = User { c_user: None, ..jdupont() };
    let answers = |picked: &[&str]| json!({ "answers": { "form": 1, "picked": picked } });
    let refused = Some(known(FileState::Refused, None, None));
    let integrated = Some(known(FileState::Integrated, None, None));
    let plain = || visit("2026-11-21T14:35:02Z", json!({}));
    let other = FileName::parse("VC_20261120T143502Z_jdupont_019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c00.json");
    let replacing = || plain().replacing(other.clone().expect("a name")).expect("one's own");
    let with = |keys| visit("2026-11-21T14:35:02Z", keys);
    for (case, file, author, customer_known, form, replaced, expected) in [
        ("nobody", plain(), None, true, None, None, "reject: unknown-user"),
        ("disabled", plain(), Some(&disabled), true, None, None, "reject: disabled-user"),
        ("no ERP code", plain(), Some(&no_code), true, None, None, "reject: unknown-user"),
        ("no customer", plain(), Some(&author), false, None, None, "reject: unknown-customer"),
        ("no form", with(answers(&[])), Some(&author), true, None, None, "reject: unknown-form"),
        ("nothing picked", with(answers(&[])), Some(&author), true, Some(&form), None, "integrate"),
        ("picked", with(answers(&["contact.mail"])), Some(&author), true, Some(&form), None, "integrate"),
        (
            "two radios",
            with(answers(&["contact.mail", "contact.visite"])),
            Some(&author),
            true,
            Some(&form),
            None,
            "reject: bad-answers",
        ),
        (
            "no such node",
            with(answers(&["x"])),
            Some(&author),
            true,
            Some(&form),
            None,
            "reject: bad-answers",
        ),
        ("replaces a refused", replacing(), Some(&author), true, None, refused, "integrate, replacing"),
        (
            "replaces an integrated",
            replacing(),
            Some(&author),
            true,
            None,
            integrated,
            "reject: bad-replaces",
        ),
        ("replaces an unknown", replacing(), Some(&author), true, None, None, "reject: bad-replaces"),
    ] {
        let customer_name = customer_known.then(String::new);
        let facts = Facts {
            author,
            customer_name,
            form,
            replaced: replaced.into_iter().collect(),
            ..Facts::default()
        };
        let verdict = decide(&sighting(proper(), bytes(b"x", true, Some(Ok(file)))), &facts, &rules());
        assert_eq!(brief(&verdict), expected, "{case}");
    }
}

#[test]
fn nothing_waits_for_ever() {
    let author = jdupont();
    let facts_of = |known| Facts {
        known,
        author: Some(&author),
        customer_name: Some(String::new()),
        ..Facts::default()
    };
    let ahead = || {
        sighting(
            proper(),
            bytes(b"x", true, Some(Ok(visit("2036-01-01T00:00:00Z", json!({ "visited_on": "2036-01-01" }))))),
        )
    };
    let waiting = known(FileState::Waiting, Some(b"x"), Some(Reason::ClockAhead));
    let at_the_limit = rules();
    assert_eq!(brief(&decide(&ahead(), &facts_of(Some(&waiting)), &at_the_limit)), "defer: clock-ahead");
    let past = Rules { now: at_the_limit.now + Duration::seconds(1), ..rules() };
    assert_eq!(brief(&decide(&ahead(), &facts_of(Some(&waiting)), &past)), "reject: clock-ahead");
    assert_eq!(brief(&decide(&ahead(), &facts_of(None), &past)), "defer: clock-ahead", "its time begins now");
}
