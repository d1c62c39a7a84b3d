//! What everybody's offline base is made of, odd rows among it.

use domain::{CodeRecord, ContactRecord, CustomerField, CustomerRecord, FieldValue, Sheet};
use winpneu::creations::{self, CLIENT_CREATE, CreationState, Decision, NewCreation};
use winpneu::extracts::{self, Extract, Unreadable};
use winpneu::{Connection, Error, Statements, Value};

use super::Open;
use super::given::{
    CUSTOMER, code, id, minutes_later, prospect, sheet, sql, takes_anything, text, widest_sheet, within,
};
use crate::embedded::now;

/// Good rows in an order of their own, and what was left out.
pub async fn all<T>(
    extract: Result<Extract<'_, T>, Error>,
    key: impl Fn(&T) -> String,
) -> (Vec<T>, Vec<Unreadable>) {
    let mut extract = extract.expect("asked");
    let (mut good, mut left_out) = (Vec::new(), Vec::new());
    while let Some(row) = extract.next().await.expect("read") {
        match row {
            Ok(record) => good.push(record),
            Err(unreadable) => left_out.push(unreadable),
        }
    }
    good.sort_by_key(key);
    left_out.sort_by(|a, b| a.key.cmp(&b.key));
    (good, left_out)
}

/// Keys and problems of what was left out of one table.
pub fn problems<'u>(left_out: &'u [Unreadable], table: &str) -> Vec<(&'u str, &'u str)> {
    assert!(left_out.iter().all(|one| one.table == table), "{left_out:?}");
    left_out.iter().map(|one| (one.key.as_str(), one.problem.as_str())).collect()
}

pub fn blob() -> Value {
    Value::Bytes(vec![0xff, 0x00])
}

async fn customers(base: &mut dyn Statements) -> (Vec<CustomerRecord>, Vec<Unreadable>) {
    all(extracts::customers(base).await, |customer| customer.code.clone()).await
}

fn customer(code: &str, sheet: Sheet) -> CustomerRecord {
    CustomerRecord { code: code.to_owned(), sheet, conversion: None }
}

pub async fn run(base: &mut dyn Statements, text: &'static str, parameters: &[Value]) {
    base.execute(sql(text), parameters).await.expect("done");
}

pub async fn a_customer_comes_whole_but_for_bank_details(open: Open) {
    let mut base = open().await;
    let mut widest = widest_sheet();
    within(&mut base, async |tx| {
        creations::create_customer(tx, CLIENT_CREATE, &code("C01846"), &widest).await
    })
    .await
    .expect("made");
    for field in [CustomerField::Bic, CustomerField::Iban, CustomerField::Stage, CustomerField::LostReason] {
        assert!(widest.remove(&field).is_some());
    }
    assert_eq!(customers(&mut base).await, (vec![customer("C01846", widest)], vec![]));
}

pub async fn odd_columns_are_left_empty_and_hide_no_customer(open: Open) {
    let mut base = open().await;
    let insert = "INSERT INTO dbo.client (c_client, nom_client, contact_divers_2, tel_1, nb_jour_1, date_creation_ste, ville_fac)
        VALUES (@P1, @P2, @P3, @P4, @P5, @P6, @P7)";
    let whole = ["C1".into(), "GARAGE  ".into(), "SIRET ?".into(), blob(), 30_i64.into(), now().into()];
    let odd = ["C2".into(), blob(), "  ".into(), "".into(), "fin de mois".into(), "31/02/2020".into()];
    let odder = ["  C3  ".into(), Value::Null, blob(), Value::Null, blob(), blob()];
    for (row, town) in [(whole, Value::Null), (odd, "RENNES".into()), (odder, "  DOL".into())] {
        let parameters: Vec<Value> = row.into_iter().chain([town]).collect();
        run(&mut base, insert, &parameters).await;
    }
    let mut whole = sheet(&[(CustomerField::Name, "GARAGE"), (CustomerField::Siret, "SIRET ?")]);
    whole.insert(CustomerField::PaymentDays, FieldValue::Integer(30));
    whole.insert(CustomerField::CompanyCreatedOn, text("2026-11-21"));
    let odd = sheet(&[(CustomerField::Town, "RENNES"), (CustomerField::PaymentDays, "fin de mois")]);
    let odder = sheet(&[(CustomerField::Town, "  DOL")]);
    let expected = [customer("  C3", odder), customer("C1", whole), customer("C2", odd)];
    assert_eq!(customers(&mut base).await, (expected.to_vec(), vec![]));
}

pub async fn customers_without_a_code_are_listed(open: Open) {
    let mut base = open().await;
    let mut codes = vec!["C1".into(), "  ".into()];
    codes.extend(takes_anything(&base).then(blob));
    let count = codes.len();
    for code in codes {
        run(&mut base, CUSTOMER.text, &[code, "X".into()]).await;
    }
    let (good, left_out) = customers(&mut base).await;
    assert_eq!(good, [customer("C1", sheet(&[(CustomerField::Name, "X")]))]);
    let expected = [("''", "c_client is blank"), ("0xff00", "c_client is no text")];
    assert_eq!(problems(&left_out, "crm_v_client"), expected[..count - 1]);
}

