use super::*;
use crate::field_check::FieldProblem;
use crate::siret::SiretError;
use CustomerField as F;
use proptest::prelude::*;
use std::collections::BTreeMap;

type Fields = BTreeMap<CustomerField, FieldValue>;

fn complete() -> Fields {
    let texts = [
        (F::Category, "AGRI"),
        (F::SubCategory, "CERE"),
        (F::Name, "EARL DU MOULIN"),
        (F::Address1, "12 rue de la Gâtine"),
        (F::Department, "53"),
        (F::DeliveryOffice, "110"),
        (F::Town, "Lassay-les-Châteaux"),
        (F::Agency, "LAV"),
        (F::SalesRep, "JDU"),
        (F::Country, "FR"),
        (F::Phone, "02 61 91 12 34"),
        (F::Siret, "73282932000074"),
        (F::Periodicity, "M"),
        (F::SalesGrid, "AGRI01"),
        (F::PaymentMode, "VI"),
        (F::InvoiceEditionType, "P"),
    ];
    let mut fields: Fields =
        texts.into_iter().map(|(field, text)| (field, FieldValue::Text(text.to_owned()))).collect();
    fields.insert(F::PaymentDays, FieldValue::Integer(30));
    fields
}

fn with(changes: &[(CustomerField, &str)]) -> Fields {
    let mut fields = complete();
    for (field, text) in changes {
        let value = text.parse().map(FieldValue::Integer).ok().filter(|_| *field == F::PaymentDays);
        fields.insert(*field, value.unwrap_or_else(|| FieldValue::Text((*text).to_owned())));
    }
    fields
}

fn farmers() -> Parameters {
    let mut rules = Parameters::default();
    rules.set("categories_agriculteur", serde_json::json!(["AGRI", "ELEV"])).unwrap();
    rules
}

/// The problems as "column kind".
fn problems(fields: &Fields, signed: bool) -> Vec<String> {
    let found = check_creation(|field| fields.get(&field), signed, &farmers());
    let kind = |problem: &CreationProblemKind| match problem {
        CreationProblemKind::Missing => "missing",
        CreationProblemKind::Field(_) => "field",
        CreationProblemKind::Format(_) => "format",
        CreationProblemKind::Postal(_) => "postal",
        CreationProblemKind::Payment(PaymentProblem::FarmersOnly) => "farmers",
        CreationProblemKind::Payment(PaymentProblem::Days(_)) => "days",
        CreationProblemKind::Payment(PaymentProblem::DueDay) => "due day",
        CreationProblemKind::NoSignature => "unsigned",
        CreationProblemKind::BicIbanDisagree => "disagree",
    };
    found.iter().map(|problem| format!("{} {}", problem.field, kind(&problem.problem))).collect()
}

const BANK: [(CustomerField, &str); 3] =
    [(F::PaymentMode, "LD"), (F::Bic, "AGRIFRPP836"), (F::Iban, "FR7630006000011234567890189")];

#[test]
fn a_complete_sheet_passes() {
    assert_eq!(problems(&complete(), false), [""; 0]);
    assert_eq!(problems(&with(&BANK), true), [""; 0]);
    let farmer = [(F::PaymentMode, "CH"), (F::PaymentDays, "20"), (F::DueDay, "  ")];
    assert_eq!(problems(&with(&farmer), false), [""; 0]);
    let belgian = [
        (F::CountryCode, "BE"),
        (F::Siret, "BCE 0123.456.749"),
        (F::VatNumber, "BE 0123.456.749"),
        (F::Phone, "02 123 45 67"),
        (F::Department, "1000"),
        (F::DeliveryOffice, "-"),
    ];
    assert_eq!(problems(&with(&belgian), false), [""; 0]);
}

#[test]
fn every_obligatory_field_is_asked_for_in_the_annexs_order() {
    let annex = "c_fam_client c_sfam_client nom_client adr1_fac dep_fac bur_dis_fac ville_fac c_agence c_rep c_pays \
                 tel_1 contact_divers_2 c_per c_catc c_mod_rgl_1 nb_jour_1 type_edition_fac";
    let missing: Vec<_> = annex.split(' ').map(|column| format!("{column} missing")).collect();
    assert_eq!(problems(&Fields::new(), true), missing);
    for field in complete().into_keys() {
        for empty in [None, Some(""), Some("   ")] {
            let mut fields = complete();
            fields.remove(&field);
            if let Some(empty) = empty {
                fields.insert(field, FieldValue::Text(empty.to_owned()));
            }
            assert_eq!(problems(&fields, false), [format!("{field} missing")], "{empty:?}");
        }
    }
}

