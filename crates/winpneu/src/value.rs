//! Values that travel to and from the base, and rows.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::Error;

/// A parameter or a column value. The port knows these kinds and no others; money travels as [`Value::Int`] in cents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// NULL, of any type.
    Null,
    /// A whole number.
    Int(i64),
    /// Text; a `char` column comes without its padding.
    Text(String),
    /// A bit.
    Bool(bool),
    /// A day.
    Date(NaiveDate),
    /// A day and a time in whole seconds.
    DateTime(NaiveDateTime),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// Spelling of a [`Value::Date`] in the embedded base.
pub(crate) const DATE: &str = "%Y-%m-%d";
/// Spelling of a [`Value::DateTime`] in the embedded base.
pub(crate) const DATE_TIME: &str = "%Y-%m-%d %H:%M:%S";

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}
impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Int(i64::from(number))
    }
}
impl From<bool> for Value {
    fn from(bit: bool) -> Self {
        Self::Bool(bit)
    }
}
impl From<NaiveDate> for Value {
    fn from(day: NaiveDate) -> Self {
        Self::Date(day)
    }
}
impl From<NaiveDateTime> for Value {
    fn from(instant: NaiveDateTime) -> Self {
        Self::DateTime(instant)
    }
}
impl From<chrono::DateTime<chrono::Utc>> for Value {
    fn from(instant: chrono::DateTime<chrono::Utc>) -> Self {
        Self::DateTime(instant.naive_utc())
    }
}
impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// One row of an answer; columns are counted from 0.
#[derive(Debug, Clone)]
pub struct Row {
    pub(crate) columns: Arc<[String]>,
    pub(crate) values: Vec<Value>,
}

impl Row {
    fn problem(&self, index: usize, problem: impl Into<String>) -> Error {
        let column = self.columns.get(index).map_or_else(|| format!("#{index}"), Clone::clone);
        Error::Column { column, problem: problem.into() }
    }

    fn get(&self, index: usize) -> Result<&Value, Error> {
        self.values.get(index).ok_or_else(|| self.problem(index, "is not in the answer"))
    }

