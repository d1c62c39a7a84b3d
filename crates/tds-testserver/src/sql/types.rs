//! Types of columns: what a declaration means, and how a value of the column travels ([MS-TDS] 2.2.5.4 and 2.2.5.5).

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rusqlite::types::Value;

use super::errors::SqlError;
use crate::wire::tokens::{FRENCH, b_varchar};
use crate::wire::values::Kind;

/// The type of a column or of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    /// Code-page text of that many bytes, padded with blanks.
    Char(u16),
    /// Code-page text of at most that many bytes; none is `max`.
    Varchar(Option<u16>),
    /// Unicode text of that many UTF-16 units, padded with blanks.
    Nchar(u16),
    /// Unicode text of at most that many UTF-16 units; none is `max`.
    Nvarchar(Option<u16>),
    /// A whole number of that many bytes.
    Int(u8),
    Bit,
    Date,
    DateTime,
    DateTime2,
    Float,
    Binary(Option<u16>),
}

impl Type {
    /// What a declaration means; nothing for a type that is not known here.
    pub(crate) fn declared(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let (name, sizes) = match text.split_once('(') {
            Some((name, sizes)) => (name.trim(), Some(sizes.trim_end_matches(')').trim())),
            None => (text.as_str(), None),
        };
        // `max` has no length, and the rewritten DDL leaves it out.
        let length = || sizes.and_then(|sizes| sizes.parse::<u16>().ok()).filter(|length| *length <= 8000);
        Some(match name {
            "char" | "character" => Self::Char(length().unwrap_or(1)),
            "varchar" => Self::Varchar(length()),
            "nchar" => Self::Nchar(length().unwrap_or(1)),
            "nvarchar" | "sysname" => Self::Nvarchar(length()),
            // SQLite's word for text without a limit.
            "text" => Self::Nvarchar(None),
            "int" | "integer" => Self::Int(4),
            "bigint" => Self::Int(8),
            "smallint" => Self::Int(2),
            "tinyint" => Self::Int(1),
            "bit" => Self::Bit,
            "date" => Self::Date,
            "datetime" => Self::DateTime,
            "datetime2" => Self::DateTime2,
            "float" | "real" => Self::Float,
            "varbinary" | "binary" => Self::Binary(length()),
            "blob" => Self::Binary(None),
            _ => return None,
        })
    }

    /// The type that a parameter was sent with.
    pub(crate) fn sent(kind: Kind) -> Option<Self> {
        Some(match kind {
            Kind::Int(size) => Self::Int(size),
            Kind::Bit => Self::Bit,
            Kind::Float(_) => Self::Float,
            Kind::Date => Self::Date,
            Kind::DateTime => Self::DateTime,
            Kind::DateTime2(_) => Self::DateTime2,
            Kind::Varchar(length) => Self::Varchar(length),
            Kind::Nvarchar(length) => Self::Nvarchar(length),
            Kind::Binary(length) => Self::Binary(length),
            Kind::Null | Kind::Decimal { .. } | Kind::SmallDateTime => return None,
        })
    }

