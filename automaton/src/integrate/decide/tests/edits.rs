//! MP, field by field: what comes of two and three of them, in every order of arrival (design §4, « MP »; decision 0008, « MP »).

use chrono::Duration;
use exchange_schema::ExchangeFile;
use proptest::prelude::*;
use serde_json::json;

use super::builders::{TABLET, building_on, change, entry};
use super::world::World;

/// What is met by the first of two edits, which moves the prospect from Laval to Mayenne.
#[derive(Debug, Clone, Copy, PartialEq)]
enum First {
    Ok,
    /// Somebody else has moved it to Évron.
    Clash,
    /// The laptop's clock is ahead; then it is treated once more after the second.
    Deferred,
    /// It is wrong in another field.
    Refused,
}

/// Who makes the second, which moves it to Craon.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Second {
    /// It builds on the first: from Mayenne, where Laval too was shown.
    SameLaptop,
    /// It saw Laval.
    OtherDevice,
    /// He saw Laval.
    OtherUser,
}

fn first(kind: First, sequence: Option<u64>) -> ExchangeFile {
    let made = entry(1).numbered(sequence);
    match kind {
        First::Ok | First::Clash => made.moves("Laval", "Mayenne"),
        First::Deferred => made.made("2026-11-21T15:16:00Z").moves("Laval", "Mayenne"),
        First::Refused => {
            let long = change("adr1_fac", "", "x".repeat(36));
            made.mp(&[change("ville_fac", "Laval", "Mayenne"), long])
        }
    }
}

fn second(kind: Second, sequence: Option<u64>) -> ExchangeFile {
    match kind {
        Second::SameLaptop => {
            let built = building_on(change("ville_fac", "Mayenne", "Craon"), &["Laval"]);
            entry(2).numbered(sequence).mp(&[built])
        }
        Second::OtherDevice => entry(2).on(TABLET).numbered(sequence).moves("Laval", "Craon"),
        Second::OtherUser => entry(2).by("pmartin").numbered(sequence).moves("Laval", "Craon"),
    }
}

fn world(kind: First) -> World {
    let mut world = World::attached_to("PMA");
    if kind == First::Clash {
        world.held_mut().set("ville_fac", "Évron");
    }
    world
}

/// The two one after the other; a deferred one comes once more. Answers what was told, the town, and what the open clash wants.
fn run(kind: First, files: [ExchangeFile; 2]) -> (String, String, Option<String>) {
    let mut world = world(kind);
    let mut told: Vec<String> = files.iter().map(|file| world.deliver(file)).collect();
    world.rules.now += Duration::minutes(5);
    for (file, told) in files.iter().zip(&mut told) {
        if told.starts_with("defer") {
            *told = format!("{told}, then {}", world.deliver(file));
        }
    }
    let held = world.held();
    (told.join(" | "), held.text("ville_fac"), held.wanted("ville_fac").map(str::to_owned))
}

#[test]
fn the_first_and_the_second_in_the_order_of_their_making() {
    use First::{Clash, Deferred, Ok, Refused};
    use Second::{OtherDevice, OtherUser, SameLaptop};
    let clash = "integrate, clash ville_fac";
    let later = "defer: clock-ahead, then integrate";
    for (one, other, told, town, wanted) in [
        (Ok, SameLaptop, ["integrate", "integrate"], "Craon", None),
        (Ok, OtherDevice, ["integrate", clash], "Mayenne", Some("Craon")),
        (Ok, OtherUser, ["integrate", clash], "Mayenne", Some("Craon")),
        (Clash, SameLaptop, [clash, clash], "Évron", Some("Craon")),
        (Clash, OtherDevice, [clash, clash], "Évron", Some("Craon")),
        (Clash, OtherUser, [clash, clash], "Évron", Some("Craon")),
        // The value that the laptop showed before is still there; the first is then overtaken.
        (Deferred, SameLaptop, [later, "integrate"], "Craon", None),
        (
            Deferred,
            OtherDevice,
            [&format!("{later}, clash ville_fac"), "integrate"],
            "Craon",
            Some("Mayenne"),
        ),
        (Deferred, OtherUser, [&format!("{later}, clash ville_fac"), "integrate"], "Craon", Some("Mayenne")),
        (Refused, SameLaptop, ["reject: text-too-long", "integrate"], "Craon", None),
        (Refused, OtherDevice, ["reject: text-too-long", "integrate"], "Craon", None),
        (Refused, OtherUser, ["reject: text-too-long", "integrate"], "Craon", None),
    ] {
        for numbered in [true, false] {
            if one == Deferred && !numbered {
                continue; // its own test: without numbers the clock decides, and it was wrong
            }
            let sequences = if numbered { [Some(1), Some(2)] } else { [None, None] };
            let files = [first(one, sequences[0]), second(other, sequences[1])];
            let expected = (told.join(" | "), town.to_owned(), wanted.map(str::to_owned));
            assert_eq!(run(one, files), expected, "{one:?} {other:?}, numbered {numbered}");
        }
    }
}

