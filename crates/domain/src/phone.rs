//! Telephone numbers, brought to one spelling so that two can be compared: « Une vérification de duplicata sera
//! faite sur le numéro de téléphone » (the user's text, « Création de prospect »). Absent on purpose: whether
//! somebody answers there, and short numbers such as 3639, which are no number of one customer's.

mod plan;

use std::fmt;

/// « numéro de téléphone » for comparison: E.164, for example "+33299123456".
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneKey(String);

/// Why a text is no telephone number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// A word, or a second number.
    #[error(
        "the sign {0:?} is no part of a telephone number; write one number alone, for example 02 99 12 34 56"
    )]
    Sign(char),
    /// A country that nobody dials.
    #[error(
        "no telephone plan is known for the country {0:?}; write the number with + and its country's code"
    )]
    UnknownCountry(String),
    /// Too few digits, too many, or a beginning that no number has.
    #[error(
        "not a number of the plan for {0}; check its digits, or write a foreign number with + and its country's code"
    )]
    NotInPlan(String),
    /// The same of a number with its country's code.
    #[error("no country has such a number; check the country's code after + or 00, and the digits after it")]
    NotInternational,
}

impl PhoneKey {
    /// "+", the country's code, the number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<PhoneKey> for String {
    fn from(key: PhoneKey) -> String {
        key.0
    }
}

impl fmt::Display for PhoneKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// « numéro de téléphone » for comparison: the first in `text` that can be compared; words around it do not matter,
/// for the ERP's columns hold such. A number without its country's code is read in `country`, an ISO 3166-1 alpha-2
/// code ([`country_of`](crate::country_of)); none is France.
pub fn phone_key(text: &str, country: Option<&str>) -> Option<PhoneKey> {
    let mut spellings = text.split(|sign| !is_phone_sign(sign)).filter_map(Spelling::read);
    spellings.find_map(|spelling| plan::e164(&spelling, country).ok()).map(PhoneKey)
}

/// « numéro de téléphone » of a creation: whether `text` is one number and nothing else. That the range is in service
/// is not asked, since a laptop's tables are older than the newest range.
pub fn check_phone(text: &str, country: Option<&str>) -> Result<(), PhoneError> {
    if let Some(sign) = text.chars().find(|sign| !is_phone_sign(*sign)) {
        return Err(PhoneError::Sign(sign));
    }
    let spelling = Spelling::read(text).ok_or_else(|| plan::not_in_plan(country))?;
    plan::e164(&spelling, country).map(drop)
}

/// The digits of one number, and whether they begin with a country's code.
#[derive(Debug)]
struct Spelling {
    international: bool,
    digits: String,
}

impl Spelling {
    /// The most digits that are looked at: E.164 has 15, and people add « 00 » and « (0) ».
    const MAX_DIGITS: usize = 18;

    /// `None` without a digit, with too many, or with a plus amid them. « 00 » is the plus of the ITU's
    /// Recommendation E.123 wherever the sheet's country is: it is what is dialled in France and around it.
    fn read(text: &str) -> Option<Spelling> {
        let text = text.trim_matches(is_separator);
        let (plus, rest) = text.strip_prefix('+').map_or((false, text), |rest| (true, rest));
        if rest.contains('+') {
            return None;
        }
        let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
        if digits.is_empty() || digits.len() > Self::MAX_DIGITS {
            return None;
        }
        match digits.strip_prefix("00") {
            Some(after) => Some(Spelling { international: true, digits: after.to_owned() }),
            None => Some(Spelling { international: plus, digits }),
        }
    }
}

fn is_phone_sign(sign: char) -> bool {
    sign.is_ascii_digit() || sign == '+' || is_separator(sign)
}

fn is_separator(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '.' | '-' | '/' | '(' | ')' | '\u{2010}'..='\u{2014}')
}

#[cfg(test)]
#[path = "phone_tests.rs"]
mod tests;