    /// Type of an expression that nobody declared, by one of its values.
    pub(crate) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Null => None,
            Value::Integer(number) => Some(Self::Int(if i32::try_from(*number).is_ok() { 4 } else { 8 })),
            Value::Real(_) => Some(Self::Float),
            Value::Text(_) => Some(Self::Nvarchar(None)),
            Value::Blob(_) => Some(Self::Binary(None)),
        }
    }

    pub(crate) fn is_text(self) -> bool {
        matches!(self, Self::Char(_) | Self::Varchar(_) | Self::Nchar(_) | Self::Nvarchar(_))
    }

    /// The same without padding: what functions on text answer.
    pub(crate) fn varying(self) -> Self {
        match self {
            Self::Char(length) => Self::Varchar(Some(length)),
            Self::Nchar(length) => Self::Nvarchar(Some(length)),
            other => other,
        }
    }

    /// The type that both are converted to where one of them is answered: that of the higher precedence.
    pub(crate) fn merged_with(self, other: Self) -> Self {
        let longest =
            |one: Option<u16>, other: Option<u16>| one.zip(other).map(|(one, other)| one.max(other));
        let rank = |kind: Self| match kind {
            Self::DateTime2 => 12,
            Self::DateTime => 11,
            Self::Date => 10,
            Self::Float => 9,
            Self::Int(size) => 5 + size.ilog2(),
            Self::Bit => 4,
            Self::Nvarchar(_) | Self::Nchar(_) => 3,
            Self::Varchar(_) | Self::Char(_) => 2,
            Self::Binary(_) => 1,
        };
        match (self, other) {
            (Self::Char(one), Self::Char(other)) => Self::Char(one.max(other)),
            (Self::Nchar(one), Self::Nchar(other)) => Self::Nchar(one.max(other)),
            _ => match (self.varying(), other.varying()) {
                (Self::Varchar(one), Self::Varchar(other)) => Self::Varchar(longest(one, other)),
                (Self::Nvarchar(one), Self::Nvarchar(other) | Self::Varchar(other))
                | (Self::Varchar(other), Self::Nvarchar(one)) => Self::Nvarchar(longest(one, other)),
                _ if rank(self) >= rank(other) => self,
                _ => other,
            },
        }
    }

    /// Flags, type and name of a column, as COLMETADATA spells them ([MS-TDS] 2.2.7.4).
    pub(crate) fn column(self, name: &str) -> Vec<u8> {
        const NULLABLE: u8 = 1;
        let mut bytes = vec![0, 0, 0, 0, NULLABLE, 0];
        let sized = |token: u8, length: Option<u16>| {
            let length = length.unwrap_or(u16::MAX).to_le_bytes();
            vec![token, length[0], length[1]]
        };
        bytes.extend(match self {
            Self::Char(length) => sized(0xAF, Some(length)),
            Self::Varchar(length) => sized(0xA7, length),
            Self::Nchar(units) => sized(0xEF, Some(units.saturating_mul(2))),
            Self::Nvarchar(units) => sized(0xE7, units.map(|units| units.saturating_mul(2))),
            Self::Int(size) => vec![0x26, size],
            Self::Bit => vec![0x68, 1],
            Self::Date => vec![0x28],
            Self::DateTime => vec![0x6F, 8],
            Self::DateTime2 => vec![0x2A, 7],
            Self::Float => vec![0x6D, 8],
            Self::Binary(length) => sized(0xA5, length),
        });
        if self.is_text() {
            bytes.extend(FRENCH);
        }
        bytes.extend(b_varchar(name));
        bytes
    }

    /// Adds a value to a row.
    pub(crate) fn put(self, value: &Value, row: &mut Vec<u8>) -> Result<(), SqlError> {
        let known = match self {
            Self::Char(_) | Self::Varchar(_) | Self::Nchar(_) | Self::Nvarchar(_) | Self::Binary(_) => {
                self.bytes(value).map(|bytes| put_long(self.is_endless(), bytes.as_deref(), row))
            }
            _ => self.scalar(value).map(|bytes| {
                row.push(u8::try_from(bytes.len()).unwrap_or(0));
                row.extend(bytes);
            }),
        };
        known.ok_or_else(|| self.unconvertible(value))
    }

    fn is_endless(self) -> bool {
        matches!(self, Self::Varchar(None) | Self::Nvarchar(None) | Self::Binary(None))
    }

    fn unconvertible(self, value: &Value) -> SqlError {
        match self {
            Self::Date | Self::DateTime | Self::DateTime2 => SqlError::new(
                241,
                16,
                1,
                "Conversion failed when converting date and/or time from character string.",
            ),
            _ => SqlError::new(
                245,
                16,
                1,
                format!(
                    "Conversion failed when converting the value {value:?} to a column of type {self:?}."
                ),
            ),
        }
    }

    /// The bytes of a text or binary value; the inner nothing is NULL, the outer what cannot be converted.
    fn bytes(self, value: &Value) -> Option<Option<Vec<u8>>> {
        let text = match (self, value) {
            (_, Value::Null) => return Some(None),
            (Self::Binary(_), Value::Blob(bytes)) => return Some(Some(bytes.clone())),
            (Self::Binary(_), _) | (_, Value::Blob(_)) => return None,
            (_, Value::Text(text)) => text.clone(),
            (_, Value::Integer(number)) => number.to_string(),
            (_, Value::Real(number)) => number.to_string(),
        };
        let blanks = |width: usize| " ".repeat(width);
        Some(Some(match self {
            Self::Char(length) => {
                let mut bytes = windows_1252(&text);
                let missing = usize::from(length).saturating_sub(bytes.len());
                bytes.extend(blanks(missing).bytes());
                bytes
            }
            Self::Varchar(_) => windows_1252(&text),
            Self::Nchar(units) => {
                let missing = usize::from(units).saturating_sub(text.encode_utf16().count());
                utf16(&(text + &blanks(missing)))
            }
            _ => utf16(&text),
        }))
    }

    /// The bytes of a value of fixed length; none is NULL.
    fn scalar(self, value: &Value) -> Option<Vec<u8>> {
        Some(match (self, value) {
            (_, Value::Null) => Vec::new(),
            (Self::Int(1), Value::Integer(number)) => vec![u8::try_from(*number).ok()?],
            (Self::Int(2), Value::Integer(number)) => i16::try_from(*number).ok()?.to_le_bytes().to_vec(),
            (Self::Int(4), Value::Integer(number)) => i32::try_from(*number).ok()?.to_le_bytes().to_vec(),
            (Self::Int(_), Value::Integer(number)) => number.to_le_bytes().to_vec(),
            (Self::Bit, Value::Integer(number)) => vec![u8::from(*number != 0)],
            (Self::Float, Value::Real(number)) => number.to_le_bytes().to_vec(),
            #[expect(clippy::cast_precision_loss, reason = "as SQL Server does")]
            (Self::Float, Value::Integer(number)) => (*number as f64).to_le_bytes().to_vec(),
            (Self::Date, Value::Text(text)) => days(instant(text)?.date(), 1)?.to_le_bytes()[..3].to_vec(),
            (Self::DateTime, Value::Text(text)) => {
                let instant = instant(text)?;
                let days = instant.date().signed_duration_since(NaiveDate::from_ymd_opt(1900, 1, 1)?);
                let ticks = (milliseconds(instant.time()) * 3 + 5) / 10;
                let mut bytes = i32::try_from(days.num_days()).ok()?.to_le_bytes().to_vec();
                bytes.extend(u32::try_from(ticks).ok()?.to_le_bytes());
                bytes
            }
            (Self::DateTime2, Value::Text(text)) => {
                let instant = instant(text)?;
                let mut bytes = (milliseconds(instant.time()) * 10_000).to_le_bytes()[..5].to_vec();
                bytes.extend(&days(instant.date(), 1)?.to_le_bytes()[..3]);
                bytes
            }
            _ => return None,
        })
    }
}

