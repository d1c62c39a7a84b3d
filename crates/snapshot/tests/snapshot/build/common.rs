//! Customers, and what is told of a base.

use domain::{
    ContactRecord, CustomerField, CustomerRecord, FieldValue, FollowUpChange, FollowUpEvent, RelationRecord,
    RevenueRecord,
};
use snapshot::Mark;

use super::support::{Made, at, common, customer, day, event, prospect, prospect_id, user, visit};

fn first(made: &Made, columns: &str) -> String {
    made.rows("customers", &format!("SELECT {columns} FROM customer ORDER BY c_client")).remove(0)
}

#[test]
fn customers_in_the_order_of_bytes_with_their_sheets() {
    let made = common(|base| {
        for code in ["b", "B", "a ", "é"] {
            base.customer(&customer(code, "GARAGE")).unwrap();
        }
        let mut full = customer("A", "ETS L'ŒUVRE");
        full.sheet.insert(CustomerField::PaymentDays, FieldValue::Integer(30));
        full.sheet.insert(CustomerField::InvoiceEditionType, FieldValue::Text("P".to_owned()));
        base.customer(&full).unwrap();
    });
    made.check();
    assert_eq!(made.rows("customers", "SELECT c_client FROM customer"), ["A", "B", "a", "b", "é"]);
    assert_eq!(first(&made, "nom_client, nb_jour_1, type_edition_fac, tel_1"), "ETS L'ŒUVRE|30|P|-");
    assert_eq!(
        first(&made, "last_visit_on, follow_up_on, fleet, fleet_told_on, converted_on, made_of"),
        "-|-|-|-|-|-"
    );
}

#[test]
fn a_code_that_stands_there_twice_is_told_and_keeps_nothing_back() {
    let made = common(|base| {
        for (code, name) in [("a ", "SECOND"), ("a", "FIRST"), ("b", "OTHER"), ("  ", "NOBODY")] {
            base.customer(&customer(code, name)).unwrap();
        }
    });
    assert_eq!(made.rows("customers", "SELECT c_client, nom_client FROM customer"), ["a|FIRST", "b|OTHER"]);
    assert_eq!(
        made.built.problems,
        [
            "a customer without a code was left out",
            "the customer code \"a\" stands there twice; one row was left out"
        ]
    );
}

#[test]
fn the_last_visit() {
    let visit = |on: &str| visit("C1", on, on);
    let archived = |on: &str| RelationRecord { archived: true, ..visit(on) };
    let lit = |on: &str| RelationRecord { origin: Some("LIT".to_owned()), ..visit(on) };
    for (relations, expected) in [
        (vec![], "-"),
        (vec![visit("2026-03-01"), visit("2025-03-01")], "2026-03-01"),
        (vec![visit("2025-03-01"), archived("2026-03-01")], "2026-03-01"),
        (vec![RelationRecord { of_prospect: true, ..visit("2026-03-01") }], "2026-03-01"),
        (vec![lit("2026-03-01"), archived("2024-01-01")], "2024-01-01"),
        // Built on 21 November.
        (vec![visit("2026-11-22"), visit("2026-11-23"), visit("2062-03-01")], "2026-11-22"),
        (vec![visit("2062-03-01"), RelationRecord { on: None, ..visit("2026-03-01") }], "-"),
    ] {
        let made = common(|base| {
            relations.iter().for_each(|relation| base.relation(relation).unwrap());
            base.customer(&customer("C1 ", "GARAGE")).unwrap();
        });
        assert_eq!(first(&made, "last_visit_on"), expected, "{relations:?}");
    }
}

