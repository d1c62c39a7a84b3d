//! The visits of each month.

use chrono::NaiveDate;
use domain::{RelationRecord, VisitForm};
use snapshot::build::CommonSettings;

use super::support::{PICKED, VISIT_FILE, VISIT_ID, common, common_of, settings, visit};

const SHOWN: &str = "SELECT key, class, c_client, visited_on, visited_at, c_user, origin, subject, comment FROM visit ORDER BY id";

#[test]
fn one_file_for_each_month_that_has_rows() {
    let made = common(|base| {
        for (on, key) in [("2026-11-30", "3"), ("2024-02-29", "1"), ("2026-11-01", "2"), ("2026-12-01", "4")]
        {
            base.relation(&visit("C1", on, key)).unwrap();
        }
        let archived = RelationRecord { archived: true, ..visit("C1", "2023-07-01", "5") };
        base.relation(&archived).unwrap();
        for (on, key) in [
            (None, "6"),
            (NaiveDate::from_ymd_opt(12026, 1, 1), "7"),
            (NaiveDate::from_ymd_opt(-1, 1, 1), "8"),
        ] {
            base.relation(&RelationRecord { on, ..visit("C1", "2026-11-01", key) }).unwrap();
        }
    });
    made.check();
    let months = ["visits-2023-07", "visits-2024-02", "visits-2026-11", "visits-2026-12", "visits-undated"];
    assert_eq!(made.stems(), [&["customers"], months.as_slice(), &["lists"]].concat());
    assert_eq!(
        made.rows("visits-2026-11", "SELECT key, visited_on FROM visit ORDER BY id"),
        ["2|2026-11-01", "3|2026-11-30"]
    );
    assert_eq!(
        made.rows("visits-undated", "SELECT key, visited_on FROM visit ORDER BY id"),
        ["6|-", "7|-", "8|-"]
    );
    assert_eq!(made.rows("visits-2023-07", "SELECT count(*) FROM visit"), ["0"]);
    assert_eq!(made.built.problems, [""; 0]);
}

#[test]
fn rows_stand_in_the_order_of_customer_day_hour_and_key() {
    let made = common(|base| {
        for (customer, on, at, key) in [
            ("b", "2026-11-02", Some("10:00"), "1"),
            ("B ", "2026-11-03", Some("09:00"), "2"),
            ("b", "2026-11-02", Some("09:00"), "4"),
            ("b", "2026-11-02", Some("09:00"), "3"),
            ("b", "2026-11-02", None, "5"),
            ("b", "2026-11-01", Some("23:00"), "6"),
        ] {
            base.relation(&RelationRecord { at: at.map(str::to_owned), ..visit(customer, on, key) }).unwrap();
        }
    });
    let rows = made.rows("visits-2026-11", "SELECT id, c_client, key FROM visit ORDER BY id");
    assert_eq!(rows, ["1|B|2", "2|b|6", "3|b|5", "4|b|3", "5|b|4", "6|b|1"]);
}

#[test]
fn what_a_row_counts_as() {
    let made = common(|base| {
        for (key, origin, file, of_prospect) in [
            ("a", Some("CRV"), None, false),
            ("b", Some("LIT"), None, false),
            ("c", None, None, false),
            ("d", Some("CRV"), Some("MC_x"), false),
            ("e", Some("CRV"), Some("VP_x"), true),
        ] {
            base.relation(&RelationRecord {
                origin: origin.map(str::to_owned),
                file: file.map(str::to_owned),
                of_prospect,
                ..visit("C1", "2026-11-02", key)
            })
            .unwrap();
        }
    });
    let rows = made.rows("visits-2026-11", SHOWN);
    let row = |key: &str, class: &str, origin: &str| {
        format!("{key}|{class}|C1|2026-11-02|09:30|JD|{origin}|Visite|Vu le gérant")
    };
    let expected = [
        row("a", "1", "CRV"),
        row("b", "0", "LIT"),
        row("c", "0", "-"),
        row("d", "0", "CRV"),
        row("e", "2", "CRV"),
    ];
    assert_eq!(rows, expected);
}

