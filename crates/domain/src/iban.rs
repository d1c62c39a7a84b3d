//! The bank account that a customer pays from: « Si le mode de règlement LD est choisi → RIB obligatoire (avec
//! vérif) » (the user's text). No error here repeats what was typed, and `Debug` hides it: bank details show their
//! last four signs and no more (design §8), in a log too.

use std::fmt;
use std::str::FromStr;

use iban::{IbanLike, ParseBaseIbanError, ParseIbanError};

use crate::spelling::compact;

/// What stands for the signs that are hidden.
const HIDDEN: &str = "••••";

/// « IBAN » : an account number of ISO 13616, compact and in capitals; of France and Monaco with its right « clé
/// RIB » too.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Iban(String);

/// Why a text is no IBAN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IbanError {
    /// Not two letters, two digits and then letters and digits.
    #[error("not an IBAN; it begins with two letters and two digits, for example FR76")]
    Form,
    /// The two check digits of ISO 13616 say that a sign is wrong.
    #[error(
        "the IBAN's check digits do not agree with the rest; compare it sign by sign with the bank's document"
    )]
    CheckDigits,
    /// A country that issues none.
    #[error("no IBAN begins with these two letters; begin with those of the bank's country")]
    UnknownCountry,
    /// Not the length or the form of its country.
    #[error(
        "the IBAN has not the form of its country's; compare it with the bank's document, its length first"
    )]
    CountryForm,
    /// The key at the end of a French account number says that a sign is wrong.
    #[error(
        "the last two digits (the RIB key) do not agree with the rest; compare it sign by sign with the RIB"
    )]
    RibKey,
}

impl Iban {
    /// Compact and in capitals.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The country's two letters (ISO 3166-1).
    pub fn country(&self) -> &str {
        // An IBAN is ASCII and longer than this.
        self.0.get(..2).unwrap_or_default()
    }

    /// In groups of four, as on paper (ISO 13616-1, « print format »).
    pub fn printed(&self) -> String {
        let signs: Vec<char> = self.0.chars().collect();
        signs.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }

    /// What may be shown of it.
    pub fn last_four(&self) -> &str {
        self.0.len().checked_sub(4).and_then(|start| self.0.get(start..)).unwrap_or_default()
    }
}

/// Blanks and lower case do not matter.
impl FromStr for Iban {
    type Err = IbanError;

    fn from_str(text: &str) -> Result<Iban, IbanError> {
        let parsed = compact(text, &[]).parse::<iban::Iban>().map_err(|error| match error {
            ParseIbanError::InvalidBaseIban { source: ParseBaseIbanError::InvalidFormat } => IbanError::Form,
            ParseIbanError::InvalidBaseIban { source: ParseBaseIbanError::InvalidChecksum } => {
                IbanError::CheckDigits
            }
            ParseIbanError::InvalidBban(_) => IbanError::CountryForm,
            ParseIbanError::UnknownCountry(_) => IbanError::UnknownCountry,
        })?;
        if matches!(parsed.country_code(), "FR" | "MC") && !rib_key_agrees(parsed.bban()) {
            return Err(IbanError::RibKey);
        }
        Ok(Iban(parsed.electronic_str().to_owned()))
    }
}

impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Iban({HIDDEN}{})", self.last_four())
    }
}

/// « clé RIB » : bank, branch, account and key, read as one number of 23 digits, are a multiple of 97, and the key
/// is from 01 to 97 (Comité français d'organisation et de normalisation bancaires, relevé d'identité bancaire).
fn rib_key_agrees(rib: &str) -> bool {
    let remainder = rib.bytes().try_fold(0, |rest, sign| Some((rest * 10 + rib_digit(sign)?) % 97));
    let key = rib.len().checked_sub(2).and_then(|start| rib.get(start..)).and_then(|key| key.parse().ok());
    remainder == Some(0) && key.is_some_and(|key: u32| (1..=97).contains(&key))
}

/// The digit that a sign of an account number counts for: A and J are 1, B, K and S are 2, and so on to I, R and Z.
fn rib_digit(sign: u8) -> Option<u32> {
    let digit = match sign {
        b'0'..=b'9' => sign - b'0',
        b'A'..=b'I' => sign - b'A' + 1,
        b'J'..=b'R' => sign - b'J' + 1,
        b'S'..=b'Z' => sign - b'S' + 2,
        _ => return None,
    };
    Some(u32::from(digit))
}