#[test]
fn follow_up_and_fleet() {
    let made = common(|base| {
        let set =
            event("2026-11-01T23:30:00Z", FollowUpChange::Set(day("2026-12-05")), r#"{"VL":3,"TP":null}"#);
        let moved = event("2026-11-03T08:00:00Z", FollowUpChange::Set(day("2027-01-10")), r#"{"VL":4}"#);
        let vain = event("2026-10-01T08:00:00Z", FollowUpChange::Clear, "{}");
        let visited = FollowUpEvent {
            visited_on: Some(day("2026-11-04")),
            ..event("2026-11-04T08:00:00Z", FollowUpChange::Unchanged, "{}")
        };
        base.follow_up("C1", visited).unwrap();
        base.follow_up("C2", event("2026-11-05T08:00:00Z", FollowUpChange::Clear, "{}")).unwrap();
        for event in [moved, vain, set] {
            base.follow_up("C1 ", event).unwrap();
        }
        base.customer(&customer("C1", "GARAGE")).unwrap();
        base.customer(&customer("C2", "FERME")).unwrap();
    });
    assert_eq!(
        made.rows("customers", "SELECT c_client, follow_up_on, fleet, fleet_told_on FROM customer"),
        [r#"C1|2027-01-10|{"TP":null,"VL":4}|2026-11-03"#, "C2|-|-|-"]
    );
    assert_eq!(
        made.rows("customers", "SELECT c_client, at, visited_on, change, follow_up_on, fleet FROM follow_up"),
        [
            // Of the first only what nobody said later; the one that cleared before it says nothing any more.
            r#"C1|2026-11-01T23:30:00Z|-|none|-|{"TP":null}"#,
            r#"C1|2026-11-03T08:00:00Z|-|set|2027-01-10|{"VL":4}"#,
            "C1|2026-11-04T08:00:00Z|2026-11-04|none|-|-",
            "C2|2026-11-05T08:00:00Z|-|clear|-|-",
        ]
    );
    assert_eq!(made.built.problems, [""; 0]);
}

#[test]
fn one_file_that_tells_two_things_is_told() {
    let made = common(|base| {
        base.customer(&customer("C1", "GARAGE")).unwrap();
        for fleet in [r#"{"VL":1}"#, r#"{"VL":2}"#, r#"{"VL":1}"#] {
            base.follow_up("C1", event("2026-11-05T08:00:00Z", FollowUpChange::Clear, fleet)).unwrap();
        }
    });
    assert_eq!(first(&made, "fleet"), r#"{"VL":1}"#);
    assert_eq!(made.built.problems.len(), 1, "{:?}", made.built.problems);
}

#[test]
fn a_customer_that_was_a_prospect() {
    let mark = hex::encode(Mark::of(prospect_id(1)).as_bytes());
    // Days begin at the company's midnight: it is one hour ahead of UTC in winter, two in summer.
    for (validated_at, expected) in [
        ("2026-11-20T22:59:59Z", "2026-11-20"),
        ("2026-11-20T23:00:00Z", "2026-11-21"),
        ("2026-07-31T22:30:00Z", "2026-08-01"),
        ("2025-12-31T23:30:00Z", "2026-01-01"),
    ] {
        let made = common(|base| {
            let conversion = Some((prospect_id(1), at(validated_at)));
            base.customer(&CustomerRecord { conversion, ..customer("C1", "GARAGE") }).unwrap();
        });
        assert_eq!(first(&made, "converted_on, made_of"), format!("{expected}|{mark}"), "{validated_at}");
    }
}

#[test]
fn identities() {
    let made = common(|base| {
        for code in ["B", "A"] {
            let mut record = customer(code, "GARAGE");
            let text = |text: &str| FieldValue::Text(text.to_owned());
            record.sheet.insert(CustomerField::Phone, text("02 61 91 12 34"));
            record.sheet.insert(CustomerField::Siret, text("732 829 320 00074"));
            base.customer(&record).unwrap();
        }
    });
    assert_eq!(
        made.rows("customers", "SELECT * FROM identity"),
        ["siret|73282932000074|A", "siret|73282932000074|B", "tel|+33261911234|A", "tel|+33261911234|B"]
    );
}

#[test]
fn contacts_by_customer_rank_and_name() {
    let contact = |customer: &str, rank, name: &str| ContactRecord {
        customer: customer.to_owned(),
        rank,
        name: name.to_owned(),
        role: Some("gérant".to_owned()),
        ..ContactRecord::default()
    };
    let made = common(|base| {
        for contact in [
            contact("b", 1, "Z"),
            contact("b ", -1, "Y"),
            contact("a", 2, "Z"),
            contact("a", 2, "É"),
            contact("a", 2, "A"),
        ] {
            base.contact(&contact).unwrap();
        }
    });
    assert_eq!(
        made.rows("customers", "SELECT id, c_client, rank, name, role, phone FROM contact"),
        ["1|a|2|A|gérant|-", "2|a|2|Z|gérant|-", "3|a|2|É|gérant|-", "4|b|-1|Y|gérant|-", "5|b|1|Z|gérant|-"]
    );
}

#[test]
fn revenue_of_three_years() {
    let made = common(|base| {
        for (customer, year, month, cents) in [
            ("b", 2026, 2, 5),
            ("a", 2026, 12, 1),
            ("a ", 2026, 2, 100),
            ("a", 2025, 1, 7),
            ("a", 2026, 2, -30),
            // At new year a reader in another zone reckons by 2025 still: its year before is this one.
            ("a", 2024, 12, 3),
            ("a", 2023, 12, 9),
            ("a", 2027, 1, 9),
            ("a", 2026, 13, 9),
        ] {
            base.revenue(&RevenueRecord { customer: customer.to_owned(), year, month, cents }).unwrap();
        }
    });
    assert_eq!(
        made.rows("customers", "SELECT * FROM revenue"),
        ["a|2024|12|3", "a|2025|1|7", "a|2026|2|70", "a|2026|12|1", "b|2026|2|5"]
    );
    assert_eq!(made.built.problems, ["the revenue of customer \"a\" in month 13 of 2026 was left out"]);
}

#[test]
fn a_view_that_repeats_every_row_is_counted_and_not_told_at_length() {
    let made = common(|base| {
        for n in 0..130 {
            for _ in 0..2 {
                base.customer(&customer(&format!("C{n}"), "GARAGE")).unwrap();
            }
        }
    });
    assert_eq!((made.built.problems.len(), made.built.more_problems), (100, 30));
    let made = user(|base| {
        for n in 0..130 {
            for _ in 0..2 {
                base.prospect(&prospect(n, "GARAGE"), true).unwrap();
            }
        }
    });
    assert_eq!((made.built.problems.len(), made.built.more_problems), (100, 30));
}

#[test]
fn an_empty_base_has_its_two_files() {
    let made = common(|_| {});
    made.check();
    assert_eq!(made.stems(), ["customers", "lists"]);
    assert_eq!(made.rows("customers", "PRAGMA user_version"), [snapshot::SCHEMA.to_string()]);
}
