use domain::{CustomerField, FieldValue, FollowUpChange, IdentityKind, Sheet};
use exchange_schema::Role;
use uuid::Uuid;

use super::day;
use crate::read::given::Given;
use crate::read::{Contact, SameCompany};
use crate::{Mark, ReadError};

const CUSTOMERS: &str = "
    INSERT INTO customer (c_client, nom_client, ville_fac, c_agence, c_rep, c_catc, nb_jour_1, jour_1, last_visit_on, follow_up_on)
        VALUES ('C1', 'Élan', 'Laval', 'LAV', 'R1', 'A', '30', 'fin', '2026-10-01', '2026-12-01'),
               ('C0', 'écluse', NULL, NULL, NULL, NULL, 'x', NULL, NULL, NULL);
    INSERT INTO contact (c_client, rank, name, role, phone, mobile, email)
        VALUES ('C1', 2, 'Second', NULL, NULL, NULL, NULL), ('C0', 1, 'Other', NULL, NULL, NULL, NULL),
               ('C1', 1, 'First', 'gérant', '02', '06', 'a@b.fr');
    INSERT INTO revenue VALUES ('C1', 2025, 10, 100), ('C1', 2025, 11, 31), ('C1', 2025, 12, 7), ('C1', 2026, 11, 50), ('C0', 2026, 1, 9);
    INSERT INTO follow_up VALUES ('C1', '2026-10-02T08:00:00Z', 'b', NULL, 'set', '2026-12-01', '{\"VL\":3}'),
                                 ('C1', '2026-10-01T08:00:00Z', 'a', '2026-10-01', 'clear', NULL, NULL);
    INSERT INTO identity VALUES ('tel', '+33261911234', 'C1'), ('tel', '+33261911235', 'C1'), ('siret', '73282932000074', 'C0');";

