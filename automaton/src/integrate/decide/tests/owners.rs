//! Who may: a prospect is its creator's, until a reassignment withdraws him, and the rep's whose code it bears, both at the time of the
//! entry (design §6; decision 0008, « Who may » and « MP »).

use exchange_schema::ExchangeFile;
use serde_json::json;

use super::builders::{Entry, TABLET, building_on, change, complete, entry};
use super::world::World;

const BEFORE: &str = "2026-11-10T09:59:59Z";
const MOMENT: &str = "2026-11-10T10:00:00Z";
const AFTER: &str = "2026-11-10T10:00:01Z";

/// jdupont's prospect, reassigned on the 10th from `old` to `new`.
fn reassigned(old: &str, new: &str, creator_withdrawn: bool) -> World {
    let mut world = World::attached_to(old);
    world.held_mut().set("c_rep", new);
    world.held_mut().attach(MOMENT, new, creator_withdrawn);
    world
}

/// All four that only an owner may.
fn entries(made: &Entry) -> [ExchangeFile; 4] {
    [made.moves("Laval", "Craon"), made.deletes(), made.vp(json!({})), made.cc(complete(), None)]
}

#[test]
fn an_entry_is_judged_by_its_own_time() {
    // From the creator's own code to a colleague's; then one that was a third rep's.
    for (old, withdrawn, author, may) in [
        ("JDU", true, "jdupont", [true, false, false]),
        ("JDU", false, "jdupont", [true, true, true]),
        ("JDU", true, "pmartin", [false, true, true]),
        ("JDU", false, "pmartin", [false, true, true]),
        ("COL", true, "colleague", [true, false, false]),
        ("COL", false, "colleague", [true, false, false]),
        ("COL", true, "jdupont", [true, false, false]),
        ("JDU", true, "colleague", [false, false, false]),
        // An administrator sees all prospects and reassigns them, but owns none.
        ("JDU", true, "chef", [false, false, false]),
        ("CHE", true, "chef", [true, false, false]),
    ] {
        for (instant, may) in [BEFORE, MOMENT, AFTER].into_iter().zip(may) {
            for file in entries(&entry(1).by(author).made(instant)) {
                let mut world = reassigned(old, "PMA", withdrawn);
                let expected = if may { "integrate" } else { "reject: not-owner" };
                let case = format!("{old}, withdrawn {withdrawn}: {author} at {instant}, {}", file.kind());
                assert_eq!(world.deliver(&file), expected, "{case}");
            }
        }
    }
}

/// A restored file was judged when it came (decision 0008, « Who may »).
#[test]
fn what_comes_back_from_the_archive_is_not_judged_again() {
    for file in entries(&entry(1).by("colleague")) {
        let mut world = reassigned("JDU", "PMA", true);
        world.integrated_before = true;
        assert_eq!(world.deliver(&file), "integrate", "{}", file.kind());
    }
}

/// The administrator may reassign and retry what was refused: only what was the author's at the time of the entry passes.
#[test]
fn a_retry_after_a_reassignment() {
    let file = entry(1).by("pmartin").moves("Laval", "Craon");
    let mut world = World::new();
    assert_eq!(world.deliver(&file), "reject: not-owner");
    assert_eq!(world.deliver(&file), "nothing", "told already");
    world.retried = true;
    assert_eq!(world.deliver(&file), "reject: not-owner");
    world.held_mut().attach("2026-11-21T10:00:00Z", "PMA", false);
    assert_eq!(world.deliver(&file), "integrate");
}

#[test]
fn a_rep_without_a_code_owns_only_what_he_created() {
    for (author, expected) in [("jdupont", "integrate"), ("pmartin", "reject: not-owner")] {
        let mut world = World::attached_to("");
        world.users.iter_mut().for_each(|user| user.c_rep = None);
        assert_eq!(world.deliver(&entry(1).by(author).moves("Laval", "Craon")), expected, "{author}");
    }
}

/// A change of `c_rep` attaches the prospect from the entry's instant on.
#[test]
fn handed_over_by_an_edit() {
    let handed_over = entry(5).mp(&[change("c_rep", "JDU", "PMA")]);
    for (author, minute, expected) in [
        ("pmartin", 4, "reject: not-owner"),
        ("pmartin", 5, "integrate"),
        ("pmartin", 6, "integrate"),
        // It withdraws nobody: the creator stays.
        ("jdupont", 4, "integrate"),
        ("jdupont", 6, "integrate"),
    ] {
        let mut world = World::new();
        assert_eq!(world.deliver(&handed_over), "integrate");
        let instant = format!("2026-11-21T10:{minute:02}:00Z");
        let file = entry(9).by(author).made(&instant).moves("Laval", "Craon");
        assert_eq!(world.deliver(&file), expected, "{author} {minute}");
    }
    // A rep who has it from another loses it when it leaves him.
    let mut world = World::attached_to("PMA");
    let handed_on = entry(5).by("pmartin").mp(&[change("c_rep", "PMA", "COL")]);
    assert_eq!(world.deliver(&handed_on), "integrate");
    assert_eq!(world.deliver(&entry(4).by("pmartin").moves("Laval", "Craon")), "integrate");
    assert_eq!(world.deliver(&entry(6).by("pmartin").moves("Craon", "Laval")), "reject: not-owner");
    assert_eq!(world.deliver(&entry(6).by("colleague").moves("Craon", "Laval")), "integrate");
    // Without a rep it is its creator's alone.
    let mut world = World::attached_to("PMA");
    assert_eq!(world.deliver(&entry(5).by("pmartin").mp(&[change("c_rep", "PMA", "")])), "integrate");
    assert_eq!(world.deliver(&entry(6).by("pmartin").moves("Laval", "Craon")), "reject: not-owner");
    assert_eq!(world.deliver(&entry(6).moves("Laval", "Craon")), "integrate");
}