/// A prospect, asked for and validated; the number tells minute and identities.
async fn validated(base: &mut Connection, number: u128, minute: i64, customer: &str) {
    prospect(base, id(number)).await;
    let new = NewCreation {
        id: id(100 + number),
        prospect: id(number),
        fields: "{}".to_owned(),
        signature: None,
        comment: None,
        asked_by: "jdupont".to_owned(),
        asked_at: now(),
    };
    let file = format!("CC_{number}");
    within(base, async |tx| creations::insert(tx, &new, &file).await).await.expect("inserted");
    let creation = creations::find(base, new.id).await.expect("asked").expect("there is one");
    let customer = code(customer);
    let decision = Decision {
        state: CreationState::Validated,
        by: "mcompta",
        at: minutes_later(minute),
        reason: None,
        customer: Some(&customer),
        final_fields: Some("{}"),
    };
    let decided = within(base, async |tx| {
        creations::decide(tx, &creation, &decision).await?;
        creations::convert(tx, id(number), &customer, decision.at).await
    });
    assert!(decided.await.expect("decided"));
}

pub async fn a_customer_tells_the_prospect_it_was_made_of(open: Open) {
    let mut base = open().await;
    for code in ["C1", "C2", "C3"] {
        run(&mut base, CUSTOMER.text, &[code.into(), Value::Null]).await;
    }
    validated(&mut base, 1, 5, "C1").await;
    // A code that was given twice: the customer comes once, as the first made it.
    validated(&mut base, 2, 9, "C2").await;
    validated(&mut base, 3, 7, "C2").await;
    validated(&mut base, 4, 1, "C9").await;
    let damaged =
        "UPDATE dbo.crm_creation_client SET decide_le = NULL WHERE creation = CAST(@P1 AS char(36))";
    validated(&mut base, 5, 1, "C3").await;
    run(&mut base, damaged, &[id(105).to_string().into()]).await;

    let (found, left_out) = customers(&mut base).await;
    let conversions: Vec<_> = found.iter().map(|one| (one.code.as_str(), one.conversion)).collect();
    let expected =
        [("C1", Some((id(1), minutes_later(5)))), ("C2", Some((id(3), minutes_later(7)))), ("C3", None)];
    assert_eq!(conversions, expected);
    let key = format!("C3 / {} / NULL", id(5));
    let told = [(key.as_str(), "decide_le is no day and time")];
    assert_eq!(problems(&left_out, "crm_creation_client"), told);
}

/// An installation's view that joins may repeat a customer: each of its rows tells the prospect, whichever is kept.
pub async fn a_customer_that_comes_twice_keeps_its_prospect(open: Open) {
    let mut base = open().await;
    run(&mut base, CUSTOMER.text, &["C1".into(), Value::Null]).await;
    validated(&mut base, 1, 5, "C1").await;
    run(&mut base, "DROP VIEW dbo.crm_v_client", &[]).await;
    let doubling = "CREATE VIEW dbo.crm_v_client AS SELECT client.* FROM dbo.client CROSS JOIN (SELECT 1 AS n UNION ALL SELECT 2) twice";
    run(&mut base, doubling, &[]).await;
    let (found, left_out) = customers(&mut base).await;
    let conversions: Vec<_> = found.iter().map(|one| one.conversion).collect();
    assert_eq!(conversions, [Some((id(1), minutes_later(5))); 2]);
    assert_eq!(left_out, []);
}

