//! Lists of customers and of entries, as the window shows them.

use chrono_tz::Europe::Paris;
use client::entries::{EntryDraft, RequestDraft, VisitDraft};
use client::{CustomerSort, CustomersQuery, EntriesQuery, HomeList, HomeQuery, Laptop, PageQuery, Whose};
use domain::{CustomerField as F, CustomerRecord, Fleet, FollowUpChange, RelationRecord, RevenueRecord};

use crate::sending::{enter, visit};
use crate::world::{World, at, moment, sheet};

fn record(code: &str, name: &str, rep: &str, agency: &str, town: &str) -> CustomerRecord {
    let fields =
        [(F::Name, name), (F::SalesRep, rep), (F::Agency, agency), (F::Town, town), (F::SalesGrid, "AGRI")];
    CustomerRecord { code: code.into(), sheet: sheet(&fields), conversion: None }
}

fn laptop() -> (World, Laptop) {
    let mut world = World::new();
    world.publish_user(0, |_| {});
    world.publish_common(0, |builder| {
        for it in [
            record("C1", "GARAGE DU PORT", "R1", "LAVA", "Évron"),
            record("C2", "EARL DES GARENNES", "R1", "LEMA", "LAVAL"),
            record("C3", "Garage Élan", "R2", "LAVA", "ÉVRON"),
            record("GAR", "SCEA DU PRÉ", "R1", "LAVA", "ANGERS"),
        ] {
            builder.customer(&it).unwrap();
        }
        builder
            .revenue(&RevenueRecord { customer: "C1".into(), year: 2026, month: 2, cents: 123_456 })
            .unwrap();
        for (number, origin) in [("1", "CRV"), ("2", "LIT"), ("3", "CRV")] {
            let row = RelationRecord {
                key: number.into(),
                customer: "C1".into(),
                on: Some(format!("2026-0{number}-10").parse().unwrap()),
                origin: Some(origin.into()),
                ..RelationRecord::default()
            };
            builder.relation(&row).unwrap();
        }
    });
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    (world, laptop)
}

fn found(laptop: &Laptop, query: &CustomersQuery) -> (usize, Vec<String>) {
    let page = laptop.customers(query).unwrap();
    (page.total, page.rows.into_iter().map(|row| row.customer.code).collect())
}

#[test]
fn customers_are_searched_filtered_sorted_and_paged() {
    let (_world, laptop) = laptop();
    let all = CustomersQuery { whose: Whose::All, limit: 10, ..CustomersQuery::default() };
    let codes = |query: &CustomersQuery| found(&laptop, query).1.join(" ");
    assert_eq!(codes(&all), "C2 C1 C3 GAR", "by name");
    assert_eq!(codes(&CustomersQuery { descending: true, ..all.clone() }), "GAR C3 C1 C2");
    assert_eq!(codes(&CustomersQuery { sort: CustomerSort::Code, ..all.clone() }), "C1 C2 C3 GAR");
    assert_eq!(codes(&CustomersQuery { sort: CustomerSort::Town, ..all.clone() }), "GAR C1 C3 C2");
    assert_eq!(codes(&CustomersQuery { sort: CustomerSort::LastVisit, ..all.clone() }), "C2 C3 GAR C1");
    assert_eq!(codes(&CustomersQuery { whose: Whose::Own, ..all.clone() }), "C2 C1 GAR");
    assert_eq!(codes(&CustomersQuery { agency: Some("LAVA".into()), ..all.clone() }), "C1 C3 GAR");
    assert_eq!(codes(&CustomersQuery { grid: Some("TP".into()), ..all.clone() }), "");
    assert_eq!(
        found(&laptop, &CustomersQuery { offset: 1, limit: 2, ..all.clone() }),
        (4, vec!["C1".into(), "C3".into()])
    );
    let typed = |text: &str| CustomersQuery { typed: text.into(), ..all.clone() };
    assert_eq!(codes(&typed("gar")), "GAR C1 C3 C2", "codes, then names that begin so, then the others");
    assert_eq!(codes(&typed("*gar?ge*")), "C1 C3");
    assert_eq!(codes(&typed("zzz")), "");
}

