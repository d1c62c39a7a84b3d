//! The number of a French establishment. A prospect may have an odd one, a creation may not (design §4).

use crate::spelling::{compact, is_digits};

/// La Poste's own SIREN.
const LA_POSTE: &str = "356000000";

/// Why a text is no SIRET.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SiretError {
    /// Not fourteen digits.
    #[error("a SIRET is 14 digits, for example 732 829 320 00074; the SIREN alone has only its first nine")]
    Form,
    /// The check digit says that a digit is wrong.
    #[error(
        "the SIRET's check digit does not agree with the rest; compare it digit by digit with the company's papers"
    )]
    CheckDigit,
}

/// « numéro SIRET » : 14 digits, blanks apart, that satisfy Luhn's formula (INSEE, Sirene; ISO/IEC 7812-1). The
/// establishments of La Poste are too many for that: the sum of their digits is a multiple of 5 (INSEE).
pub fn check_siret(text: &str) -> Result<(), SiretError> {
    let siret = compact(text, &[]);
    // All zeros satisfy any formula, and nobody has them.
    if !is_digits(&siret, 14) || siret.bytes().all(|digit| digit == b'0') {
        return Err(SiretError::Form);
    }
    let sum: u32 = digits(&siret).sum();
    let of_la_poste = siret.starts_with(LA_POSTE) && sum.is_multiple_of(5);
    if of_la_poste || satisfies_luhn(&siret) { Ok(()) } else { Err(SiretError::CheckDigit) }
}

/// « SIRET » for comparison: its 14 digits, without blanks, dots and dashes and whatever the check digit. One digit
/// fourteen times is what people type to fill the field, and has no key.
pub fn siret_key(text: &str) -> Option<String> {
    let siret = compact(text, &['.', '-']);
    let mut signs = siret.bytes();
    let first = signs.next();
    (is_digits(&siret, 14) && !signs.all(|sign| Some(sign) == first)).then_some(siret)
}

/// Every second digit from the right counts twice, its two digits added up; the total is a multiple of 10.
fn satisfies_luhn(number: &str) -> bool {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let total: u32 = digits(number)
        .rev()
        .enumerate()
        .map(|(place, digit)| if place % 2 == 1 { doubled(digit) } else { digit })
        .sum();
    total.is_multiple_of(10)
}

fn digits(number: &str) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator {
    number.bytes().map(|byte| u32::from(byte.saturating_sub(b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fourteen_digits_that_agree() {
        for (text, expected) in [
            ("73282932000074", Ok(())),
            (" 732 829 320\u{a0}00074 ", Ok(())),
            ("73282932000075", Err(SiretError::CheckDigit)),
            ("73282932000704", Err(SiretError::CheckDigit)),
            // La Poste: its seat, by Luhn, and a post office, by the sum.
            ("35600000000048", Ok(())),
            ("35600000049837", Ok(())),
            ("35600000049838", Err(SiretError::CheckDigit)),
            ("732829320", Err(SiretError::Form)),
            ("", Err(SiretError::Form)),
            ("00000000000000", Err(SiretError::Form)),
            ("732.829.320.00074", Err(SiretError::Form)),
            ("7328293200007A", Err(SiretError::Form)),
            ("７3282932000074", Err(SiretError::Form)),
        ] {
            assert_eq!(check_siret(text), expected, "{text}");
        }
    }

    #[test]
    fn keys_are_the_digits() {
        for (text, expected) in [
            ("732 829 320 00074", Some("73282932000074")),
            ("732.829.320-00075", Some("73282932000075")),
            ("732829320", None),
            ("non communiqué", None),
            ("", None),
            ("00000000000000", None),
            ("99999999999999", None),
        ] {
            assert_eq!(siret_key(text).as_deref(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_judged(text in "\\PC{0,20}") {
            if check_siret(&text).is_ok() {
                prop_assert_eq!(siret_key(&text).map(|key| key.len()), Some(14));
            }
        }

        #[test]
        fn one_wrong_digit_is_found(place in 0_usize..14, digit in 0_u8..10) {
            let mut typed = *b"73282932000074";
            typed[place] = b'0' + digit;
            let typed = String::from_utf8(typed.to_vec()).unwrap();
            prop_assert_eq!(check_siret(&typed).is_ok(), typed == "73282932000074");
        }
    }
}
