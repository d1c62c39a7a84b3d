//! Likely duplicates: who shares which key, and what is flagged for the administrator.

use std::collections::{BTreeMap, BTreeSet};

use domain::{CustomerField, IdentityKind, identity_keys};
use uuid::Uuid;
use winpneu::duplicates::{self, CustomerKeys, IdentityKey, Matches, Other};
use winpneu::{Connection, Error, Statements, Value, creations, prospects};

use super::Open;
use super::given::{code, id, minutes_later, prospect, rows, sql, texts, within};
use crate::embedded::now;

fn keys(fields: &[(CustomerField, &str)]) -> BTreeSet<IdentityKey> {
    identity_keys(|wanted| fields.iter().find(|(field, _)| *field == wanted).map(|(_, text)| *text))
}

fn phone(number: &str) -> IdentityKey {
    (IdentityKind::Phone, number.to_owned())
}

fn customers(codes: &[&str]) -> BTreeSet<Other> {
    codes.iter().map(|code| Other::Customer((*code).to_owned())).collect()
}

async fn set_keys(base: &mut Connection, prospect: Uuid, keys: &BTreeSet<IdentityKey>) {
    within(base, async |tx| duplicates::set_keys(tx, prospect, keys).await).await.expect("set");
}

async fn matches(base: &mut Connection, prospect: Uuid, keys: &BTreeSet<IdentityKey>) -> Matches {
    let customers = CustomerKeys::load(base).await.expect("read");
    duplicates::matches(base, &customers, prospect, keys).await.expect("asked")
}

