//! What waits: for its prospect, for its restore, for an operator (design §6; decision 0008, « Order and dependence »).

use chrono::Duration;
use exchange_schema::ExchangeFile;
use serde_json::json;
use winpneu::registry::FileState;

use super::builders::{Entry, change, complete, entry, prospect_id};
use super::world::{Prepare, World};

/// What names a prospect.
fn naming_it(made: &Entry) -> [ExchangeFile; 4] {
    [made.moves("Laval", "Craon"), made.deletes(), made.vp(json!({})), made.cc(complete(), None)]
}

fn arrives(world: &mut World) {
    let sheet = json!({ "nom_client": "EARL", "ville_fac": "Laval" });
    assert_eq!(world.deliver(&entry(0).cp(sheet)), "integrate");
}

#[test]
fn an_unknown_prospect() {
    for file in naming_it(&entry(1)) {
        // In the middle of a pass its CP may still come; what comes in the same pass is found at its end.
        let mut world = World::empty();
        world.last_look = false;
        assert_eq!(world.deliver(&file), "postpone", "{}", file.kind());
        assert!(world.registry.is_empty(), "nothing is told yet");
        arrives(&mut world);
        world.last_look = true;
        assert_eq!(world.deliver(&file), "integrate", "{}", file.kind());

        // At its end nothing more can come: it waits, and is tried on each pass.
        let mut world = World::empty();
        for (hours, told) in
            [(0, "defer: unknown-prospect"), (1, "defer: unknown-prospect"), (72, "defer: unknown-prospect")]
        {
            world.rules.now = super::at("2026-11-21T15:00:00Z") + Duration::hours(hours);
            world.last_look = false;
            assert_eq!(world.deliver(&file), "postpone", "{} {hours}", file.kind());
            world.last_look = true;
            assert_eq!(world.deliver(&file), told, "{} {hours}", file.kind());
        }
        world.rules.now += Duration::seconds(1);
        world.last_look = false;
        assert_eq!(world.deliver(&file), "postpone", "{}: even now it may come", file.kind());
        world.last_look = true;
        assert_eq!(world.deliver(&file), "reject: unknown-prospect", "{}", file.kind());
        assert_eq!(world.deliver(&file), "nothing", "{}", file.kind());
    }
}

#[test]
fn the_prospect_comes_while_it_waits() {
    for file in naming_it(&entry(1)) {
        let mut world = World::empty();
        assert_eq!(world.deliver(&file), "defer: unknown-prospect");
        world.rules.now += Duration::hours(72);
        arrives(&mut world);
        assert_eq!(world.deliver(&file), "integrate", "{}", file.kind());
    }
}

/// A corrected CP that is integrated, for another prospect's sake or this one's, starts the waiting time anew.
#[test]
fn a_corrected_prospect_lets_them_wait_anew() {
    let mut world = World::empty();
    let visit = entry(2).vp(json!({}));
    let wrong = entry(1).cp(json!({}));
    assert_eq!(world.deliver(&wrong), "reject: bad-value");
    assert_eq!(world.deliver(&visit), "defer: unknown-prospect");
    world.rules.now += Duration::hours(73);
    assert_eq!(
        world.deliver(&entry(3).replacing(&wrong).cp(json!({ "nom_client": "EARL" }))),
        "integrate, replacing"
    );
    // Its row was lost with a restore: by its own waiting time it would be refused now.
    world.prospects.clear();
    assert_eq!(world.deliver(&visit), "defer: unknown-prospect");
}

/// The operator's configuration says how long.
#[test]
fn the_waiting_time_is_configured() {
    let mut world = World::empty();
    world.rules.defer = Duration::hours(1);
    let file = entry(1).vp(json!({}));
    assert_eq!(world.deliver(&file), "defer: unknown-prospect");
    world.rules.now += Duration::hours(1);
    assert_eq!(world.deliver(&file), "defer: unknown-prospect");
    world.rules.now += Duration::seconds(1);
    assert_eq!(world.deliver(&file), "reject: unknown-prospect");
}

