//! Entries on their way out, and answers on their way back.

use client::entries::{EntryDraft, RequestDraft, VisitDraft, Whom};
use client::journal::{Draft, DraftKey};
use client::{EntriesQuery, EntryFilter, Laptop, Refusal, Saved, SetupState};
use domain::FollowUpChange;
use exchange_schema::{Receipt, ReceiptState, Target};
use serde_json::json;

use crate::world::{World, at, customer, moment, receipt};

pub fn visit(customer: &str) -> EntryDraft {
    EntryDraft::Visit(VisitDraft {
        whom: Whom::Customer(customer.into()),
        on: None,
        at: None,
        comment: "vu le gérant".into(),
        form: None,
        picked: Vec::new(),
        follow_up_on: FollowUpChange::Unchanged,
        fleet: domain::Fleet::default(),
    })
}

pub fn enter(laptop: &mut Laptop, draft: &EntryDraft) -> Saved {
    laptop.enter(draft, None, moment(0)).unwrap()
}

pub fn all() -> EntriesQuery {
    EntriesQuery { filter: EntryFilter::All, subject: None, offset: 0, limit: 100 }
}

#[test]
fn every_state_before_the_first_base_has_its_code() {
    let mut world = World::new();
    let code =
        |laptop: &Laptop| serde_json::to_value(laptop.state()).unwrap()["code"].as_str().unwrap().to_owned();
    let laptop = Laptop::open(&world.path("data"), "jdupont").unwrap();
    assert_eq!(code(&laptop), "not-set-up");
    assert!(Laptop::open(&world.path("data"), "jdupont").is_err(), "one program at a time");
    drop(laptop);
    let mut laptop = world.laptop();
    assert_eq!(code(&laptop), "no-base-yet");
    assert!(matches!(laptop.enter(&visit("C1"), None, moment(0)), Err(Refusal::View(_))));
    world.publish_common(0, |builder| builder.customer(&customer("C1", "EARL DU MOULIN", None)).unwrap());
    assert_eq!(code(&laptop), "unknown-user");
    world.publish_user(0, |_| {});
    assert_eq!(code(&laptop), "no-base-yet");
    assert_eq!(laptop.synchronise(at(0)).problems(), []);
    assert_eq!(laptop.state(), SetupState::Ready);
    std::fs::remove_dir_all(world.path("inbox")).unwrap();
    assert_eq!(code(&laptop), "folder-missing");
    // What is entered meanwhile is saved all the same.
    let saved = enter(&mut laptop, &visit("C1"));
    assert_eq!(laptop.send(at(1)).notices.len(), 1);
    std::fs::create_dir(world.path("inbox")).unwrap();
    assert_eq!(laptop.send(at(2)).files, [saved.name]);
}

#[test]
fn another_user_is_not_let_into_the_journal() {
    let world = World::new();
    drop(world.laptop());
    let error = Laptop::open(&world.path("data"), "pmartin").unwrap_err();
    assert_eq!(error.to_string(), "this data folder belongs to the user jdupont");
}

