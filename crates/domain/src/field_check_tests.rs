use super::*;
use crate::customer_field::CUSTOMER_FIELDS;
use CustomerField as F;
use proptest::prelude::*;

fn text(text: &str) -> FieldValue {
    FieldValue::Text(text.to_owned())
}

#[test]
fn every_text_column_has_its_width() {
    for spec in CUSTOMER_FIELDS {
        let FieldKind::Text(max) = spec.kind else { continue };
        if !matches!(spec.field, F::Iban | F::Bic) {
            assert_eq!(check_field(spec.field, &text(&"é".repeat(max))), Ok(()), "{}", spec.column);
        }
        let problem = check_field(spec.field, &text(&"é".repeat(max + 1))).unwrap_err();
        assert_eq!(problem, FieldProblem::TooLong { len: max + 1, max }, "{}", spec.column);
        assert!(problem.is_length());
        let wrong_type = check_field(spec.field, &FieldValue::Integer(1)).unwrap_err();
        assert!(matches!(wrong_type, FieldProblem::WrongType { .. }), "{}", spec.column);
    }
    for spec in CUSTOMER_FIELDS {
        assert_eq!(check_field(spec.field, &text("")), Ok(()), "{}", spec.column);
    }
}

#[test]
fn what_no_column_takes_is_refused() {
    for (field, value, expected) in [
        (F::Name, text("EARL DU MOULIN"), Ok(())),
        (F::Name, text("  "), Ok(())),
        (F::Name, text("Łódź"), Err(FieldProblem::CodePage(NotWindows1252('Ł')))),
        (F::Name, text("a\tb"), Err(FieldProblem::Control(9))),
        (F::PaymentDays, FieldValue::Integer(0), Ok(())),
        (F::PaymentDays, FieldValue::Integer(365), Ok(())),
        (F::PaymentDays, FieldValue::Integer(366), Err(FieldProblem::OutOfRange { value: 366, max: 365 })),
        (F::PaymentDays, FieldValue::Integer(-1), Err(FieldProblem::OutOfRange { value: -1, max: 365 })),
        (F::CompanyCreatedOn, text("2004-02-29"), Ok(())),
        (F::CompanyCreatedOn, text("1753-01-01"), Ok(())),
        (
            F::CompanyCreatedOn,
            text("1752-12-31"),
            Err(FieldProblem::DateTooEarly(NaiveDate::from_ymd_opt(1752, 12, 31).unwrap())),
        ),
        (F::Iban, text("FR76 3000 6000 0112 3456 7890 189"), Ok(())),
        (F::Iban, text("   "), Ok(())),
        (F::Iban, text("FR7630006000011234567890188"), Err(FieldProblem::Iban(IbanError::CheckDigits))),
        (F::Bic, text("AGRIFRPP836"), Ok(())),
        (F::Bic, text("AGRIFRP"), Err(FieldProblem::Bic(BicError::Length(7)))),
        (F::Stage, text("visité"), Ok(())),
        (F::Stage, text("visité "), Err(FieldProblem::OuterBlank)),
        (F::LostReason, text(" "), Err(FieldProblem::OuterBlank)),
        (F::Stage, text("漢"), Err(FieldProblem::CodePage(NotWindows1252('漢')))),
        // Formats are not this check's affair.
        (F::Siret, text("en cours"), Ok(())),
    ] {
        assert_eq!(check_field(field, &value), expected, "{field} {value}");
    }
    for (field, value) in [
        (F::CompanyCreatedOn, FieldValue::Integer(2004)),
        (F::PaymentDays, text("30")),
        (F::PaymentDays, text(" ")),
    ] {
        let problem = check_field(field, &value).unwrap_err();
        assert!(matches!(problem, FieldProblem::WrongType { .. }), "{field} {value}");
        assert!(!problem.is_length());
    }
    for date in ["2004-02-30", "01/03/2004", " "] {
        assert!(
            matches!(check_field(F::CompanyCreatedOn, &text(date)), Err(FieldProblem::BadDate(_))),
            "{date}"
        );
    }
}

#[test]
fn a_problem_names_no_bank_details() {
    for (field, value) in [(F::Iban, "FR7630006000011234567890188"), (F::Bic, "AGRI4RPP836")] {
        let problem = check_field(field, &text(value)).unwrap_err();
        assert!(!format!("{problem} {problem:?}").contains(value), "{problem:?}");
    }
}

#[test]
fn formats_are_judged_in_their_country() {
    for (field, value, country, fine) in [
        (F::Siret, "73282932000074", None, true),
        (F::Siret, "73282932000075", Some("FR"), false),
        (F::Siret, "73282932000075", Some("BE"), true),
        (F::VatNumber, "FR32123456789", Some("FR"), true),
        (F::VatNumber, "BE0123456749", Some("FR"), true),
        (F::VatNumber, "CHE123456789", Some("FR"), false),
        (F::VatNumber, "CHE123456789", Some("CH"), true),
        (F::VatNumber, "FR33123456789", Some("CH"), false),
        (F::NafCode, "0111Z", None, true),
        (F::NafCode, "111Z", None, false),
        (F::Phone, "02 61 91 12 34", None, true),
        (F::Phone, "02 123 45 67", None, false),
        (F::Phone, "02 123 45 67", Some("BE"), true),
        (F::Mobile, "bureau", None, false),
        (F::Fax, "12", None, false),
        (F::Email, "contact@earl.example   ", None, true),
        (F::Email, "contact", None, false),
        (F::Name, "", None, true),
        (F::Siret, "   ", None, true),
        (F::Activity, "Culture de céréales", None, true),
    ] {
        assert_eq!(check_format(field, &text(value), country).is_ok(), fine, "{field} {value} {country:?}");
    }
    assert_eq!(check_format(F::Siret, &FieldValue::Integer(1), None), Ok(()));
}

proptest! {
    #[test]
    fn any_value_is_judged(
        value in prop_oneof!["\\PC{0,60}".prop_map(FieldValue::Text), any::<i64>().prop_map(FieldValue::Integer)],
        field in proptest::sample::select(CUSTOMER_FIELDS),
        country in proptest::option::of("\\PC{0,3}"),
    ) {
        let _ = check_field(field.field, &value);
        let _ = check_format(field.field, &value, country.as_deref());
    }
}
