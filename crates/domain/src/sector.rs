//! Which sector a postal code belongs to (design §7, `secteurs`). Absent on purpose: the agency that stands in
//! when no rule fits; the prospect knows its own.

use serde::{Deserialize, Serialize};

use crate::erp_text::TrimmedErpText;
use crate::text_type::text_type;

/// « secteur » : the name of a sector.
pub type SectorName = TrimmedErpText<40>;

/// « motif de code postal » : capital letters, digits, blanks and hyphens, with `*` for any signs and `?` for one;
/// such as `53*`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PostcodePattern(String);

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a postal-code pattern; use 1 to 12 of A-Z 0-9 - blank * ?, for example 53*")]
pub struct PostcodePatternError(String);

impl PostcodePattern {
    /// The longest pattern.
    pub const MAX_LEN: usize = 12;

    fn check(text: &str) -> Result<(), PostcodePatternError> {
        let allowed = |c: char| matches!(c, 'A'..='Z' | '0'..='9' | '-' | ' ' | '*' | '?');
        let well_formed =
            (1..=Self::MAX_LEN).contains(&text.len()) && text.chars().all(allowed) && text.trim() == text;
        if well_formed { Ok(()) } else { Err(PostcodePatternError(text.to_owned())) }
    }

    /// Whether the whole postal code fits; blanks around it and lower case do not matter.
    pub fn matches(&self, postcode: &str) -> bool {
        let postcode: Vec<char> = postcode.trim().chars().map(|c| c.to_ascii_uppercase()).collect();
        let pattern: Vec<char> = self.0.chars().collect();
        fits(&pattern, &postcode)
    }
}

text_type!(PostcodePattern, PostcodePatternError);

/// Recursion is bounded by the pattern's twelve signs.
fn fits(pattern: &[char], text: &[char]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, None) => true,
        (Some(('*', later)), next) => {
            fits(later, text) || next.is_some_and(|(_, remaining)| fits(pattern, remaining))
        }
        (Some((sign, later)), Some((character, remaining))) => {
            (*sign == '?' || sign == character) && fits(later, remaining)
        }
        _ => false,
    }
}

/// « règle de secteur » : postal codes that fit `motif` belong to `secteur`. Of several rules the first that fits
/// counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectorRule {
    /// The postal codes.
    pub motif: PostcodePattern,
    /// Their sector.
    pub secteur: SectorName,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, postcode, expected) in [
            ("53*", "53000", true),
            ("53*", " 53000 ", true),
            ("53*", "5300", true),
            ("53*", "35300", false),
            ("53000", "53000", true),
            ("53000", "530001", false),
            ("53?00", "53200", true),
            ("53?00", "5300", false),
            ("*", "", true),
            ("*0*2", "20002", true),
            ("SW1A *", "sw1a 1aa", true),
            ("?????", "53é00", true),
        ] {
            assert_eq!(
                pattern.parse::<PostcodePattern>().unwrap().matches(postcode),
                expected,
                "{pattern} {postcode}"
            );
        }
        for text in ["", "53%", "53a", " 53", "1234567890123", "5[34]*"] {
            assert!(text.parse::<PostcodePattern>().is_err(), "{text:?}");
        }
    }
}
