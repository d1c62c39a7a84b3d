//! `quarantine discard`: off the list, and out of the folder.

use serde_json::json;

use super::{FIRST, SECOND, add_customer, fails, listed, receipt_state, to_nobody, visit};
use crate::support::{DEVICE, OTHER_DEVICE, Place, verdict};

#[test]
fn a_discarded_file_is_off_the_list_and_out_of_the_folder() {
    let place = Place::new();
    let (gone, kept) = (to_nobody(1), to_nobody(2));
    place.drop_draft(&gone);
    place.drop_draft(&kept);
    place.pass_at(FIRST);
    let (code, answer) = place.json_at(SECOND, &["quarantine", "discard", &gone.name()]);
    assert_eq!((code, answer), (0, json!({ "discarded": gone.name() })));
    assert_eq!(listed(&place), [kept.name()]);
    let left: Vec<_> = place.tree("quarantine").into_keys().collect();
    assert_eq!(left, [format!("jdupont/{}", kept.name()), format!("jdupont/{}.reason.json", kept.name())]);
    let journal = place.query("SELECT auteur, entite FROM crm_journal WHERE action = 'quarantine-discard'");
    assert_eq!(journal.len(), 1);
    assert_eq!(journal[0][0], "operator");

    // Again: nothing more happens.
    let rows = place.rows();
    place.words(0, &["quarantine", "discard", &gone.name()]);
    assert_eq!((place.rows(), listed(&place)), (rows, vec![kept.name()]));
    // Its laptop has not seen the receipt yet: that is no new refusal.
    let report = place.pass_at(SECOND);
    assert_eq!((&report["rejected"], &report["files"]), (&json!(0), &json!([])));
    assert_eq!(listed(&place), [kept.name()]);
    assert_eq!(receipt_state(&place, "jdupont", &gone.name()), "rejected");
}

#[test]
fn what_was_discarded_cannot_be_retried_but_the_rep_may_send_another() {
    let place = Place::new();
    let file = to_nobody(1);
    place.drop_draft(&file);
    place.pass_at(FIRST);
    place.succeed(&["quarantine", "discard", &file.name()]);
    add_customer(&place, "C99999");
    let words = fails(&place, &["quarantine", "retry", &file.name()]);
    assert!(
        words.contains("cannot be retried") && (words.contains("no copy") || words.contains("discarded")),
        "{words}"
    );
    let (code, shown) = place.json(&["quarantine", "show", &file.name()]);
    assert_eq!((code, &shown["content"]), (0, &json!(null)));
    assert!(shown["discarded_at"].is_string(), "{shown}");
    // A correction of it, and other content under its name, are judged as ever.
    let correction = visit(2, "C01846").with("replaces", json!(file.name()));
    place.drop_draft(&correction);
    assert_eq!(verdict(&place.pass_at(SECOND), &correction.name()), "integrated");
}

/// What could not be copied has its reason in the folder all the same.
#[cfg(unix)]
#[test]
fn nothing_is_left_of_what_could_not_be_copied() {
    let place = Place::new();
    let folder = place.path("inbox/jdupont").join(DEVICE);
    std::fs::create_dir_all(&folder).expect("made");
    let name = to_nobody(1).name();
    std::os::unix::fs::symlink("/etc/passwd", folder.join(&name)).expect("linked");
    place.pass_at(FIRST);
    assert_eq!(place.tree("quarantine").len(), 1, "its reason");
    place.succeed(&["quarantine", "discard", &name]);
    assert_eq!((listed(&place).len(), place.tree("quarantine").len()), (0, 0));
    assert_eq!(place.pass_at(SECOND)["files"], json!([]), "it still lies in the inbox");
}

/// Two devices of one user have a file of the same name and content: each is a refused file of its own, « a copy of every refused one ».
#[test]
fn discarding_one_of_two_alike_leaves_the_other() {
    let place = Place::new();
    place.deliver("jdupont", DEVICE, "notes.json", b"{\"n\":1}");
    place.deliver("jdupont", OTHER_DEVICE, "notes.json", b"{\"n\":1}");
    assert_eq!(place.pass_at(FIRST)["rejected"], 2);
    let [one, other] = [DEVICE, OTHER_DEVICE].map(|device| format!("jdupont/{device}/notes.json"));
    place.succeed(&["quarantine", "discard", &one]);
    assert_eq!(listed(&place), [other.as_str()]);
    let (_, shown) = place.json(&["quarantine", "show", &other]);
    assert_eq!(shown["content"], "{\"n\":1}", "{shown}");
    assert!(place.tree("quarantine").keys().any(|path| path.ends_with(".reason.json")), "and its reason");
    place.succeed(&["quarantine", "discard", &other]);
    assert_eq!((listed(&place).len(), place.tree("quarantine").len()), (0, 0));
}

/// Longer than the registry's key has places, in a folder that is nobody's, not even text: all can be discarded.
#[cfg(unix)]
#[test]
fn whatever_is_listed_can_be_discarded() {
    use std::os::unix::ffi::OsStrExt;
    let place = Place::new();
    place.deliver(&"u".repeat(200), &"d".repeat(200), &format!("{}.json", "n".repeat(200)), b"{\"n\":3}");
    place.deliver("", "", "perdu.json", b"{\"n\":1}");
    let latin = std::ffi::OsStr::from_bytes(b"caf\xe9.json");
    std::fs::create_dir_all(place.path("inbox/jdupont")).expect("made");
    std::fs::write(place.path("inbox/jdupont").join(latin), b"{\"n\":4}").expect("written");
    assert_eq!(place.pass_at(FIRST)["rejected"], 3);
    for name in listed(&place) {
        assert_eq!(place.json(&["quarantine", "discard", &name]).0, 0, "{name}");
    }
    assert_eq!(listed(&place), [""; 0]);
    let left: Vec<_> = place.tree("quarantine").into_keys().collect();
    assert_eq!(left, [""; 0]);
    assert_eq!(place.pass_at(SECOND)["files"], json!([]), "none is refused anew");
}
