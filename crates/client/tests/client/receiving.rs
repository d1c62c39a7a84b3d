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
    let taken = laptop.take_received(&reception.incoming);
    assert!(matches!(taken.common, Some(Adoption::Adopted { generation: 3, .. })), "{taken:?}");
    assert!(taken.user.is_none() && taken.journal.is_none(), "{taken:?}");
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
    laptop.take_received(&reception.incoming);
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
    laptop.take_received(&waiting);
    assert_eq!(name_of(&laptop, "C1"), "EARL 5");
    let next = receive(&laptop, &Incoming::default()).incoming;
    laptop.take_received(&next);
    assert_eq!(name_of(&laptop, "C1"), "EARL 6");
    assert_eq!(laptop.take_received(&waiting).adoptions().count(), 1);
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
    laptop.take_received(&incoming);
    assert_eq!(name_of(&laptop, "C1"), "EARL 5");
}

/// Rubbish of the same size in place of what was copied: those copies whose names hold `part`.
fn damage(world: &World, part: &str) {
    let copies = std::fs::read_dir(world.path("data/bases/common/files")).unwrap();
    for copy in copies.map(|entry| entry.unwrap().path()) {
        if copy.to_str().unwrap().contains(part) {
            let size = std::fs::metadata(&copy).unwrap().len();
            std::fs::write(copy, vec![0xee; usize::try_from(size).unwrap()]).unwrap();
        }
    }
}

/// With a month that is damaged, which only a question for it finds out.
fn with_a_damaged_month(world: &mut World) -> Laptop {
    let old = "VC_20200121T143502Z_jdupont_019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d.json".parse().unwrap();
    world.publish_common(1, |builder| {
        builder.customer(&customer("C1", "EARL 1", None)).unwrap();
        builder.relation(&relation("C1", &old, "2020-01-21")).unwrap();
    });
    world.laptop().synchronise(at(0));
    damage(world, "visits-");
    let laptop = world.laptop();
    assert!(is_history_damaged(&laptop));
    laptop
}

fn is_history_damaged(laptop: &Laptop) -> bool {
    let page = client::PageQuery { with_lit: false, after: None, limit: 50 };
    laptop.customer_history("C1", &page, chrono_tz::Europe::Paris).is_err()
}

#[test]
fn a_damaged_base_is_mended_in_place_while_it_is_what_is_published() {
    let mut world = World::with_bases();
    let mut laptop = with_a_damaged_month(&mut world);
    let in_use = generation(&laptop);
    assert!(laptop.receivers().unwrap().are_damaged());
    let mended = laptop.mend();
    assert_eq!((mended.user, generation(&laptop)), (None, in_use), "the user's own is whole");
    assert!(matches!(mended.common, Some(Adoption::Adopted { copied: 1, .. })));
    assert!(!laptop.receivers().unwrap().are_damaged() && !is_history_damaged(&laptop));
    assert!(laptop.mend().adoptions().next().is_none(), "nothing is damaged");
}

#[test]
fn a_newer_base_beside_a_damaged_one_waits_to_be_asked_for() {
    let mut world = World::with_bases();
    let mut laptop = with_a_damaged_month(&mut world);
    let in_use = generation(&laptop);
    let old = "VC_20200121T143502Z_jdupont_019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d.json".parse().unwrap();
    world.publish_common(2, |builder| {
        builder.customer(&customer("C1", "EARL 2", None)).unwrap();
        builder.relation(&relation("C1", &old, "2020-01-21")).unwrap();
    });
    assert!(laptop.mend().adoptions().next().is_none());
    assert_eq!(generation(&laptop), in_use);
    let incoming = receive(&laptop, &Incoming::default()).incoming;
    let taken = laptop.take_received(&incoming);
    assert!(matches!(taken.common, Some(Adoption::Adopted { .. })), "{taken:?}");
    assert_eq!(name_of(&laptop, "C1"), "EARL 2");
    assert!(!is_history_damaged(&laptop), "the month that both share was looked into");
    assert!(!laptop.receivers().unwrap().are_damaged());
}

#[test]
fn where_nothing_can_be_opened_what_is_published_is_received_and_taken() {
    let world = World::with_bases();
    world.laptop().synchronise(at(0));
    damage(&world, "customers-");
    let mut laptop = world.laptop();
    assert!(laptop.receivers().unwrap().are_damaged() && !laptop.has_bases());
    assert!(laptop.mend().adoptions().next().is_none());
    let incoming = receive(&laptop, &Incoming::default()).incoming;
    laptop.take_received(&incoming);
    assert!(laptop.has_bases() && !laptop.receivers().unwrap().are_damaged());
    assert_eq!((name_of(&laptop, "C1"), laptop.notices()), ("EARL DU MOULIN".into(), Vec::new()));
}

#[test]
fn a_copy_that_is_gone_while_it_waits_is_brought_again() {
    let mut world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    publish(&mut world, 5);
    let waiting = receive(&laptop, &Incoming::default()).incoming;
    let file = waiting.common.as_ref().unwrap().manifest.files[0].name.to_string();
    std::fs::remove_file(world.path("data/bases/common/files").join(file)).unwrap();
    let taken = laptop.take_received(&waiting).common;
    assert!(matches!(taken, Some(Adoption::FileMissing { .. })), "{taken:?}");
    let again = receive(&laptop, &waiting).incoming;
    laptop.take_received(&again);
    assert_eq!(name_of(&laptop, "C1"), "EARL 5");
}

#[test]
fn a_base_that_cannot_be_kept_waits_and_is_taken_later() {
    let world = World::with_bases();
    let mut laptop = world.laptop();
    let waiting = receive(&laptop, &Incoming::default()).incoming;
    let in_the_way = world.path("data/bases/common/current.json");
    std::fs::create_dir(&in_the_way).unwrap();
    let taken = laptop.take_received(&waiting);
    assert!(matches!(taken.common, Some(Adoption::Failed { .. })), "{taken:?}");
    assert!(matches!(taken.user, Some(Adoption::Adopted { .. })) && !laptop.has_bases());
    let left = laptop.still_newer(waiting);
    assert_eq!((left.user.is_none(), left.common.is_some()), (true, true));
    std::fs::remove_dir(in_the_way).unwrap();
    let again = receive(&laptop, &left);
    assert_eq!((&again.incoming, again.problems), (&left, Vec::new()));
    laptop.take_received(&again.incoming);
    assert!(laptop.has_bases());
}

#[test]
fn what_was_received_from_another_folder_is_known() {
    let world = World::with_bases();
    let mut laptop = world.laptop();
    let receivers = laptop.receivers().unwrap();
    assert!(laptop.receives_by(&receivers));
    std::fs::create_dir(world.path("elsewhere")).unwrap();
    let chosen = client::Settings { inbox: world.path("inbox"), bases: world.path("elsewhere") };
    laptop.set_up(chosen).unwrap();
    assert!(!laptop.receives_by(&receivers));
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
