//! What is shown while entries, receipts and bases come in whatever order: each entry once, at every moment.

use chrono_tz::Europe::Paris;
use client::entries::{EditDraft, EntryDraft, NewProspectDraft, VisitDraft, Whom, new_prospect_defaults};
use client::{
    CalendarQuery, FiguresQuery, HomeList, HomeQuery, Laptop, PageQuery, ProspectsQuery, Refusal, ViewError,
    Whose,
};
use domain::{CustomerField as F, FollowUpChange, ProspectVisitRecord};
use exchange_schema::{FileName, ProspectId, ReceiptState, Target};
use uuid::Uuid;

use crate::sending::{enter, visit};
use crate::world::{World, at, customer, moment, prospect, receipt, relation};

fn id() -> ProspectId {
    "019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d".parse().unwrap()
}

fn uuid() -> Uuid {
    *id().as_uuid()
}

fn page() -> PageQuery {
    PageQuery { with_lit: false, after: None, limit: 50 }
}

/// How often an entry is in a customer's history, in the calendar and in the figures.
fn seen(laptop: &Laptop, code: &str, name: &FileName) -> [usize; 3] {
    let entry = Some(name.id());
    let history = laptop.customer_history(code, &page(), Paris).unwrap().rows;
    let (from, to) = ("2026-11-01".parse().unwrap(), "2026-11-30".parse().unwrap());
    let calendar =
        laptop.calendar(&CalendarQuery { from, to, author: None, follow_ups: true }, Paris).unwrap().rows;
    let figures = laptop.figures(&FiguresQuery { from, to, author: None, all: false }, Paris).unwrap();
    [
        history.iter().filter(|row| row.entry == entry).count(),
        calendar.iter().filter(|row| row.visit.entry == entry).count(),
        usize::try_from(figures.share.customer_visits.all + figures.share.prospect_visits.all).unwrap(),
    ]
}

/// Whether the calendar marks it, and how many visits the figures call pending.
fn marked(laptop: &Laptop, name: &FileName) -> (bool, u64) {
    let (from, to) = ("2026-11-01".parse().unwrap(), "2026-11-30".parse().unwrap());
    let query = CalendarQuery { from, to, author: None, follow_ups: false };
    let rows = laptop.calendar(&query, Paris).unwrap().rows;
    let row = rows.iter().find(|row| row.visit.entry == Some(name.id())).unwrap();
    let share = laptop.figures(&FiguresQuery { from, to, author: None, all: false }, Paris).unwrap().share;
    (row.visit.pending, share.customer_visits.pending + share.prospect_visits.pending)
}

fn laid_and_pending(laptop: &Laptop, code: &str) -> (bool, bool) {
    let row = &laptop.customer_history(code, &page(), Paris).unwrap().rows[0];
    (row.laid, row.pending)
}

#[test]
fn a_visit_is_shown_once_whichever_comes_first_receipt_or_base() {
    for receipt_first in [true, false] {
        let mut world = World::with_bases();
        let mut laptop = world.laptop();
        laptop.synchronise(at(0));
        let name = enter(&mut laptop, &visit("C1")).name;
        laptop.send(at(1));
        let bytes = world.inbox()[name.as_str()].clone();
        assert_eq!((seen(&laptop, "C1", &name), laid_and_pending(&laptop, "C1")), ([1, 1, 1], (true, true)));
        assert_eq!(marked(&laptop, &name), (true, 1));
        for part in [receipt_first, !receipt_first] {
            if part {
                world.receipts(vec![receipt(
                    &name,
                    &bytes,
                    ReceiptState::Integrated,
                    Some((7, Target::Common)),
                )]);
            } else {
                world.publish_common(7, |builder| {
                    builder.customer(&customer("C1", "EARL DU MOULIN", None)).unwrap();
                    builder.relation(&relation("C1", &name, "2026-11-21")).unwrap();
                });
            }
            assert_eq!(laptop.synchronise(at(2)).problems(), []);
            assert_eq!(seen(&laptop, "C1", &name), [1, 1, 1], "receipt first: {receipt_first}");
            // Integrated is integrated, whether a receipt says so or the base; the life line stays until the base has it.
            assert_eq!(marked(&laptop, &name), (false, 0), "receipt first: {receipt_first}");
            assert_eq!(laid_and_pending(&laptop, "C1"), (receipt_first && part, false));
        }
        assert_eq!(laid_and_pending(&laptop, "C1"), (false, false));
        assert_eq!(laptop.customer("C1").unwrap().unwrap().waiting, 0);
    }
}