#[test]
fn a_row_has_its_revenue_and_the_parts_that_were_found() {
    let (_world, laptop) = laptop();
    let query = CustomersQuery { typed: "port".into(), limit: 10, ..CustomersQuery::default() };
    let rows = laptop.customers(&query).unwrap().rows;
    assert_eq!((rows[0].revenue_ytd_cents, rows[0].matched.as_slice()), (123_456, &[(10, 14)][..]));
}

#[test]
fn a_list_tells_how_many_stand_under_each_head() {
    let (_world, mut laptop) = laptop();
    for (code, day) in [("C1", "2026-11-21"), ("C2", "2026-11-27")] {
        let EntryDraft::Visit(plain) = visit(code) else { panic!("a visit") };
        let follow_up_on = FollowUpChange::Set(day.parse().unwrap());
        enter(&mut laptop, &EntryDraft::Visit(VisitDraft { on: None, follow_up_on, ..plain }));
    }
    let query =
        |list, limit| HomeQuery { list, whose: Whose::Own, agency: None, grid: None, offset: 0, limit };
    let page = laptop.home(&query(HomeList::ToSeeAgain, 1), moment(0)).unwrap();
    let groups = page.groups;
    assert_eq!((page.total, page.rows.len()), (2, 1));
    assert_eq!((groups.overdue, groups.today, groups.week, groups.later), (0, 1, 1, 0));
    assert_eq!(laptop.home(&query(HomeList::LastVisit, 1), moment(0)).unwrap().groups.never, 1);
}

#[test]
fn a_history_counts_all_its_rows_with_those_on_their_way() {
    let (_world, mut laptop) = laptop();
    let total = |laptop: &Laptop, with_lit| {
        let query = PageQuery { with_lit, after: None, limit: 1 };
        laptop.customer_history("C1", &query, Paris).unwrap().total
    };
    assert_eq!((total(&laptop, false), total(&laptop, true)), (2, 3));
    enter(&mut laptop, &visit("C1"));
    assert_eq!((total(&laptop, false), total(&laptop, true)), (3, 4));
}

#[test]
fn an_entry_says_in_one_line_what_it_asks_and_of_whom() {
    let (_world, mut laptop) = laptop();
    let EntryDraft::Visit(plain) = visit("C1") else { panic!("a visit") };
    let picked = vec!["contact.telephone".parse().unwrap()];
    let comment = "Rappelle pour\ndeux pneus".to_owned();
    enter(&mut laptop, &EntryDraft::Visit(VisitDraft { picked, comment, ..plain }));
    let request = |fields: &[(F, &str)], fleet: &str| {
        EntryDraft::Request(RequestDraft {
            customer: "C1".into(),
            fields: fields.iter().map(|(field, text)| (*field, (*text).to_owned())).collect(),
            comment: String::new(),
            follow_up_on: FollowUpChange::Set("2026-12-24".parse().unwrap()),
            fleet: serde_json::from_str::<Fleet>(fleet).unwrap(),
        })
    };
    enter(&mut laptop, &request(&[(F::Town, "MAYENNE")], "{}"));
    enter(&mut laptop, &request(&[], r#"{"VL":3,"TP":null,"GC":0}"#));
    let rows = laptop.entries(&EntriesQuery {
        filter: client::EntryFilter::All,
        subject: None,
        offset: 0,
        limit: 9,
    });
    let said: Vec<_> = rows.iter().rev().map(|row| (row.summary.as_str(), row.to_accountant)).collect();
    assert_eq!(
        said,
        [
            ("Téléphone · Rappelle pour deux pneus", false),
            ("ville · 24/12/2026", true),
            ("24/12/2026 · TP · VL 3", false),
        ]
    );
}
