//! Values as SQL Server binds and answers them.

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike};
use tiberius::time::{Date, DateTime, DateTime2, SmallDateTime, Time};
use tiberius::{ColumnData, ColumnType, ToSql};

use crate::Value;

/// `datetime` counts 1/300 of a second.
const FRAGMENTS: u32 = 300;

/// A value as a parameter.
pub(super) struct Bound<'a>(pub(super) &'a Value);

impl ToSql for Bound<'_> {
    /// Text travels as nvarchar: the statements cast it where a `char` column is compared. A day and time travels as `datetime`, never as
    /// `datetime2`, which a `datetime` column would be converted to. NULL has no type of its own; nvarchar goes into every column here.
    fn to_sql(&self) -> ColumnData<'_> {
        match self.0 {
            Value::Null => ColumnData::String(None),
            Value::Int(number) => ColumnData::I64(Some(*number)),
            Value::Text(text) => ColumnData::String(Some(text.as_str().into())),
            Value::Bool(bit) => ColumnData::Bit(Some(*bit)),
            Value::Date(day) => ColumnData::Date(days_since_1(*day).map(Date::new)),
            Value::DateTime(instant) => ColumnData::DateTime(Some(date_time(instant))),
            Value::Bytes(bytes) => ColumnData::Binary(Some(bytes.as_slice().into())),
        }
    }
}

/// What SQL Server has no value for: a day and time before 1753, or any day outside of the years 1 to 9999.
pub(super) fn out_of_range(value: &Value) -> bool {
    match value {
        Value::Date(day) => !(1..=9999).contains(&day.year()),
        Value::DateTime(instant) => !(1753..=9999).contains(&instant.year()),
        _ => false,
    }
}

fn days_since_1(day: NaiveDate) -> Option<u32> {
    u32::try_from(day.num_days_from_ce() - 1).ok()
}

fn date_time(instant: &NaiveDateTime) -> DateTime {
    let days = instant.date().num_days_from_ce() - epoch().num_days_from_ce();
    DateTime::new(days, instant.time().num_seconds_from_midnight() * FRAGMENTS)
}

/// Day 0 of `datetime` and `smalldatetime`.
fn epoch() -> NaiveDate {
    NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default()
}

/// A value of a row.
pub(super) fn read(kind: ColumnType, data: ColumnData<'static>) -> Value {
    let int = |number: Option<i64>| number.map_or(Value::Null, Value::Int);
    match data {
        ColumnData::U8(number) => int(number.map(i64::from)),
        ColumnData::I16(number) => int(number.map(i64::from)),
        ColumnData::I32(number) => int(number.map(i64::from)),
        ColumnData::I64(number) => int(number),
        ColumnData::Bit(bit) => bit.map_or(Value::Null, Value::Bool),
        ColumnData::String(text) => text.map_or(Value::Null, |text| read_text(kind, text.into_owned())),
        ColumnData::Binary(bytes) => bytes.map_or(Value::Null, |bytes| Value::Bytes(bytes.into_owned())),
        ColumnData::DateTime(instant) => instant.and_then(of_date_time).map_or(Value::Null, Value::DateTime),
        ColumnData::SmallDateTime(instant) => instant.and_then(of_small).map_or(Value::Null, Value::DateTime),
        ColumnData::DateTime2(instant) => {
            instant.and_then(of_date_time_2).map_or(Value::Null, Value::DateTime)
        }
        ColumnData::DateTimeOffset(instant) => {
            // The wire carries UTC; the offset says how it was written.
            instant.and_then(|at| of_date_time_2(at.datetime2())).map_or(Value::Null, Value::DateTime)
        }
        ColumnData::Date(day) => day.and_then(of_date).map_or(Value::Null, Value::Date),
        // A view of the installation's may answer money; whole numbers are cents, the rest stays text for the reader to complain about.
        ColumnData::Numeric(number) => number.map_or(Value::Null, |number| decimal(&number)),
        ColumnData::F32(number) => number.map_or(Value::Null, |number| real(number.into())),
        ColumnData::F64(number) => number.map_or(Value::Null, real),
        ColumnData::Guid(id) => id.map_or(Value::Null, |id| Value::Text(id.to_string())),
        ColumnData::Xml(xml) => xml.map_or(Value::Null, |xml| Value::Text(xml.to_string())),
        ColumnData::Time(time) => time.map_or(Value::Null, |time| Value::Text(hour_and_minute(time))),
    }
}

fn read_text(kind: ColumnType, mut text: String) -> Value {
    if matches!(kind, ColumnType::BigChar | ColumnType::NChar) {
        text.truncate(text.trim_end_matches(' ').len());
    }
    Value::Text(text)
}

fn decimal(number: &tiberius::numeric::Numeric) -> Value {
    let unit = 10_i128.pow(number.scale().into());
    match i64::try_from(number.value() / unit) {
        Ok(whole) if number.value() % unit == 0 => Value::Int(whole),
        _ => Value::Text(number.to_string()),
    }
}

