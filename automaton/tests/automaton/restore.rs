//! The base of yesterday, the archive of today: nothing missing, nothing twice.

use exchange_schema::Receipts;
use serde_json::json;

use super::support::{OTHER_DEVICE, Place, VisitFile};

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
    assert_eq!(
        (code, &report["integrated"], &report["rejected"]),
        (0, &json!(4), &json!(0)),
        "{report}"
    );
    assert_eq!(
        place.query("SELECT * FROM client_relation ORDER BY crm_fichier"),
        expected
    );
    let (_, report) = place.json(&["integrate", "--from-archive"]);
    assert_eq!(
        (&report["integrated"], &report["files"]),
        (&json!(0), &json!([])),
        "nothing twice: {report}"
    );
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

fn restore(from: &Place, to: &Place) {
    for name in ["winpneu.db-wal", "winpneu.db-shm"] {
        let _ = std::fs::remove_file(to.path(name));
    }
    std::fs::copy(from.path("winpneu.db"), to.path("winpneu.db")).expect("copied");
}
