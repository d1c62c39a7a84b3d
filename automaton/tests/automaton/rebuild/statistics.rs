//! The statistics out of the offline bases equal plain SQL over winpneu, before and after archiving. What pending entries add is proved
//! in `laptops/figures.rs`.

pub mod company;
pub mod sql;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};
use snapshot::figures::{Period, Scope, figures};

use super::published::{ADMIN, COMMON};
use crate::support::{NOW, Place};
use company::{REPS, Rep, company};
use sql::Reader;

const SEEDS: [u64; 3] = [1, 20_261_121, 77];

/// From the first day to the last one; months are cut, empty, or of another year.
const PERIODS: [(&str, &str); 4] = [
    ("2026-01-01", "2026-12-31"),
    ("2026-03-15", "2026-11-10"),
    ("2025-11-01", "2026-02-28"),
    ("2019-01-01", "2019-01-31"),
];

fn scope(rep: &Rep) -> Scope {
    Scope::One {
        c_user: Some(rep.c_user.to_owned()),
        c_rep: Some(rep.c_rep.to_owned()),
        folder: rep.folder.to_owned(),
    }
}

/// The figures that the base of `user` gives.
fn of_bases(place: &Place, user: &str, scope: &Scope, (from, to): (&str, &str)) -> Value {
    let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
    let period = Period::new(day(from), day(to)).expect("a period");
    let (common, own) = (place.published(COMMON).open_common(), place.published(user).open_user());
    let figures = figures(&common, &own, scope, &period, std::iter::empty()).expect("read");
    serde_json::to_value(figures).expect("JSON")
}

/// Every rep from his own base and from the administrator's, and all together.
fn all_figures(place: &Place, seed: u64) -> Vec<Value> {
    let on = NOW.parse::<DateTime<Utc>>().expect("an instant").date_naive();
    let sql = |rep, admin, period| sql::figures(place.base(), Reader { on, admin }, rep, period);
    let mut all = Vec::new();
    for period in PERIODS {
        for rep in &REPS {
            let what = format!("seed {seed}, {}, {period:?}", rep.folder);
            let own = of_bases(place, rep.folder, &scope(rep), period);
            same(&own, &sql(Some(rep), false, period), &what);
            let of_admin = of_bases(place, ADMIN, &scope(rep), period);
            same(&of_admin, &sql(Some(rep), true, period), &format!("{what}, as the administrator sees him"));
            all.push(own);
        }
        let found = of_bases(place, ADMIN, &Scope::All, period);
        same(&found, &sql(None, true, period), &format!("seed {seed}, all, {period:?}"));
        all.push(found);
    }
    all
}

pub fn same(found: &Value, expected: &Value, what: &str) {
    for (part, expected) in expected.as_object().expect("an object") {
        assert_eq!(&found[part], expected, "{part}: {what}");
    }
    assert_eq!(found.as_object().map(serde_json::Map::len), expected.as_object().map(serde_json::Map::len));
}

#[test]
fn figures_equal_plain_sql_before_and_after_archiving() {
    for seed in SEEDS {
        let place = company(seed);
        place.rebuild();
        let before = all_figures(&place, seed);
        // The numbers are worth comparing: there is something of every sort.
        let year = &before[REPS.len()];
        for part in [
            "/share/customer_visits/in_person",
            "/share/prospect_visits/all",
            "/share/portfolio_visited/all",
            "/revenue/converted/customers",
            "/share/prospects_visited/all",
            "/revenue/ytd_cents",
        ] {
            assert!(
                year.pointer(part).and_then(Value::as_i64).is_some_and(|number| number > 1),
                "seed {seed}: {part} in {year}"
            );
        }
        for archive in ["date_relation < '2026-09-01'", "num_relation % 3 = 0", "1 = 1"] {
            let sql = format!("UPDATE client_relation SET c_archive = 'O' WHERE {archive}");
            place.base().execute(&sql, []).expect("archived");
            place.rebuild();
            assert_eq!(
                all_figures(&place, seed),
                before,
                "seed {seed}: archiving {archive} changes no figure"
            );
        }
        let shown = place.published(COMMON).rows(exchange_schema::Role::Visits, "SELECT 1 FROM visit");
        assert_eq!(json!(shown.len()), json!(0), "and all were archived in the end");
    }
}
