//! Newer bases arrive while the laptop is worked with.

use std::ops::ControlFlow;

use client::adopt::Adoption;
use client::{Incoming, Laptop, Reception};

use crate::sending::{enter, visit};
use crate::world::{World, at, customer, prospect, relation};

fn receive(laptop: &Laptop, kept: &Incoming) -> Reception {
    laptop.receivers().unwrap().receive(kept, &mut |_| ControlFlow::Continue(()))
}

fn generation(laptop: &Laptop) -> u64 {
    laptop.freshness(at(0)).common.unwrap().generation
}

fn name_of(laptop: &Laptop, code: &str) -> String {
    let found = laptop.search_customers(code, 1).unwrap();
    found.first().map(|hit| hit.name.clone()).unwrap_or_default()
}

/// Everybody's base anew; the number stands in a customer's name.
fn publish(world: &mut World, number: u64) {
    world.publish_common(number, |builder| {
        builder.customer(&customer("C1", &format!("EARL {number}"), None)).unwrap();
        builder.customer(&customer("C2", "GARAGE DU PORT", None)).unwrap();
    });
}

#[test]
fn what_was_received_counts_once_it_is_taken_and_an_entry_stays_shown() {
    let mut world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    let name = enter(&mut laptop, &visit("C1")).name;
    assert_eq!(receive(&laptop, &Incoming::default()).incoming, Incoming::default(), "nothing is newer");
    world.publish_common(7, |builder| {
        builder.customer(&customer("C1", "EARL DU GUÉ", None)).unwrap();
        builder.customer(&customer("C2", "GARAGE DU PORT", None)).unwrap();
        builder.customer(&customer("C3", "NEUF", None)).unwrap();
        builder.relation(&relation("C1", &name, "2026-11-21")).unwrap();
    });
    let receivers = laptop.receivers().unwrap();
    let reception = receive(&laptop, &Incoming::default());
    assert_eq!(reception.problems, []);
    let changes = receivers.changes(&reception.incoming).unwrap();
    assert_eq!((changes.customers, changes.visits, changes.prospects), (2, 1, 0));
    laptop.round(at(1));
    assert_eq!((generation(&laptop), name_of(&laptop, "C1")), (1, "EARL DU MOULIN".into()));
    let taken = laptop.take_received(&reception.incoming).unwrap();
    assert!(matches!(taken.as_slice(), [Adoption::Adopted { generation: 3, .. }]), "{taken:?}");
    assert_eq!((generation(&laptop), name_of(&laptop, "C1")), (3, "EARL DU GUÉ".into()));
    assert_eq!(laptop.customer("C1").unwrap().unwrap().waiting, 1, "no receipt yet");
    assert_eq!(laptop.still_newer(reception.incoming), Incoming::default());
    drop(laptop);
    assert_eq!(generation(&world.laptop()), 3, "after a restart too");
}

