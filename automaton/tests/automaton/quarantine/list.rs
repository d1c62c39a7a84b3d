//! What is on the list, in which order, and what is shown of it.

use serde_json::json;

use super::{FIRST, SECOND, THIRD, fails, listed, to_nobody, visit};
use crate::support::{DEVICE, Place};

#[test]
fn nothing_refused_nothing_listed() {
    let place = Place::new();
    assert_eq!(place.json(&["quarantine", "list"]), (0, json!({ "files": [] })));
    assert_eq!(place.words(0, &["quarantine", "list"]).trim(), "the quarantine is empty");
    for usage in [
        &["quarantine"][..],
        &["quarantine", "show"],
        &["quarantine", "retry"],
        &["quarantine", "discard"],
        &["quarantine", "shred", "x"],
    ] {
        assert_eq!(place.run(usage).status.code(), Some(2), "{usage:?}");
    }
    let never = visit(1, "C01846").name();
    for command in ["show", "retry", "discard"] {
        for name in [never.as_str(), "", "../automaton.toml", "%", "'; DROP TABLE crm_fichier; --"] {
            let words = fails(&place, &["quarantine", command, name]);
            assert!(words.contains("quarantine list"), "{command} {name}: {words}");
        }
    }
}

#[test]
fn the_latest_comes_first() {
    let place = Place::new();
    for (at, number) in [(FIRST, 3), (SECOND, 1), (THIRD, 2)] {
        place.drop_draft(&to_nobody(number));
        assert_eq!(place.pass_at(at)["rejected"], 1);
    }
    assert_eq!(listed(&place), [2, 1, 3].map(|number| to_nobody(number).name()));
    let (_, list) = place.json(&["quarantine", "list"]);
    let line = &list["files"][1];
    assert_eq!(
        [&line["folder"], &line["author"], &line["reason"]],
        [&json!("jdupont"), &json!("jdupont"), &json!("unknown-customer")]
    );
    assert_eq!([&line["received_at"], &line["refused_at"]], [&json!(SECOND), &json!(SECOND)]);
    assert!(line["detail"].as_str().expect("words").contains("C99999"), "{line}");
    let words = place.words(0, &["quarantine", "list"]);
    let lines: Vec<&str> = words.lines().collect();
    assert_eq!(lines.len(), 3);
    for (line, number) in lines.iter().zip([2, 1, 3]) {
        assert!(line.starts_with(&to_nobody(number).name()) && line.contains("unknown-customer"), "{line}");
    }
}

#[test]
fn what_was_copied_is_shown_as_it_is() {
    let place = Place::new();
    let refused = to_nobody(1);
    place.drop_draft(&refused);
    place.deliver("jdupont", DEVICE, "terminal.json", b"{\"\\u001b\":\"\x1b]0;pwned\x07\r\xff\"}");
    place.pass_at(FIRST);
    place.pass_at(SECOND);
    let (code, shown) = place.json(&["quarantine", "show", &refused.name()]);
    let content = String::from_utf8(refused.bytes()).expect("UTF-8");
    assert_eq!((code, &shown["content"], &shown["refused"]), (0, &json!(content), &json!(true)));
    assert_eq!([&shown["copy"], &shown["reason"]], [&json!(refused.name()), &json!("unknown-customer")]);
    let words = place.words(0, &["quarantine", "show", &refused.name()]);
    assert!(["unknown-customer", "C99999", &content].iter().all(|part| words.contains(part)), "{words}");
    // Bytes that steer a terminal do not reach it.
    let odd = format!("jdupont/{DEVICE}/terminal.json");
    let words = place.words(0, &["quarantine", "show", &odd]);
    assert!(!words.contains(|sign: char| sign.is_control() && sign != '\n'), "{words:?}");
    assert!(words.contains("pwned"), "{words}");
}

#[cfg(unix)]
#[test]
fn what_could_not_be_copied_is_told() {
    let place = Place::new();
    let folder = place.path("inbox/jdupont").join(DEVICE);
    std::fs::create_dir_all(&folder).expect("made");
    std::os::unix::fs::symlink("/etc/passwd", folder.join(to_nobody(1).name())).expect("linked");
    std::fs::write(folder.join(to_nobody(2).name()), vec![b' '; 1024 * 1024 + 1]).expect("written");
    assert_eq!(place.pass_at(FIRST)["rejected"], 2);
    for (number, reason) in [(1, "not-a-file"), (2, "too-large")] {
        let name = to_nobody(number).name();
        let (code, shown) = place.json(&["quarantine", "show", &name]);
        assert_eq!((code, &shown["content"], &shown["reason"]), (0, &json!(null), &json!(reason)));
        assert!(place.words(0, &["quarantine", "show", &name]).contains("no copy"));
        let words = fails(&place, &["quarantine", "retry", &name]);
        assert!(words.contains("cannot be retried") && words.contains("no copy"), "{words}");
    }
}

/// Whatever is listed can be looked at by the very words of the list.
#[cfg(unix)]
#[test]
fn every_name_on_the_list_can_be_shown() {
    use crate::support::OTHER_DEVICE;
    use std::os::unix::ffi::OsStrExt;
    let place = Place::new();
    let foreign = visit(1, "C01846").by("amartin", OTHER_DEVICE);
    place.deliver("jdupont", DEVICE, &foreign.name(), &foreign.bytes());
    place.deliver("", "", "perdu.json", b"{\"n\":1}");
    place.deliver("Jean Dupont", "a b", "é ' \" % \u{202e}.json", b"{\"n\":2}");
    // Longer than the registry's key has places: it is listed by a beginning and a hash.
    place.deliver(&"u".repeat(200), &"d".repeat(200), &format!("{}.json", "n".repeat(200)), b"{\"n\":3}");
    let latin = std::ffi::OsStr::from_bytes(b"caf\xe9\n\\.json");
    std::fs::write(place.path("inbox/jdupont").join(latin), b"{\"n\":4}").expect("written");
    assert_eq!(place.pass_at(FIRST)["rejected"], 5);
    let names = listed(&place);
    assert_eq!(names.len(), 5, "{names:?}");
    let mut wrong = Vec::new();
    for name in names {
        let (code, shown) = place.json(&["quarantine", "show", &name]);
        // All five were copied.
        let words = String::from_utf8_lossy(&place.run(&["quarantine", "show", &name]).stdout).into_owned();
        if code != 0 || shown["name"] != name || !shown["content"].is_string() || words.contains("no copy") {
            wrong.push(format!("{name}: {shown}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `show` of a file that is fine by now must not call it refused.
#[test]
fn what_is_no_longer_refused_is_not_shown_as_such() {
    let place = Place::new();
    let fine = visit(1, "C01846");
    place.drop_draft(&fine);
    place.pass_at(FIRST);
    let output = place.run(&["quarantine", "show", &fine.name()]);
    let words =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(!words.contains("\nrefused "), "{words}");
    assert!(words.contains("integrated") || words.contains("not refused"), "{words}");
}
