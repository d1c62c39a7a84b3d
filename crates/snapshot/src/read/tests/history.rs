use std::collections::BTreeMap;

use domain::RelationClass;
use exchange_schema::Role;
use proptest::prelude::*;
use uuid::Uuid;

use super::day;
use crate::read::given::Given;
use crate::read::{CommonBase, HistoryKey, HistoryQuery, VisitRow};

const COLUMNS: &str =
    "INSERT INTO visit (c_client, visited_on, visited_at, key, c_user, origin, class, comment) VALUES";

/// The folder has to stay: months are opened when they are asked.
fn base() -> (Given, CommonBase) {
    let october = "('C1', '2026-10-05', '09:00', 'k1', 'JD', 'CRV', 1, 'un'), ('C1', '2026-10-05', NULL, 'k2', 'AM', 'LIT', 0, 'deux'),
                   ('C2', '2026-10-06', '10:00', 'k3', 'JD', 'CRV', 2, 'trois')";
    let november = "('C1', '2026-11-02', '08:00', 'k4', 'JD', 'TEL', 0, 'quatre'), ('C1', '2026-11-02', '08:00', 'k5', 'JD', 'CRV', 1, 'cinq'),
                    ('C1', '2026-11-30', '08:00', 'k6', NULL, NULL, 0, 'six')";
    let undated = "('C1', NULL, '11:00', 'k7', 'JD', 'CRV', 1, 'sept'), ('C1', NULL, NULL, 'k8', 'JD', 'LIT ', 0, 'huit')";
    opened(
        Given::common()
            .with(Role::Visits, "visits-2026-10-0", &format!("{COLUMNS} {october}"))
            .with(Role::Visits, "visits-undated-0", &format!("{COLUMNS} {undated}"))
            .with(Role::Visits, "visits-2026-11-0", &format!("{COLUMNS} {november}")),
    )
}

fn opened(given: Given) -> (Given, CommonBase) {
    let base = given.open_common().unwrap();
    (given, base)
}

fn keys(rows: &[VisitRow]) -> Vec<&str> {
    rows.iter().map(|row| row.key.key.as_str()).collect()
}

#[test]
fn newest_first_lit_hidden_undated_last() {
    let (_folder, base) = base();
    for (code, with_lit, expected) in [
        ("C1", false, &["k6", "k5", "k4", "k1", "k7"][..]),
        ("C1", true, &["k6", "k5", "k4", "k1", "k2", "k7", "k8"]),
        ("C2", false, &["k3"]),
        ("C9", true, &[]),
    ] {
        let query = HistoryQuery { with_lit, after: None, limit: 50 };
        assert_eq!(keys(&base.history(code, &query).unwrap()), expected, "{code} {with_lit}");
        assert_eq!(base.history_count(code, with_lit).unwrap(), expected.len() as u64, "{code} {with_lit}");
    }
}

/// The files of other months are none that SQLite could read.
#[test]
fn entries_are_looked_for_in_their_month_and_among_rows_without_a_day() {
    let row = |code: &str, on: &str, entry: u128| {
        let entry = entry.to_be_bytes().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        format!(
            "INSERT INTO visit (c_client, visited_on, key, class, entry) VALUES ('{code}', {on}, '{entry}', 1, x'{entry}');"
        )
    };
    let november =
        row("C1", "'2026-11-02'", 1) + &row("C2", "'2026-11-02'", 2) + &row("C1", "'2026-11-30'", 3);
    let october = row("C1", "'2026-10-31'", 4);
    let given = Given::common()
        .with(Role::Visits, "visits-2026-11-0", &november)
        .with(Role::Visits, "visits-2026-10-0", &october)
        .with(Role::Visits, "visits-2026-09-0", "")
        .with(Role::Visits, "visits-undated-0", &row("C1", "NULL", 5));
    std::fs::write(given.path().join("visits-2026-09-0.sqlite"), [0xee; 4096]).unwrap();
    let (_folder, base) = opened(given);
    for (code, from, to, expected) in [
        ("C1", "2026-11-15", "2026-11-15", &[1, 3, 5][..]),
        ("C1", "2026-10-31", "2026-11-01", &[1, 3, 4, 5]),
        ("C2", "2026-11-02", "2026-11-02", &[2]),
        ("C1", "2027-01-01", "2027-01-01", &[5]),
    ] {
        let found = base.entries(code, &(day(from)..=day(to))).unwrap();
        assert_eq!(found, expected.iter().copied().map(Uuid::from_u128).collect(), "{code} {from} {to}");
    }
    assert!(base.entries("C1", &(day("2026-09-01")..=day("2026-09-01"))).is_err());
}

