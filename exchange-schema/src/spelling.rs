//! The one spelling of instants and UUIDs. The crates that know them are lenient in reading; names and bodies are
//! compared as text, so here a text counts only when it would be printed the same way.

use chrono::{DateTime, Datelike as _, NaiveDateTime, Utc};
use uuid::Uuid;

/// As in a body: `YYYY-MM-DDTHH:MM:SSZ`.
pub(crate) const EXTENDED: &str = "%Y-%m-%dT%H:%M:%SZ";
/// As in a name: `YYYYMMDDTHHMMSSZ`.
pub(crate) const COMPACT: &str = "%Y%m%dT%H%M%SZ";

/// None outside the years 0 to 9999, which four digits cannot spell.
pub(crate) fn print(instant: DateTime<Utc>, format: &str) -> Option<String> {
    (0..=9999).contains(&instant.year()).then(|| instant.format(format).to_string())
}

/// None unless `text` is what [`print`] gives. A leap second, which chrono could hold, is no whole second of ours.
pub(crate) fn parse(text: &str, format: &str) -> Option<DateTime<Utc>> {
    let instant = NaiveDateTime::parse_from_str(text, format).ok()?.and_utc();
    let canonical = instant.timestamp_subsec_nanos() == 0 && print(instant, format).as_deref() == Some(text);
    canonical.then_some(instant)
}

/// None unless hyphenated and in lower case.
pub(crate) fn parse_uuid(text: &str) -> Option<Uuid> {
    let id = Uuid::try_parse(text).ok()?;
    (id.hyphenated().encode_lower(&mut Uuid::encode_buffer()) == text).then_some(id)
}

/// For serde's `with`: an instant in whole seconds, `YYYY-MM-DDTHH:MM:SSZ`; fractions are cut off in printing.
pub(crate) mod instant {
    use super::{DateTime, EXTENDED, Utc, parse, print};
    use serde::{Deserialize as _, Deserializer, Serializer, de, ser};

    /// The same for a JSON Schema.
    pub(crate) const PATTERN: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$";

    pub(crate) fn serialize<S: Serializer>(
        instant: &DateTime<Utc>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let text = print(*instant, EXTENDED);
        serializer.serialize_str(&text.ok_or_else(|| ser::Error::custom("an instant beyond the year 9999"))?)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse(&text, EXTENDED).ok_or_else(|| de::Error::custom("not an instant spelled YYYY-MM-DDTHH:MM:SSZ"))
    }
}
