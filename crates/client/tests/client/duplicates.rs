//! Who may be the same company as the sheet that is being typed.

use client::Laptop;
use client::duplicates::{Alike, AlikeView, By};
use client::entries::{EditDraft, EntryDraft, NewProspectDraft};
use domain::{CustomerField as F, CustomerRecord, FollowUpChange, RelationRecord};
use exchange_schema::ProspectId;
use rstest::rstest;
use uuid::Uuid;

use crate::world::{World, at, moment, prospect, sheet};

const SIRET: &str = "73282932000074";
const VAT: &str = "FR44732829320";

fn own_prospect() -> Uuid {
    "019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d".parse().unwrap()
}

fn new_id() -> ProspectId {
    "019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c5e".parse().unwrap()
}

/// One customer with everything, one with two telephones, one that has only the name of the first; a prospect.
fn laptop() -> (World, Laptop) {
    let mut world = World::new();
    world.publish_common(0, |builder| {
        let place = [(F::Department, "53"), (F::DeliveryOffice, "000"), (F::Town, "LAVAL")];
        let identity = [(F::Phone, "02.61.91.00.01"), (F::Siret, "732 829 320 00074"), (F::VatNumber, VAT)];
        for (code, fields) in [
            ("C1", [&[(F::Name, "EARL DU MOULIN")], &place[..], &identity[..]].concat()),
            (
                "C2",
                vec![(F::Name, "GARAGE DU PORT"), (F::Phone, "0261910009"), (F::Mobile, "+33 6 39 98 00 02")],
            ),
            ("C3", [&[(F::Name, "Earl du  Moulin")], &place[..]].concat()),
            ("C4", vec![(F::Name, "EARL DU MOULIN"), (F::Department, "72"), (F::DeliveryOffice, "000")]),
        ] {
            let record = CustomerRecord { code: code.into(), sheet: sheet(&fields), conversion: None };
            builder.customer(&record).unwrap();
        }
        let row = RelationRecord {
            key: "1".into(),
            customer: "C1".into(),
            on: Some("2026-10-05".parse().unwrap()),
            origin: Some("CRV".into()),
            ..RelationRecord::default()
        };
        builder.relation(&row).unwrap();
    });
    world.publish_user(0, |builder| {
        let fields = [
            (F::Name, "SARL LENOIR"),
            (F::Department, "53"),
            (F::DeliveryOffice, "100"),
            (F::Town, "MAYENNE"),
            (F::Mobile, "06 39 98 00 03"),
        ];
        builder.prospect(&prospect(own_prospect(), &fields), true).unwrap();
    });
    let mut laptop = world.laptop();
    laptop.synchronise(at(0));
    (world, laptop)
}

fn new(fields: &[(F, &str)]) -> EntryDraft {
    EntryDraft::NewProspect(NewProspectDraft {
        prospect: new_id(),
        fields: fields.iter().map(|(field, value)| (*field, (*value).to_owned())).collect(),
        duplicate_reason: None,
        follow_up_on: FollowUpChange::Unchanged,
        fleet: domain::Fleet::default(),
    })
}

/// "code: what = value, what = value", with a mark where it is likely.
fn said(found: &[AlikeView]) -> Vec<String> {
    let line = |view: &AlikeView| {
        let who = match &view.who {
            Alike::Customer(code) => code.clone(),
            Alike::Prospect(_) => view.name.clone(),
        };
        let by: Vec<String> = view.by.iter().map(|it| format!("{:?} = {}", it.by, it.value)).collect();
        format!("{who}{}: {}", if view.likely { "!" } else { "" }, by.join(", "))
    };
    found.iter().map(line).collect()
}