/// A customer as the ERP may hold one: code, country, telephone, mobile, fax, VAT number, SIRET.
type ErpCustomer = [Option<&'static str>; 7];

const ERP_CUSTOMERS: [ErpCustomer; 12] = [
    [Some("C01"), None, Some("02.99.12.34.56"), None, None, None, None],
    [Some("C02"), Some("FR"), Some("+33 (0)2 99 12 34 56"), None, None, None, None],
    [Some("C03"), Some("F"), None, Some("Tél 02 99 12 34 56"), None, None, None],
    [Some("C04"), None, Some("néant"), Some("0033299123456"), None, Some("non assujetti"), Some("?")],
    [Some("C05"), None, Some("02\u{a0}99\u{a0}12\u{a0}34\u{a0}56"), Some("299123456"), None, None, None],
    [Some("C06"), Some("BE"), Some("02/123.45.67"), None, None, None, None],
    [Some("C07"), None, None, None, None, None, Some("732 829 320 00074")],
    [Some("C08"), None, None, None, None, Some("fr 40.303-265-045"), None],
    // A fax is shared by a group of companies, and a number of another country is another number.
    [Some("C09"), None, None, None, Some("02 99 12 34 56"), None, None],
    [Some("C10"), Some("BE"), Some("02 99 12 34 56"), None, None, None, None],
    [Some("C11"), None, None, None, None, None, None],
    [Some("C12"), Some(""), Some(""), Some("0000000000"), Some(""), Some(""), Some("00000000000000")],
];

async fn insert_customers(base: &mut Connection) {
    let insert = sql(
        "INSERT INTO dbo.client (c_client, c_pays, tel_1, tel_2, fax, contact_divers_1, contact_divers_2)
         VALUES (@P1, @P2, @P3, @P4, @P5, @P6, @P7)",
    );
    for customer in ERP_CUSTOMERS {
        base.execute(insert, &customer.map(Value::from)).await.expect("inserted");
    }
}

pub async fn customers_are_recognised_however_the_erp_spells_them(open: Open) {
    let mut base = open().await;
    insert_customers(&mut base).await;
    let wanted = keys(&[
        (CustomerField::Phone, "+33 2 99 12 34 56"),
        (CustomerField::Mobile, "+32 2 123 45 67"),
        (CustomerField::Siret, "73282932000074"),
        (CustomerField::VatNumber, "FR40303265045"),
    ]);
    assert_eq!(wanted.len(), 4);
    let expected = BTreeMap::from([
        (phone("+33299123456"), customers(&["C01", "C02", "C03", "C04", "C05"])),
        (phone("+3221234567"), customers(&["C06"])),
        ((IdentityKind::Siret, "73282932000074".to_owned()), customers(&["C07"])),
        ((IdentityKind::Vat, "FR40303265045".to_owned()), customers(&["C08"])),
    ]);
    assert_eq!(matches(&mut base, id(1), &wanted).await, expected);
    let nobody = keys(&[(CustomerField::Phone, "02 99 65 43 21"), (CustomerField::Siret, "55208131766522")]);
    assert_eq!(matches(&mut base, id(1), &nobody).await, Matches::new());
    assert_eq!(matches(&mut base, id(1), &BTreeSet::new()).await, Matches::new());
}

/// The keys are read once a pass, and the ERP's users work on meanwhile: a flag is a hint, and says what was so then.
pub async fn customers_are_compared_as_they_were_when_read(open: Open) {
    let mut base = open().await;
    insert_customers(&mut base).await;
    let before = CustomerKeys::load(&mut base).await.expect("read");
    let changed = sql("UPDATE dbo.client SET tel_1 = '02 99 65 43 21' WHERE c_client = 'C06'");
    base.execute(changed, &[]).await.expect("changed");
    let number = BTreeSet::from([phone("+3221234567")]);
    let mut tx = base.begin().await.expect("begun");
    let found =
        duplicates::matches(&mut tx, &before, id(1), &number).await.expect("inside a transaction too");
    assert_eq!(found, Matches::from([(phone("+3221234567"), customers(&["C06"]))]));
    tx.commit().await.expect("committed");
}

pub async fn prospects_are_found_by_their_keys_but_not_ended_ones(open: Open) {
    let mut base = open().await;
    let shared = BTreeSet::from([phone("+33299123456"), (IdentityKind::Vat, "FR40303265045".to_owned())]);
    let number = BTreeSet::from([phone("+33299123456")]);
    for number_of in 1..=5 {
        prospect(&mut base, id(number_of)).await;
    }
    for (prospect, keys) in [(id(1), &shared), (id(2), &shared), (id(3), &number), (id(4), &number)] {
        set_keys(&mut base, prospect, keys).await;
    }
    let others = |others: &[u128]| others.iter().map(|number| Other::Prospect(id(*number))).collect();
    let mut expected = BTreeMap::from([
        (phone("+33299123456"), others(&[2, 3, 4])),
        ((IdentityKind::Vat, "FR40303265045".to_owned()), others(&[2])),
    ]);
    assert_eq!(matches(&mut base, id(1), &shared).await, expected, "itself is no duplicate");

    within(&mut base, async |tx| {
        prospects::delete(tx, id(3), now(), "", "MP_3").await?;
        creations::convert(tx, id(4), &code("C01846"), now()).await
    })
    .await
    .expect("ended");
    expected.insert(phone("+33299123456"), others(&[2]));
    assert_eq!(matches(&mut base, id(1), &shared).await, expected, "deleted and converted ones do not count");
    expected.insert(phone("+33299123456"), others(&[1, 2]));
    expected.insert((IdentityKind::Vat, "FR40303265045".to_owned()), others(&[1, 2]));
    assert_eq!(matches(&mut base, id(5), &shared).await, expected, "one that has no keys yet may ask");

    set_keys(&mut base, id(2), &BTreeSet::from([phone("+33299654321")])).await;
    assert_eq!(matches(&mut base, id(1), &shared).await, Matches::new(), "its earlier keys are gone");
    set_keys(&mut base, id(2), &shared).await;
    set_keys(&mut base, id(2), &BTreeSet::new()).await;
    assert_eq!(matches(&mut base, id(1), &shared).await, Matches::new(), "it has none now");
}

/// The same text as a key of another kind, or in other letters, is another key.
pub async fn keys_of_two_kinds_have_nothing_in_common(open: Open) {
    let mut base = open().await;
    prospect(&mut base, id(1)).await;
    let longest = "9".repeat(40);
    set_keys(&mut base, id(1), &BTreeSet::from([(IdentityKind::Vat, longest.clone())])).await;
    let as_siret = BTreeSet::from([(IdentityKind::Siret, longest.clone())]);
    assert_eq!(matches(&mut base, id(2), &as_siret).await, Matches::new());
    let as_vat = BTreeSet::from([(IdentityKind::Vat, longest)]);
    assert_eq!(matches(&mut base, id(2), &as_vat).await.len(), 1);
}

async fn flags(base: &mut Connection) -> Vec<[String; 5]> {
    let select = "SELECT prospect, autre_type, autre, sorte, crm_fichier FROM dbo.crm_doublon";
    let rows = rows(base, select, &[]).await;
    let mut flags: Vec<_> =
        rows.iter().map(|row| texts::<5>(row).map(|text| text.expect("a text"))).collect();
    flags.sort();
    flags
}

pub async fn a_pair_is_flagged_once_whoever_came_first(open: Open) {
    let mut base = open().await;
    let (earlier, later) = (id(1), id(2));
    assert_eq!(duplicates::count(&mut base).await.expect("asked"), 0);
    for id in [earlier, later] {
        prospect(&mut base, id).await;
    }
    let customer = Other::Customer("C01846".to_owned());
    let entries = [
        (later, IdentityKind::Phone, Other::Prospect(earlier), "a"),
        (earlier, IdentityKind::Phone, Other::Prospect(later), "b"),
        (later, IdentityKind::Phone, Other::Prospect(earlier), "c"),
        (earlier, IdentityKind::Siret, Other::Prospect(later), "d"),
        (earlier, IdentityKind::Phone, customer.clone(), "e"),
        (earlier, IdentityKind::Phone, customer.clone(), "f"),
        (later, IdentityKind::Phone, customer, "g"),
    ];
    for (prospect, kind, other, file) in &entries {
        within(&mut base, async |tx| {
            duplicates::flag(tx, *prospect, *kind, other, file, now()).await?;
            // A second time in one transaction is no error either.
            duplicates::flag(tx, *prospect, *kind, other, file, minutes_later(9)).await
        })
        .await
        .expect("flagged");
    }
    let line = |prospect: Uuid, other: &[&str; 4]| {
        let [a, b, c, d] = other.map(str::to_owned);
        [prospect.to_string(), a, b, c, d]
    };
    let first = earlier.to_string();
    let mut expected = vec![
        line(later, &["P", &first, "tel", "a"]),
        line(later, &["P", &first, "siret", "d"]),
        line(earlier, &["C", "C01846", "tel", "e"]),
        line(later, &["C", "C01846", "tel", "g"]),
    ];
    expected.sort();
    assert_eq!(flags(&mut base).await, expected);
    assert_eq!(duplicates::count(&mut base).await.expect("asked"), 2, "prospects");
    let opened = rows(&mut base, "SELECT ouvert_le FROM dbo.crm_doublon", &[]).await;
    assert!(opened.iter().all(|row| row.date_time(0).expect("an instant") == now().naive_utc()));
}

/// A flag is a key's: a base that holds none of that width says so instead of cutting it.
pub async fn keys_that_do_not_fit_are_refused(open: Open) {
    let mut base = open().await;
    prospect(&mut base, id(1)).await;
    let kept = BTreeSet::from([phone("+33299123456")]);
    set_keys(&mut base, id(1), &kept).await;
    let too_long = BTreeSet::from([(IdentityKind::Vat, "9".repeat(41))]);
    let refused = within(&mut base, async |tx| duplicates::set_keys(tx, id(1), &too_long).await).await;
    assert!(matches!(refused, Err(Error::Constraint { .. })), "{refused:?}");
    assert_eq!(matches(&mut base, id(2), &kept).await.len(), 1, "what stood before stands");
}
