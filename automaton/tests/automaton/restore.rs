//! The base of yesterday, the archive of today: nothing missing, nothing twice.

use exchange_schema::Receipts;
use serde_json::json;

use super::support::{OTHER_DEVICE, Place, VisitFile, line};

#[test]
fn a_restored_base_takes_back_what_the_archive_holds() {
    let place = Place::new();
    for number in 1..=5 {
        place.deliver_file(&VisitFile::new(number).file());
    }
    assert_eq!(place.pass()["integrated"], 5);
    let yesterday = place.copy();
    for number in 6..=9 {
        place.deliver_file(&VisitFile::new(number).by("amartin", OTHER_DEVICE).file());
    }
    assert_eq!(place.pass()["integrated"], 4);
    let expected = place.query("SELECT * FROM client_relation ORDER BY crm_fichier");
    // The laptops took their files back: only the archive has them now.
    std::fs::remove_dir_all(place.path("inbox/amartin")).expect("removed");
    restore(&yesterday, &place);
    assert_eq!(place.count("client_relation"), 5);

    let (code, report) = place.json(&["integrate", "--from-archive"]);
    assert_eq!((code, &report["integrated"], &report["rejected"]), (0, &json!(4), &json!(0)), "{report}");
    assert_eq!(place.query("SELECT * FROM client_relation ORDER BY crm_fichier"), expected);
    let (_, report) = place.json(&["integrate", "--from-archive"]);
    assert_eq!((&report["integrated"], &report["files"]), (&json!(0), &json!([])), "nothing twice: {report}");
    assert_eq!(place.pass()["integrated"], 0);
}

/// A laptop compares `seq` with the `through` of its base: a number must never be given out a second time.
#[test]
fn numbers_published_before_the_restore_are_passed() {
    let place = Place::new();
    let yesterday = place.copy();
    for number in 1..=5 {
        place.deliver_file(&VisitFile::new(number).file());
    }
    place.pass();
    restore(&yesterday, &place);
    std::fs::remove_dir_all(place.path("inbox/jdupont")).expect("removed");
    std::fs::remove_dir_all(place.path("archive")).expect("removed");
    std::fs::create_dir(place.path("archive")).expect("made");
    place.succeed(&["integrate", "--from-archive"]);
    place.deliver_file(&VisitFile::new(6).file());
    place.pass();
    let receipts = std::fs::read(place.path("bases/users/jdupont/receipts.json")).expect("published");
    let receipts = Receipts::parse(&receipts).expect("valid").receipts;
    assert_eq!(receipts.len(), 1);
    assert_eq!(receipts[0].seq, Some(6), "1 to 5 were published before");
}

/// What was judged when a file came is not judged again, and what is missing today can be put back.
#[test]
fn an_integrated_file_is_never_refused_by_the_restore() {
    let place = Place::new();
    let yesterday = place.copy();
    let refused = VisitFile::new(1).with("customer", json!("C99999"));
    place.deliver_file(&refused.file());
    place.pass();
    let mut correction = VisitFile::new(2);
    correction.replaces = Some(refused.name());
    place.deliver_file(&correction.file());
    place.succeed(&["users", "add", "SIEGE\\nouveau", "--c-user", "NO"]);
    place.deliver_file(&VisitFile::new(3).by("nouveau", OTHER_DEVICE).file());
    place.deliver_file(&VisitFile::new(4).with("visited_on", json!("2026-11-07")).file());
    assert_eq!(place.pass()["integrated"], 3);
    restore(&yesterday, &place);
    std::fs::remove_dir_all(place.path("inbox/jdupont")).expect("removed");
    std::fs::remove_dir_all(place.path("inbox/nouveau")).expect("removed");
    // Meanwhile the bound was narrowed and the author left.
    place.succeed(&["params", "set", "visite_retro_jours", "1"]);
    place.succeed(&["users", "disable", "jdupont"]);

    let (code, report) = place.json(&["integrate", "--from-archive"]);
    assert_eq!((code, &report["integrated"], &report["deferred"]), (0, &json!(2), &json!(1)), "{report}");
    let third = VisitFile::new(3).by("nouveau", OTHER_DEVICE).name();
    assert_eq!(line(&report, &third).expect("listed")["reason"], "unknown-user");
    assert_eq!(place.count("crm_fichier"), 2, "the third is no refusal");
    place.succeed(&["users", "add", "SIEGE\\nouveau", "--c-user", "NO"]);
    let (_, report) = place.json(&["integrate", "--from-archive"]);
    assert_eq!((&report["integrated"], &report["deferred"]), (&json!(1), &json!(0)), "{report}");
    assert_eq!(place.count("client_relation"), 3);
}

#[test]
fn a_published_file_that_cannot_be_read_stops_the_restore_with_words() {
    let place = Place::new();
    place.deliver_file(&VisitFile::new(1).file());
    place.pass();
    std::fs::write(place.path("bases/users/jdupont/receipts.json"), b"{").expect("written");
    let (code, error) = place.json(&["integrate", "--from-archive"]);
    assert_eq!(code, 1);
    let words = error["error"].as_str().expect("words");
    assert!(words.contains("receipts.json of jdupont") && words.contains("remove it"), "{words}");
}

fn restore(from: &Place, to: &Place) {
    for name in ["winpneu.db-wal", "winpneu.db-shm"] {
        let _ = std::fs::remove_file(to.path(name));
    }
    std::fs::copy(from.path("winpneu.db"), to.path("winpneu.db")).expect("copied");
}
