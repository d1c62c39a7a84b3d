//! What a name and a registered content say, where the kinds make no difference (design §6): sync conflicts, and names that come again.

use serde_json::json;
use winpneu::registry::FileState;

use super::super::{Facts, decide};
use super::builders::{entry, rules, seen};
use super::world::World;
use super::{brief, bytes, sighting};
use crate::integrate::sighting::Naming;

/// « content already registered: ignored; else quarantine »; of what was integrated it is counted as a duplicate.
#[test]
fn a_conflict_copy() {
    for (registered, integrated, expected) in [
        (false, false, "reject: conflict-copy"),
        (true, false, "leave alone"),
        (true, true, "duplicate of the original"),
    ] {
        let original = |there: bool| there.then(|| "the original".to_owned());
        let facts = Facts {
            registered_as: original(registered),
            integrated_as: original(integrated),
            ..Facts::default()
        };
        let copy = sighting(Naming::ConflictCopy, bytes(b"{}", true, None));
        assert_eq!(brief(&decide(&copy, &facts, &rules())), expected);
    }
}

/// A name that is integrated or waits is taken; one that was refused reserves nothing. Of every kind.
#[test]
fn a_name_that_comes_again_with_other_content() {
    let one = entry(1);
    for (file, other) in [
        (one.vc(json!({})), one.vc(json!({ "comment": "autre" }))),
        (one.mc(&[], "un", json!({})), one.mc(&[], "autre", json!({}))),
        (one.moves("Laval", "Craon"), one.moves("Laval", "Évron")),
        (one.vp(json!({})), one.vp(json!({ "comment": "autre" }))),
    ] {
        let mut world = World::new();
        assert_eq!(world.deliver(&file), "integrate");
        assert_eq!(world.deliver(&file), "nothing", "{}", file.kind());
        assert_eq!(brief(&world.judge(&other)), "reject: name-reused", "{}", file.kind());
        let name = file.file_name().as_str();
        for (state, same, reused) in [
            (FileState::Waiting, "integrate", "reject: name-reused"),
            (FileState::Refused, "nothing", "integrate"),
            (FileState::Replaced, "nothing", "reject: name-reused"),
        ] {
            let mut world = World::new();
            world.deliver(&file);
            world.registry.get_mut(name).expect("registered").state = state;
            world.held_mut().marks.clear();
            assert_eq!(brief(&world.judge(&file)), same, "{} {state:?}", file.kind());
            assert_eq!(brief(&world.judge(&other)), reused, "{} {state:?}", file.kind());
        }
        assert_eq!(seen(&file).key(), name);
    }
}