#[test]
fn lists_show_what_was_just_entered() {
    let world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    let query = |list| HomeQuery { list, whose: Whose::Own, agency: None, grid: None, offset: 0, limit: 10 };
    let codes = |laptop: &Laptop, list| {
        let rows = laptop.home(&query(list), moment(0)).unwrap().rows;
        rows.into_iter().map(|row| (row.customer.code, row.days)).collect::<Vec<_>>()
    };
    assert_eq!(codes(&laptop, HomeList::ToSeeAgain), []);
    assert_eq!(codes(&laptop, HomeList::LastVisit), [("C1".into(), None), ("C2".into(), None)]);
    let EntryDraft::Visit(plain) = visit("C1") else { panic!("a visit") };
    let again = VisitDraft {
        on: Some("2026-11-19".parse().unwrap()),
        follow_up_on: FollowUpChange::Set("2026-12-01".parse().unwrap()),
        ..plain
    };
    enter(&mut laptop, &EntryDraft::Visit(again));
    assert_eq!(codes(&laptop, HomeList::ToSeeAgain), [("C1".into(), Some(10))]);
    // Never seen comes first.
    assert_eq!(codes(&laptop, HomeList::LastVisit), [("C2".into(), None), ("C1".into(), Some(2))]);
    assert_eq!(laptop.search_customers("moul*", 10).unwrap().len(), 0);
    let found = laptop.search_customers("*moul*", 10).unwrap();
    assert_eq!(found.iter().map(|hit| (hit.code.as_str(), hit.waiting)).collect::<Vec<_>>(), [("C1", 1)]);
    let others = CalendarQuery {
        from: at(0).date_naive(),
        to: at(0).date_naive(),
        author: Some("pmartin".into()),
        follow_ups: false,
    };
    assert!(matches!(laptop.calendar(&others, Paris), Err(ViewError::NotAllowed)));
}

fn new_prospect(fields: &[(F, &str)], reason: Option<&str>) -> EntryDraft {
    let mut filled = new_prospect_defaults();
    filled.extend(fields.iter().map(|(field, value)| (*field, (*value).to_owned())));
    EntryDraft::NewProspect(NewProspectDraft {
        prospect: id(),
        fields: filled,
        duplicate_reason: reason.map(str::to_owned),
        follow_up_on: FollowUpChange::Unchanged,
        fleet: domain::Fleet::default(),
    })
}

fn edit(field: F, value: &str) -> EntryDraft {
    EntryDraft::EditProspect(EditDraft {
        prospect: id(),
        fields: [(field, value.to_owned())].into(),
        follow_up_on: FollowUpChange::Unchanged,
        fleet: domain::Fleet::default(),
    })
}

fn listed(laptop: &Laptop) -> Vec<(String, usize)> {
    let query = ProspectsQuery { limit: 10, ..ProspectsQuery::default() };
    laptop.prospects(&query).unwrap().rows.into_iter().map(|row| (row.name, row.waiting)).collect()
}

#[test]
fn a_likely_duplicate_asks_for_a_reason() {
    let world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    let fields = [(F::Name, "MOULIN"), (F::Phone, "+33 1 99 00 12 34")];
    let Err(Refusal::Problems(problems)) = laptop.enter(&new_prospect(&fields, None), None, moment(0)) else {
        panic!("refused")
    };
    assert_eq!(problems.iter().map(|it| it.code).collect::<Vec<_>>(), ["likely-duplicate"; 2], "C1 and C2");
    enter(&mut laptop, &new_prospect(&fields, Some("autre site")));
    assert_eq!(listed(&laptop), [("MOULIN".into(), 1)]);
}

