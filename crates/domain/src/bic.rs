//! The bank's own code, beside the IBAN. As with the IBAN, no error repeats what was typed and `Debug` hides it.

use std::fmt;
use std::str::FromStr;

use crate::country::is_one_of;
use crate::iban::{Iban, masked};
use crate::spelling::compact;

/// « BIC » : ISO 9362, four letters for the bank, two for its country, two signs for the place and, in the long form,
/// three for the branch; in capitals.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Bic(String);

/// Why a text is no BIC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BicError {
    /// Neither the short nor the long form.
    #[error("a BIC has 8 or 11 signs and this has {0}; copy it from the bank's document")]
    Length(usize),
    /// A sign where it cannot stand.
    #[error("not a BIC; it is six letters, then letters and digits, for example AGRIFRPP or AGRIFRPP836")]
    Form,
}

impl Bic {
    /// In capitals.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The country's two letters (ISO 3166-1).
    pub fn country(&self) -> &str {
        // A BIC is ASCII and longer than this.
        self.0.get(4..6).unwrap_or_default()
    }
}

/// Blanks and lower case do not matter.
impl FromStr for Bic {
    type Err = BicError;

    fn from_str(text: &str) -> Result<Bic, BicError> {
        let bic = compact(text, &[]);
        if !matches!(bic.len(), 8 | 11) {
            return Err(BicError::Length(bic.chars().count()));
        }
        let fits = |(place, byte): (usize, u8)| match place {
            0..6 => byte.is_ascii_uppercase(),
            _ => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
        };
        if bic.bytes().enumerate().all(fits) { Ok(Bic(bic)) } else { Err(BicError::Form) }
    }
}

impl fmt::Debug for Bic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bic({})", masked(&self.0))
    }
}

/// The countries of ISO 3166-1 whose accounts have French IBANs (SWIFT, IBAN Registry, entry FR: « includes »), and
/// Monaco, whose banks belong to the French system and answer to French BICs as well as to their own.
const FRENCH_BANKING: &[&str] =
    &["FR", "GP", "MQ", "GF", "RE", "PM", "YT", "NC", "PF", "WF", "BL", "MF", "TF", "MC"];

/// « le BIC et l'IBAN concordent » : both of one country, as far as banks know countries.
pub fn agree(bic: &Bic, iban: &Iban) -> bool {
    banking_country(bic.country()) == banking_country(iban.country())
}

/// The country whose IBANs a country's accounts have (SWIFT, IBAN Registry, entries FR, GB and FI).
fn banking_country(country: &str) -> &str {
    match country {
        code if is_one_of(code, FRENCH_BANKING) => "FR",
        "GG" | "IM" | "JE" => "GB",
        "AX" => "FI",
        code => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn eight_or_eleven_signs() {
        for (text, expected, country) in [
            ("AGRIFRPP", "AGRIFRPP", "FR"),
            ("agrifrpp836", "AGRIFRPP836", "FR"),
            (" BNPA FR PP XXX ", "BNPAFRPPXXX", "FR"),
            ("CFMOMCMX", "CFMOMCMX", "MC"),
        ] {
            let bic: Bic = text.parse().unwrap();
            assert_eq!((bic.as_str(), bic.country()), (expected, country));
        }
        for (text, expected) in [
            ("", BicError::Length(0)),
            ("AGRIFRP", BicError::Length(7)),
            ("AGRIFRPP83", BicError::Length(10)),
            ("AGRIFRPP8366", BicError::Length(12)),
            ("ÉGRIFRP", BicError::Form),
            ("AGR1FRPP", BicError::Form),
            ("AGRIF1PP", BicError::Form),
            ("AGRIFRP-", BicError::Form),
        ] {
            assert_eq!(text.parse::<Bic>(), Err(expected), "{text}");
        }
        assert_eq!(format!("{:?}", "AGRIFRPP836".parse::<Bic>().unwrap()), "Bic(••••P836)");
    }

    #[test]
    fn bank_and_account_are_of_one_country() {
        let french = "FR7630006000011234567890189";
        for (bic, iban, expected) in [
            ("AGRIFRPP836", french, true),
            ("BREDGPGX", french, true),
            ("BREDRERX", french, true),
            ("SOGEPFTP", french, true),
            ("CFMOMCMX", "MC5811222000010123456789030", true),
            ("BNPAFRPP", "MC5811222000010123456789030", true),
            ("GEBABEBB", french, false),
            ("GEBABEBB", "BE68539007547034", true),
            ("AGRIFRPP", "BE68539007547034", false),
            ("BARCJESH", "GB29NWBK60161331926819", true),
        ] {
            assert_eq!(agree(&bic.parse().unwrap(), &iban.parse().unwrap()), expected, "{bic} {iban}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_judged(text in "\\PC{0,14}") {
            if let Ok(bic) = text.parse::<Bic>() {
                prop_assert_eq!(bic.as_str().parse::<Bic>(), Ok(bic));
            }
        }
    }
}