#[test]
fn pages_follow_each_other() {
    let (_folder, base) = base();
    let key = |on: Option<&str>, at: &str, key: &str| {
        Some(HistoryKey { on: on.map(day), at: at.to_owned(), key: key.to_owned() })
    };
    for (after, limit, expected) in [
        (None, 0, &[][..]),
        (None, 2, &["k6", "k5"]),
        (key(Some("2026-11-02"), "08:00", "k5"), 2, &["k4", "k1"]),
        // Of an entry that is in no base.
        (key(Some("2026-11-02"), "08:00", "k45"), 1, &["k4"]),
        (key(Some("2027-01-01"), "08:00", "x"), 1, &["k6"]),
        (key(Some("2026-10-05"), "09:00", "k1"), 9, &["k2", "k7", "k8"]),
        (key(Some("2020-01-01"), "", ""), 9, &["k7", "k8"]),
        (key(None, "11:00", "k7"), 9, &["k8"]),
        (key(None, "", "k8"), 9, &[]),
    ] {
        let query = HistoryQuery { with_lit: true, after, limit };
        assert_eq!(keys(&base.history("C1", &query).unwrap()), expected, "{query:?}");
    }
}

#[test]
fn a_row_comes_whole() {
    let sql = "INSERT INTO visit VALUES (1, 'C1', '2026-11-02', '08:00', 'JD', 'CRV', 2, 'Visite', 'bien', 1, '[\"contact.visite\"]',
                   'visite', 'tp', 'k', x'00000000000000000000000000000007');
               INSERT INTO visit VALUES (2, 'C2', '2026-11-02', NULL, NULL, NULL, 0, NULL, NULL, 1, '[\"NOT AN ID\"]', NULL, NULL, 'l', NULL)";
    let (_folder, base) = opened(Given::common().with(Role::Visits, "visits-2026-11-0", sql));
    let query = HistoryQuery { with_lit: false, after: None, limit: 5 };
    let whole = VisitRow {
        key: HistoryKey { on: Some(day("2026-11-02")), at: "08:00".into(), key: "k".into() },
        author: Some("JD".into()),
        origin: Some("CRV".into()),
        class: RelationClass::ProspectVisit,
        subject: Some("Visite".into()),
        comment: Some("bien".into()),
        answers: Some((1, vec!["contact.visite".parse().unwrap()])),
        entry: Some(Uuid::from_u128(7)),
    };
    assert_eq!(base.history("C1", &query).unwrap(), [whole]);
    let bare = VisitRow {
        key: HistoryKey { on: Some(day("2026-11-02")), at: String::new(), key: "l".into() },
        author: None,
        origin: None,
        class: RelationClass::Other,
        subject: None,
        comment: None,
        answers: None,
        entry: None,
    };
    assert_eq!(base.history("C2", &query).unwrap(), [bare]);
}

#[test]
fn the_calendar_has_visits_of_both_classes_oldest_first() {
    let (_folder, base) = base();
    for (c_user, from, to, expected) in [
        (None, "2026-10-01", "2026-11-30", &["k1", "k3", "k5"][..]),
        (Some("JD"), "2026-10-06", "2026-11-02", &["k3", "k5"]),
        (Some("JD"), "2026-11-03", "2026-11-30", &[]),
        (Some("AM"), "2026-10-01", "2026-11-30", &[]),
        (None, "2026-11-30", "2026-10-01", &[]),
    ] {
        let visits = base.visits_between(c_user, day(from), day(to)).unwrap();
        let keys: Vec<_> = visits.iter().map(|one| one.visit.key.key.as_str()).collect();
        assert_eq!(keys, expected, "{c_user:?} {from} {to}");
        assert!(visits.iter().all(|one| !one.prospect));
    }
    assert_eq!(base.visits_between(None, day("2026-10-06"), day("2026-10-06")).unwrap()[0].whom, "C2");
}

/// One file a month, from rows of one customer: month, day, hour, and whether it is a LIT.
fn base_of(rows: &[(u32, u32, u32, bool)]) -> (Given, CommonBase) {
    let mut months: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (number, (month, day, hour, lit)) in rows.iter().enumerate() {
        let on = if *month == 0 { "NULL".to_owned() } else { format!("'2026-0{month}-0{day}'") };
        let origin = if *lit { "LIT" } else { "CRV" };
        months
            .entry(*month)
            .or_default()
            .push(format!("('C', {on}, '0{hour}:00', '{number}', 'JD', '{origin}', 0, 'x')"));
    }
    let given = months.iter().fold(Given::common(), |given, (month, rows)| {
        let name =
            if *month == 0 { "visits-undated-0".to_owned() } else { format!("visits-2026-0{month}-0") };
        given.with(Role::Visits, &name, &format!("{COLUMNS} {}", rows.join(", ")))
    });
    opened(given)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn pages_of_any_size_are_the_whole_list(
        rows in proptest::collection::vec((0..4u32, 1..4u32, 0..2u32, any::<bool>()), 0..25),
        limit in 1..6usize,
        with_lit: bool,
    ) {
        let (_folder, base) = base_of(&rows);
        let mut paged: Vec<VisitRow> = Vec::new();
        loop {
            let query = HistoryQuery { with_lit, after: paged.last().map(|row| row.key.clone()), limit };
            let page = base.history("C", &query).unwrap();
            prop_assert!(page.len() <= limit);
            let last = page.len() < limit;
            paged.extend(page);
            if last {
                break;
            }
        }
        let expected = rows.iter().filter(|row| with_lit || !row.3).count();
        prop_assert_eq!(paged.len(), expected);
        prop_assert_eq!(base.history_count("C", with_lit).unwrap(), expected as u64);
        prop_assert!(paged.is_sorted_by(|one, other| one.key < other.key), "the order of `HistoryKey`, none twice");
    }
}