#[test]
fn a_prospect_made_here_is_edited_before_it_is_known_and_shown_once_after() {
    let mut world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    let made = enter(&mut laptop, &new_prospect(&[(F::Name, "SARL LENOIR")], None)).name;
    enter(&mut laptop, &edit(F::Town, "LAVAL"));
    enter(&mut laptop, &edit(F::Town, "MAYENNE"));
    assert_eq!(listed(&laptop), [("SARL LENOIR".into(), 3)]);
    let edits: Vec<serde_json::Value> = {
        laptop.send(at(1));
        let inbox = world.inbox();
        let bodies = inbox.iter().filter(|(name, _)| name.starts_with("MP_"));
        bodies.map(|(_, bytes)| serde_json::from_slice(bytes).unwrap()).collect()
    };
    let changes: Vec<_> = edits.iter().map(|body| body["payload"]["changes"][0].clone()).collect();
    assert_eq!(changes[0], serde_json::json!({ "field": "ville_fac", "from": null, "to": "LAVAL" }));
    let second =
        serde_json::json!({ "field": "ville_fac", "from": "LAVAL", "to": "MAYENNE", "also": [null] });
    assert_eq!(changes[1], second);
    // The base comes before any receipt.
    world.publish_user(1, |builder| {
        builder.prospect(&prospect(uuid(), &[(F::Name, "SARL LENOIR"), (F::SalesRep, "R1")]), true).unwrap();
    });
    laptop.synchronise(at(2));
    assert_eq!(listed(&laptop), [("SARL LENOIR".into(), 3)]);
    let card = laptop.prospect(uuid()).unwrap().unwrap();
    assert_eq!((card.row.town.as_str(), card.pending), ("MAYENNE", vec![F::Town]));
    let bytes = &world.inbox()[made.as_str()];
    world.receipts(vec![receipt(&made, bytes, ReceiptState::Integrated, Some((1, Target::User)))]);
    laptop.synchronise(at(3));
    assert_eq!(listed(&laptop), [("SARL LENOIR".into(), 2)]);
}

#[test]
fn a_visit_to_a_prospect_that_becomes_a_customer_is_shown_once_throughout() {
    let mut world = World::with_bases();
    let lenoir = [(F::Name, "SARL LENOIR"), (F::SalesRep, "R1")];
    world.publish_user(1, |builder| builder.prospect(&prospect(uuid(), &lenoir), true).unwrap());
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    let EntryDraft::Visit(plain) = visit("C1") else { panic!("a visit") };
    let name =
        enter(&mut laptop, &EntryDraft::Visit(VisitDraft { whom: Whom::Prospect(id()), ..plain })).name;
    laptop.send(at(1));
    let bytes = world.inbox()[name.as_str()].clone();
    let of_prospect = |laptop: &Laptop| {
        let rows = laptop.prospect_history(uuid(), &page()).unwrap().rows;
        rows.iter().filter(|row| row.entry == Some(name.id())).count()
    };
    assert_eq!((of_prospect(&laptop), seen(&laptop, "C9", &name)), (1, [0, 1, 1]));
    // Integrated at 2, converted at 3. The common base of 3 comes first, then the receipt, then the user's base.
    world.publish_common(3, |builder| {
        builder.customer(&customer("C9", "SARL LENOIR", Some((uuid(), at(50))))).unwrap();
        let row = relation("C9", &name, "2026-11-21");
        builder.relation(&domain::RelationRecord { of_prospect: true, ..row }).unwrap();
    });
    laptop.synchronise(at(2));
    assert_eq!((listed(&laptop), laptop.customer_of(uuid())), (vec![], Some("C9")));
    assert_eq!(seen(&laptop, "C9", &name), [1, 1, 1], "customer first");
    world.receipts(vec![receipt(&name, &bytes, ReceiptState::Integrated, Some((2, Target::User)))]);
    laptop.synchronise(at(3));
    assert_eq!(seen(&laptop, "C9", &name), [1, 1, 1], "then the receipt");
    let visited = ProspectVisitRecord {
        file: name.to_string(),
        prospect: uuid(),
        on: "2026-11-21".parse().unwrap(),
        at: "09:00".into(),
        author: "jdupont".into(),
        subject: "Visite".into(),
        comment: String::new(),
        answers: None,
    };
    world.publish_user(3, |builder| {
        let record = prospect(uuid(), &lenoir);
        builder
            .prospect(&domain::ProspectRecord { conversion: Some((at(50), "C9".into())), ..record }, true)
            .unwrap();
        builder.visit(&visited).unwrap();
        builder.visited(&visited).unwrap();
    });
    laptop.synchronise(at(4));
    assert_eq!(seen(&laptop, "C9", &name), [1, 1, 1], "then the user's base");
    assert_eq!(laptop.count_entries(client::EntryFilter::Waiting), 0);
}

#[test]
fn a_base_of_another_user_is_not_taken() {
    let mut world = World::with_bases();
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    world.publish_user_of("pmartin", 5, |_| {});
    let problems = laptop.synchronise(at(1)).problems();
    assert_eq!(problems.iter().map(|it| it.code).collect::<Vec<_>>(), ["base-unreadable"]);
    let freshness = laptop.freshness(at(1));
    assert_eq!((freshness.user.unwrap().generation, freshness.expired), (2, false));
    assert!(laptop.freshness(at(49 * 3600)).expired);
}
