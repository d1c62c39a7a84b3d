//! One number for all bases of a publication, higher than any before, whatever was lost or put back.

use crate::rebuild::published::COMMON;
use crate::support::{Place, VisitFile};

const LATER: &str = "2026-11-21T16:00:00Z";

/// The generations of everybody's base and of two users'.
fn generations(place: &Place) -> [u64; 3] {
    [COMMON, "jdupont", "amartin"].map(|base| place.published(base).manifest.generation)
}

/// The base of yesterday in place of today's.
fn restore(yesterday: &Place, place: &Place) {
    for name in ["winpneu.db-wal", "winpneu.db-shm"] {
        let _ = std::fs::remove_file(place.path(name));
    }
    std::fs::copy(yesterday.path("winpneu.db"), place.path("winpneu.db")).expect("copied");
}

#[test]
fn it_rises_with_every_publication() {
    let place = Place::new();
    assert_eq!(place.rebuild()["generation"], 1);
    assert_eq!(generations(&place), [1, 1, 1]);
    assert_eq!(place.rebuild_at(LATER)["generation"], 2);
    assert_eq!(generations(&place), [2, 2, 2]);
    place.succeed(&["rebuild", "--user", "amartin"]);
    assert_eq!(generations(&place), [2, 2, 3]);
    place.succeed(&["rebuild", "--user", "jdupont"]);
    assert_eq!(generations(&place), [2, 4, 3]);
    place.rebuild();
    assert_eq!(generations(&place), [5, 5, 5]);
}

#[test]
fn what_the_base_forgot_the_manifests_know() {
    let place = Place::new();
    (0..3).for_each(|_| drop(place.rebuild()));
    place.base().execute("DELETE FROM crm_etat", []).expect("lost");
    place.rebuild();
    assert_eq!(generations(&place), [4, 4, 4]);
    // One that is higher than all others counts, whoever's it is.
    place.succeed(&["rebuild", "--user", "amartin"]);
    place.base().execute("DELETE FROM crm_etat", []).expect("lost");
    std::fs::remove_dir_all(place.base_folder(COMMON)).expect("removed");
    place.rebuild();
    assert_eq!(generations(&place), [6, 6, 6]);
}

#[test]
fn what_the_folders_lost_the_base_knows() {
    let place = Place::new();
    (0..3).for_each(|_| drop(place.rebuild()));
    std::fs::remove_dir_all(place.path("bases")).expect("removed");
    std::fs::create_dir(place.path("bases")).expect("made");
    place.rebuild();
    assert_eq!(generations(&place), [4, 4, 4]);
    for base in [COMMON, "jdupont"] {
        let torn = place.base_folder(base).join("manifest.json");
        std::fs::write(torn, b"{\"format\": 1,").expect("torn");
    }
    place.rebuild();
    assert_eq!(generations(&place), [5, 5, 5], "a torn manifest is written anew");
    place.whatever_is_named_is_whole();
}

#[test]
fn a_base_put_back_from_yesterday_publishes_above_todays_numbers() {
    let place = Place::new();
    place.rebuild();
    let yesterday = place.copy();
    for number in 1..=3 {
        place.deliver_file(&VisitFile::new(number).file());
        place.pass();
        place.rebuild();
    }
    assert_eq!(generations(&place), [4, 4, 4]);
    let through = place.published(COMMON).manifest.through;
    restore(&yesterday, &place);
    // Not before the archive was read: the base lacks what the laptops were told it has.
    let published = place.tree("bases");
    let words = place.words(1, &["rebuild"]);
    assert!(words.contains("--from-archive"), "{words}");
    assert_eq!(place.tree("bases"), published, "what is published stays");
    place.succeed(&["integrate", "--from-archive"]);
    place.rebuild_at(LATER);
    assert_eq!(generations(&place), [5, 5, 5]);
    let manifest = place.published(COMMON).manifest;
    assert!(manifest.through >= through, "{} after {through}", manifest.through);
    let visits = place.published(COMMON).month("2026-11", "SELECT count(*) FROM visit");
    assert_eq!(visits, [["3"]]);
    place.whatever_is_named_is_whole();
}