#[test]
fn what_was_broken_off_goes_on_where_it_stopped() {
    let mut world = World::with_bases();
    let mut laptop = world.laptop();
    let files = |laptop: &Laptop, most: usize| {
        let mut copied = 0;
        let mut progress = Vec::new();
        let reception = laptop.receivers().unwrap().receive(&Incoming::default(), &mut |come| {
            progress.push((come.done_bytes, come.total_bytes));
            copied += 1;
            if copied > most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        (reception, progress)
    };
    let (reception, _) = files(&laptop, 1);
    assert_eq!((reception.incoming, reception.problems), (Incoming::default(), Vec::new()));
    let (reception, progress) = files(&laptop, usize::MAX);
    let copied =
        reception.incoming.user.as_ref().unwrap().copied + reception.incoming.common.as_ref().unwrap().copied;
    assert_eq!(copied, progress.len());
    let there = reception.incoming.user.iter().chain(&reception.incoming.common);
    let all: usize = there.map(|received| received.manifest.files.len()).sum();
    assert!(copied < all, "{copied} of {all}: what lay there was not copied again");
    assert!(progress.iter().any(|(done, total)| 0 < *done && done < total), "{progress:?}");
    laptop.take_received(&reception.incoming).unwrap();
    assert_eq!(name_of(&laptop, "C1"), "EARL DU MOULIN");
    publish(&mut world, 5);
    laptop.synchronise(at(1));
    assert_eq!(name_of(&laptop, "C1"), "EARL 5");
}

#[test]
fn what_waits_to_be_taken_is_not_removed_for_what_is_newer_still() {
    let mut world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    publish(&mut world, 5);
    let waiting = receive(&laptop, &Incoming::default()).incoming;
    publish(&mut world, 6);
    let stopped = laptop.receivers().unwrap().receive(&waiting, &mut |_| ControlFlow::Break(()));
    assert_eq!(stopped.incoming, waiting);
    laptop.take_received(&waiting).unwrap();
    assert_eq!(name_of(&laptop, "C1"), "EARL 5");
    let next = receive(&laptop, &Incoming::default()).incoming;
    laptop.take_received(&next).unwrap();
    assert_eq!(name_of(&laptop, "C1"), "EARL 6");
    assert_eq!(laptop.take_received(&waiting).unwrap().len(), 1);
    assert_eq!(name_of(&laptop, "C1"), "EARL 6", "a late one changes nothing");
}

#[test]
fn a_half_copied_base_is_told_and_the_one_in_use_serves() {
    let mut world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    publish(&mut world, 5);
    let customers = std::fs::read_dir(world.path("bases/common")).unwrap().map(|entry| entry.unwrap().path());
    let newest = customers
        .filter(|path| path.to_str().unwrap().contains("customers-"))
        .max_by_key(|path| std::fs::metadata(path).unwrap().modified().unwrap())
        .unwrap();
    let whole = std::fs::read(&newest).unwrap();
    std::fs::write(&newest, &whole[..whole.len() / 2]).unwrap();
    let reception = receive(&laptop, &Incoming::default());
    let codes: Vec<_> = reception.problems.iter().map(Adoption::code).collect();
    assert_eq!((reception.incoming.is_empty(), codes), (true, vec!["half-copied"]));
    assert_eq!(name_of(&laptop, "C1"), "EARL DU MOULIN");
    std::fs::write(&newest, &whole).unwrap();
    let incoming = receive(&laptop, &Incoming::default()).incoming;
    laptop.take_received(&incoming).unwrap();
    assert_eq!(name_of(&laptop, "C1"), "EARL 5");
}

#[test]
fn a_damaged_base_is_mended_from_what_is_published() {
    let world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    drop(laptop);
    let copies = std::fs::read_dir(world.path("data/bases/common/files")).unwrap();
    for copy in copies.map(|entry| entry.unwrap().path()) {
        if copy.to_str().unwrap().contains("customers-") {
            std::fs::write(copy, b"torn").unwrap();
        }
    }
    let mut laptop = world.laptop();
    assert!(laptop.receivers().unwrap().are_damaged());
    laptop.mend().unwrap();
    assert!(!laptop.receivers().unwrap().are_damaged());
    assert_eq!((name_of(&laptop, "C1"), laptop.notices()), ("EARL DU MOULIN".into(), Vec::new()));
}

#[test]
fn prospects_and_their_visits_are_counted_too() {
    let mut world = World::with_bases();
    let known = uuid::Uuid::from_u128(0x019a_b3c4_7d1e_7a52_9c1f_0000_0000_0001);
    let new = uuid::Uuid::from_u128(0x019a_b3c4_7d1e_7a52_9c1f_0000_0000_0002);
    let name = |name| [(domain::CustomerField::Name, name)];
    world.publish_user(1, |builder| builder.prospect(&prospect(known, &name("LENOIR")), true).unwrap());
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    world.publish_user(2, |builder| {
        builder.prospect(&prospect(known, &name("SARL LENOIR")), true).unwrap();
        builder.prospect(&prospect(new, &name("DURAND")), true).unwrap();
    });
    let receivers = laptop.receivers().unwrap();
    let changes = receivers.changes(&receive(&laptop, &Incoming::default()).incoming).unwrap();
    assert_eq!((changes.customers, changes.visits, changes.prospects), (0, 0, 2));
}
