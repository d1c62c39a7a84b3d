//! Values that travel to and from the base, and rows.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};

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
            Value::Date(day) => Ok(Some(day.and_time(chrono::NaiveTime::MIN))),
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
    NaiveDateTime::parse_from_str(text, DATE_TIME)
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S"))
        .ok()
        .or_else(|| Some(NaiveDate::parse_from_str(text, DATE).ok()?.and_time(chrono::NaiveTime::MIN)))
}