#[test]
fn answers_and_what_they_mean() {
    for (answers, expected) in [
        (None, "-|-|-|-"),
        (Some((1, PICKED)), &*format!("1|{PICKED}|telephone|pl-plp tp")),
        (Some((1, "[]")), "1|[]|-|-"),
        (Some((1, r#"["no-such-node"]"#)), r#"1|["no-such-node"]|-|-"#),
        // A version that is not known says nothing, but is shown as far as it can be.
        (Some((9, PICKED)), &*format!("9|{PICKED}|-|-")),
        (Some((1, r#"{"a":1}"#)), "1|-|-|-"),
        (Some((1, "[1]")), "1|-|-|-"),
        (Some((1, "")), "1|-|-|-"),
    ] {
        let answers = answers.map(|(form, picked): (u32, &str)| (form, picked.to_owned()));
        let made = common(|base| {
            base.relation(&RelationRecord { answers: answers.clone(), ..visit("C1", "2026-11-02", "1") })
                .unwrap();
        });
        let rows = made.rows("visits-2026-11", "SELECT form, picked, contact, quotes FROM visit");
        assert_eq!(rows, [expected], "{answers:?}");
    }
}

#[test]
fn the_entry_is_the_uuid_of_the_file() {
    for (file, expected) in [
        (None, "-".to_owned()),
        (Some("VC_x.json"), "-".to_owned()),
        (Some(VISIT_FILE), VISIT_ID.replace('-', "")),
    ] {
        let made = common(|base| {
            let file = file.map(str::to_owned);
            base.relation(&RelationRecord { file, ..visit("C1", "2026-11-02", "1") }).unwrap();
        });
        assert_eq!(made.rows("visits-2026-11", "SELECT entry FROM visit"), [expected], "{file:?}");
    }
}

#[test]
fn archived_visits_are_counted_and_nothing_else() {
    let archived = |key: &str| RelationRecord { archived: true, ..visit("C1 ", "2026-11-02", key) };
    let made = common(|base| {
        let quoted = RelationRecord { answers: Some((1, PICKED.to_owned())), ..archived("3") };
        let of_prospect = RelationRecord { of_prospect: true, ..archived("4") };
        let somebody = RelationRecord { c_user: None, ..archived("5") };
        let no_visit = RelationRecord { origin: Some("LIT".to_owned()), ..archived("6") };
        let undated = RelationRecord { on: None, ..archived("7") };
        let other_month = RelationRecord {
            origin: None,
            ..RelationRecord { archived: true, ..visit("C1", "2020-01-01", "8") }
        };
        for relation in
            [quoted, archived("1"), of_prospect, somebody, no_visit, undated, other_month, archived("2")]
        {
            base.relation(&relation).unwrap();
        }
    });
    assert_eq!(made.stems(), ["customers", "visits-2026-11", "visits-undated", "lists"]);
    assert_eq!(
        made.rows("visits-2026-11", "SELECT * FROM archived ORDER BY rowid"),
        [
            "-|2026-11-02|C1|1|-|-|1",
            "JD|2026-11-02|C1|1|-|-|2",
            "JD|2026-11-02|C1|1|telephone|pl-plp tp|1",
            "JD|2026-11-02|C1|2|-|-|1",
        ]
    );
    assert_eq!(made.rows("visits-undated", "SELECT * FROM archived"), ["JD|-|C1|1|-|-|1"]);
    assert_eq!(made.rows("visits-2026-11", "SELECT count(*) FROM visit"), ["0"]);
}

/// A view of an installation that joins may repeat a row of the ERP.
#[test]
fn a_visit_that_stands_there_twice_is_told_and_counted_once() {
    let shown = visit("C1", "2026-11-02", "1");
    let archived = RelationRecord { archived: true, ..visit("C2", "2026-11-02", "1") };
    let undated = RelationRecord { on: None, at: None, ..visit("C1", "2026-11-02", "1") };
    let made = common(|base| {
        for relation in [
            shown.clone(),
            // What the join adds may differ.
            RelationRecord { c_user: Some("ZZ".to_owned()), customer: "C1 ".to_owned(), ..shown.clone() },
            RelationRecord { key: "2".to_owned(), ..shown.clone() },
            RelationRecord { at: Some("09:31".to_owned()), ..shown.clone() },
            visit("C1", "2026-11-03", "1"),
            visit("C2", "2026-11-02", "1"),
            archived.clone(),
            RelationRecord { c_user: Some("ZZ".to_owned()), ..archived.clone() },
            archived.clone(),
            RelationRecord { key: "2".to_owned(), ..archived.clone() },
            RelationRecord { at: Some("09:31".to_owned()), ..archived.clone() },
            undated.clone(),
            undated.clone(),
            RelationRecord { archived: true, ..undated.clone() },
            RelationRecord { archived: true, ..undated.clone() },
        ] {
            base.relation(&relation).unwrap();
        }
    });
    made.check();
    assert_eq!(
        made.rows(
            "visits-2026-11",
            "SELECT c_client, visited_on, visited_at, key, c_user FROM visit ORDER BY id"
        ),
        [
            "C1|2026-11-02|09:30|1|JD",
            "C1|2026-11-02|09:30|2|JD",
            "C1|2026-11-02|09:31|1|JD",
            "C1|2026-11-03|09:30|1|JD",
            "C2|2026-11-02|09:30|1|JD",
        ]
    );
    assert_eq!(made.rows("visits-2026-11", "SELECT * FROM archived"), ["JD|2026-11-02|C2|1|-|-|3"]);
    assert_eq!(made.rows("visits-undated", "SELECT count(*) FROM visit"), ["1"]);
    assert_eq!(made.rows("visits-undated", "SELECT visits FROM archived"), ["1"]);
    let told = |customer: &str| {
        format!("the visit \"1\" to customer \"{customer}\" stands there twice; one row was left out")
    };
    assert_eq!(made.built.problems, [told("C1"), told("C2"), told("C2"), told("C1"), told("C1")]);
}

/// « champs du bouton visite ce jour » : what nodes count as may be said in a later version.
#[test]
fn answers_count_as_any_version_of_the_form_says() {
    let form = |version: u32, meaning: &str| -> VisitForm {
        let tree = format!(
            r#"{{"version":{version},"sections":[{{"id":"s","label":"S","nodes":[
                {{"id":"a","label":"A","choice":"radio"{meaning}}},{{"id":"b","label":"B","choice":"radio"}}]}}]}}"#
        );
        serde_json::from_str(&tree).unwrap()
    };
    let versions = [form(1, ""), form(2, r#","meaning":"contact/telephone""#)];
    let forms = versions.into_iter().map(|form| (form.version(), form)).collect();
    let made = common_of(CommonSettings { forms, ..settings() }, |base| {
        for (key, version, picked) in [("1", 1, r#"["a"]"#), ("2", 2, r#"["a"]"#), ("3", 1, r#"["b"]"#)] {
            let answers = Some((version, picked.to_owned()));
            base.relation(&RelationRecord { answers, ..visit("C1", "2026-11-02", key) }).unwrap();
        }
    });
    assert_eq!(
        made.rows("visits-2026-11", "SELECT key, contact FROM visit ORDER BY id"),
        ["1|telephone", "2|telephone", "3|-"]
    );
    // The versions travel as they are.
    let trees = made.rows("lists", "SELECT tree FROM form ORDER BY version");
    assert_eq!(trees.iter().map(|tree| tree.contains("meaning")).collect::<Vec<_>>(), [false, true]);
}