#[rstest]
#[case::nothing(&[(F::Name, "SARL NEUVE")], &[])]
#[case::telephone_as_it_is_written_there(&[(F::Phone, "+33 2 61 91 00 01")], &["C1!: Phone = 02.61.91.00.01"])]
#[case::telephone_for_mobile(&[(F::Phone, "06.39.98.00.02")], &["C2!: Phone = +33 6 39 98 00 02"])]
#[case::mobile_for_telephone(&[(F::Mobile, "02 61 91 00 09")], &["C2!: Phone = 0261910009"])]
#[case::both_of_one(&[(F::Phone, "0639980002"), (F::Mobile, "0261910009")], &["C2!: Phone = 0261910009"])]
#[case::of_another_country(&[(F::CountryCode, "BE"), (F::Phone, "02 61 91 00 01")], &[])]
#[case::siret(&[(F::Siret, SIRET)], &["C1!: Siret = 732 829 320 00074"])]
#[case::vat(&[(F::VatNumber, "fr 44 732829320")], &["C1!: Vat = FR44732829320"])]
#[case::a_prospect(&[(F::Phone, "0639980003")], &["SARL LENOIR!: Phone = 06 39 98 00 03"])]
#[case::two(&[(F::Phone, "0261910001"), (F::Mobile, "0639980003")], &["C1!: Phone = 02.61.91.00.01", "SARL LENOIR!: Phone = 06 39 98 00 03"])]
#[case::hint(&[(F::Name, "earl du moulin"), (F::Department, "72"), (F::DeliveryOffice, "000")], &["C4: NameAndPostcode = EARL DU MOULIN"])]
#[case::hint_of_a_prospect(&[(F::Name, "Sarl Lenoir"), (F::Department, "53"), (F::DeliveryOffice, "100")], &["SARL LENOIR: NameAndPostcode = SARL LENOIR"])]
#[case::no_hint_without_a_postal_code(&[(F::Name, "EARL DU MOULIN"), (F::Department, "72")], &[])]
#[case::everything_of_one(
    &[(F::Name, "EARL DU MOULIN"), (F::Department, "53"), (F::DeliveryOffice, "000"), (F::Phone, "0261910001"), (F::Siret, SIRET), (F::VatNumber, VAT)],
    &["C1!: Phone = 02.61.91.00.01, Siret = 732 829 320 00074, Vat = FR44732829320, NameAndPostcode = EARL DU MOULIN"]
)]
fn each_is_shown_once_with_what_is_the_same(#[case] typed: &[(F, &str)], #[case] expected: &[&str]) {
    let (_world, laptop) = laptop();
    let draft = new(typed);
    let found = laptop.alike_shown(&draft).unwrap();
    assert_eq!(said(&found), expected);
    // `enter` asks for a reason where the form says so, and nowhere else.
    let named = match &draft {
        EntryDraft::NewProspect(new) if new.fields.contains_key(&F::Name) => draft,
        _ => new(&[typed, &[(F::Name, "X")]].concat()),
    };
    let asks = laptop.check(&named, moment(0)).is_err();
    assert_eq!(asks, found.iter().any(|view| view.likely));
}

#[test]
fn a_likely_one_comes_first_with_town_and_last_visit() {
    let (_world, laptop) = laptop();
    let fields = [
        (F::Name, "SARL LENOIR"),
        (F::Department, "53"),
        (F::DeliveryOffice, "100"),
        (F::Phone, "0261910001"),
    ];
    let found = laptop.alike_shown(&new(&fields)).unwrap();
    let lines: Vec<_> = found
        .iter()
        .map(|it| (it.name.as_str(), it.postal_code.as_str(), it.town.as_str(), it.last_visit_on))
        .collect();
    assert_eq!(
        lines,
        [
            ("EARL DU MOULIN", "53000", "LAVAL", Some("2026-10-05".parse().unwrap())),
            ("SARL LENOIR", "53100", "MAYENNE", None),
        ]
    );
    assert_eq!(found.iter().map(|it| it.likely).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn a_prospect_is_not_its_own_duplicate_and_its_other_fields_count_while_one_is_edited() {
    let (_world, laptop) = laptop();
    let edit = |fields: &[(F, &str)]| {
        let draft = EntryDraft::EditProspect(EditDraft {
            prospect: own_prospect().try_into().unwrap(),
            fields: fields.iter().map(|(field, value)| (*field, (*value).to_owned())).collect(),
            follow_up_on: FollowUpChange::Unchanged,
            fleet: domain::Fleet::default(),
        });
        said(&laptop.alike_shown(&draft).unwrap())
    };
    assert_eq!(edit(&[(F::Town, "LAVAL")]), [""; 0]);
    assert_eq!(edit(&[(F::Phone, "0261910009")]), ["C2!: Phone = 0261910009"]);
    // Department and office are the sheet's, only name and office are typed.
    let moved = [(F::Name, "EARL DU MOULIN"), (F::DeliveryOffice, "000")];
    assert!(edit(&moved).contains(&"C1: NameAndPostcode = EARL DU MOULIN".to_owned()), "{:?}", edit(&moved));
    assert!(By::Phone.is_likely() && By::Siret.is_likely() && By::Vat.is_likely());
    assert!(!By::NameAndPostcode.is_likely());
}