#[test]
fn a_card_has_everything() {
    let base = Given::common().with(Role::Customers, "customers-0", CUSTOMERS).open_common().unwrap();
    let card = base.customer("C1").unwrap().unwrap();
    let value = |field| card.sheet.get(&field).map(FieldValue::to_string);
    assert_eq!(card.code, "C1");
    assert_eq!(value(CustomerField::Name).as_deref(), Some("Élan"));
    assert_eq!(card.sheet.get(&CustomerField::PaymentDays), Some(&FieldValue::Integer(30)));
    assert_eq!(card.sheet.len(), 7);
    let second = Contact { name: "Second".into(), role: None, phone: None, mobile: None, email: None };
    let names: Vec<_> = card.contacts.iter().map(|contact| contact.name.as_str()).collect();
    assert_eq!((names, card.contacts.last()), (vec!["First", "Second"], Some(&second)));
    assert_eq!((card.last_visit_on, card.converted_on), (Some(day("2026-10-01")), None));
    let changes: Vec<_> = card.follow_up.iter().map(|event| event.change).collect();
    assert_eq!(changes, [FollowUpChange::Clear, FollowUpChange::Set(day("2026-12-01"))]);
    assert_eq!(serde_json::to_string(&card.follow_up[1].fleet).unwrap(), r#"{"VL":3}"#);
    // Half of November's 31, rounded half up.
    let revenue = &card.revenue;
    assert_eq!(
        (revenue.ytd_cents, revenue.previous_to_date_cents, revenue.previous_year_cents),
        (50, 116, 138)
    );
    assert_eq!(revenue.months.len(), 4);
    assert_eq!(base.customer("C9").unwrap(), None);
    assert_eq!(base.customer("c1").unwrap(), None);
}

#[test]
fn the_directory_has_what_lists_show() {
    let base = Given::common().with(Role::Customers, "customers-0", CUSTOMERS).open_common().unwrap();
    let shown: Vec<_> = base.directory().entries().collect();
    assert_eq!(shown.iter().map(|entry| entry.code).collect::<Vec<_>>(), ["C0", "C1"]);
    assert_eq!((shown[0].town, shown[0].sales_rep, shown[0].follow_up_on), ("", "", None));
    assert_eq!(
        (shown[1].town, shown[1].agency, shown[1].sales_rep, shown[1].grid),
        ("Laval", "LAV", "R1", "A")
    );
    assert_eq!(shown[1].follow_up_on, Some(day("2026-12-01")));
    assert_eq!(shown[1].last_visit_on, Some(day("2026-10-01")));
}

#[test]
fn the_same_company() {
    let base = Given::common().with(Role::Customers, "customers-0", CUSTOMERS).open_common().unwrap();
    let sheet = |values: &[(CustomerField, &str)]| -> Sheet {
        values.iter().map(|(field, text)| (*field, FieldValue::Text((*text).to_owned()))).collect()
    };
    let same = |kind, code: &str| SameCompany { kind, code: code.to_owned() };
    for (values, expected) in [
        (
            &[(CustomerField::Phone, "02 61 91 12 34"), (CustomerField::Mobile, "0261911235")][..],
            vec![same(IdentityKind::Phone, "C1")],
        ),
        (&[(CustomerField::Siret, "732 829 320 00074")], vec![same(IdentityKind::Siret, "C0")]),
        (&[(CustomerField::Phone, "02 61 91 12 36")], vec![]),
        (&[], vec![]),
    ] {
        assert_eq!(base.same_company(&sheet(values)).unwrap(), expected, "{values:?}");
    }
}

#[test]
fn the_customer_that_a_prospect_became() {
    let (known, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let mark = hex::encode(Mark::of(known).as_bytes());
    let sql = format!(
        "INSERT INTO customer (c_client, made_of) VALUES ('C7', x'{mark}'), ('C8', NULL), ('C9', x'{mark}')"
    );
    let base = Given::common().with(Role::Customers, "customers-0", &sql).open_common().unwrap();
    assert_eq!(base.made_of(known).unwrap().as_deref(), Some("C7"));
    assert_eq!(base.made_of(other).unwrap(), None);
    let conversions = base.conversions().unwrap();
    assert_eq!(conversions, [(Mark::of(known).as_bytes().to_vec(), "C7".to_owned())].into());
}

#[test]
fn lists_forms_parameters_and_people() {
    let form = serde_json::to_string(&domain::VisitForm::default_form()).unwrap().replace('\'', "''");
    let sql = format!(
        "INSERT INTO code VALUES ('c_catc', 2, 'A', 'Grille A', NULL), ('c_catc', 1, 'B', 'Grille B', NULL),
             ('c_sfam_client', 1, 'X', 'Céréales', 'AGRI'), ('of_tomorrow', 1, 'X', 'x', NULL);
         INSERT INTO town VALUES ('53000', 12, 'Petit'), ('53000', 49657, 'Laval'), ('53000', 12, 'Autre'), ('53100', 5, 'Mayenne');
         INSERT INTO form VALUES (1, '{form}');
         INSERT INTO parameter VALUES ('visite_retro_jours', '21'), ('of_tomorrow', '[]');
         INSERT INTO person VALUES ('zz', 'ZZ', NULL, NULL, 0), ('jdupont', 'JD', 'R1', 'Jean Dupont', 1);"
    );
    let base = Given::common().with(Role::Lists, "lists-0", &sql).open_common().unwrap();
    let lists = base.lists();
    let codes: Vec<_> =
        lists.codes[&CustomerField::SalesGrid].iter().map(|code| code.code.as_str()).collect();
    assert_eq!(codes, ["B", "A"]);
    assert_eq!(lists.codes[&CustomerField::SubCategory][0].parent.as_deref(), Some("AGRI"));
    assert_eq!(lists.codes.len(), 2);
    assert_eq!(lists.forms[&1], domain::VisitForm::default_form());
    let expected = domain::Parameters {
        visite_retro_jours: domain::Bounded::try_from(21).unwrap(),
        ..Default::default()
    };
    assert_eq!(lists.parameters, expected);
    assert_eq!(lists.name_of_c_user("JD"), Some("Jean Dupont"));
    assert_eq!((lists.name_of_folder("jdupont"), lists.name_of_folder("zz")), (Some("Jean Dupont"), None));
    let towns = base.towns("53000").unwrap();
    assert_eq!(towns.iter().map(|town| town.name.as_str()).collect::<Vec<_>>(), ["Laval", "Autre", "Petit"]);
    assert_eq!(base.towns("99999").unwrap(), []);
}

#[test]
fn what_no_builder_writes_is_named() {
    for (role, name, sql, column) in [
        (Role::Lists, "lists-0", "INSERT INTO form VALUES (1, '{}')", "form.tree"),
        (
            Role::Lists,
            "lists-0",
            "INSERT INTO parameter VALUES ('visite_retro_jours', '-1')",
            "parameter.value",
        ),
        (
            Role::Customers,
            "customers-0",
            "INSERT INTO customer (c_client, last_visit_on) VALUES ('C1', '1/2/2026')",
            "customer.last_visit_on",
        ),
    ] {
        let refused = Given::common().with(role, name, sql).open_common().unwrap_err();
        assert!(matches!(refused, ReadError::Value { column: found, .. } if found == column), "{refused}");
    }
}