pub async fn contacts_and_codes_come_as_they_are(open: Open) {
    let mut base = open().await;
    let contact =
        "INSERT INTO dbo.client_contact (c_client, num_contact, nom, fonction, tel, portable, courriel)
        VALUES (@P1, @P2, @P3, @P4, @P5, @P6, @P7)";
    let whole: [Value; 7] = [
        "C1".into(),
        2_i64.into(),
        "Mme Lefèvre  ".into(),
        "gérante".into(),
        "02".into(),
        "06".into(),
        "a@b".into(),
    ];
    // What the ERP cannot hold is as good as nothing.
    let anything = takes_anything(&base);
    let odd_text = || if anything { blob() } else { Value::Null };
    let odd_number = || if anything { blob() } else { Value::Int(0) };
    let odd = ["C1".into(), odd_number(), odd_text(), odd_text(), Value::Null, "".into(), " ".into()];
    let nobodys = [" ".into(), 3_i64.into(), "X".into(), Value::Null, Value::Null, Value::Null, Value::Null];
    for row in [&whole, &odd, &nobodys] {
        run(&mut base, contact, row).await;
    }
    let (found, left_out) = all(extracts::contacts(&mut base).await, |one| one.name.clone()).await;
    let text = |text: &str| Some(text.to_owned());
    let whole = ContactRecord {
        customer: "C1".to_owned(),
        rank: 2,
        name: "Mme Lefèvre".to_owned(),
        role: text("gérante"),
        phone: text("02"),
        mobile: text("06"),
        email: text("a@b"),
    };
    let odd = ContactRecord { customer: "C1".to_owned(), ..ContactRecord::default() };
    assert_eq!(found, [odd, whole]);
    assert_eq!(problems(&left_out, "crm_v_contact"), [("'' / 3", "c_client is blank")]);

    let list =
        "INSERT INTO dbo.code_liste (liste, code, libelle, parent, rang) VALUES (@P1, @P2, @P3, @P4, @P5)";
    for row in [
        ["c_fam_client".into(), "AGRI  ".into(), "Agriculteurs ".into(), Value::Null, 1_i64.into()],
        ["c_sfam_client".into(), "VIN".into(), "Viticulteurs".into(), "AGRI".into(), 2_i64.into()],
        ["c_sfam_client".into(), "XX".into(), odd_text(), odd_text(), odd_number()],
        ["c_sfam_client".into(), "".into(), "sans code".into(), Value::Null, 3_i64.into()],
        ["".into(), "YY".into(), "sans liste".into(), Value::Null, 3_i64.into()],
    ] {
        run(&mut base, list, &row).await;
    }
    let (found, left_out) = all(extracts::codes(&mut base).await, |one| one.code.clone()).await;
    let record = |list: &str, code: &str, label: &str, parent: Option<&str>, rank| CodeRecord {
        list: list.to_owned(),
        code: code.to_owned(),
        label: label.to_owned(),
        parent: parent.map(str::to_owned),
        rank,
    };
    let expected = [
        record("c_fam_client", "AGRI", "Agriculteurs", None, 1),
        record("c_sfam_client", "VIN", "Viticulteurs", Some("AGRI"), 2),
        record("c_sfam_client", "XX", "", None, 0),
    ];
    assert_eq!(found, expected);
    let told = [("'' / YY", "liste is blank"), ("c_sfam_client / ''", "code is blank")];
    assert_eq!(problems(&left_out, "crm_v_code"), told);
}

pub async fn revenue_begins_with_a_year_and_is_never_guessed(open: Open) {
    let mut base = open().await;
    let insert =
        "INSERT INTO dbo.client_ca (c_client, annee, mois, montant_cents) VALUES (@P1, @P2, @P3, @P4)";
    let anything = takes_anything(&base);
    let right: [[Value; 4]; 3] = [
        ["C1".into(), 2024_i64.into(), 12_i64.into(), 100_i64.into()],
        ["C1".into(), 2025_i64.into(), 1_i64.into(), (-250_i64).into()],
        ["C1".into(), 2026_i64.into(), 12_i64.into(), i64::MAX.into()],
    ];
    let odd = [
        ["C2".into(), 2026_i64.into(), 1_i64.into(), "beaucoup".into()],
        ["C3".into(), "MMXXVI".into(), 1_i64.into(), 1_i64.into()],
        [blob(), 2026_i64.into(), 1_i64.into(), 1_i64.into()],
    ];
    for row in right.iter().chain(odd.iter().filter(|_| anything)) {
        run(&mut base, insert, row).await;
    }
    let (found, left_out) = all(extracts::revenue(&mut base, 2025).await, |one| one.year.to_string()).await;
    let figures: Vec<_> =
        found.iter().map(|one| (one.customer.as_str(), one.year, one.month, one.cents)).collect();
    assert_eq!(figures, [("C1", 2025, 1, -250), ("C1", 2026, 12, i64::MAX)]);
    let told: Vec<_> = left_out.iter().map(|one| one.key.as_str()).collect();
    let expected = ["0xff00 / 2026 / 1 / 1", "C2 / 2026 / 1 / beaucoup", "C3 / MMXXVI / 1 / 1"];
    assert_eq!(told, if anything { &expected[..] } else { &[] });
}

pub async fn more_rows_than_travel_together_all_arrive(open: Open) {
    let mut base = open().await;
    let mut tx = base.begin().await.expect("begun");
    for number in 0..1_000 {
        tx.execute(CUSTOMER, &[format!("C{number:04}").into(), Value::Null]).await.expect("inserted");
    }
    tx.commit().await.expect("committed");
    let mut reading = base.read().await.expect("begun");
    let codes: Vec<String> = customers(&mut reading).await.0.into_iter().map(|one| one.code).collect();
    assert_eq!(codes, (0..1_000).map(|number| format!("C{number:04}")).collect::<Vec<_>>());
    {
        let mut left = extracts::customers(&mut reading).await.expect("asked");
        assert!(left.next().await.expect("read").is_some());
    }
    assert_eq!(customers(&mut reading).await.0.len(), 1_000, "a stream may be left early");
}
