//! Everybody's customers, with all that Accueil and Client show.

use domain::{CUSTOMER_FIELDS, CustomerField, Fleet};
use exchange_schema::Role;
use serde_json::{Value, json};

use super::{relation, with};
use crate::creations::stage::whole_sheet;
use crate::rebuild::published::COMMON;
use crate::support::{Place, VisitFile};

/// Annex 2 of a customer, every column filled in.
fn whole_row(code: &str) -> Value {
    let sheet = whole_sheet(1);
    with(sheet, json!({ "c_client": code, "date_creation_ste": "2004-03-01 00:00:00" }))
}

#[test]
fn a_customer_has_every_field_but_bank_details() {
    let place = Place::new();
    place.insert("client", &[whole_row("C00001")]);
    place.rebuild();
    let common = place.published(COMMON);
    let columns = common.rows(Role::Customers, "SELECT name FROM pragma_table_info('customer')").concat();
    let sheet = whole_sheet(1);
    for spec in CUSTOMER_FIELDS.iter().filter(|spec| spec.field.is_annex_2()) {
        let secret = matches!(spec.field, CustomerField::Bic | CustomerField::Iban);
        assert_eq!(columns.iter().any(|column| column == spec.column), !secret, "{}", spec.column);
        if !secret {
            let sql = format!("SELECT {} FROM customer WHERE c_client = 'C00001'", spec.column);
            let expected =
                sheet[spec.column].as_str().map_or_else(|| sheet[spec.column].to_string(), str::to_owned);
            assert_eq!(common.rows(Role::Customers, &sql), [[expected]], "{}", spec.column);
        }
    }
    let card = common.open_common().customer("C00001").expect("read").expect("there");
    assert_eq!(card.sheet.len(), 38, "annex 2 without two");
    assert_eq!(card.sheet[&CustomerField::SalesGrid].to_string(), "AGRI01");
}

#[test]
fn contacts_stand_in_their_order() {
    let place = Place::new();
    let contact = |rank: i64, name: &str| json!({ "c_client": "C01846", "num_contact": rank, "nom": name });
    let whole = json!({ "fonction": "Gérant", "tel": "02 61 91 00 01", "portable": "06 39 98 00 01", "courriel": "p@poirier.example" });
    place.insert("client_contact", &[contact(10, "Zoé"), contact(2, "Paul Poirier")]);
    place.insert(
        "client_contact",
        &[with(contact(1, "Marie"), whole), with(contact(3, ""), json!({ "nom": null }))],
    );
    place.rebuild();
    let card = place.published(COMMON).open_common().customer("C01846").expect("read").expect("there");
    let names: Vec<&str> = card.contacts.iter().map(|contact| contact.name.as_str()).collect();
    assert_eq!(names, ["Marie", "Paul Poirier", "", "Zoé"]);
    let marie = &card.contacts[0];
    let told =
        [&marie.role, &marie.phone, &marie.mobile, &marie.email].map(|text| text.as_deref().unwrap_or(""));
    assert_eq!(told, ["Gérant", "02 61 91 00 01", "06 39 98 00 01", "p@poirier.example"]);
    assert_eq!(card.contacts[1].phone, None);
}

#[test]
fn revenue_is_of_three_years() {
    let place = Place::new();
    let month = |year: i32, month: u32, cents: i64| json!({ "c_client": "C01846", "annee": year, "mois": month, "montant_cents": cents });
    let rows = [
        month(2023, 12, 999),
        month(2024, 12, 777),
        month(2025, 1, 100_000),
        month(2025, 11, 30_000),
        month(2025, 12, 5),
        month(2026, 1, 123_456_789_012),
        month(2026, 11, -4_200),
    ];
    place.insert("client_ca", &rows);
    place.rebuild();
    let rows =
        place.published(COMMON).rows(Role::Customers, "SELECT c_client, year, month, cents FROM revenue");
    let expected = [
        "2024 12 777",
        "2025 1 100000",
        "2025 11 30000",
        "2025 12 5",
        "2026 1 123456789012",
        "2026 11 -4200",
    ];
    assert_eq!(rows.iter().map(|row| row[1..].join(" ")).collect::<Vec<_>>(), expected);
    let card = place.published(COMMON).open_common().customer("C01846").expect("read").expect("there");
    assert_eq!((card.revenue.ytd_cents, card.revenue.previous_year_cents), (123_456_784_812, 130_005));
    // The 21st of a November of thirty days.
    assert_eq!(card.revenue.previous_to_date_cents, 100_000 + 30_000 * 21 / 30);
    // In the company's first hour of a year it is still the last one's in UTC, by which the reader reckons: the year before is whole.
    place.rebuild_at("2026-12-31T23:30:00Z");
    let card = place.published(COMMON).open_common().customer("C01846").expect("read").expect("there");
    assert_eq!((card.revenue.ytd_cents, card.revenue.previous_year_cents), (123_456_784_812, 130_005));
    place.rebuild_at("2027-01-01T01:00:00Z");
    let years = place.published(COMMON).rows(Role::Customers, "SELECT DISTINCT year FROM revenue ORDER BY 1");
    assert_eq!(years, [["2025"], ["2026"]]);
}