fn milliseconds(time: NaiveTime) -> i64 {
    time.signed_duration_since(NaiveTime::MIN).num_milliseconds()
}

fn days(day: NaiveDate, year: i32) -> Option<i64> {
    Some(day.signed_duration_since(NaiveDate::from_ymd_opt(year, 1, 1)?).num_days())
}

/// A day and time as text; a bare day is midnight.
fn instant(text: &str) -> Option<NaiveDateTime> {
    ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"]
        .iter()
        .find_map(|spelling| NaiveDateTime::parse_from_str(text, spelling).ok())
        .or_else(|| Some(NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_time(NaiveTime::MIN)))
}

/// Text in the code page of the collation; what it lacks becomes `?`, as on the server.
pub(crate) fn windows_1252(text: &str) -> Vec<u8> {
    fn encoded(text: &str) -> Option<Vec<u8>> {
        let (bytes, _, is_lossy) = encoding_rs::WINDOWS_1252.encode(text);
        (!is_lossy).then(|| bytes.into_owned())
    }
    encoded(text).unwrap_or_else(|| {
        let signs = text.chars().map(|sign| encoded(sign.encode_utf8(&mut [0; 4])));
        signs.flat_map(|bytes| bytes.unwrap_or_else(|| vec![b'?'])).collect()
    })
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A long value: with its length in front, or as one chunk where the type has no limit ([MS-TDS] 2.2.5.2.3).
fn put_long(is_endless: bool, bytes: Option<&[u8]>, row: &mut Vec<u8>) {
    match (is_endless, bytes) {
        (false, None) => row.extend(u16::MAX.to_le_bytes()),
        (true, None) => row.extend(u64::MAX.to_le_bytes()),
        (false, Some(bytes)) => {
            row.extend(u16::try_from(bytes.len()).unwrap_or(0).to_le_bytes());
            row.extend_from_slice(bytes);
        }
        (true, Some(bytes)) => {
            row.extend(u64::try_from(bytes.len()).unwrap_or(0).to_le_bytes());
            if !bytes.is_empty() {
                row.extend(u32::try_from(bytes.len()).unwrap_or(0).to_le_bytes());
                row.extend_from_slice(bytes);
            }
            row.extend(0_u32.to_le_bytes());
        }
    }
}