/// What clashes changes nothing, the attachment neither.
#[test]
fn a_clash_about_the_rep_hands_nothing_over() {
    let mut world = World::new();
    let wrong = entry(1).mp(&[change("c_rep", "COL", "PMA")]);
    assert_eq!(world.deliver(&wrong), "integrate, clash c_rep");
    assert_eq!(world.held().attachments.len(), 1);
    assert_eq!(world.deliver(&entry(2).by("pmartin").moves("Laval", "Craon")), "reject: not-owner");
}

/// Two changes of the rep by one laptop end the same whatever the order of arrival: each attaches from its own instant on.
#[test]
fn handed_over_twice_in_either_order() {
    let files = [
        entry(2).numbered(1).mp(&[change("c_rep", "JDU", "PMA")]),
        entry(4).numbered(2).mp(&[building_on(change("c_rep", "PMA", "COL"), &["JDU"])]),
    ];
    for order in [[0, 1], [1, 0]] {
        let mut world = World::new();
        for i in order {
            assert_eq!(world.deliver(&files[i]), "integrate", "{order:?}");
        }
        assert_eq!(world.held().text("c_rep"), "COL");
        let owned = |folder: &str, minute: u32| {
            world.held().owned_by(world.user(folder), &format!("2026-11-21T10:{minute:02}:00Z"))
        };
        assert_eq!(
            [owned("pmartin", 1), owned("pmartin", 3), owned("pmartin", 5)],
            [false, true, false],
            "{order:?}"
        );
        assert_eq!([owned("colleague", 3), owned("colleague", 5)], [false, true], "{order:?}");
    }
}

/// « it withdraws nobody »: the creator, withdrawn by a reassignment, loses no earlier day to an entry that was made before it.
#[test]
fn an_edit_of_the_rep_from_before_the_reassignment() {
    let mut world = reassigned("JDU", "PMA", true);
    let early = entry(1).made("2026-11-05T10:00:00Z").mp(&[change("c_rep", "JDU", "PMA")]);
    assert_eq!(world.deliver(&early), "integrate", "it is so already");
    let between = entry(2).made("2026-11-07T10:00:00Z").moves("Laval", "Craon");
    assert_eq!(world.deliver(&between), "integrate", "he was its creator until the 10th");
    let later = entry(3).made(AFTER).moves("Craon", "Laval");
    assert_eq!(world.deliver(&later), "reject: not-owner", "and nobody comes back");
}

/// Who was withdrawn does not come back because the new rep changes the code.
#[test]
fn an_edit_of_the_rep_after_the_reassignment() {
    let mut world = reassigned("JDU", "PMA", true);
    assert_eq!(world.deliver(&entry(1).by("pmartin").mp(&[change("c_rep", "PMA", "COL")])), "integrate");
    for (author, expected) in
        [("jdupont", "reject: not-owner"), ("pmartin", "reject: not-owner"), ("colleague", "integrate")]
    {
        assert_eq!(world.deliver(&entry(2).by(author).moves("Laval", "Craon")), expected, "{author}");
    }
    // Unless it is his own code.
    let mut world = reassigned("JDU", "PMA", true);
    assert_eq!(world.deliver(&entry(1).by("pmartin").mp(&[change("c_rep", "PMA", "JDU")])), "integrate");
    assert_eq!(world.deliver(&entry(2).moves("Laval", "Craon")), "integrate");
}

/// It is the rep's whose code it bears: a change that is made to the field hands the prospect over, though the laptop's clock is behind
/// the one that dated the attachment before.
#[test]
fn handed_over_by_a_laptop_whose_clock_is_behind() {
    for instant in ["2016-11-21T10:00:00Z", "2026-10-31T10:00:00Z"] {
        let mut world = World::new();
        assert_eq!(world.deliver(&entry(1).made(instant).mp(&[change("c_rep", "JDU", "PMA")])), "integrate");
        assert_eq!(world.held().text("c_rep"), "PMA", "{instant}");
        let mut edit = entry(2).by("pmartin");
        assert_eq!(world.deliver(&edit.moves("Laval", "Craon")), "integrate", "{instant}");
        edit = entry(3).by("pmartin").made("2026-11-21T14:00:00Z");
        assert_eq!(world.deliver(&edit.vp(json!({}))), "integrate", "{instant}");
    }
}

/// The same without any wrong clock: while a laptop was offline the prospect went to a third rep and came back.
#[test]
fn handed_over_by_an_entry_that_arrives_late() {
    let mut world = World::new();
    assert_eq!(world.deliver(&entry(6).on(TABLET).mp(&[change("c_rep", "JDU", "COL")])), "integrate");
    assert_eq!(world.deliver(&entry(7).on(TABLET).mp(&[change("c_rep", "COL", "JDU")])), "integrate");
    assert_eq!(
        world.deliver(&entry(5).mp(&[change("c_rep", "JDU", "PMA")])),
        "integrate",
        "it sees today's value"
    );
    assert_eq!(world.held().text("c_rep"), "PMA");
    assert_eq!(world.deliver(&entry(8).by("pmartin").moves("Laval", "Craon")), "integrate");
}