#[test]
fn numbers_have_no_gaps_and_instants_no_ties() {
    let world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    let saved: Vec<Saved> = (0..5).map(|_| enter(&mut laptop, &visit("C1"))).collect();
    assert_eq!(saved.iter().map(|it| it.sequence).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    // The clock stood still; the entries did not.
    assert!(saved.is_sorted_by(|one, other| one.name.created_at() < other.name.created_at()));
    // What is refused takes no number.
    assert!(laptop.enter(&visit("C3"), None, moment(0)).is_err());
    assert_eq!(enter(&mut laptop, &visit("C1")).sequence, 6);
    // A clock set back by hours is followed.
    let early = laptop.enter(&visit("C1"), None, moment(-20_000)).unwrap();
    assert_eq!((early.sequence, early.name.created_at()), (7, at(-20_000)));
}

#[test]
fn a_drop_repeated_is_the_same_file() {
    let world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    enter(&mut laptop, &visit("C1"));
    // As after a crash between drop and commit: the journal of before, and the file there already.
    drop(laptop);
    let journal = std::fs::read(world.path("data/journal.sqlite")).unwrap();
    let mut laptop = world.laptop();
    let first = laptop.send(at(1));
    let dropped = world.inbox();
    drop(laptop);
    std::fs::write(world.path("data/journal.sqlite"), journal).unwrap();
    let mut laptop = world.laptop();
    assert_eq!(laptop.entries(&all())[0].dropped_at, None);
    assert_eq!(laptop.send(at(2)).files, first.files);
    assert_eq!((world.inbox(), laptop.send(at(3)).files.len()), (dropped, 0));
}

#[test]
fn a_file_is_removed_only_after_a_receipt_for_its_own_bytes() {
    let world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    let names: Vec<_> = (0..4).map(|_| enter(&mut laptop, &visit("C1")).name).collect();
    laptop.send(at(1));
    let bytes = world.inbox();
    let of = |place: usize| bytes[names[place].as_str()].as_slice();
    world.receipts(vec![
        receipt(&names[0], of(0), ReceiptState::Integrated, Some((1, Target::Common))),
        receipt(&names[1], of(1), ReceiptState::Rejected, None),
        receipt(&names[2], of(2), ReceiptState::Deferred, None),
        receipt(&names[3], b"other bytes", ReceiptState::Integrated, Some((2, Target::Common))),
    ]);
    let report = laptop.synchronise(at(2));
    assert_eq!((report.receipts.news, report.removed.files), (3, names[..2].to_vec()));
    assert_eq!(world.inbox().into_keys().collect::<Vec<_>>(), [names[2].to_string(), names[3].to_string()]);
    // The entries stay.
    assert_eq!(laptop.entries(&all()).len(), 4);
    assert_eq!(laptop.count_entries(EntryFilter::ToMend), 1);
    assert_eq!(laptop.synchronise(at(3)).removed.files, []);
}

#[test]
fn half_a_file_of_receipts_changes_nothing() {
    let world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    let name = enter(&mut laptop, &visit("C1")).name;
    laptop.send(at(1));
    let bytes = world.inbox()[name.as_str()].clone();
    world.receipts(vec![receipt(&name, &bytes, ReceiptState::Rejected, None)]);
    let path = world.path("bases/users/jdupont/receipts.json");
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let report = laptop.synchronise(at(2));
    assert_eq!(report.problems().iter().map(|it| it.code).collect::<Vec<_>>(), ["receipts-unreadable"]);
    assert_eq!((world.inbox().len(), laptop.count_entries(EntryFilter::ToMend)), (1, 0));
    std::fs::write(&path, &whole).unwrap();
    assert_eq!(laptop.synchronise(at(3)).problems(), []);
    assert_eq!((world.inbox().len(), laptop.count_entries(EntryFilter::ToMend)), (0, 1));
}

#[test]
fn a_refused_entry_is_corrected_once_or_let_be() {
    let world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    let names: Vec<_> = (0..2).map(|_| enter(&mut laptop, &visit("C1")).name).collect();
    assert!(laptop.correct(&names[0], &visit("C2"), None, moment(1)).is_err(), "it is not refused");
    laptop.send(at(1));
    let inbox = world.inbox();
    let refused = |name| receipt(name, &inbox[name.as_str()], ReceiptState::Rejected, None);
    world.receipts(names.iter().map(refused).collect());
    laptop.synchronise(at(2));
    let correction = laptop.correct(&names[0], &visit("C2"), None, moment(3)).unwrap();
    let shown = laptop.entries(&all());
    assert_eq!(shown[0].replaces.as_ref(), Some(&names[0]));
    assert_eq!(shown[2].replaced_by.as_ref(), Some(&correction.name));
    assert!(laptop.correct(&names[0], &visit("C2"), None, moment(4)).is_err(), "only once");
    assert!(laptop.give_up(&names[0], at(4)).is_err());
    laptop.give_up(&names[1], at(4)).unwrap();
    assert!(laptop.correct(&names[1], &visit("C2"), None, moment(5)).is_err());
    assert_eq!((laptop.count_entries(EntryFilter::ToMend), laptop.entries(&all()).len()), (0, 3));
}

/// A modification request of a customer's town.
fn request(customer: &str, town: &str) -> EntryDraft {
    EntryDraft::Request(RequestDraft {
        customer: customer.into(),
        fields: [(domain::CustomerField::Town, town.to_owned())].into(),
        comment: String::new(),
        follow_up_on: FollowUpChange::Unchanged,
        fleet: domain::Fleet::default(),
    })
}

#[test]
fn what_an_accountant_refused_is_asked_for_anew_and_let_be_at_once() {
    let world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    let old = enter(&mut laptop, &request("C1", "LAVAL")).name;
    laptop.send(at(1));
    let bytes = world.inbox()[old.as_str()].clone();
    let told = |state, second| {
        vec![Receipt { at: at(second), ..receipt(&old, &bytes, state, Some((1, Target::Common))) }]
    };
    world.receipts(told(ReceiptState::Integrated, 100));
    laptop.synchronise(at(101));
    let correct = |laptop: &mut Laptop, draft: &EntryDraft, second| {
        let key = DraftKey { kind: "correction".into(), subject: old.to_string() };
        laptop.keep_draft(&Draft { key: key.clone(), body: json!({}), updated_at: at(second) }).unwrap();
        laptop.correct(&old, draft, Some(&key), moment(second)).map(|saved| saved.name)
    };
    assert!(correct(&mut laptop, &request("C1", "MAYENNE"), 102).is_err(), "nobody refused it");
    world.receipts(told(ReceiptState::Refused, 200));
    laptop.synchronise(at(201));
    for other in [request("C2", "MAYENNE"), visit("C1")] {
        assert!(correct(&mut laptop, &other, 202).is_err(), "of the same customer, and a request");
    }
    assert_eq!(laptop.entries(&all())[0].given_up_at, None, "a refusal leaves it as it was");
    let new = correct(&mut laptop, &request("C1", "MAYENNE"), 203).unwrap();
    let shown = laptop.entries(&all());
    assert_eq!((&shown[0].name, &shown[1].name, shown.len()), (&new, &old, 2));
    // The old one was integrated: nothing takes its place, and the server is told of none.
    assert_eq!((&shown[0].replaces, &shown[1].replaced_by), (&None, &None));
    assert_eq!(shown[1].given_up_at, Some(at(203)));
    assert_eq!(laptop.drafts().unwrap(), []);
    assert!(correct(&mut laptop, &request("C1", "EVRON"), 204).is_err(), "only once");
    // An accountant's word came after the integration, and does not hide when that was.
    assert_eq!((shown[1].state, shown[1].at), (Some(ReceiptState::Refused), Some(at(200))));
    assert_eq!(shown[1].integrated_at, Some(at(100)));
}

#[test]
fn what_lies_in_the_inbox_no_more_is_dropped_again() {
    let world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    let names: Vec<_> = (0..3).map(|_| enter(&mut laptop, &visit("C1")).name).collect();
    laptop.send(at(1));
    let dropped = world.inbox();
    let of = |place: usize| dropped[names[place].as_str()].as_slice();
    world.receipts(vec![
        receipt(&names[0], of(0), ReceiptState::Integrated, Some((1, Target::Common))),
        receipt(&names[1], of(1), ReceiptState::Deferred, None),
    ]);
    std::fs::remove_dir_all(world.path("inbox/jdupont")).unwrap();
    let report = laptop.synchronise(at(2));
    assert_eq!(report.problems(), []);
    assert_eq!((report.dropped.files, report.dropped_again.files), (vec![], names[1..].to_vec()));
    for name in &names[1..] {
        assert_eq!(world.inbox()[name.as_str()], dropped[name.as_str()]);
    }
    assert_eq!(laptop.synchronise(at(3)).dropped_again.files, []);
    assert_eq!(laptop.entries(&all())[0].dropped_at, Some(at(1)), "it was dropped when it was first");
}
