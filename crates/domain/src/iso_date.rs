//! Dates as exchange files write them: "YYYY-MM-DD" and nothing else. chrono's own parser takes `2026-1-5` and
//! five-digit years too; one date would then have several texts, and a comparison of texts would lie.
//!
//! As a serde module: `#[serde(with = "domain::iso_date")]`.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serializer};

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a date; write YYYY-MM-DD, for example 2026-11-21")]
pub struct IsoDateError(String);

/// Parses exactly "YYYY-MM-DD".
pub fn parse_iso_date(text: &str) -> Result<NaiveDate, IsoDateError> {
    let parsed = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    // Writing it again is the strictness: whatever chrono was lenient about does not come back the same.
    parsed
        .filter(|date| text.len() == 10 && date.to_string() == text)
        .ok_or_else(|| IsoDateError(text.to_owned()))
}

/// For serde's `with`.
pub fn serialize<S: Serializer>(date: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

/// For serde's `with`.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    parse_iso_date(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strict() {
        assert_eq!(parse_iso_date("2024-02-29").unwrap().to_string(), "2024-02-29");
        for text in ["", "2026-1-5", "2026-02-30", " 2026-01-05", "+2026-01-05", "12026-01-05", "05/01/2026"]
        {
            assert!(parse_iso_date(text).is_err(), "{text:?}");
        }
    }
}
