//! The ERP's new customer, made by the installation's statement, and the prospect that it was.

use chrono::NaiveTime;
use domain::{
    CUSTOMER_FIELDS, CustomerField, FieldKind, FieldValue, FollowUp, FollowUpChange, FollowUpEvent,
};
use uuid::Uuid;
use winpneu::follow_ups::{self, Entity};
use winpneu::prospects::Sheet;
use winpneu::{Connection, Error, Row, Statements, creations, prospects, visits};

use super::Open;
use super::given::{
    CUSTOMER, code, day, found, id, minutes_later, prospect, rows, sheet, widest_sheet, within,
};
use crate::embedded::now;

/// Annex 2 in its order.
const ANNEX_2: &str = "SELECT c_fam_client, c_sfam_client, c_titre, nom_client, adr1_fac, adr2_fac, adr3_fac, dep_fac,
    bur_dis_fac, ville_fac, c_agence, c_rep, c_pays, tel_1, fax, tel_2, contact_divers_1, contact_divers_2, contact_divers_3,
    contact_divers_4, c_per, c_regpmt_bl, c_regpmt_fac, c_releve, c_autoris_bl, c_catc, c_frais_fixe, c_ref_oblig,
    c_mod_rgl_1, nb_jour_1, jour_1, c_type_fact, c_attention, c_ape, date_creation_ste, bic, iban, codepays,
    codemonnaie, type_edition_fac FROM dbo.client WHERE c_client = CAST(@P1 AS char(30))";

async fn create(base: &mut Connection, statement: &str, customer: &str, sheet: &Sheet) -> Result<(), Error> {
    let customer = code(customer);
    within(base, async |tx| creations::create_customer(tx, statement, &customer, sheet).await).await
}

/// What a row of [`ANNEX_2`] holds.
fn annex_2(row: &Row) -> Sheet {
    let annex = CUSTOMER_FIELDS.iter().filter(|spec| spec.field.is_annex_2());
    let value = |(i, spec): (usize, &domain::FieldSpec)| {
        let value = match spec.kind {
            FieldKind::Integer => row.int_or_null(i).expect("a number").map(FieldValue::Integer),
            FieldKind::Text(_) => row.text_or_null(i).expect("a text").map(FieldValue::Text),
            FieldKind::Date => row.date_time_or_null(i).expect("a day").map(|instant| {
                assert_eq!(instant.time(), NaiveTime::MIN);
                FieldValue::Text(instant.date().to_string())
            }),
        };
        Some((spec.field, value?))
    };
    annex.enumerate().filter_map(value).collect()
}

async fn customer(base: &mut Connection, code: &str) -> Sheet {
    annex_2(rows(base, ANNEX_2, &[code.into()]).await.first().expect("a customer"))
}

pub async fn the_built_in_statement_makes_a_whole_customer(open: Open) {
    let mut base = open().await;
    let mut expected = widest_sheet();
    create(&mut base, creations::CLIENT_CREATE, "C04016", &expected).await.expect("made");
    assert!(expected.remove(&CustomerField::Stage).is_some());
    assert!(expected.remove(&CustomerField::LostReason).is_some(), "the ERP knows nothing of these two");
    assert_eq!(customer(&mut base, "C04016").await, expected);

    let longest = "É".repeat(30);
    create(&mut base, creations::CLIENT_CREATE, &longest, &Sheet::new()).await.expect("made");
    assert_eq!(customer(&mut base, &longest).await, Sheet::new(), "what is empty is NULL");
    let name = visits::customer_name(&mut base, &code(&longest)).await.expect("asked");
    assert_eq!(name.as_deref(), Some(""), "a customer without a name is a customer");
    let mut codes = Vec::new();
    creations::each_customer_code(&mut base, |code| codes.push(code.to_owned())).await.expect("read");
    codes.sort();
    assert_eq!(codes, ["C04016", &longest]);
}

pub async fn an_installation_may_make_customers_its_own_way(open: Open) {
    let mut base = open().await;
    let fields = sheet(&[(CustomerField::Name, "GAEC DU PRÉ"), (CustomerField::Town, "DINAN")]);
    // It adds what the ERP wants and the annex leaves open.
    let own = creations::CLIENT_CREATE
        .replace("@P4,", "COALESCE(@P4, 'ETA'),")
        .replace("@P39,", "COALESCE(@P39, 'FR'),");
    create(&mut base, &own, "C04016", &fields).await.expect("made");
    let mut expected = fields.clone();
    expected.extend(sheet(&[(CustomerField::Title, "ETA"), (CustomerField::CountryCode, "FR")]));
    assert_eq!(customer(&mut base, "C04016").await, expected);
}

pub async fn a_wrong_statement_of_an_installation_ends_the_transaction(open: Open) {
    let mut base = open().await;
    let misspelt = creations::CLIENT_CREATE.replace("dbo.client ", "dbo.clients_of_nobody ");
    let one_more = creations::CLIENT_CREATE.replace("@P41)", "@P42)");
    for statement in [misspelt.as_str(), one_more.as_str(), "not even SQL"] {
        let mut tx = base.begin().await.expect("begun");
        tx.execute(CUSTOMER, &["C1".into(), "X".into()]).await.expect("inserted");
        let made = creations::create_customer(&mut tx, statement, &code("C2"), &Sheet::new()).await;
        assert!(matches!(made, Err(Error::Statement { .. })), "{made:?}");
        let convert = creations::convert(&mut tx, id(1), &code("C2"), now()).await;
        assert!(matches!(convert, Err(Error::TxOver)), "{convert:?}");
        assert!(matches!(tx.commit().await, Err(Error::TxOver)));
    }
    assert_eq!(rows(&mut base, "SELECT c_client FROM dbo.client", &[]).await.len(), 0);
}

