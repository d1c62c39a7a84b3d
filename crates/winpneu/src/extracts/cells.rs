//! Columns read leniently, and keys that are not.

use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::{FieldKind, FieldSpec, FieldValue, Sheet};

use super::Unreadable;
use crate::{Row, Value};

/// Text without the padding of a `char`, moved out of the row; `None` for an empty one and for what is no text.
pub(super) fn text(row: &mut Row, index: usize) -> Option<String> {
    let mut text = row.take_text(index)?;
    text.truncate(text.trim_end_matches(' ').len());
    Some(text).filter(|text| !text.is_empty())
}

/// A whole number, also one that stands in a text.
pub(super) fn int(row: &Row, index: usize) -> Option<i64> {
    match row.values.get(index)? {
        Value::Int(number) => Some(*number),
        Value::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A day of the years that a base can hold.
pub(super) fn day(row: &Row, index: usize) -> Option<NaiveDate> {
    row.date_or_null(index).ok().flatten().filter(|day| (1..=9999).contains(&day.year()))
}

/// An instant.
pub(super) fn instant(row: &Row, index: usize) -> Option<DateTime<Utc>> {
    Some(row.date_time_or_null(index).ok()??.and_utc())
}

/// Version of the visit form and the picked nodes, in two columns from `first`.
pub(super) fn answers(row: &mut Row, first: usize) -> Option<(u32, String)> {
    let version = u32::try_from(int(row, first)?).ok()?;
    Some((version, text(row, first + 1)?))
}

/// The fields that stand in the columns from `first` on.
pub(super) fn sheet<'s>(row: &mut Row, first: usize, fields: impl Iterator<Item = &'s FieldSpec>) -> Sheet {
    let mut sheet = Sheet::new();
    for (index, spec) in (first..).zip(fields) {
        let value = match spec.kind {
            FieldKind::Date => day(row, index).map(|day| FieldValue::Text(day.to_string())),
            FieldKind::Integer | FieldKind::Text(_) => {
                text(row, index).and_then(|text| domain::field_value(spec.field, &text))
            }
        };
        sheet.extend(value.map(|value| (spec.field, value)));
    }
    sheet
}

/// The key of a table's rows: the first columns of its query.
#[derive(Clone, Copy)]
pub(super) struct Key {
    pub(super) table: &'static str,
    pub(super) columns: usize,
}

impl Key {
    /// The text of a key column, moved out; call it after everything else of the key was read, so that a problem can tell the key.
    pub(super) fn text(self, row: &mut Row, index: usize) -> Result<String, Unreadable> {
        self.check_text(row, index)?;
        text(row, index).ok_or_else(|| self.unreadable(row, index, "is no text"))
    }

    /// Whether a key column holds text, or a number that can stand for one.
    pub(super) fn check_text(self, row: &Row, index: usize) -> Result<(), Unreadable> {
        match row.values.get(index) {
            Some(Value::Text(text)) if text.trim().is_empty() => Err(self.unreadable(row, index, "is blank")),
            Some(Value::Text(_) | Value::Int(_)) => Ok(()),
            None | Some(Value::Null) => Err(self.unreadable(row, index, "is NULL")),
            Some(_) => Err(self.unreadable(row, index, "is no text")),
        }
    }

    /// What the text of a key column spells; the row keeps it.
    pub(super) fn parsed<T: FromStr>(self, row: &Row, index: usize) -> Result<T, Unreadable>
    where
        T::Err: std::fmt::Display,
    {
        self.check_text(row, index)?;
        match row.values.get(index) {
            Some(Value::Text(text)) => text
                .trim_end_matches(' ')
                .parse()
                .map_err(|error: T::Err| self.unreadable(row, index, &error.to_string())),
            _ => Err(self.unreadable(row, index, "is no text")),
        }
    }

    /// A number of a key column; the row keeps it.
    pub(super) fn number<T: TryFrom<i64>>(self, row: &Row, index: usize) -> Result<T, Unreadable> {
        int(row, index)
            .and_then(|number| T::try_from(number).ok())
            .ok_or_else(|| self.unreadable(row, index, "is not a number that can stand there"))
    }

    /// An instant of a key column; the row keeps it.
    pub(super) fn instant(self, row: &Row, index: usize) -> Result<DateTime<Utc>, Unreadable> {
        instant(row, index).ok_or_else(|| self.unreadable(row, index, "is no day and time"))
    }

    /// A day of a key column; the row keeps it.
    pub(super) fn day(self, row: &Row, index: usize) -> Result<NaiveDate, Unreadable> {
        day(row, index).ok_or_else(|| self.unreadable(row, index, "is no day"))
    }

    pub(super) fn unreadable(self, row: &Row, index: usize, problem: &str) -> Unreadable {
        let column = row.columns.get(index).map_or("?", String::as_str);
        let told: Vec<String> = row.values.iter().take(self.columns).map(told).collect();
        Unreadable { table: self.table, key: told.join(" / "), problem: format!("{column} {problem}") }
    }
}

/// A value of a key as a person can look it up; a long one is cut.
fn told(value: &Value) -> String {
    const MOST: usize = 60;
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) if text.trim().is_empty() => "''".to_owned(),
        Value::Text(text) => text.chars().take(MOST).collect(),
        Value::Bool(bit) => i64::from(*bit).to_string(),
        Value::Date(day) => day.to_string(),
        Value::DateTime(instant) => instant.to_string(),
        Value::Bytes(bytes) => format!("0x{}", hex::encode(&bytes[..bytes.len().min(MOST / 2)])),
    }
}