#[test]
fn the_second_arrives_before_the_first() {
    use First::{Clash, Deferred, Ok, Refused};
    use Second::{OtherDevice, OtherUser, SameLaptop};
    let clash = "integrate, clash ville_fac";
    let later = "defer: clock-ahead, then integrate";
    for (one, other, told, town, wanted) in [
        // Overtaken on its own laptop: nothing is to be done.
        (Ok, SameLaptop, ["integrate", "integrate"], "Craon", None),
        (Ok, OtherDevice, ["integrate", clash], "Craon", Some("Mayenne")),
        (Ok, OtherUser, ["integrate", clash], "Craon", Some("Mayenne")),
        // Of two clashes the later entry's is kept, whoever arrived first; both are told.
        (Clash, SameLaptop, [clash, clash], "Évron", Some("Craon")),
        (Clash, OtherDevice, [clash, clash], "Évron", Some("Craon")),
        (Clash, OtherUser, [clash, clash], "Évron", Some("Craon")),
        (Deferred, SameLaptop, ["integrate", later], "Craon", None),
        (
            Deferred,
            OtherDevice,
            ["integrate", &format!("{later}, clash ville_fac")],
            "Craon",
            Some("Mayenne"),
        ),
        (Deferred, OtherUser, ["integrate", &format!("{later}, clash ville_fac")], "Craon", Some("Mayenne")),
        (Refused, SameLaptop, ["integrate", "reject: text-too-long"], "Craon", None),
        (Refused, OtherDevice, ["integrate", "reject: text-too-long"], "Craon", None),
        (Refused, OtherUser, ["integrate", "reject: text-too-long"], "Craon", None),
    ] {
        for numbered in [true, false] {
            if one == Deferred && !numbered {
                continue;
            }
            let sequences = if numbered { [Some(1), Some(2)] } else { [None, None] };
            let files = [second(other, sequences[1]), first(one, sequences[0])];
            let expected = (told.join(" | "), town.to_owned(), wanted.map(str::to_owned));
            assert_eq!(run(one, files), expected, "{one:?} {other:?}, numbered {numbered}");
        }
    }
}

/// Without numbers the instant decides which one is later: the clock was ahead when the first was made, so it is not overtaken.
#[test]
fn without_numbers_a_clock_that_was_ahead_is_believed() {
    let files = [first(First::Deferred, None), second(Second::SameLaptop, None)];
    let told = "defer: clock-ahead, then integrate, clash ville_fac | integrate".to_owned();
    assert_eq!(run(First::Deferred, files), (told, "Craon".to_owned(), Some("Mayenne".to_owned())));
}

/// Both wait for their prospect; when its CP has come they are treated in their order.
#[test]
fn both_wait_for_the_prospect() {
    for (kind, told, town) in [
        (Second::SameLaptop, ["integrate", "integrate"], "Craon"),
        (Second::OtherDevice, ["integrate", "integrate, clash ville_fac"], "Mayenne"),
        (Second::OtherUser, ["integrate", "integrate, clash ville_fac"], "Mayenne"),
    ] {
        let mut world = World::empty();
        let files = [first(First::Ok, Some(2)), second(kind, Some(3))];
        for file in &files {
            assert_eq!(world.deliver(file), "defer: unknown-prospect");
        }
        let sheet = json!({ "nom_client": "EARL", "ville_fac": "Laval", "c_rep": "PMA" });
        assert_eq!(world.deliver(&entry(0).numbered(1).cp(sheet)), "integrate");
        for (file, told) in files.iter().zip(told) {
            assert_eq!(world.deliver(file), told, "{kind:?}");
        }
        assert_eq!(world.held().text("ville_fac"), town, "{kind:?}");
    }
}

#[test]
fn a_queue_of_three_ends_where_its_laptop_ended_whatever_the_order_of_arrival() {
    let queue = |numbered: bool| {
        let made = |n: u32| entry(n).numbered(numbered.then_some(u64::from(n)));
        [
            made(1).moves("Laval", "Mayenne"),
            made(2).mp(&[building_on(change("ville_fac", "Mayenne", "Craon"), &["Laval"])]),
            made(3).mp(&[building_on(change("ville_fac", "Craon", "Évron"), &["Laval", "Mayenne"])]),
        ]
    };
    for numbered in [true, false] {
        let files = queue(numbered);
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let mut world = World::new();
            for i in order {
                assert_eq!(world.deliver(&files[i]), "integrate", "{order:?}");
            }
            assert_eq!(world.held().text("ville_fac"), "Évron", "{order:?}");
            assert!(world.held().clashes.is_empty(), "{order:?}");
        }
    }
}

