//! The list of prospects, and what a new one starts with.

use client::entries::{CreationDraft, EditDraft, EntryDraft, VisitDraft, Whom};
use client::journal::{Draft, DraftKey};
use client::{Laptop, ProspectSort, ProspectsQuery};
use domain::{CustomerField as F, FollowUpChange, FollowUpEvent, ProspectRecord, ProspectVisitRecord};
use exchange_schema::{ProspectId, Receipt, ReceiptState, Target};
use rstest::rstest;
use uuid::Uuid;

use crate::sending::{enter, visit};
use crate::world::{World, at, moment, prospect, receipt};

fn id(number: u32) -> Uuid {
    format!("019ab3c4-7d1e-7a52-9c1f-{number:012x}").parse().unwrap()
}

/// Name, town, stage, rep, follow-up date and day of the last visit.
const PROSPECTS: [(&str, &str, &str, &str, &str, &str); 5] = [
    ("GARAGE ABEL", "MAYENNE", "visité", "R1", "2026-12-01", "2026-11-03"),
    ("BATI OUEST", "Évron", "à contacter", "R1", "", ""),
    ("Élevage Cosme", "LAVAL", "", "R2", "2026-11-25", "2026-11-10"),
    ("DUBOIS TP", "évron", "essai", "R1", "2026-11-23", ""),
    ("ETA ÉMERY", "LAVAL", "perdu", "R2", "", "2026-10-01"),
];

/// An administrator's: the last one but one is a colleague's, by creation too.
fn laptop() -> (World, Laptop) {
    let mut world = World::with_bases();
    world.publish_admin(0, |builder| {
        for (number, (name, town, stage, rep, again, seen)) in (1..).zip(PROSPECTS) {
            let fields = [(F::Name, name), (F::Town, town), (F::Stage, stage), (F::SalesRep, rep)];
            let fields: Vec<_> = fields.into_iter().filter(|(_, value)| !value.is_empty()).collect();
            let by = if rep == "R1" { "jdupont" } else { "pmartin" };
            let record = ProspectRecord { created_by: by.into(), ..prospect(id(number), &fields) };
            builder.prospect(&record, rep == "R1").unwrap();
            if !again.is_empty() {
                let event = FollowUpEvent {
                    at: at(-100),
                    file: format!("VP_{number}"),
                    visited_on: None,
                    change: FollowUpChange::Set(again.parse().unwrap()),
                    fleet: domain::Fleet::default(),
                };
                builder.follow_up(id(number), event).unwrap();
            }
            if !seen.is_empty() {
                let visit = ProspectVisitRecord {
                    file: format!("VP_20261101T080000_{by}_{}", id(100 + number)),
                    prospect: id(number),
                    on: seen.parse().unwrap(),
                    at: "09:00".into(),
                    author: by.into(),
                    subject: "Visite".into(),
                    comment: String::new(),
                    answers: None,
                };
                builder.visit(&visit).unwrap();
            }
        }
    });
    let mut laptop = world.laptop();
    assert_eq!(laptop.synchronise(at(0)).problems(), []);
    (world, laptop)
}

fn all() -> ProspectsQuery {
    ProspectsQuery { limit: 10, ..ProspectsQuery::default() }
}

/// The second letters of what was found: all five differ.
fn found(laptop: &Laptop, query: &ProspectsQuery) -> String {
    let page = laptop.prospects(query).unwrap();
    assert!(page.rows.len() <= query.limit && page.rows.len() <= page.total);
    let short = |name: &str| match name {
        "GARAGE ABEL" => 'A',
        "BATI OUEST" => 'B',
        "Élevage Cosme" => 'C',
        "DUBOIS TP" => 'D',
        _ => 'E',
    };
    page.rows.iter().map(|row| short(&row.name)).collect()
}

#[rstest]
#[case::name(ProspectSort::Name, "BDCEA", "AECDB")]
#[case::town_and_name(ProspectSort::Town, "BDCEA", "ACEBD")]
#[case::stage_as_they_are_listed_and_others_after(ProspectSort::Stage, "CBAED", "DEABC")]
#[case::last_visit_and_never_first(ProspectSort::LastVisit, "BDEAC", "CAEBD")]
#[case::follow_up_and_none_last(ProspectSort::FollowUp, "DCABE", "ACDBE")]
fn prospects_are_ordered(#[case] sort: ProspectSort, #[case] up: &str, #[case] down: &str) {
    let (_world, laptop) = laptop();
    assert_eq!(found(&laptop, &ProspectsQuery { sort, ..all() }), up);
    assert_eq!(found(&laptop, &ProspectsQuery { sort, descending: true, ..all() }), down);
    let page = ProspectsQuery { sort, offset: 1, limit: 2, ..all() };
    assert_eq!(found(&laptop, &page), up[1..3]);
    assert_eq!(laptop.prospects(&page).unwrap().total, 5);
}