#[test]
fn follow_up_and_fleet_are_what_all_entries_fold_to() {
    let place = Place::new();
    let told = VisitFile::new(1)
        .with("follow_up_on", json!("2026-12-05"))
        .with("fleet", json!({ "AGRI": 22, "TP": null }));
    place.deliver_file(&told.file());
    place.deliver_file(&VisitFile::new(2).with("fleet", json!({ "AGRI": 20 })).file());
    place.deliver_file(&VisitFile::new(3).with("customer", json!("C02184")).file());
    assert_eq!(place.pass()["integrated"], 3);
    place.rebuild();
    let sql =
        "SELECT c_client, follow_up_on, fleet, fleet_told_on, last_visit_on FROM customer ORDER BY c_client";
    let expected = [
        ["C01846", "2026-12-05", r#"{"AGRI":20,"TP":null}"#, "2026-11-21", "2026-11-21"],
        ["C02184", "∅", "∅", "∅", "2026-11-21"],
        ["C03390", "∅", "∅", "∅", "∅"],
    ];
    assert_eq!(place.published(COMMON).rows(Role::Customers, sql), expected);
    let common = place.published(COMMON).open_common();
    let card = common.customer("C01846").expect("read").expect("there");
    let folded = domain::FollowUp::from_events(card.follow_up);
    let fleet: Fleet = serde_json::from_value(json!({ "AGRI": 20, "TP": null })).expect("a fleet");
    assert_eq!((folded.on.map(|on| on.to_string()), folded.fleet), (Some("2026-12-05".to_owned()), fleet));
    let entry =
        common.directory().find("C01846").and_then(|place| common.directory().entry(place)).expect("listed");
    assert_eq!(
        (entry.name, entry.follow_up_on.map(|on| on.to_string())),
        ("ETA POIRIER FRÈRES", folded.on.map(|on| on.to_string()))
    );
}

/// « avec la liste des clients pas vu depuis longtemps »: over all rows, but not over what is no visit, nor over a typing error.
#[test]
fn the_last_visit_counts_all_rows_that_are_visits() {
    let request =
        json!({ "crm_fichier": "MC_20261101T080000Z_jdupont_019ab3c4-7d1e-7a52-9c1f-000000000001.json" });
    let cases: [(&str, Vec<Value>, &str); 9] = [
        ("none", vec![], "∅"),
        (
            "the later one",
            vec![relation("X", "2026-03-01", json!({})), relation("X", "2026-02-01", json!({}))],
            "2026-03-01",
        ),
        (
            "archived too",
            vec![
                relation("X", "2026-03-01", json!({ "c_archive": "O" })),
                relation("X", "2026-02-01", json!({})),
            ],
            "2026-03-01",
        ),
        ("no dispute", vec![relation("X", "2026-03-01", json!({ "origine_relation": "LIT" }))], "∅"),
        ("no request", vec![relation("X", "2026-03-01", request)], "∅"),
        (
            "any contact, any author",
            vec![relation("X", "2026-03-01", json!({ "c_user": null }))],
            "2026-03-01",
        ),
        ("tomorrow may be today elsewhere", vec![relation("X", "2026-11-22", json!({}))], "2026-11-22"),
        (
            "a year mistyped",
            vec![relation("X", "2062-03-01", json!({})), relation("X", "2026-02-01", json!({}))],
            "2026-02-01",
        ),
        ("without a day", vec![relation("X", "2026-02-01", json!({ "date_relation": null }))], "∅"),
    ];
    let place = Place::new();
    for (number, (_, rows, _)) in cases.iter().enumerate() {
        let code = format!("L{number}");
        place.insert("client", &[json!({ "c_client": code, "nom_client": "X" })]);
        let rows: Vec<Value> =
            rows.iter().map(|row| with(row.clone(), json!({ "c_entite": code }))).collect();
        place.insert("client_relation", &rows);
    }
    place.rebuild();
    let sql = "SELECT last_visit_on FROM customer WHERE c_client LIKE 'L%' ORDER BY c_client";
    let found = place.published(COMMON).rows(Role::Customers, sql).concat();
    for ((case, _, expected), found) in cases.iter().zip(&found) {
        assert_eq!(found, expected, "{case}");
    }
    assert_eq!(found.len(), cases.len());
}