proptest! {
    /// The same of any queue, with values that come back: whatever arrives first, the laptop's last word stands, and nothing clashes.
    #[test]
    fn any_queue_ends_where_its_laptop_ended(
        towns in proptest::collection::vec(0_usize..3, 1..6),
        order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle(),
        numbered in any::<bool>(),
    ) {
        let names = ["Laval", "Mayenne", "Craon"];
        let mut shown = vec!["Laval"];
        let mut files = Vec::new();
        for (number, town) in (1_u32..).zip(&towns) {
            let (earlier, from) = (shown.clone(), shown[shown.len() - 1]);
            let built = building_on(change("ville_fac", from, names[*town]), &earlier[..earlier.len() - 1]);
            files.push(entry(number).numbered(numbered.then_some(u64::from(number))).mp(&[built]));
            shown.push(names[*town]);
        }
        let mut world = World::new();
        for i in order.into_iter().filter(|i| *i < files.len()) {
            prop_assert_eq!(world.deliver(&files[i]), "integrate");
        }
        prop_assert_eq!(world.held().text("ville_fac"), shown[shown.len() - 1]);
        prop_assert!(world.held().clashes.is_empty());
    }
}

/// There and back again: when the way back arrives first, today's value is not the one that the way there started from.
#[test]
fn there_and_back_again() {
    for order in [[0, 1], [1, 0]] {
        let files = [
            entry(1).numbered(1).moves("Laval", "Craon"),
            entry(2).numbered(2).mp(&[building_on(change("ville_fac", "Craon", "Laval"), &["Laval"])]),
        ];
        let mut world = World::new();
        for i in order {
            assert_eq!(world.deliver(&files[i]), "integrate", "{order:?}");
        }
        assert_eq!(world.held().text("ville_fac"), "Laval", "{order:?}");
        assert!(world.held().clashes.is_empty(), "{order:?}");
    }
}

/// A number says more than a clock that was set back between two entries.
#[test]
fn a_clock_set_back_between_two_entries_of_a_laptop() {
    let built = building_on(change("ville_fac", "Mayenne", "Craon"), &["Laval"]);
    let files = [
        entry(1).numbered(1).moves("Laval", "Mayenne"),
        entry(2).numbered(2).made("2016-11-21T10:00:00Z").mp(&[built]),
    ];
    for order in [[0, 1], [1, 0]] {
        let mut world = World::new();
        for i in order {
            assert_eq!(world.deliver(&files[i]), "integrate", "{order:?}");
        }
        assert_eq!(world.held().text("ville_fac"), "Craon", "{order:?}");
    }
}

/// A laptop's own later entry overtakes the earlier one even when somebody else has set the field since.
#[test]
fn overtaken_stays_overtaken() {
    let mut world = World::attached_to("PMA");
    let built = building_on(change("ville_fac", "Mayenne", "Craon"), &["Laval"]);
    assert_eq!(world.deliver(&entry(2).numbered(2).mp(&[built])), "integrate");
    assert_eq!(world.deliver(&entry(3).by("pmartin").moves("Craon", "Évron")), "integrate");
    assert_eq!(world.deliver(&entry(1).numbered(1).moves("Laval", "Mayenne")), "integrate");
    assert_eq!(world.held().text("ville_fac"), "Évron");
    assert!(world.held().clashes.is_empty());
    // The numbers of two laptops have nothing to do with each other.
    assert_eq!(world.deliver(&entry(4).on(TABLET).numbered(1).moves("Évron", "Laval")), "integrate");
    assert_eq!(world.held().text("ville_fac"), "Laval");
}

/// Somebody else's change between two of one laptop is not overwritten by the second.
#[test]
fn a_foreign_change_in_between_is_kept() {
    let mut world = World::attached_to("PMA");
    assert_eq!(world.deliver(&entry(1).numbered(1).moves("Laval", "Mayenne")), "integrate");
    assert_eq!(world.deliver(&entry(2).by("pmartin").moves("Mayenne", "Évron")), "integrate");
    let built = building_on(change("ville_fac", "Mayenne", "Craon"), &["Laval"]);
    assert_eq!(world.deliver(&entry(3).numbered(2).mp(&[built])), "integrate, clash ville_fac");
    let clash = &world.held().clashes[&domain::CustomerField::Town];
    assert_eq!(
        (clash.expected.as_deref(), clash.found.as_deref(), clash.wanted.as_deref()),
        (Some("Mayenne"), Some("Évron"), Some("Craon"))
    );
    assert_eq!(world.held().text("ville_fac"), "Évron");
}
