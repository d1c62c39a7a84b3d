//! MP: the deletion of a prospect (design §4 and §6; decision 0008, « MP »).

use exchange_schema::ExchangeFile;
use serde_json::json;

use super::at;
use super::builders::{TABLET, change, complete, entry, prospect_id};
use super::world::World;
use crate::integrate::plan::Write;

const INSTANT: &str = "2026-11-21T10:05:00Z";

/// A prospect that jdupont's laptop deleted at that instant.
fn deleted() -> (World, ExchangeFile) {
    let mut world = World::attached_to("PMA");
    let deletion = entry(5).numbered(5).deletes();
    assert_eq!(world.deliver(&deletion), "integrate");
    (world, deletion)
}

#[test]
fn a_deletion_marks_the_row_with_the_entrys_instant() {
    let (world, deletion) = deleted();
    let mark = world.held().row.deletion.clone().expect("deleted");
    assert_eq!((mark.at, mark.file.as_str()), (at(INSTANT), deletion.file_name().as_str()));
    assert_eq!(world.held().text("ville_fac"), "Laval", "the row stays");
}

#[test]
fn what_arrives_after_a_deletion() {
    let refused = "reject: prospect-deleted";
    let edit = || [change("ville_fac", "Laval", "Craon")];
    for (case, file, expected, town) in [
        ("made before", entry(4).mp(&edit()), "integrate", "Craon"),
        ("made before, by the other owner", entry(4).by("pmartin").mp(&edit()), "integrate", "Craon"),
        (
            "made before, follow-up",
            entry(4).mp_with(&[], json!({ "follow_up_on": null })),
            "integrate",
            "Laval",
        ),
        ("made after", entry(6).mp(&edit()), refused, "Laval"),
        ("made after, by the other owner", entry(6).by("pmartin").mp(&edit()), refused, "Laval"),
        ("made after, fleet", entry(6).mp_with(&[], json!({ "fleet": { "VL": 1 } })), refused, "Laval"),
        // Of one instant the name decides; the uuid of the deletion ends in 5.
        ("at the instant, by name before", entry(4).made(INSTANT).mp(&edit()), "integrate", "Craon"),
        ("at the instant, by name after", entry(6).made(INSTANT).mp(&edit()), refused, "Laval"),
        // A second deletion has no effect and is integrated, whenever it was made.
        ("deleted before too", entry(4).by("pmartin").deletes(), "integrate", "Laval"),
        ("deleted again", entry(6).by("pmartin").deletes(), "integrate", "Laval"),
        // A visit is kept, a creation is not wanted any more.
        ("a visit, made before", entry(4).vp(json!({})), "integrate", "Laval"),
        ("a visit, made after", entry(6).vp(json!({})), "integrate", "Laval"),
        ("a creation, made before", entry(4).cc(complete(), None), refused, "Laval"),
        ("a creation, made after", entry(6).cc(complete(), None), refused, "Laval"),
    ] {
        let (mut world, deletion) = deleted();
        assert_eq!(world.deliver(&file), expected, "{case}");
        let row = &world.held().row;
        assert_eq!(row.deletion.as_ref().expect("deleted").file, deletion.file_name().as_str(), "{case}");
        assert_eq!(world.held().text("ville_fac"), town, "{case}");
        assert_eq!(world.visits.len(), usize::from(case.starts_with("a visit")), "{case}");
    }
}

/// "Earlier" and "later" between two entries: by `sequence` when both are of one device and numbered (decision 0008, « Order and
/// dependence »), here with the laptop's clock set back between the two. The deletion has the number 5.
#[test]
fn a_change_numbered_before_the_deletion_is_applied_though_its_clock_is_later() {
    let (mut world, _) = deleted();
    assert_eq!(world.deliver(&entry(6).numbered(4).moves("Laval", "Craon")), "integrate");
    assert_eq!(world.held().text("ville_fac"), "Craon");
}

#[test]
fn a_change_numbered_after_the_deletion_is_refused_though_its_clock_is_earlier() {
    let (mut world, _) = deleted();
    let file = entry(6).made("2026-11-21T09:00:00Z").numbered(6).moves("Laval", "Craon");
    assert_eq!(world.deliver(&file), "reject: prospect-deleted");
    assert_eq!(world.held().text("ville_fac"), "Laval");
}

/// The numbers of another device, and no number at all, say nothing beside a numbered deletion.
#[test]
fn numbers_of_another_device_do_not_count() {
    for (file, expected) in [
        (entry(4).on(TABLET).numbered(9), "integrate"),
        (entry(6).on(TABLET).numbered(1), "reject: prospect-deleted"),
        (entry(4), "integrate"),
        (entry(6), "reject: prospect-deleted"),
    ] {
        let (mut world, _) = deleted();
        assert_eq!(world.deliver(&file.moves("Laval", "Craon")), expected);
    }
}

#[test]
fn a_deletion_meanwhile() {
    let creation = entry(1).cc(complete(), None);
    let mut world = World::new();
    assert_eq!(world.deliver(&creation), "integrate");
    // Whenever it was made: the creation is with the accountants.
    for deletion in [entry(0).deletes(), entry(2).deletes()] {
        assert_eq!(world.deliver(&deletion), "reject: creation-pending");
    }
    assert_eq!(world.held().row.deletion, None);
    // After a refusal by the accountants it may go.
    world.pending.clear();
    assert_eq!(world.deliver(&entry(3).deletes()), "integrate");

    let mut world = World::new();
    world.held_mut().convert("2026-11-21T12:00:00Z", "C01846");
    for deletion in [entry(1).deletes(), entry(2).made("2026-11-21T14:00:00Z").deletes()] {
        assert_eq!(world.deliver(&deletion), "reject: prospect-converted");
    }
    assert_eq!(world.held().row.deletion, None);
}

/// « Un prospect pourra être supprimé par la personne qui l'a créé, ou la personne à qui il est rattaché » (the user's text).
#[test]
fn who_may_delete() {
    for (author, expected) in [
        ("jdupont", "integrate"),
        ("pmartin", "integrate"),
        ("colleague", "reject: not-owner"),
        ("chef", "reject: not-owner"),
    ] {
        let mut world = World::attached_to("PMA");
        assert_eq!(world.deliver(&entry(1).by(author).deletes()), expected, "{author}");
        assert_eq!(
            world.prospects[&prospect_id()].row.deletion.is_some(),
            expected == "integrate",
            "{author}"
        );
    }
}

/// The reason that the author typed goes with it; it may be empty.
#[test]
fn the_reason_is_kept() {
    let plan = World::new().plan(&entry(1).deletes());
    assert_eq!(plan.writes, [Write::Delete(prospect_id(), "cessation".to_owned())]);
    assert_eq!(plan.reference, prospect_id().to_string());
}