#[test]
fn each_rule_names_its_field() {
    for (changes, signed, expected) in [
        (&[(F::PaymentMode, "LD")][..], true, &["bic missing", "iban missing"][..]),
        (&BANK[..], false, &["c_mod_rgl_1 unsigned"]),
        (&[(F::PaymentMode, "LD"), (F::Bic, "GEBABEBB"), BANK[2]], true, &["iban disagree"]),
        // A wrong BIC is wrong enough by itself.
        (&[(F::PaymentMode, "LD"), (F::Bic, "GEBABEB"), BANK[2]], true, &["bic field"]),
        (&[(F::PaymentMode, "CH")], false, &["nb_jour_1 days"]),
        (
            &[(F::PaymentMode, "CH"), (F::PaymentDays, "30"), (F::DueDay, "10")],
            false,
            &["nb_jour_1 days", "jour_1 due day"],
        ),
        (
            &[(F::PaymentMode, "CH"), (F::PaymentDays, "20"), (F::Category, "TPUB")],
            false,
            &["c_mod_rgl_1 farmers"],
        ),
        (
            &[(F::PaymentMode, "CH"), (F::PaymentDays, "20"), (F::Category, "X"), (F::SubCategory, "ELEV")],
            false,
            &[],
        ),
        (&[(F::Department, "5")], false, &["dep_fac postal"]),
        (&[(F::DeliveryOffice, "11")], false, &["bur_dis_fac postal"]),
        (&[(F::Siret, "73282932000075")], false, &["contact_divers_2 format"]),
        (&[(F::VatNumber, "FR33123456789")], false, &["contact_divers_1 format"]),
        (
            &[(F::Phone, "02 99"), (F::Mobile, "06"), (F::Email, "x")],
            false,
            &["tel_1 format", "tel_2 format", "contact_divers_4 format"],
        ),
        (&[(F::Country, "FRANC")], false, &["c_pays field"]),
        (&[(F::NafCode, "111Z")], false, &["c_ape format"]),
        // Blanks that the column cannot hold.
        (&[(F::Title, "     ")], false, &["c_titre field"]),
        (&[(F::PaymentDays, "vingt")], false, &["nb_jour_1 field"]),
    ] {
        assert_eq!(problems(&with(changes), signed), expected, "{changes:?}");
    }
}

#[test]
fn the_parameters_name_the_modes() {
    let mut rules = Parameters::default();
    rules.set("modes_avec_rib", serde_json::json!(["PR"])).unwrap();
    rules.set("modes_avec_signature", serde_json::json!([])).unwrap();
    let columns = |mode| {
        let fields = with(&[(F::PaymentMode, mode)]);
        let found = check_creation(|field| fields.get(&field), false, &rules);
        found.into_iter().map(|problem| problem.field.column()).collect::<Vec<_>>()
    };
    assert_eq!(columns("LD"), [""; 0]);
    assert_eq!(columns("PR"), ["bic", "iban"]);
}

#[test]
fn modes_are_offered_by_category() {
    let rules = farmers();
    for (mode, category, sub_category, expected) in [
        ("CH", Some("AGRI"), None, true),
        ("CH", Some("TPUB"), Some("ELEV"), true),
        ("CH ", Some("AGRI"), None, true),
        ("CH", Some("TPUB"), None, false),
        ("CH", None, None, false),
        ("CH", Some(""), Some(" "), false),
        ("LD", None, None, true),
        ("", None, None, true),
    ] {
        assert_eq!(
            payment_mode_allowed(mode, category, sub_category, &rules),
            expected,
            "{mode} {category:?}"
        );
    }
    assert!(!payment_mode_allowed("CH", Some("AGRI"), None, &Parameters::default()));
}

#[test]
fn a_problem_says_where_and_what() {
    for (field, problem, expected) in [
        (
            F::Address1,
            CreationProblemKind::Missing,
            "adr1_fac (adresse 1): the field is obligatory; fill it in",
        ),
        (
            F::Siret,
            CreationProblemKind::Format(FormatProblem::Siret(SiretError::CheckDigit)),
            "contact_divers_2 (SIRET): the SIRET's check digit does not agree with the rest; compare it digit by digit \
             with the company's papers",
        ),
        (
            F::PaymentDays,
            CreationProblemKind::Payment(PaymentProblem::Days(30)),
            "nb_jour_1 (Nb de jours): the payment mode CH is payable at 20 days and not at 30; give 20",
        ),
        (
            F::Name,
            CreationProblemKind::Field(FieldProblem::TooLong { len: 36, max: 35 }),
            "nom_client (nom): the text takes 36 characters and the ERP has room for 35; shorten it",
        ),
    ] {
        assert_eq!(CreationProblem { field, problem }.to_string(), expected);
    }
}

proptest! {
    #[test]
    fn any_sheet_is_judged(
        values in proptest::collection::vec(
            proptest::option::of(prop_oneof![
                "\\PC{0,40}".prop_map(FieldValue::Text),
                any::<i64>().prop_map(FieldValue::Integer),
            ]),
            42,
        ),
        signed in any::<bool>(),
    ) {
        let found = check_creation(|field| values.get(field as usize)?.as_ref(), signed, &farmers());
        prop_assert!(found.is_sorted_by_key(|problem| problem.field));
    }
}