    /// Text, or `None` for NULL.
    ///
    /// # Errors
    /// [`Error::Column`] when the column is absent or of another kind; the same for the other getters.
    pub fn text_or_null(&self, index: usize) -> Result<Option<String>, Error> {
        match self.get(index)? {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text.clone())),
            Value::Int(number) => Ok(Some(number.to_string())),
            other => Err(self.problem(index, format!("{other:?} is no text"))),
        }
    }

    /// Text; NULL is an error.
    ///
    /// # Errors
    /// As [`Row::text_or_null`].
    pub fn text(&self, index: usize) -> Result<String, Error> {
        self.text_or_null(index)?.ok_or_else(|| self.problem(index, "is NULL"))
    }

    /// Text, moved out of the row: what is read by the million is not copied. `None` for NULL, and for what is no text.
    pub fn take_text(&mut self, index: usize) -> Option<String> {
        match std::mem::replace(self.values.get_mut(index)?, Value::Null) {
            Value::Text(text) => Some(text),
            Value::Int(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// A whole number, or `None` for NULL.
    ///
    /// # Errors
    /// As [`Row::text_or_null`].
    pub fn int_or_null(&self, index: usize) -> Result<Option<i64>, Error> {
        match self.get(index)? {
            Value::Null => Ok(None),
            Value::Int(number) => Ok(Some(*number)),
            Value::Bool(bit) => Ok(Some(i64::from(*bit))),
            other => Err(self.problem(index, format!("{other:?} is no whole number"))),
        }
    }

    /// A whole number; NULL is an error.
    ///
    /// # Errors
    /// As [`Row::text_or_null`].
    pub fn int(&self, index: usize) -> Result<i64, Error> {
        self.int_or_null(index)?.ok_or_else(|| self.problem(index, "is NULL"))
    }

    /// A bit; NULL counts as false.
    ///
    /// # Errors
    /// As [`Row::text_or_null`].
    pub fn flag(&self, index: usize) -> Result<bool, Error> {
        match self.get(index)? {
            Value::Null => Ok(false),
            Value::Bool(bit) => Ok(*bit),
            Value::Int(number) => Ok(*number != 0),
            other => Err(self.problem(index, format!("{other:?} is no bit"))),
        }
    }

    /// A day and time, or `None` for NULL. Text that spells one is read: an expression has no declared type in SQLite.
    ///
    /// # Errors
    /// As [`Row::text_or_null`].
    pub fn date_time_or_null(&self, index: usize) -> Result<Option<NaiveDateTime>, Error> {
        match self.get(index)? {
            Value::Null => Ok(None),
            Value::DateTime(instant) => Ok(Some(*instant)),
            Value::Date(day) => Ok(Some(day.and_time(NaiveTime::MIN))),
            Value::Text(text) => parse_date_time(text)
                .map(Some)
                .ok_or_else(|| self.problem(index, format!("{text:?} is no day and time"))),
            other => Err(self.problem(index, format!("{other:?} is no day and time"))),
        }
    }

    /// A day and time; NULL is an error.
    ///
    /// # Errors
    /// As [`Row::text_or_null`].
    pub fn date_time(&self, index: usize) -> Result<NaiveDateTime, Error> {
        self.date_time_or_null(index)?.ok_or_else(|| self.problem(index, "is NULL"))
    }

    /// A day, or `None` for NULL.
    ///
    /// # Errors
    /// As [`Row::text_or_null`].
    pub fn date_or_null(&self, index: usize) -> Result<Option<NaiveDate>, Error> {
        Ok(self.date_time_or_null(index)?.map(|instant| instant.date()))
    }
}

/// Reads a day and time as the embedded base spells it; a bare day is midnight.
pub(crate) fn parse_date_time(text: &str) -> Option<NaiveDateTime> {
    if let Some(instant) = usual_spelling(text) {
        return Some(instant);
    }
    NaiveDateTime::parse_from_str(text, DATE_TIME)
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S"))
        .ok()
        .or_else(|| Some(NaiveDate::parse_from_str(text, DATE).ok()?.and_time(NaiveTime::MIN)))
}

/// [`DATE_TIME`] or [`DATE`], filled to their width: what nearly every row has, at a fraction of what chrono's own parser takes.
fn usual_spelling(text: &str) -> Option<NaiveDateTime> {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| {
        bytes[from..to]
            .iter()
            .try_fold(0, |sum: u32, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')))
    };
    let signs = |places: &[(usize, u8)]| places.iter().all(|(place, sign)| bytes[*place] == *sign);
    if !matches!(bytes.len(), 10 | 19) || !signs(&[(4, b'-'), (7, b'-')]) {
        return None;
    }
    let day = NaiveDate::from_ymd_opt(i32::try_from(number(0, 4)?).ok()?, number(5, 7)?, number(8, 10)?)?;
    if bytes.len() == 10 {
        return Some(day.and_time(NaiveTime::MIN));
    }
    if !signs(&[(10, b' '), (13, b':'), (16, b':')]) {
        return None;
    }
    let time = NaiveTime::from_hms_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?)?;
    Some(day.and_time(time))
}

#[cfg(test)]
mod tests {
    use super::{parse_date_time, usual_spelling};

    #[test]
    fn days_and_times_as_the_base_spells_them() {
        for (text, read) in [
            ("2026-11-21 14:35:02", Some("2026-11-21T14:35:02")),
            ("2026-11-21T14:35:02", Some("2026-11-21T14:35:02")),
            ("2026-11-21", Some("2026-11-21T00:00:00")),
            ("0000-01-01 00:00:00", Some("0000-01-01T00:00:00")),
            ("2026-02-29 00:00:00", None),
            ("2026-11-21 24:00:00", None),
            ("2026-11-21 14:35", None),
            ("21/11/2026", None),
            ("2026-11-2é", None),
            ("", None),
        ] {
            let expected = read.map(|text| text.parse().unwrap());
            assert_eq!(parse_date_time(text), expected, "{text:?}");
            assert!(usual_spelling(text).is_none_or(|instant| Some(instant) == expected), "{text:?}");
        }
        assert!(usual_spelling("2026-11-21 14:35:02").is_some() && usual_spelling("2026-11-21").is_some());
    }
}