fn real(number: f64) -> Value {
    // Exact up to 2^53; what is not whole stays text, as in the embedded base.
    #[expect(clippy::cast_possible_truncation, reason = "looked at before")]
    if number.fract() == 0.0 && number.abs() < 9e15 {
        Value::Int(number as i64)
    } else {
        Value::Text(number.to_string())
    }
}

/// As `heure_relation` is spelled.
fn hour_and_minute(time: Time) -> String {
    let minutes = time.increments() / 10_u64.pow(time.scale().into()) / 60;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn of_date(day: Date) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(day.days()).ok()?.checked_add(1)?)
}

fn of_date_time(instant: DateTime) -> Option<NaiveDateTime> {
    let day = epoch().checked_add_signed(TimeDelta::days(instant.days().into()))?;
    day.and_hms_opt(0, 0, 0)?
        .checked_add_signed(TimeDelta::seconds((instant.seconds_fragments() / FRAGMENTS).into()))
}

fn of_small(instant: SmallDateTime) -> Option<NaiveDateTime> {
    let day = epoch().checked_add_signed(TimeDelta::days(instant.days().into()))?;
    // Minutes, whatever the field is called.
    day.and_hms_opt(0, 0, 0)?.checked_add_signed(TimeDelta::minutes(instant.seconds_fragments().into()))
}

fn of_date_time_2(instant: DateTime2) -> Option<NaiveDateTime> {
    let time = instant.time();
    let seconds = time.increments() / 10_u64.pow(time.scale().into());
    let day = of_date(instant.date())?;
    day.and_hms_opt(0, 0, 0)?.checked_add_signed(TimeDelta::seconds(i64::try_from(seconds).ok()?))
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use tiberius::numeric::Numeric;

    use super::*;

    fn instant(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn days_and_times_come_back_as_they_went() {
        for text in
            ["1753-01-01T00:00:00", "1900-01-01T00:00:00", "2026-11-21T14:35:02", "9999-12-31T23:59:59"]
        {
            let at = Value::DateTime(instant(text));
            assert!(!out_of_range(&at));
            assert_eq!(read(ColumnType::Datetimen, own(&at)), at, "{text}");
            let day = Value::Date(instant(text).date());
            assert_eq!(read(ColumnType::Daten, own(&day)), day, "{text}");
        }
        assert!(out_of_range(&Value::DateTime(instant("1752-12-31T23:59:59"))));
        assert!(
            !out_of_range(&Value::Date(instant("1752-12-31T00:00:00").date())),
            "a date goes back to the year 1"
        );
    }

    /// As it would be read: parameters borrow, answers own.
    fn own(value: &Value) -> ColumnData<'static> {
        match Bound(value).to_sql() {
            ColumnData::DateTime(at) => ColumnData::DateTime(at),
            ColumnData::Date(day) => ColumnData::Date(day),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn only_char_and_nchar_lose_their_padding() {
        let text = || ColumnData::String(Some(Cow::Borrowed("C01846  ")));
        for kind in [ColumnType::BigChar, ColumnType::NChar] {
            assert_eq!(read(kind, text()), Value::from("C01846"));
        }
        for kind in [ColumnType::BigVarChar, ColumnType::NVarchar, ColumnType::Text] {
            assert_eq!(read(kind, text()), Value::from("C01846  "));
        }
    }

    #[test]
    fn what_views_of_an_installation_may_answer_is_read() {
        let number =
            |value: i128, scale: u8| ColumnData::Numeric(Some(Numeric::new_with_scale(value, scale)));
        let noon = DateTime2::new(Date::new(739_575), Time::new(43_200 * 10_000_000 + 9_999_999, 7));
        for (data, value) in [
            (number(1250, 0), Value::Int(1250)),
            (number(125_000, 2), Value::Int(1250)),
            (ColumnData::F64(Some(-3.0)), Value::Int(-3)),
            (ColumnData::F64(Some(0.5)), Value::from("0.5")),
            (ColumnData::U8(Some(7)), Value::Int(7)),
            (ColumnData::I16(None), Value::Null),
            (ColumnData::Time(Some(Time::new(32_700 * 1_000, 3))), Value::from("09:05")),
            (ColumnData::DateTime2(Some(noon)), Value::DateTime(instant("2025-11-21T12:00:00"))),
            (
                ColumnData::SmallDateTime(Some(SmallDateTime::new(1, 61))),
                Value::DateTime(instant("1900-01-02T01:01:00")),
            ),
        ] {
            assert_eq!(read(ColumnType::Null, data), value);
        }
        assert!(
            matches!(read(ColumnType::Numericn, number(1255, 1)), Value::Text(_)),
            "half a cent is no number of cents"
        );
    }
}