/// « coordonnées bancaires masquées » : the last four signs of an IBAN or BIC, blanks apart; of so few signs that
/// these would be all, nothing. An empty text stays empty: there is nothing to hide.
pub fn masked(text: &str) -> String {
    let compact = compact(text, &[]);
    if compact.is_empty() {
        return String::new();
    }
    let hidden = compact.chars().count().saturating_sub(4);
    let shown = compact.chars().skip(hidden).filter(|_| hidden > 0);
    HIDDEN.chars().chain(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accounts_are_compact() {
        for (text, compact, country) in [
            ("FR7630006000011234567890189", "FR7630006000011234567890189", "FR"),
            (" fr76 3000 6000 0112 3456 7890 189 ", "FR7630006000011234567890189", "FR"),
            ("FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606", "FR"),
            ("MC58 1122 2000 0101 2345 6789 030", "MC5811222000010123456789030", "MC"),
            ("BE68 5390 0754 7034", "BE68539007547034", "BE"),
            ("DE89 3704 0044 0532 0130 00", "DE89370400440532013000", "DE"),
            ("MT84MALT011000012345MTLCAST001S", "MT84MALT011000012345MTLCAST001S", "MT"),
        ] {
            let iban: Iban = text.parse().unwrap();
            assert_eq!((iban.as_str(), iban.country()), (compact, country));
            assert!(compact.ends_with(iban.last_four()) && iban.last_four().len() == 4);
            assert_eq!(format!("{iban:?}"), format!("Iban(••••{})", iban.last_four()));
        }
    }

    #[test]
    fn accounts_are_printed_in_groups_of_four() {
        for (text, expected) in [
            ("FR7630006000011234567890189", "FR76 3000 6000 0112 3456 7890 189"),
            ("BE68539007547034", "BE68 5390 0754 7034"),
            ("MT84MALT011000012345MTLCAST001S", "MT84 MALT 0110 0001 2345 MTLC AST0 01S"),
        ] {
            let iban: Iban = text.parse().unwrap();
            assert_eq!(iban.printed(), expected);
            assert_eq!(iban.printed().parse::<Iban>(), Ok(iban), "read as it is printed");
        }
    }

    #[test]
    fn wrong_accounts_are_refused() {
        for (text, expected) in [
            ("", IbanError::Form),
            ("FR", IbanError::Form),
            ("7630006000011234567890189", IbanError::Form),
            ("FR76-3000-6000-0112-3456-7890-189", IbanError::Form),
            ("ÉR7630006000011234567890189", IbanError::Form),
            ("FR7630006000011234567890188", IbanError::CheckDigits),
            ("FR7630006000011234576890189", IbanError::CheckDigits),
            ("FR0030006000011234567890189", IbanError::CheckDigits),
            // Right by ISO 13616, wrong by the length, the country and the key.
            ("FR133000600001123456789018", IbanError::CountryForm),
            ("ZZ6630006000011234567890189", IbanError::UnknownCountry),
            ("FR4930006000011234567890190", IbanError::RibKey),
        ] {
            assert_eq!(text.parse::<Iban>(), Err(expected), "{text}");
        }
    }

    #[test]
    fn the_rib_key_is_the_banks() {
        for (rib, expected) in [
            ("30006000011234567890189", true),
            ("20041010050500013M02606", true),
            ("30006000011234567890190", false),
            // 98 is 1 for a remainder, but no key; nor is 00.
            ("00000000000000000000097", true),
            ("00000000000000000000000", false),
            ("", false),
            ("é", false),
        ] {
            assert_eq!(rib_key_agrees(rib), expected, "{rib}");
        }
    }

    #[test]
    fn only_the_last_four_signs_show() {
        for (text, expected) in [
            ("FR76 3000 6000 0112 3456 7890 189", "••••0189"),
            ("fr7630006000011234567890189", "••••0189"),
            ("AGRIFRPP836", "••••P836"),
            ("AGRIFRPP", "••••FRPP"),
            ("ABCDE", "••••BCDE"),
            ("1234", "••••"),
            ("12", "••••"),
            ("", ""),
            ("   ", ""),
            ("ééééé", "••••éééé"),
        ] {
            assert_eq!(masked(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_judged_and_hidden(text in "\\PC{0,40}") {
            if let Ok(iban) = text.parse::<Iban>() {
                prop_assert_eq!(iban.as_str().parse::<Iban>(), Ok(iban));
            }
            prop_assert!(masked(&text).chars().count() <= 8);
        }

        /// ISO 7064 MOD 97-10 finds every single wrong digit, and so does the key.
        #[test]
        fn one_wrong_digit_is_found(place in 2_usize..27, digit in 0_u8..10) {
            let right = "FR7630006000011234567890189";
            let mut typed = right.as_bytes().to_vec();
            typed[place] = b'0' + digit;
            let typed = String::from_utf8(typed).unwrap();
            prop_assert_eq!(typed.parse::<Iban>().is_ok(), typed == right);
        }
    }
}
