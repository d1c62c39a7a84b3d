//! Equal rows make equal bytes, in whatever order they come.

use std::collections::BTreeMap;

use domain::{
    CodeRecord, ContactRecord, CustomerRecord, FollowUpChange, PersonRecord, ProspectVisitRecord,
    RelationRecord, RevenueRecord, TownRecord,
};
use proptest::prelude::*;
use snapshot::build::{CommonBuilder, UserBuilder};

use super::support::{
    Made, PICKED, VISIT_FILE, at, common, customer, day, event, prospect, prospect_id, prospect_visit, user,
    visit,
};

/// One row, made of a few small numbers so that many are alike.
#[derive(Debug, Clone)]
struct Row {
    table: u8,
    n: u8,
    m: u8,
    flag: bool,
}

fn rows() -> impl Strategy<Value = (Vec<Row>, Vec<Row>)> {
    let row =
        (0_u8..8, 0_u8..12, 0_u8..6, any::<bool>()).prop_map(|(table, n, m, flag)| Row { table, n, m, flag });
    let rows = proptest::collection::vec(row, 0..80);
    rows.prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
}

fn add_common(base: &mut CommonBuilder, Row { table, n, m, flag }: &Row) {
    let (n, m, code) = (*n, *m, format!("C{n}"));
    match table {
        0 => base.relation(&RelationRecord {
            archived: *flag,
            c_user: Some(m.to_string()),
            answers: flag.then(|| (1, PICKED.to_owned())),
            file: (m == 1).then(|| VISIT_FILE.to_owned()),
            ..visit(&code, if n < 6 { "2026-10-02" } else { "2026-11-02" }, &m.to_string())
        }),
        1 => base.customer(&CustomerRecord {
            conversion: flag.then(|| (prospect_id(m.into()), at("2026-11-20T10:00:00Z"))),
            ..customer(&code, &format!("GARAGE {m}"))
        }),
        2 => {
            let fleet = if *flag { r#"{"VL":1}"# } else { "{}" };
            base.follow_up(
                &code,
                event(
                    &format!("2026-11-0{}T08:00:00Z", m + 1),
                    FollowUpChange::Set(day("2026-12-01")),
                    fleet,
                ),
            )
        }
        3 => base.contact(&ContactRecord {
            customer: code,
            rank: m.into(),
            name: flag.to_string(),
            ..ContactRecord::default()
        }),
        4 => base.revenue(&RevenueRecord {
            customer: code,
            year: 2026,
            month: u32::from(m) + 1,
            cents: i64::from(n) - 5,
        }),
        5 => base.code(&CodeRecord {
            list: "c_pays".to_owned(),
            code,
            label: flag.to_string(),
            parent: None,
            rank: m.into(),
        }),
        6 => base.town(&TownRecord { postal_code: code, name: flag.to_string(), population: m.into() }),
        _ => base.person(&PersonRecord {
            folder: code,
            c_user: None,
            c_rep: None,
            name: Some(m.to_string()),
            active: *flag,
        }),
    }
    .unwrap();
}

fn add_user(base: &mut UserBuilder, Row { table, n, m, flag }: &Row) {
    let (n, m) = (u128::from(*n), *m);
    let visit = ProspectVisitRecord {
        author: m.to_string(),
        answers: flag.then(|| (1, PICKED.to_owned())),
        ..prospect_visit(n, "2026-11-02")
    };
    match table {
        0 | 1 => base.prospect(&prospect(n, &format!("GARAGE {m}")), *flag),
        2 | 3 => base.visit(&visit),
        4 | 5 => base.visited(&visit),
        _ => {
            let change = if *flag { FollowUpChange::Clear } else { FollowUpChange::Unchanged };
            base.follow_up(
                prospect_id(n),
                event(&format!("2026-11-0{}T08:00:00Z", m + 1), change, r#"{"VL":1}"#),
            )
        }
    }
    .unwrap();
}

/// Name, size and hash of every file, and the problems in their own order.
fn told(made: &Made) -> (BTreeMap<String, u64>, Vec<String>) {
    made.check();
    let files = made
        .built
        .files
        .iter()
        .map(|file| (format!("{} {}", file.entry.name, file.entry.sha256), file.entry.size));
    let mut problems = made.built.problems.clone();
    problems.sort();
    (files.collect(), problems)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn common_files((rows, shuffled) in rows()) {
        let make = |rows: &[Row]| told(&common(|base| rows.iter().for_each(|row| add_common(base, row))));
        prop_assert_eq!(make(&rows), make(&shuffled));
    }

    #[test]
    fn user_files((rows, shuffled) in rows()) {
        let make = |rows: &[Row]| told(&user(|base| rows.iter().for_each(|row| add_user(base, row))));
        prop_assert_eq!(make(&rows), make(&shuffled));
    }
}

#[test]
fn one_row_more_changes_its_own_month_only() {
    let make = |keys: &[&str]| {
        let made = common(|base| {
            base.customer(&customer("C1", "GARAGE")).unwrap();
            base.relation(&visit("C1", "2026-11-02", "1")).unwrap();
            keys.iter().for_each(|key| base.relation(&visit("C1", "2026-10-02", key)).unwrap());
        });
        made.built.files.into_iter().map(|file| file.entry.name.to_string()).collect::<Vec<_>>()
    };
    let (before, after) = (make(&["1"]), make(&["1", "2"]));
    let changed: Vec<_> = after.iter().filter(|name| !before.contains(name)).collect();
    assert!(matches!(changed[..], [name] if name.starts_with("visits-2026-10-")), "{changed:?}");
}

#[test]
fn what_a_killed_build_left_is_overwritten() {
    let scratch = tempfile::tempdir().unwrap();
    let build = || {
        let mut base = CommonBuilder::new(scratch.path(), super::support::settings()).unwrap();
        base.customer(&customer("C1", "GARAGE")).unwrap();
        base.finish().unwrap()
    };
    let first = build();
    for left in [".customers.building", ".lists.building", ".customers.rows"] {
        std::fs::write(scratch.path().join(left), "torn").unwrap();
    }
    assert_eq!(build(), first);
    let torn = scratch.path().join(".customers.building");
    assert!(!torn.exists());
}

#[test]
fn steps_are_announced_under_names_of_their_own() {
    let mut names: Vec<_> = snapshot::step::Step::ALL.iter().map(|step| step.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names, ["snapshot-create", "snapshot-fill", "snapshot-finish"]);
}