#[rstest]
#[case::name(ProspectsQuery { typed: "bati".into(), ..all() }, "B")]
#[case::town_in_whatever_spelling(ProspectsQuery { typed: "evron".into(), ..all() }, "BD")]
#[case::nobody(ProspectsQuery { typed: "zzz".into(), ..all() }, "")]
#[case::own(ProspectsQuery { own_only: true, ..all() }, "BDA")]
#[case::of_a_rep(ProspectsQuery { sales_rep: Some("R2".into()), ..all() }, "CE")]
#[case::of_an_unknown_rep(ProspectsQuery { sales_rep: Some("R9".into()), ..all() }, "")]
#[case::at_a_stage(ProspectsQuery { stage: Some("perdu".into()), ..all() }, "E")]
#[case::at_none(ProspectsQuery { stage: Some(String::new()), ..all() }, "C")]
#[case::both(ProspectsQuery { typed: "laval".into(), own_only: true, ..all() }, "")]
#[case::all_of_it(ProspectsQuery { typed: "laval".into(), sales_rep: Some("R2".into()), stage: Some("perdu".into()), ..all() }, "E")]
fn prospects_are_filtered(#[case] query: ProspectsQuery, #[case] expected: &str) {
    let (_world, laptop) = laptop();
    assert_eq!(found(&laptop, &query), expected);
    assert_eq!(laptop.prospects(&query).unwrap().total, expected.len());
}

#[test]
fn what_is_on_its_way_counts_in_the_order() {
    let (_world, mut laptop) = laptop();
    let EntryDraft::Visit(plain) = visit("C1") else { panic!("a visit") };
    let follow_up_on = FollowUpChange::Set("2026-11-22".parse().unwrap());
    let whom = Whom::Prospect(id(2).try_into().unwrap());
    enter(&mut laptop, &EntryDraft::Visit(VisitDraft { whom, follow_up_on, ..plain }));
    assert_eq!(found(&laptop, &ProspectsQuery { sort: ProspectSort::FollowUp, ..all() }), "BDCAE");
    assert_eq!(found(&laptop, &ProspectsQuery { sort: ProspectSort::LastVisit, ..all() }), "DEACB");
}

#[test]
fn a_new_prospect_starts_with_its_identity_and_what_most_are() {
    let (_world, laptop) = laptop();
    let one = laptop.new_prospect(moment(0)).unwrap();
    let texts: Vec<_> = one.fields.iter().map(|(field, text)| (*field, text.as_str())).collect();
    assert_eq!(
        texts,
        [(F::SalesRep, "R1"), (F::Country, "FR"), (F::CountryCode, "FR"), (F::CurrencyCode, "EUR")]
    );
    assert_eq!((one.duplicate_reason, one.follow_up_on), (None, FollowUpChange::Unchanged));
    let ids: Vec<ProspectId> = (0..2).map(|_| laptop.new_prospect(moment(0)).unwrap().prospect).collect();
    assert!(ids[0] != ids[1] && !ids.contains(&one.prospect), "each has its own");
    let empty = World::new().laptop();
    assert!(matches!(empty.new_prospect(moment(0)), Err(client::ViewError::NoBase)));
}

/// A creation that passes, and what a later change of the prospect leaves of it.
#[test]
fn a_refused_creation_is_corrected_over_what_was_changed_since() {
    let (world, mut laptop) = laptop();
    let prospect = ProspectId::try_from(id(1)).unwrap();
    let texts = [
        (F::Category, "PRO"),
        (F::SubCategory, "GAR"),
        (F::Address1, "12 rue de la Gâtine"),
        (F::Department, "53"),
        (F::DeliveryOffice, "110"),
        (F::Agency, "LAV"),
        (F::Country, "FR"),
        (F::Phone, "02 61 91 12 34"),
        (F::Siret, "73282932000074"),
        (F::Periodicity, "M"),
        (F::SalesGrid, "GARAGE"),
        (F::PaymentMode, "VI"),
        (F::PaymentDays, "30"),
        (F::InvoiceEditionType, "P"),
    ];
    let fields = texts.map(|(field, text)| (field, text.to_owned()));
    let creation = CreationDraft { prospect, fields: fields.into(), comment: String::new(), signature: None };
    let refused = enter(&mut laptop, &EntryDraft::AskCreation(creation)).name;
    laptop.send(at(1));
    let bytes = world.inbox()[refused.as_str()].clone();
    let told =
        Receipt { at: at(100), ..receipt(&refused, &bytes, ReceiptState::Refused, Some((1, Target::User))) };
    world.receipts(vec![told]);
    laptop.synchronise(at(101));
    let edit = EditDraft {
        prospect,
        fields: [(F::Phone, "02 61 91 99 99".to_owned())].into(),
        follow_up_on: FollowUpChange::Unchanged,
        fleet: domain::Fleet::default(),
    };
    laptop.enter(&EntryDraft::EditProspect(edit), None, moment(102)).unwrap();
    let Some(EntryDraft::AskCreation(draft)) = laptop.draft_of(&refused) else { panic!("no creation") };
    assert_eq!(draft.fields.get(&F::Phone), None, "the prospect's sheet says it better");
    assert_eq!(draft.fields.get(&F::Address2).map(String::as_str), Some(""), "it was left empty");
    assert_eq!(draft.fields.get(&F::Siret).map(String::as_str), Some("73282932000074"));
    // Let be: nothing opens the form of its correction any more.
    let key = DraftKey { kind: "correction".into(), subject: refused.to_string() };
    laptop.keep_draft(&Draft { key, body: serde_json::json!({}), updated_at: at(103) }).unwrap();
    laptop.give_up(&refused, at(104)).unwrap();
    assert_eq!(laptop.drafts().unwrap(), []);
}
