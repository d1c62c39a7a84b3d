//! « n° TVA » : the number by which a company is known to the tax authorities of the European Union. The forms are
//! those that the European Commission publishes with VIES ("VAT identification number structure"). Absent on
//! purpose: asking VIES, for the laptop is offline; the check digits of countries other than France.

use crate::spelling::{compact, is_digits};

/// What people write between the digits.
const SEPARATORS: &[char] = &['.', '-'];

/// Prefix and forms. `9` is a digit, `L` a letter, `X` a letter or digit, `K` the same but no I or O, `S` the same
/// as `X` or + or *; another sign stands for itself.
const FORMS: &[(&str, &[&str])] = &[
    ("AT", &["U99999999"]),
    ("BE", &["0999999999", "1999999999"]),
    ("BG", &["999999999", "9999999999"]),
    ("CY", &["99999999L"]),
    ("CZ", &["99999999", "999999999", "9999999999"]),
    ("DE", &["999999999"]),
    ("DK", &["99999999"]),
    ("EE", &["999999999"]),
    ("EL", &["999999999"]),
    // The first or the last sign is a letter, or both.
    ("ES", &["L9999999X", "99999999L"]),
    ("FI", &["99999999"]),
    ("FR", &["KK999999999"]),
    ("HR", &["99999999999"]),
    ("HU", &["99999999"]),
    ("IE", &["9S99999L", "9999999LL"]),
    ("IT", &["99999999999"]),
    ("LT", &["999999999", "999999999999"]),
    ("LU", &["99999999"]),
    ("LV", &["99999999999"]),
    ("MT", &["99999999"]),
    ("NL", &["SSSSSSSSSBSS"]),
    ("PL", &["9999999999"]),
    ("PT", &["999999999"]),
    ("RO", &["99", "999", "9999", "99999", "999999", "9999999", "99999999", "999999999", "9999999999"]),
    ("SE", &["999999999999"]),
    ("SI", &["99999999"]),
    ("SK", &["9999999999"]),
    ("XI", &["999999999", "999999999999", "GD999", "HA999"]),
];

/// Why a text is no VAT number of the Union.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VatNumberError {
    /// Not two letters of a member state.
    #[error(
        "a VAT number begins with its country's letters, for example FR; {0:?} is no country of the Union (Greece is EL, Northern Ireland XI)"
    )]
    Country(String),
    /// Not the form of that country's numbers.
    #[error(
        "not the form of a VAT number of {country}, for example {country}{example}; check its length and signs"
    )]
    Form {
        /// The country's letters.
        country: &'static str,
        /// A right form, 9 for any digit.
        example: &'static str,
    },
    /// The key says that a digit is wrong.
    #[error("the two digits after FR do not agree with the SIREN; for this SIREN they are {0:02}")]
    Key(u32),
}

/// « n° TVA » : whether it has the form of a member state's numbers (blanks, dots, dashes and lower case apart). A
/// French one is FR, a key and the SIREN; a key of two digits is (12 + 3 × (SIREN mod 97)) mod 97 (the tax
/// authorities' formula; the number itself: CGI, article 286 ter). A key with letters is accepted by its form.
pub fn check_vat_number(text: &str) -> Result<(), VatNumberError> {
    let number = compact(text, SEPARATORS);
    let (prefix, national) = number.split_at_checked(2).unwrap_or((number.as_str(), ""));
    let entry = FORMS.iter().find(|(country, _)| *country == prefix);
    let (country, forms) = entry.ok_or_else(|| VatNumberError::Country(prefix.to_owned()))?;
    if !forms.iter().any(|form| has_form(national, form)) {
        let example = forms.first().copied().unwrap_or_default();
        return Err(VatNumberError::Form { country, example: written_out(country, example) });
    }
    if *country == "FR" { check_french_key(national) } else { Ok(()) }
}

/// Whether a country (ISO 3166-1 alpha-2) gives out the numbers that this module knows.
pub(crate) fn gives_union_numbers(country: &str) -> bool {
    let prefix = if country.eq_ignore_ascii_case("GR") { "EL" } else { country };
    FORMS.iter().any(|(known, _)| *known != "XI" && known.eq_ignore_ascii_case(prefix))
}

/// « n° TVA » for comparison: capitals, without blanks, dots and dashes. None for less than four signs, and none
/// without a digit but 0: « non assujetti » and « 0000 » make nobody the same company.
pub fn vat_key(text: &str) -> Option<String> {
    let number = compact(text, SEPARATORS);
    let tells = number.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
    (number.chars().count() >= 4 && tells).then_some(number)
}

fn check_french_key(national: &str) -> Result<(), VatNumberError> {
    let parts = national.split_at_checked(2);
    let Some((key, siren)) = parts.filter(|(key, _)| is_digits(key, 2)) else { return Ok(()) };
    let (Ok(key), Ok(siren)) = (key.parse::<u32>(), siren.parse::<u32>()) else { return Ok(()) };
    let expected = (12 + 3 * (siren % 97)) % 97;
    if key == expected { Ok(()) } else { Err(VatNumberError::Key(expected)) }
}

