//! The reader over what the builder made: both stand on the same tables, and on the same spelling of what lies in them.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    CodeRecord, ContactRecord, CustomerField, CustomerRecord, FieldValue, FollowUp, FollowUpChange,
    FollowUpEvent, OwnRecord, Parameters, PersonRecord, ProspectRecord, ProspectVisitRecord, RelationRecord,
    RevenueRecord, Sheet, TownRecord, VisitForm,
};
use exchange_schema::Manifest;
use snapshot::SCHEMA;
use snapshot::build::{Built, CommonBuilder, CommonSettings, UserBuilder, UserSettings};
use snapshot::figures::{Period, Scope, figures};
use snapshot::read::{CommonBase, HistoryQuery, Pattern, UserBase};
use tempfile::TempDir;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn sheet(values: &[(CustomerField, &str)]) -> Sheet {
    values.iter().filter_map(|(field, text)| Some((*field, domain::field_value(*field, text)?))).collect()
}

fn manifest(built: Built) -> Manifest {
    assert_eq!(built.problems.len(), 0, "{:?}", built.problems);
    let files = built.files.into_iter().map(|file| file.entry).collect();
    let built_at = at("2026-11-21T03:00:00Z");
    Manifest { generation: 1, built_at, expires_after_hours: 48, schema: SCHEMA, through: 1, files }
}

fn forms() -> BTreeMap<u32, VisitForm> {
    BTreeMap::from([(1, VisitForm::default_form())])
}

const PROSPECT: Uuid = Uuid::from_u128(0x019a_b3c4_7d1e_7a52_9c1f_0000_0000_0001);
const CONVERTED: Uuid = Uuid::from_u128(0x019a_b3c4_7d1e_7a52_9c1f_0000_0000_0002);