/// An operator's retry: judged again, though it was refused; what would only wait stays refused.
#[test]
fn retried_from_quarantine() {
    for file in naming_it(&entry(1)) {
        let mut world = World::empty();
        assert_eq!(world.deliver(&file), "defer: unknown-prospect");
        world.rules.now += Duration::hours(73);
        assert_eq!(world.deliver(&file), "reject: unknown-prospect");
        world.retried = true;
        assert_eq!(world.deliver(&file), "defer: unknown-prospect", "it does not expire at once");
        assert_eq!(world.registry[file.file_name().as_str()].state, FileState::Refused);
        arrives(&mut world);
        assert_eq!(world.deliver(&file), "integrate", "{}", file.kind());
        assert_eq!(world.deliver(&file), "nothing", "integrated is integrated");
    }
    // Refused for what is wrong with it, it is refused again; refused for what has changed, it passes.
    let mut world = World::new();
    let wrong = entry(1).mp(&[change("iban", "", "FR76")]);
    let early = entry(2).vc(json!({}));
    world.customers.clear();
    assert_eq!(world.deliver(&wrong), "reject: bad-value");
    assert_eq!(world.deliver(&early), "reject: unknown-customer");
    world.retried = true;
    world.customers.insert("C01846".to_owned(), "GARAGE MARTIN".to_owned());
    assert_eq!(world.deliver(&wrong), "reject: bad-value");
    assert_eq!(world.deliver(&early), "integrate");
}

/// What was integrated before is never refused: it waits until what it needs is back, however long that takes.
#[test]
fn restored() {
    let far = "2016-11-21T10:00:00Z";
    let wrong_answers = json!({ "answers": { "form": 1, "picked": ["nowhere"] } });
    let prepare: [(&str, ExchangeFile, Prepare, &str); 11] = [
        // Not judged again: dates, accounts, owners, deletions.
        ("a far date", entry(1).vc(json!({ "visited_on": "2015-01-01" })), |_| {}, "integrate"),
        ("a disabled user", entry(1).by("parti").vc(json!({})), |_| {}, "integrate"),
        ("not the owner", entry(1).by("colleague").moves("Laval", "Craon"), |_| {}, "integrate"),
        ("an edit, deleted", entry(1).moves("Laval", "Craon"), deleted, "integrate"),
        ("a clock behind", entry(1).made(far).vp(json!({})), |_| {}, "integrate"),
        // What its rows need today.
        ("no user", entry(1).by("inconnu").vc(json!({})), |_| {}, "defer: unknown-user"),
        ("no customer", entry(1).vc(json!({})), |world| world.customers.clear(), "defer: unknown-customer"),
        (
            "no customer",
            entry(1).mc(&[], "x", json!({})),
            |world| world.customers.clear(),
            "defer: unknown-customer",
        ),
        ("no form", entry(1).vp(wrong_answers), |world| world.form = None, "defer: unknown-form"),
        ("a deletion, pending", entry(1).deletes(), pending, "defer: creation-pending"),
        ("a deletion, converted", entry(1).deletes(), converted, "defer: prospect-converted"),
    ];
    for (case, file, prepare, expected) in prepare {
        let mut world = World::new();
        world.integrated_before = true;
        prepare(&mut world);
        assert_eq!(world.deliver(&file), expected, "{case}, {}", file.kind());
        if expected == "integrate" {
            continue;
        }
        for hours in [72, 73, 24 * 365] {
            world.rules.now = super::at("2026-11-21T15:00:00Z") + Duration::hours(hours);
            assert_eq!(world.deliver(&file), expected, "{case}, {}, after {hours} hours", file.kind());
        }
    }
}

/// As any other: what it needs may be among the archived files that come next time, and its laptop has removed its own copy long ago.
#[test]
fn restored_without_its_prospect() {
    for file in naming_it(&entry(1)) {
        let mut world = World::empty();
        world.integrated_before = true;
        for hours in [0, 72, 73, 24 * 365] {
            world.rules.now = super::at("2026-11-21T15:00:00Z") + Duration::hours(hours);
            assert_eq!(
                world.deliver(&file),
                "defer: unknown-prospect",
                "{} after {hours} hours",
                file.kind()
            );
        }
        arrives(&mut world);
        assert_eq!(world.deliver(&file), "integrate", "{}", file.kind());
    }
}

fn deleted(world: &mut World) {
    world.held_mut().row.deletion = Some(super::world::deleted_at("2026-11-20T10:00:00Z"));
}

fn pending(world: &mut World) {
    world.pending.insert(prospect_id(), prospect_id());
}

fn converted(world: &mut World) {
    world.held_mut().convert("2026-11-20T10:00:00Z", "C01846");
}
