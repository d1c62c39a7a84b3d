//! Text that fits a `char(n)` column of the ERP, whose code page is Windows-1252 (design §4: "What is
//! created is strict in lengths, code page"). Absent on purpose: repairing. A text that does not fit is
//! refused with the reason, because a silent `?` in a customer's name is found months later.

use std::fmt;
use std::str::FromStr;

use encoding_rs::{EncoderResult, WINDOWS_1252};
use serde::{Deserialize, Serialize};

/// A character that the ERP's code page does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the character {0:?} (U+{code:04X}) is not in Windows-1252, the ERP's code page; replace it", code = u32::from(*.0))]
pub struct NotWindows1252(pub char);

/// The number of bytes that `text` takes in Windows-1252: what a `char(n)` column counts.
pub fn windows_1252_len(text: &str) -> Result<usize, NotWindows1252> {
    let mut encoder = WINDOWS_1252.new_encoder();
    let mut buffer = [0_u8; 256];
    let mut rest = text;
    let mut total = 0;
    loop {
        let (result, read, written) = encoder.encode_from_utf8_without_replacement(rest, &mut buffer, true);
        total += written;
        match result {
            EncoderResult::InputEmpty => return Ok(total),
            EncoderResult::Unmappable(character) => return Err(NotWindows1252(character)),
            EncoderResult::OutputFull => rest = rest.get(read..).unwrap_or_default(),
        }
    }
}

/// Why a text does not fit a column of the ERP.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErpTextError {
    /// More bytes than the column has.
    #[error("the text takes {len} characters and the ERP has room for {max}; shorten it")]
    TooLong {
        /// What the text takes, in bytes of Windows-1252.
        len: usize,
        /// What the column has.
        max: usize,
    },
    /// A line break, a tabulation or another character that no field shows.
    #[error("the text holds the control character U+{0:04X}; remove it")]
    Control(u32),
    /// A character outside the code page.
    #[error(transparent)]
    CodePage(#[from] NotWindows1252),
}

/// Refuses what an [`ErpText`] of `max` bytes may not hold.
pub(crate) fn check_erp_text(text: &str, max: usize) -> Result<(), ErpTextError> {
    if let Some(control) = text.chars().find(|c| c.is_control()) {
        return Err(ErpTextError::Control(u32::from(control)));
    }
    let len = windows_1252_len(text)?;
    if len > max { Err(ErpTextError::TooLong { len, max }) } else { Ok(()) }
}

/// Why a code or label is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrimmedErpTextError {
    /// Nothing there.
    #[error("the value is empty; give at least one character")]
    Empty,
    /// A blank at the beginning or the end: `char(n)` pads with blanks, so the two could not be told apart.
    #[error("the value begins or ends with a blank; remove it")]
    OuterBlank,
    /// It does not fit the column.
    #[error(transparent)]
    Text(#[from] ErpTextError),
}

/// Refuses what a [`TrimmedErpText`] of `max` bytes may not hold.
pub(crate) fn check_trimmed(text: &str, max: usize) -> Result<(), TrimmedErpTextError> {
    check_erp_text(text, max)?;
    if text.is_empty() {
        return Err(TrimmedErpTextError::Empty);
    }
    if text.trim() != text {
        return Err(TrimmedErpTextError::OuterBlank);
    }
    Ok(())
}

/// « texte de l'ERP » : text of at most `N` bytes in Windows-1252 without control characters; it may be
/// empty and keeps its blanks (annexes 1 and 2, `char(n)`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ErpText<const N: usize>(String);

/// « code ou libellé » : as [`ErpText`], but of at least one character and with no blank at either end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TrimmedErpText<const N: usize>(String);

impl<const N: usize> TrimmedErpText<N> {
    /// For texts written in this crate's own defaults, which its tests check; a caller's text goes through
    /// [`FromStr`].
    pub(crate) fn from_literal(text: &'static str) -> Self {
        Self(text.to_owned())
    }
}

/// The doors common to both; `text_type!` does not know const parameters.
macro_rules! erp_text_doors {
    ($name:ident, $error:ty, $check:path) => {
        impl<const N: usize> $name<N> {
            /// The text as it was given.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<const N: usize> TryFrom<String> for $name<N> {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
                $check(&text, N)?;
                Ok(Self(text))
            }
        }

        impl<const N: usize> FromStr for $name<N> {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, $error> {
                Self::try_from(text.to_owned())
            }
        }

        impl<const N: usize> From<$name<N>> for String {
            fn from(value: $name<N>) -> String {
                value.0
            }
        }

        impl<const N: usize> fmt::Display for $name<N> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

erp_text_doors!(ErpText, ErpTextError, check_erp_text);
erp_text_doors!(TrimmedErpText, TrimmedErpTextError, check_trimmed);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_bytes_of_the_code_page() {
        for (text, expected) in [
            ("", Ok(0)),
            ("abc", Ok(3)),
            ("Éléonore œuf", Ok(12)),
            ("50 €", Ok(4)),
            ("Łódź", Err(NotWindows1252('Ł'))),
            ("ok 👍", Err(NotWindows1252('👍'))),
            // Decomposed accents, as some systems type them, have no place of their own in the code page.
            ("e\u{301}", Err(NotWindows1252('\u{301}'))),
        ] {
            assert_eq!(windows_1252_len(text), expected, "{text:?}");
        }
        assert_eq!(windows_1252_len(&"é".repeat(1000)), Ok(1000));
    }

    #[test]
    fn erp_text_refuses_what_does_not_fit() {
        type Text = ErpText<4>;
        assert_eq!("".parse::<Text>().unwrap().as_str(), "");
        assert_eq!(" é  ".parse::<Text>().unwrap().as_str(), " é  ");
        assert_eq!("abcde".parse::<Text>(), Err(ErpTextError::TooLong { len: 5, max: 4 }));
        assert_eq!("a\tb".parse::<Text>(), Err(ErpTextError::Control(9)));
        assert_eq!("a\u{85}".parse::<Text>(), Err(ErpTextError::Control(0x85)));
        assert_eq!("漢".parse::<Text>(), Err(ErpTextError::CodePage(NotWindows1252('漢'))));
        assert!(serde_json::from_str::<Text>("\"abcde\"").is_err());
    }

    #[test]
    fn trimmed_text_has_no_outer_blank() {
        type Code = TrimmedErpText<4>;
        assert_eq!("A B".parse::<Code>().unwrap().to_string(), "A B");
        assert_eq!("".parse::<Code>(), Err(TrimmedErpTextError::Empty));
        for text in [" A", "A ", "\u{a0}A", " "] {
            assert_eq!(text.parse::<Code>(), Err(TrimmedErpTextError::OuterBlank), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_accepted_round_trips(text in "\\PC{0,12}") {
            if let Ok(accepted) = text.parse::<ErpText<10>>() {
                prop_assert!(text.chars().count() <= 10);
                let json = serde_json::to_string(&accepted).unwrap();
                prop_assert_eq!(serde_json::from_str::<ErpText<10>>(&json).unwrap(), accepted);
            }
        }
    }
}
