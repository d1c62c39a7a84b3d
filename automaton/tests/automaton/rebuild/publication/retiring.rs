//! « stay until unnamed for 7 days, so that a slow laptop always finds a whole set ».

use crate::rebuild::published::COMMON;
use crate::support::Place;

fn day(day: u32, time: &str) -> String {
    format!("2026-11-{day:02}T{time}Z")
}

/// A base of another content in everybody's and jdupont's files.
fn change(place: &Place, name: &str) {
    let sql = format!(
        "UPDATE client SET nom_client = '{name}' WHERE c_client = 'C01846';
         UPDATE crm_utilisateur SET courriel = '{name}@pneus.example' WHERE dossier = 'jdupont'"
    );
    place.base().execute_batch(&sql).expect("changed");
}

/// The customers and user files that lie there.
fn lying(place: &Place) -> Vec<String> {
    let changing =
        |name: &&String| name.starts_with("common/customers-") || name.starts_with("users/jdupont/user-");
    place.tree("bases").keys().filter(changing).cloned().collect()
}

/// Those that are named now.
fn named(place: &Place) -> Vec<String> {
    let customers = format!("common/{}", place.published(COMMON).name("customers-"));
    vec![customers, format!("users/jdupont/{}", place.published("jdupont").name("user-"))]
}

#[test]
fn seven_days_and_no_shorter() {
    let place = Place::new();
    change(&place, "one");
    place.rebuild_at(&day(1, "02:30:00"));
    let first = named(&place);
    change(&place, "two");
    // Last named until the night of the 10th.
    place.rebuild_at(&day(10, "02:30:00"));
    let mut both = [first.clone(), named(&place)].concat();
    both.sort();
    for at in [day(11, "02:30:00"), day(16, "02:30:00"), day(17, "02:29:59")] {
        place.rebuild_at(&at);
        assert_eq!(lying(&place), both, "{at}");
    }
    place.rebuild_at(&day(17, "02:30:00"));
    assert_eq!(lying(&place), named(&place));
    place.whatever_is_named_is_whole();
    // For ever what is named.
    place.rebuild_at("2027-11-17T02:30:00Z");
    assert_eq!(lying(&place), named(&place));
}

#[test]
fn what_is_named_again_begins_anew() {
    let place = Place::new();
    change(&place, "one");
    place.rebuild_at(&day(1, "02:30:00"));
    let first = named(&place);
    for (on, name) in [(2, "two"), (5, "one"), (8, "two")] {
        change(&place, name);
        place.rebuild_at(&day(on, "02:30:00"));
    }
    let second = named(&place);
    place.rebuild_at(&day(14, "02:30:00"));
    let mut both = [first, second.clone()].concat();
    both.sort();
    assert_eq!(lying(&place), both, "unnamed since the 8th only");
    place.rebuild_at(&day(15, "02:30:00"));
    assert_eq!(lying(&place), second);
}

#[test]
fn when_the_note_is_lost_the_days_begin_anew() {
    let place = Place::new();
    change(&place, "one");
    place.rebuild_at(&day(1, "02:30:00"));
    change(&place, "two");
    place.rebuild_at(&day(2, "02:30:00"));
    place.base().execute("DELETE FROM crm_etat", []).expect("lost");
    for (on, files) in [(9, 4), (15, 4), (16, 2)] {
        place.rebuild_at(&day(on, "02:30:00"));
        assert_eq!(lying(&place).len(), files, "on the {on}th");
    }
    assert_eq!(lying(&place), named(&place));
}

#[test]
fn only_our_own_files_go() {
    let place = Place::new();
    place.rebuild_at(&day(1, "02:30:00"));
    let ours = "common/visits-2020-01-0123456789abcdef.sqlite";
    let others = [
        "common/notes.txt",
        "common/visits-2020-01.sqlite",
        "common/.syncthing.customers-0123456789abcdef.sqlite.tmp",
        "users/jdupont/photos-0123456789abcdef.sqlite",
        "users/jdupont/receipts.json",
    ];
    for name in others.into_iter().chain([ours]) {
        std::fs::write(place.path("bases").join(name), b"x").expect("written");
    }
    let left_over = ".customers-0123456789abcdef.sqlite.part";
    std::fs::write(place.base_folder(COMMON).join(left_over), b"torn").expect("written");
    place.rebuild_at(&day(2, "02:30:00"));
    assert!(
        !place.base_folder(COMMON).join(left_over).exists(),
        "what a killed publication left goes at once"
    );
    assert!(place.path("bases").join(ours).exists(), "unnamed since today");
    place.rebuild_at(&day(9, "02:30:00"));
    assert!(!place.path("bases").join(ours).exists(), "of an older program, say");
    for name in others {
        assert!(place.path("bases").join(name).exists(), "{name}");
    }
}

/// A rebuild of one user tidies as any other: what was unnamed for seven days goes, and what it names again is noted.
#[test]
fn one_users_rebuild_tidies_too() {
    let place = Place::new();
    change(&place, "one");
    place.rebuild_at(&day(1, "02:30:00"));
    change(&place, "two");
    place.rebuild_at(&day(2, "02:30:00"));
    let before = lying(&place);
    let of_jdupont = |day: &str| place.json_at(day, &["rebuild", "--user", "jdupont"]).0;
    assert_eq!((of_jdupont(&day(5, "02:30:00")), lying(&place)), (0, before));
    assert_eq!((of_jdupont(&day(20, "02:30:00")), lying(&place)), (0, named(&place)));
    // Unnamed, named again by a rebuild of that user alone, unnamed again: the seven days begin anew.
    change(&place, "one");
    assert_eq!(of_jdupont(&day(21, "02:30:00")), 0);
    change(&place, "two");
    assert_eq!(of_jdupont(&day(22, "02:30:00")), 0);
    change(&place, "one");
    assert_eq!(of_jdupont(&day(27, "02:30:00")), 0);
    let before = lying(&place);
    assert_eq!((of_jdupont(&day(28, "02:40:00")), lying(&place)), (0, before));
}