fn event() -> FollowUpEvent {
    FollowUpEvent {
        at: at("2026-11-10T08:00:00Z"),
        file: "VC_20261110T080000Z_jdupont_019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d.json".into(),
        visited_on: Some(day("2026-11-10")),
        change: FollowUpChange::Set(day("2026-12-01")),
        fleet: serde_json::from_str(r#"{"VL":3,"TP":null}"#).unwrap(),
    }
}

fn relation(key: &str, on: Option<&str>, origin: &str) -> RelationRecord {
    RelationRecord {
        key: key.into(),
        customer: "C1".into(),
        on: on.map(day),
        at: Some("09:30".into()),
        c_user: Some("JD".into()),
        origin: Some(origin.into()),
        subject: Some("Visite".into()),
        comment: Some("Vu".into()),
        ..RelationRecord::default()
    }
}

fn common(folder: &Path) -> CommonBase {
    let settings = CommonSettings {
        forms: forms(),
        parameters: Parameters::default(),
        built_on: day("2026-11-21"),
        zone: chrono_tz::Europe::Paris,
    };
    let mut builder = CommonBuilder::new(folder, settings).unwrap();
    let customer = |code: &str, name, conversion| CustomerRecord {
        code: code.into(),
        sheet: sheet(&[
            (CustomerField::Name, name),
            (CustomerField::SalesRep, "R1"),
            (CustomerField::SalesGrid, "A"),
            (CustomerField::PaymentDays, "30"),
            (CustomerField::Phone, "02 61 91 12 34"),
        ]),
        conversion,
    };
    builder.customer(&customer("C1", "Éts Martin", None)).unwrap();
    builder.customer(&customer("C2", "Aubert", Some((CONVERTED, at("2026-11-05T10:00:00Z"))))).unwrap();
    let contact =
        ContactRecord { customer: "C1".into(), rank: 1, name: "Zoé".into(), ..ContactRecord::default() };
    builder.contact(&contact).unwrap();
    for (customer, year, month, cents) in [("C1", 2026, 11, 700), ("C1", 2025, 11, 300), ("C2", 2026, 11, 50)]
    {
        builder.revenue(&RevenueRecord { customer: customer.into(), year, month, cents }).unwrap();
    }
    builder.follow_up("C1", event()).unwrap();
    let answers =
        Some((1, r#"["contact.telephone","visite.proposition","visite.proposition.tp"]"#.to_owned()));
    for row in [
        RelationRecord { answers, ..relation("k1", Some("2026-11-02"), "CRV") },
        relation("k2", Some("2026-10-02"), "LIT"),
        relation("k3", None, "CRV"),
        RelationRecord { archived: true, comment: None, ..relation("k4", Some("2026-10-03"), "CRV") },
        RelationRecord {
            of_prospect: true,
            customer: "C2".into(),
            ..relation("k5", Some("2026-11-03"), "CRV")
        },
    ] {
        builder.relation(&row).unwrap();
    }
    let code = CodeRecord {
        list: "c_catc".into(),
        code: "A".into(),
        label: "Grille A".into(),
        parent: None,
        rank: 1,
    };
    builder.code(&code).unwrap();
    let town = TownRecord { postal_code: "53000".into(), name: "Laval".into(), population: 49_657 };
    builder.town(&town).unwrap();
    builder.person(&own().person).unwrap();
    CommonBase::open(folder, manifest(builder.finish().unwrap())).unwrap()
}

fn own() -> OwnRecord {
    let person = PersonRecord {
        folder: "jdupont".into(),
        c_user: Some("JD".into()),
        c_rep: Some("R1".into()),
        name: Some("Jean Dupont".into()),
        active: true,
    };
    OwnRecord {
        person,
        windows_user: Some("DOM\\JDupont".into()),
        email: None,
        admin: false,
        accountant: true,
    }
}

fn user(folder: &Path) -> UserBase {
    let mut builder = UserBuilder::new(folder, UserSettings { forms: forms(), own: own() }).unwrap();
    let prospect = ProspectRecord {
        id: PROSPECT,
        sheet: sheet(&[(CustomerField::Name, "Élan"), (CustomerField::Stage, "visité")]),
        created_by: "jdupont".into(),
        created_at: at("2026-11-01T08:00:00Z"),
        moved_at: at("2026-11-02T08:00:00Z"),
        conversion: None,
    };
    builder.prospect(&prospect, true).unwrap();
    let visit = |prospect, on| ProspectVisitRecord {
        file: format!("VP_20261121T143502Z_jdupont_{prospect}.json"),
        prospect,
        on: day(on),
        at: "10:00".into(),
        author: "jdupont".into(),
        subject: "Visite".into(),
        comment: "Vu".into(),
        answers: None,
    };
    builder.visit(&visit(PROSPECT, "2026-11-04")).unwrap();
    builder.visited(&visit(PROSPECT, "2026-11-04")).unwrap();
    builder.visited(&visit(CONVERTED, "2026-11-03")).unwrap();
    builder.follow_up(PROSPECT, event()).unwrap();
    UserBase::open(folder, manifest(builder.finish().unwrap())).unwrap()
}

#[test]
fn a_customer() {
    let folder = TempDir::new().unwrap();
    let base = common(folder.path());
    let card = base.customer("C1").unwrap().unwrap();
    assert_eq!(card.sheet.get(&CustomerField::PaymentDays), Some(&FieldValue::Integer(30)));
    assert_eq!(card.contacts[0].name, "Zoé");
    assert_eq!((card.revenue.ytd_cents, card.revenue.previous_to_date_cents), (700, 210));
    assert_eq!(card.last_visit_on, Some(day("2026-11-02")));
    assert_eq!(FollowUp::from_events(card.follow_up), FollowUp::from_events([event()]));
    let places = base.directory().search(&Pattern::new("mart"), 5);
    let found = base.directory().entry(places[0]).unwrap();
    assert_eq!((found.code, found.follow_up_on), ("C1", Some(day("2026-12-01"))));
    assert_eq!(base.made_of(CONVERTED).unwrap().as_deref(), Some("C2"));
    assert_eq!(base.customer("C2").unwrap().unwrap().converted_on, Some(day("2026-11-05")));
    assert_eq!(base.same_company(&card.sheet).unwrap().len(), 2);
    assert_eq!(base.towns("53000").unwrap()[0].name, "Laval");
    assert_eq!(base.lists().codes[&CustomerField::SalesGrid][0].label, "Grille A");
    assert_eq!(base.lists().forms[&1], VisitForm::default_form());
    assert_eq!(base.lists().name_of_c_user("JD"), Some("Jean Dupont"));
}

#[test]
fn a_history() {
    let folder = TempDir::new().unwrap();
    let base = common(folder.path());
    let keys = |with_lit| -> Vec<String> {
        let rows = base.history("C1", &HistoryQuery { with_lit, after: None, limit: 9 }).unwrap();
        assert_eq!(base.history_count("C1", with_lit).unwrap(), rows.len() as u64);
        rows.into_iter().map(|row| row.key.key).collect()
    };
    assert_eq!(keys(false), ["k1", "k3"]);
    assert_eq!(keys(true), ["k1", "k2", "k3"]);
    let visits = base.visits_between(Some("JD"), day("2026-10-01"), day("2026-11-30")).unwrap();
    assert_eq!(visits.iter().map(|one| one.whom.as_str()).collect::<Vec<_>>(), ["C1", "C2"]);
    assert_eq!(visits[0].visit.answers.as_ref().map(|(form, picked)| (*form, picked.len())), Some((1, 3)));
}

#[test]
fn a_prospect() {
    let folder = TempDir::new().unwrap();
    let base = user(folder.path());
    assert_eq!(base.own(), &own());
    let card = base.prospect(PROSPECT).unwrap().unwrap();
    assert_eq!(base.prospects().unwrap().as_slice(), std::slice::from_ref(&card));
    assert!(card.own && card.who.is_some());
    assert_eq!(FollowUp::from_events(card.follow_up), FollowUp::from_events([event()]));
    let visits = base.history(PROSPECT, &HistoryQuery { limit: 9, ..HistoryQuery::default() }).unwrap();
    assert_eq!(visits.iter().map(|row| row.entry).collect::<Vec<_>>(), [Some(PROSPECT)]);
    assert_eq!(base.visits_between(Some("jdupont"), day("2026-11-04"), day("2026-11-04")).unwrap().len(), 1);
}

#[test]
fn the_statistics() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (common, user) = (common(one.path()), user(other.path()));
    let scope = Scope::One { c_user: Some("JD".into()), c_rep: Some("R1".into()), folder: "jdupont".into() };
    let period = Period::new(day("2026-10-01"), day("2026-11-30")).unwrap();
    let made = figures(&common, &user, &scope, &period, std::iter::empty()).unwrap();
    let share = made.share;
    assert_eq!((share.customer_visits.all, share.customer_visits.in_person), (2, 1));
    assert_eq!((share.prospect_visits.all, share.visited_prospects.all), (2, 2));
    assert_eq!((share.portfolio, share.portfolio_visited.all), (2, 1));
    assert_eq!((share.prospects, share.prospects_visited.all), (1, 1));
    assert_eq!((made.revenue.ytd_cents, made.revenue.converted.ytd_cents), (750, 50));
    let quotes: Vec<_> = made.months[1].quotes.iter().map(|one| (one.quote.as_str(), one.count)).collect();
    assert_eq!(quotes, [("tp", 1)]);
    assert_eq!(made.months[0].customers[0].grid.as_deref(), Some("A"));
}