pub async fn a_code_is_taken_once(open: Open) {
    let mut base = open().await;
    base.execute(CUSTOMER, &["C04016".into(), "ETA POIRIER".into()]).await.expect("inserted");
    prospect(&mut base, id(1)).await;
    let mut tx = base.begin().await.expect("begun");
    assert!(prospects::touch(&mut tx, id(1), 0, now()).await.expect("asked"));
    assert!(creations::convert(&mut tx, id(1), &code("C04016"), now()).await.expect("asked"));
    let fields = sheet(&[(CustomerField::Name, "GAEC DU PRÉ")]);
    let made = creations::create_customer(&mut tx, creations::CLIENT_CREATE, &code("C04016"), &fields).await;
    let Err(Error::Duplicate { statement, .. }) = &made else { panic!("{made:?}") };
    assert_eq!(statement, "client_create", "by this name a code is told from a row of ours");
    let again = creations::create_customer(&mut tx, creations::CLIENT_CREATE, &code("C04017"), &fields).await;
    assert!(matches!(again, Err(Error::TxOver)), "{again:?}");
    assert!(matches!(tx.commit().await, Err(Error::TxOver)));
    let name = visits::customer_name(&mut base, &code("C04016")).await.expect("asked");
    assert_eq!(name.as_deref(), Some("ETA POIRIER"), "who had it keeps it");
    assert_eq!(visits::customer_name(&mut base, &code("C04017")).await.expect("asked"), None);
    let prospect = found(&mut base, id(1)).await;
    assert_eq!((prospect.conversion, prospect.version), (None, 0), "nothing was converted");
}

fn event(file: &str, minutes: i64, follow_up_on: Option<&str>, fleet: &str) -> FollowUpEvent {
    FollowUpEvent {
        at: minutes_later(minutes),
        file: file.to_owned(),
        visited_on: None,
        change: follow_up_on.map_or(FollowUpChange::Unchanged, |on| FollowUpChange::Set(day(on))),
        fleet: serde_json::from_str(fleet).expect("a fleet"),
    }
}

async fn follow(base: &mut Connection, entity: Entity<'_>, event: FollowUpEvent) {
    within(base, async |tx| follow_ups::insert(tx, entity, &event).await).await.expect("inserted");
}

async fn current(base: &mut Connection, entity: Entity<'_>) -> FollowUp {
    follow_ups::current(base, entity).await.expect("asked")
}

async fn follow_all(base: &mut Connection, converted: Uuid, other: Uuid) {
    let (customer, colleague) = (code("C04016"), code("C00001"));
    let own = Entity::Prospect(converted);
    follow(base, own, event("a", 1, Some("2026-12-24"), r#"{"AGRI": 22}"#)).await;
    follow(base, own, event("b", 2, None, r#"{"TP": 3}"#)).await;
    follow(base, Entity::Prospect(other), event("c", 3, Some("2027-01-02"), "{}")).await;
    // An MC that was integrated before the validation was: the code was known to its author.
    follow(base, Entity::Customer(&customer), event("d", 0, Some("2026-12-01"), r#"{"TP": 9, "PL": 4}"#))
        .await;
    follow(base, Entity::Customer(&colleague), event("e", 4, Some("2027-02-03"), "{}")).await;
}

pub async fn a_converted_prospect_hands_its_follow_up_on(open: Open) {
    let mut base = open().await;
    let customer = code("C04016");
    for number in [1, 2] {
        prospect(&mut base, id(number)).await;
    }
    follow_all(&mut base, id(1), id(2)).await;
    let elsewhere = current(&mut base, Entity::Customer(&code("C00001"))).await;
    let at = minutes_later(60);
    let converted = within(&mut base, async |tx| creations::convert(tx, id(1), &customer, at).await).await;
    assert!(converted.expect("asked"));
    let expected = Some((at.naive_utc(), "C04016".to_owned()));
    assert_eq!(found(&mut base, id(1)).await.conversion, expected);
    assert_eq!(found(&mut base, id(2)).await.conversion, None);

    let follow_up = current(&mut base, Entity::Customer(&customer)).await;
    assert_eq!(follow_up.on, Some(day("2026-12-24")), "the latest entry's, whoever it was about");
    let fleet: domain::Fleet = serde_json::from_str(r#"{"AGRI": 22, "TP": 3, "PL": 4}"#).expect("a fleet");
    assert_eq!(follow_up.fleet, fleet);
    assert_eq!(current(&mut base, Entity::Prospect(id(1))).await, FollowUp::default());
    assert_eq!(current(&mut base, Entity::Prospect(id(2))).await.on, Some(day("2027-01-02")));
    assert_eq!(current(&mut base, Entity::Customer(&code("C00001"))).await, elsewhere);

    follow(&mut base, Entity::Prospect(id(1)), event("f", 70, None, r#"{"VL": 1}"#)).await;
    for prospect in [id(1), id(9)] {
        let again = within(&mut base, async |tx| {
            creations::convert(tx, prospect, &code("C00001"), minutes_later(90)).await
        });
        assert!(!again.await.expect("asked"), "once, and no unknown one");
    }
    assert_eq!(found(&mut base, id(1)).await.conversion, expected);
    assert_eq!(current(&mut base, Entity::Customer(&code("C00001"))).await, elsewhere, "nothing was moved");
    let kinds = current(&mut base, Entity::Prospect(id(1))).await.fleet;
    let expected: domain::Fleet = serde_json::from_str(r#"{"VL": 1}"#).expect("a fleet");
    assert_eq!(kinds, expected);
}
