//! `replaces`: a correction names a refused file, once (design §4).

use exchange_schema::{ExchangeFile, Reason};
use serde_json::json;
use winpneu::registry::{FileState, KnownFile};

use super::builders::{Entry, change, complete, entry};
use super::world::World;
use super::{at, brief};

/// One right file of each kind.
fn of_each_kind(made: &Entry) -> [ExchangeFile; 7] {
    [
        made.vc(json!({})),
        made.mc(&[], "Bonjour", json!({})),
        made.cp(json!({ "nom_client": "EARL" })),
        made.moves("Laval", "Craon"),
        made.deletes(),
        made.vp(json!({})),
        made.cc(complete(), None),
    ]
}

fn world_for(file: &ExchangeFile) -> World {
    if file.kind() == exchange_schema::Kind::Cp { World::empty() } else { World::new() }
}

/// As `world_for`, with the file that is replaced registered in that state.
fn with_registered(file: &ExchangeFile, state: Option<FileState>, integrated_before: bool) -> World {
    let mut world = world_for(file);
    world.integrated_before = integrated_before;
    let name = file.replaces().expect("a correction").as_str().to_owned();
    if let Some(state) = state {
        let reason = Some(Reason::BadValue.as_str().to_owned());
        let instant = at("2026-11-20T10:00:00Z").naive_utc();
        let known = KnownFile {
            name: name.clone(),
            state,
            reason,
            sha256: None,
            received_at: instant,
            changed_at: instant,
            integrated_before: false,
            corrects: None,
        };
        world.registry.insert(name, known);
    }
    world
}

#[test]
fn only_a_refused_file_is_replaced() {
    use FileState::{Integrated, Refused, Replaced, Waiting};
    let other = entry(1).vc(json!({}));
    for file in of_each_kind(&entry(2).replacing(&other)) {
        for (state, new, restored) in [
            (Some(Refused), "integrate, replacing", "integrate, replacing"),
            (Some(Integrated), "reject: bad-replaces", "integrate"),
            (Some(Waiting), "reject: bad-replaces", "integrate"),
            (Some(Replaced), "reject: bad-replaces", "integrate"),
            (None, "reject: bad-replaces", "integrate"),
        ] {
            for (integrated_before, expected) in [(false, new), (true, restored)] {
                let mut world = with_registered(&file, state, integrated_before);
                let case = format!("{} {state:?}, integrated before {integrated_before}", file.kind());
                let told = world.deliver(&file);
                assert_eq!(told, expected, "{case}");
                let after = world.registry.get(other.file_name().as_str()).map(|known| known.state);
                let replaced = if state == Some(Refused) { Some(Replaced) } else { state };
                assert_eq!(after, replaced, "{case}");
            }
        }
    }
}

/// A refused row that was replaced can never be retried, and never be replaced twice.
#[test]
fn what_was_replaced_is_over() {
    let mut world = World::new();
    let wrong = entry(1).mp(&[change("ville_fac", "Laval", "x".repeat(36))]);
    assert_eq!(world.deliver(&wrong), "reject: text-too-long");
    assert_eq!(world.deliver(&entry(2).replacing(&wrong).moves("Laval", "Craon")), "integrate, replacing");
    assert_eq!(world.held().text("ville_fac"), "Craon");
    world.retried = true;
    assert_eq!(world.deliver(&wrong), "nothing");
    world.retried = false;
    assert_eq!(world.deliver(&entry(3).replacing(&wrong).moves("Craon", "Évron")), "reject: bad-replaces");
    assert_eq!(world.held().text("ville_fac"), "Craon");
}

/// A correction that is itself refused, or waits, replaces nothing yet.
#[test]
fn a_correction_that_has_no_effect_replaces_nothing() {
    let wrong = entry(1).mp(&[change("ville_fac", "Laval", "x".repeat(36))]);
    let correction = entry(2).replacing(&wrong);
    for (file, expected) in [
        (correction.mp(&[change("ville_fac", "Laval", "y".repeat(36))]), "reject: text-too-long"),
        (correction.clone().made("2026-11-21T16:00:00Z").moves("Laval", "Craon"), "defer: clock-ahead"),
    ] {
        let mut world = World::new();
        assert_eq!(world.deliver(&wrong), "reject: text-too-long");
        assert_eq!(world.deliver(&file), expected);
        assert_eq!(world.registry[wrong.file_name().as_str()].state, FileState::Refused);
        // It may be corrected by another one, or retried.
        assert_eq!(
            world.deliver(&entry(3).replacing(&wrong).moves("Laval", "Craon")),
            "integrate, replacing"
        );
    }
}

/// A correction that was refused is corrected: the first file is over with the second.
#[test]
fn of_a_correction() {
    let mut world = World::new();
    let first = entry(1).mp(&[change("ville_fac", "Laval", "x".repeat(36))]);
    let second = entry(2).replacing(&first).mp(&[change("ville_fac", "Laval", "y".repeat(36))]);
    let third = entry(3).replacing(&second).mp(&[change("ville_fac", "Laval", "z".repeat(36))]);
    for file in [&first, &second, &third] {
        assert_eq!(world.deliver(file), "reject: text-too-long");
    }
    assert_eq!(world.deliver(&entry(4).replacing(&third).moves("Laval", "Craon")), "integrate, replacing");
    for file in [&first, &second, &third] {
        assert_eq!(world.registry[file.file_name().as_str()].state, FileState::Replaced);
    }
}

/// What the refused correction had corrected was integrated meanwhile (by an operator's retry, or by another correction).
#[test]
fn of_a_correction_whose_first_file_is_no_longer_refused() {
    for state in [FileState::Integrated, FileState::Replaced, FileState::Waiting] {
        let mut world = World::new();
        let first = entry(1).mp(&[change("ville_fac", "Laval", "x".repeat(36))]);
        let second = entry(2).replacing(&first).mp(&[change("ville_fac", "Laval", "y".repeat(36))]);
        for file in [&first, &second] {
            assert_eq!(world.deliver(file), "reject: text-too-long");
        }
        world.registry.get_mut(first.file_name().as_str()).expect("registered").state = state;
        let correction = entry(3).replacing(&second).moves("Laval", "Craon");
        assert_eq!(world.deliver(&correction), "reject: bad-replaces", "{state:?}");
    }
}

/// A correction that clashes is integrated, and has replaced.
#[test]
fn a_correction_that_clashes() {
    let mut world = World::new();
    let wrong = entry(1).mp(&[change("ville_fac", "Laval", "x".repeat(36))]);
    assert_eq!(world.deliver(&wrong), "reject: text-too-long");
    let correction = entry(2).replacing(&wrong).moves("Mayenne", "Craon");
    assert_eq!(brief(&world.judge(&correction)), "integrate, replacing");
    assert_eq!(world.deliver(&correction), "integrate, replacing, clash ville_fac");
    assert_eq!(world.registry[wrong.file_name().as_str()].state, FileState::Replaced);
}

/// A correction of another kind than what it corrects: the rep wrote a visit where a request was meant.
#[test]
fn of_another_kind() {
    let mut world = World::new();
    let wrong = entry(1).mc(&[change("iban", "", "FR76")], "", json!({}));
    assert_eq!(world.deliver(&wrong), "reject: bad-value");
    assert_eq!(world.deliver(&entry(2).replacing(&wrong).vc(json!({}))), "integrate, replacing");
}
