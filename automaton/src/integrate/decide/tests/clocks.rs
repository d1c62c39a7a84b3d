//! Clocks of laptops, ahead and behind, for every kind (design §4, « Dates », and §6, `clock-ahead`).

use chrono::Duration;
use exchange_schema::ExchangeFile;
use serde_json::json;

use super::at;
use super::builders::{Entry, change, complete, entry};
use super::world::World;

const TEN_YEARS: Duration = Duration::days(3653);

/// One file of each kind, and whether a prospect is there before.
fn of_each_kind(made: &Entry) -> Vec<(bool, ExchangeFile)> {
    vec![
        (true, made.vc(json!({}))),
        (true, made.mc(&[], "Bonjour", json!({}))),
        (false, made.cp(json!({ "nom_client": "EARL" }))),
        (true, made.moves("Laval", "Craon")),
        (true, made.deletes()),
        (true, made.vp(json!({}))),
        (true, made.cc(complete(), None)),
    ]
}

#[test]
fn ahead_and_behind() {
    let now = at("2026-11-21T15:00:00Z");
    for (offset, expected) in [
        (-TEN_YEARS, "integrate"),
        (-Duration::days(40), "integrate"),
        (Duration::zero(), "integrate"),
        (Duration::minutes(15) - Duration::seconds(1), "integrate"),
        (Duration::minutes(15), "integrate"),
        (Duration::minutes(15) + Duration::seconds(1), "defer: clock-ahead"),
        (TEN_YEARS, "defer: clock-ahead"),
    ] {
        for (there, file) in of_each_kind(&entry(1).made(&(now + offset).to_rfc3339())) {
            let mut world = if there { World::new() } else { World::empty() };
            assert_eq!(world.rules.now, now);
            assert_eq!(world.deliver(&file), expected, "{} {offset}", file.kind());
        }
    }
}

/// When the time has come it is integrated; nothing of it was lost by waiting.
#[test]
fn ahead_until_the_time_has_come() {
    for (there, file) in of_each_kind(&entry(1).made("2026-11-21T15:30:00Z")) {
        let mut world = if there { World::new() } else { World::empty() };
        assert_eq!(world.deliver(&file), "defer: clock-ahead", "{}", file.kind());
        world.rules.now += Duration::minutes(15) - Duration::seconds(1);
        assert_eq!(world.deliver(&file), "defer: clock-ahead", "{}", file.kind());
        world.rules.now += Duration::seconds(1);
        assert_eq!(world.deliver(&file), "integrate", "{}", file.kind());
        assert_eq!(world.deliver(&file), "nothing", "{}", file.kind());
    }
}

/// A restored file is past being judged by a clock.
#[test]
fn what_was_integrated_before_does_not_wait_for_its_time() {
    for (there, file) in of_each_kind(&entry(1).made("2036-11-21T15:30:00Z")) {
        let mut world = if there { World::new() } else { World::empty() };
        world.integrated_before = true;
        assert_eq!(world.deliver(&file), "integrate", "{}", file.kind());
    }
}

/// Between two devices the clocks are all there is: of two clashes that of the later `created_at` is kept, ten years wrong or not.
#[test]
fn clocks_of_two_devices() {
    for (behind, kept) in [("2016-11-21T10:00:00Z", "Évron"), ("2026-11-21T15:15:00Z", "Craon")] {
        for order in [[0, 1], [1, 0]] {
            let mut world = World::attached_to("PMA");
            world.held_mut().set("ville_fac", "Mayenne");
            let files = [
                entry(1).made(behind).moves("Laval", "Craon"),
                entry(2).by("pmartin").moves("Laval", "Évron"),
            ];
            for i in order {
                assert_eq!(world.deliver(&files[i]), "integrate, clash ville_fac");
            }
            assert_eq!(world.held().wanted("ville_fac"), Some(kept), "{behind} {order:?}");
        }
    }
}

/// A wrong clock sets no field that has another value than was seen, and any field that has the same: values decide, not clocks.
#[test]
fn values_decide_and_not_clocks() {
    for instant in ["2016-11-21T10:00:00Z", "2026-11-21T15:15:00Z"] {
        let mut world = World::attached_to("PMA");
        assert_eq!(world.deliver(&entry(1).by("pmartin").numbered(1).moves("Laval", "Mayenne")), "integrate");
        assert_eq!(world.deliver(&entry(2).made(instant).moves("Mayenne", "Craon")), "integrate");
        let clashing = entry(3).made(instant).by("pmartin").numbered(2).moves("Mayenne", "Évron");
        assert_eq!(world.deliver(&clashing), "integrate, clash ville_fac");
        assert_eq!(world.held().text("ville_fac"), "Craon");
    }
}

/// One follow-up per prospect: the latest `created_at` wins, whatever the order of arrival, and whatever the clock.
#[test]
fn the_latest_follow_up_wins() {
    let files = [
        entry(1).made("2036-01-01T00:00:00Z").mp_with(&[], json!({ "follow_up_on": "2036-02-01" })),
        entry(2).mp_with(&[change("ville_fac", "Laval", "Craon")], json!({ "follow_up_on": "2026-12-01" })),
        entry(3).made("2016-01-01T00:00:00Z").mp_with(&[], json!({ "follow_up_on": "2016-02-01" })),
    ];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let mut world = World::new();
        for i in order {
            let expected = if i == 0 { "defer: clock-ahead" } else { "integrate" };
            assert_eq!(world.deliver(&files[i]), expected);
        }
        assert_eq!(world.follow_up(None).on, Some("2026-12-01".parse().expect("a day")), "{order:?}");
    }
}
