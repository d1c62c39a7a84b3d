//! A field's value as a file carries it. Absent on purpose: whether it suits its field; annex 2 and the formats
//! are judged where it is known what the file is for.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

/// « valeur de champ » : a JSON string or integer. A text has no control character and at most
/// [`FieldValue::MAX_CHARS`] characters, the widest column of annex 2; make one with [`FieldValue::text`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(untagged)]
pub enum FieldValue {
    /// A text or a date.
    Text(String),
    /// A whole number, such as `nb_jour_1`.
    Integer(i64),
}

/// Why a value is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldValueError {
    /// Longer than any column.
    #[error("the value has {0} characters and no field holds more than {max}; shorten it", max = FieldValue::MAX_CHARS)]
    TooLong(usize),
    /// A line break or another character that no field shows.
    #[error("the value holds the control character U+{0:04X}; remove it")]
    Control(u32),
}

impl FieldValue {
    /// The longest text.
    pub const MAX_CHARS: usize = 255;

    /// A text, checked.
    pub fn text(text: impl Into<String>) -> Result<FieldValue, FieldValueError> {
        let text = text.into();
        if let Some(control) = text.chars().find(|c| c.is_control()) {
            return Err(FieldValueError::Control(u32::from(control)));
        }
        match text.chars().count() {
            count if count > Self::MAX_CHARS => Err(FieldValueError::TooLong(count)),
            _ => Ok(FieldValue::Text(text)),
        }
    }

    /// Whether it is the empty text, which a file treats as no value (design §4: '' and null are equal).
    pub fn is_empty(&self) -> bool {
        matches!(self, FieldValue::Text(text) if text.is_empty())
    }
}

impl fmt::Display for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FieldValue::Text(text) => f.write_str(text),
            FieldValue::Integer(number) => write!(f, "{number}"),
        }
    }
}

impl<'de> Deserialize<'de> for FieldValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<FieldValue, D::Error> {
        struct ValueVisitor;

        impl serde::de::Visitor<'_> for ValueVisitor {
            type Value = FieldValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a whole number")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<FieldValue, E> {
                FieldValue::text(text).map_err(E::custom)
            }

            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<FieldValue, E> {
                Ok(FieldValue::Integer(number))
            }

            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<FieldValue, E> {
                i64::try_from(number).map(FieldValue::Integer).map_err(E::custom)
            }
        }

        deserializer.deserialize_any(ValueVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn strings_and_integers_only() {
        for (json, value) in [
            ("\"\"", FieldValue::Text(String::new())),
            ("\"Gâtinais 漢\"", FieldValue::Text("Gâtinais 漢".into())),
            ("20", FieldValue::Integer(20)),
            ("-1", FieldValue::Integer(-1)),
        ] {
            assert_eq!(serde_json::from_str::<FieldValue>(json).unwrap(), value);
            assert_eq!(serde_json::to_string(&value).unwrap(), json);
        }
        for json in ["null", "true", "1.5", "[]", "{}", "18446744073709551615", r#""a\nb""#] {
            assert!(serde_json::from_str::<FieldValue>(json).is_err(), "{json}");
        }
        assert!(FieldValue::text("é".repeat(255)).is_ok());
        assert_eq!(FieldValue::text("é".repeat(256)), Err(FieldValueError::TooLong(256)));
    }

    proptest! {
        #[test]
        fn round_trips(text in "\\PC{0,40}", number in any::<i64>()) {
            for value in [FieldValue::text(text.clone()).unwrap(), FieldValue::Integer(number)] {
                let json = serde_json::to_string(&value).unwrap();
                prop_assert_eq!(serde_json::from_str::<FieldValue>(&json).unwrap(), value);
            }
        }
    }
}