fn has_form(national: &str, form: &str) -> bool {
    let fits = |(sign, place): (u8, u8)| match place {
        b'9' => sign.is_ascii_digit(),
        b'L' => sign.is_ascii_uppercase(),
        b'X' => is_letter_or_digit(sign),
        b'K' => is_letter_or_digit(sign) && !matches!(sign, b'I' | b'O'),
        b'S' => is_letter_or_digit(sign) || matches!(sign, b'+' | b'*'),
        literal => sign == literal,
    };
    national.len() == form.len() && national.bytes().zip(form.bytes()).all(fits)
}

fn is_letter_or_digit(sign: u8) -> bool {
    sign.is_ascii_uppercase() || sign.is_ascii_digit()
}

/// The form as a reader expects it; only two countries use more than digits and their own letters.
fn written_out(country: &str, form: &'static str) -> &'static str {
    match country {
        "FR" => "99999999999",
        "NL" => "999999999B99",
        "IE" => "9999999L",
        _ => form,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_member_state() {
        for text in [
            "ATU12345678",
            "BE0123456749",
            "BE1012345678",
            "BG123456789",
            "BG1234567890",
            "CY12345678X",
            "CZ12345678",
            "CZ1234567890",
            "DE123456789",
            "DK12345678",
            "EE123456789",
            "EL123456789",
            "ESX1234567X",
            "ES12345678Z",
            "ESB12345678",
            "FI12345678",
            "HR12345678901",
            "HU12345678",
            "IE1A23456B",
            "IE1234567WA",
            "IE1+23456B",
            "IT12345678901",
            "LT123456789",
            "LT123456789012",
            "LU12345678",
            "LV12345678901",
            "MT12345678",
            "NL123456789B01",
            "PL1234567890",
            "PT123456789",
            "RO12",
            "RO1234567890",
            "SE123456789001",
            "SI12345678",
            "SK1234567890",
            "XI123456789",
            "XI123456789012",
            "XIGD123",
            "XIHA599",
        ] {
            assert_eq!(check_vat_number(text), Ok(()), "{text}");
            let short = text.get(..text.len() - 1).unwrap();
            let longer_forms = ["BG1234567890", "CZ1234567890", "IE1234567WA", "RO1234567890"];
            assert!(longer_forms.contains(&text) || check_vat_number(short).is_err(), "{short}");
        }
        for text in ["", "F", "12345678901", "GB123456789", "CHE123456789", "GR123456789", "é", "aé", "US 12"]
        {
            assert!(matches!(check_vat_number(text), Err(VatNumberError::Country(_))), "{text}");
        }
        for text in [
            "FR",
            "ES123456789",
            "ATX12345678",
            "FRI1123456789",
            "FR1O123456789",
            "FR123456789",
            "DE12345678é",
        ] {
            assert!(matches!(check_vat_number(text), Err(VatNumberError::Form { .. })), "{text}");
        }
    }

    #[test]
    fn the_french_key_agrees_with_the_siren() {
        for (text, expected) in [
            ("FR32123456789", Ok(())),
            ("fr 44 732 829 320", Ok(())),
            ("FR.44-732.829.320", Ok(())),
            ("FR40303265045", Ok(())),
            ("FR45732829320", Err(VatNumberError::Key(44))),
            ("FR44732829321", Err(VatNumberError::Key(47))),
            ("FRK7399859412", Ok(())),
            ("FR4Z123456782", Ok(())),
        ] {
            assert_eq!(check_vat_number(text), expected, "{text}");
        }
    }

    #[test]
    fn keys_tell_companies_apart() {
        for (text, expected) in [
            ("fr 32 123.456-789", Some("FR32123456789")),
            ("GB 123 4567 89", Some("GB123456789")),
            ("FR1", None),
            ("FR12", Some("FR12")),
            ("non assujetti", None),
            ("FR00 000000000", None),
            ("", None),
        ] {
            assert_eq!(vat_key(text).as_deref(), expected, "{text}");
        }
        assert!(gives_union_numbers("fr") && gives_union_numbers("GR") && gives_union_numbers("BE"));
        assert!(!gives_union_numbers("CH") && !gives_union_numbers("GB") && !gives_union_numbers("XI"));
    }

    proptest! {
        #[test]
        fn any_text_is_judged(text in "\\PC{0,20}") {
            if check_vat_number(&text).is_ok() {
                prop_assert!(compact(&text, SEPARATORS).len() >= 4);
            }
            let _ = vat_key(&text);
        }

        #[test]
        fn exactly_one_key_of_two_digits_agrees(siren in 0_u32..1_000_000_000) {
            let right = (0..97).filter(|key| check_vat_number(&format!("FR{key:02}{siren:09}")).is_ok());
            prop_assert_eq!(right.count(), 1);
        }
    }
}
