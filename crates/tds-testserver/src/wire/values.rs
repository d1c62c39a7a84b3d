//! Typed parameters ([MS-TDS] 2.2.5.4 and 2.2.5.5) as values that SQLite can bind.

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use rusqlite::types::Value;

use super::read::{Malformed, Reader, utf16};

/// The type that a parameter was sent with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A typeless NULL.
    Null,
    /// Whole numbers of one to eight bytes.
    Int(u8),
    Bit,
    Float(u8),
    Decimal {
        precision: u8,
        scale: u8,
    },
    Date,
    DateTime,
    SmallDateTime,
    DateTime2(u8),
    /// Text in a code page, and its greatest length in bytes; none is `max`.
    Varchar(Option<u16>),
    /// Unicode text, and its greatest length in UTF-16 units; none is `max`.
    Nvarchar(Option<u16>),
    Binary(Option<u16>),
}

impl Kind {
    /// What a declaration means; nothing for a type that is not known here.
    pub(crate) fn declared(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let (name, sizes) = text.split_once('(').unwrap_or((&text, ""));
        let mut sizes = sizes.trim_end_matches(')').split(',').map(|size| size.trim().parse().ok());
        let (first, second): (Option<u16>, Option<u16>) = (sizes.next().flatten(), sizes.next().flatten());
        let small =
            |size: Option<u16>, usual: u8| size.and_then(|size| u8::try_from(size).ok()).unwrap_or(usual);
        Some(match name.trim() {
            "tinyint" => Self::Int(1),
            "smallint" => Self::Int(2),
            "int" => Self::Int(4),
            "bigint" => Self::Int(8),
            "bit" => Self::Bit,
            "real" => Self::Float(4),
            "float" => Self::Float(if small(first, 53) <= 24 { 4 } else { 8 }),
            "decimal" | "numeric" => Self::Decimal { precision: small(first, 18), scale: small(second, 0) },
            "date" => Self::Date,
            "datetime" => Self::DateTime,
            "smalldatetime" => Self::SmallDateTime,
            "datetime2" => Self::DateTime2(small(first, 7)),
            "char" | "varchar" => Self::Varchar(first),
            "nchar" | "nvarchar" => Self::Nvarchar(first),
            "binary" | "varbinary" => Self::Binary(first),
            _ => return None,
        })
    }

    /// As SQL Server spells it.
    pub(crate) fn name(self) -> String {
        let sized = |name: &str, length: Option<u16>| match length {
            Some(length) => format!("{name}({length})"),
            None => format!("{name}(max)"),
        };
        match self {
            Self::Null => "null".to_owned(),
            Self::Int(1) => "tinyint".to_owned(),
            Self::Int(2) => "smallint".to_owned(),
            Self::Int(4) => "int".to_owned(),
            Self::Int(_) => "bigint".to_owned(),
            Self::Bit => "bit".to_owned(),
            Self::Float(4) => "real".to_owned(),
            Self::Float(_) => "float".to_owned(),
            Self::Decimal { precision, scale } => format!("decimal({precision},{scale})"),
            Self::Date => "date".to_owned(),
            Self::DateTime => "datetime".to_owned(),
            Self::SmallDateTime => "smalldatetime".to_owned(),
            Self::DateTime2(scale) => format!("datetime2({scale})"),
            Self::Varchar(length) => sized("varchar", length),
            Self::Nvarchar(length) => sized("nvarchar", length),
            Self::Binary(length) => sized("varbinary", length),
        }
    }
}

/// A type and how its values are laid out.
struct Layout {
    kind: Kind,
    /// Nothing in front of the value says how long it is.
    fixed: Option<usize>,
}

/// A type and a value.
pub(crate) fn parse(reader: &mut Reader<'_>) -> Result<(Kind, Value), Malformed> {
    let layout = layout(reader)?;
    let value = match layout.kind {
        Kind::Null => None,
        Kind::Varchar(length) | Kind::Nvarchar(length) | Kind::Binary(length) => long(reader, length)?,
        _ => {
            let length = layout.fixed.map_or_else(|| reader.u8().map(usize::from), Ok)?;
            (length > 0).then(|| reader.bytes(length)).transpose()?.map(<[u8]>::to_vec)
        }
    };
    let value = value.map_or(Ok(Value::Null), |bytes| scalar(layout.kind, &bytes))?;
    Ok((layout.kind, value))
}

fn layout(reader: &mut Reader<'_>) -> Result<Layout, Malformed> {
    let fixed = |kind, length| Ok(Layout { kind, fixed: Some(length) });
    let kind = match reader.u8()? {
        0x1F => Kind::Null,
        0x30 => return fixed(Kind::Int(1), 1),
        0x32 => return fixed(Kind::Bit, 1),
        0x34 => return fixed(Kind::Int(2), 2),
        0x38 => return fixed(Kind::Int(4), 4),
        0x7F => return fixed(Kind::Int(8), 8),
        0x3D => return fixed(Kind::DateTime, 8),
        0x3E => return fixed(Kind::Float(8), 8),
        0x26 => Kind::Int(reader.u8()?),
        0x68 => reader.u8().map(|_| Kind::Bit)?,
        0x6D => Kind::Float(reader.u8()?),
        0x6F => match reader.u8()? {
            4 => Kind::SmallDateTime,
            _ => Kind::DateTime,
        },
        0x28 => Kind::Date,
        0x2A => Kind::DateTime2(reader.u8()?),
        0x6A | 0x6C => {
            reader.u8()?;
            Kind::Decimal { precision: reader.u8()?, scale: reader.u8()? }
        }
        0xA5 | 0xAD => Kind::Binary(limit(reader)?),
        0xA7 | 0xAF => {
            let length = limit(reader)?;
            reader.bytes(COLLATION)?;
            Kind::Varchar(length)
        }
        0xE7 | 0xEF => {
            let length = limit(reader)?;
            reader.bytes(COLLATION)?;
            Kind::Nvarchar(length.map(|bytes| bytes / 2))
        }
        _ => return Err(Malformed("a parameter is of a type that this server does not know")),
    };
    Ok(Layout { kind, fixed: None })
}

const COLLATION: usize = 5;
/// The length of `max` types, and of NULL among the others.
const ENDLESS: u16 = 0xFFFF;

fn limit(reader: &mut Reader<'_>) -> Result<Option<u16>, Malformed> {
    reader.u16().map(|length| (length != ENDLESS).then_some(length))
}

/// The bytes of a text or binary value: with a length in front, or in chunks where the type has no limit ([MS-TDS] 2.2.5.2.3).
fn long(reader: &mut Reader<'_>, limit: Option<u16>) -> Result<Option<Vec<u8>>, Malformed> {
    if limit.is_some() {
        return match reader.u16()? {
            ENDLESS => Ok(None),
            length => reader.bytes(usize::from(length)).map(|bytes| Some(bytes.to_vec())),
        };
    }
    if reader.u64()? == u64::MAX {
        return Ok(None);
    }
    let mut whole = Vec::new();
    loop {
        match reader.u32()? {
            0 => return Ok(Some(whole)),
            chunk => {
                whole.extend_from_slice(reader.bytes(usize::try_from(chunk).unwrap_or(usize::MAX))?);
            }
        }
    }
}

fn scalar(kind: Kind, bytes: &[u8]) -> Result<Value, Malformed> {
    let mut reader = Reader::new(bytes);
    Ok(match kind {
        Kind::Null => Value::Null,
        Kind::Int(1) | Kind::Bit => Value::Integer(reader.u8()?.into()),
        Kind::Int(2) => Value::Integer(reader.u16()?.cast_signed().into()),
        Kind::Int(4) => Value::Integer(reader.i32()?.into()),
        Kind::Int(_) => Value::Integer(reader.u64()?.cast_signed()),
        Kind::Float(4) => Value::Real(f32::from_bits(reader.u32()?).into()),
        Kind::Float(_) => Value::Real(f64::from_bits(reader.u64()?)),
        Kind::Decimal { scale, .. } => decimal(&mut reader, bytes.len(), scale)?,
        Kind::Date => Value::Text(date(&mut reader)?.format("%Y-%m-%d").to_string()),
        Kind::DateTime => {
            let (days, ticks) = (reader.i32()?, i64::from(reader.u32()?));
            instant(since_1900(days.into())?, TimeDelta::milliseconds((ticks * 10 + 1) / 3))?
        }
        Kind::SmallDateTime => {
            let (days, minutes) = (reader.u16()?, reader.u16()?);
            instant(since_1900(days.into())?, TimeDelta::minutes(minutes.into()))?
        }
        Kind::DateTime2(scale) => {
            let length = bytes.len().checked_sub(3).ok_or(Malformed("a datetime2 is too short"))?;
            let unit = 10_i64.checked_pow(9_u32.saturating_sub(scale.into())).unwrap_or(1);
            let count = reader.number(length)?.cast_signed();
            let nanoseconds = count.checked_mul(unit).ok_or(Malformed("a datetime2 has too many ticks"))?;
            instant(date(&mut reader)?, TimeDelta::nanoseconds(nanoseconds))?
        }
        Kind::Varchar(_) => {
            Value::Text(encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into())
        }
        Kind::Nvarchar(_) => Value::Text(utf16(bytes)?),
        Kind::Binary(_) => Value::Blob(bytes.to_vec()),
    })
}

/// SQLite has no decimals: whole ones become integers, others the nearest number.
fn decimal(reader: &mut Reader<'_>, length: usize, scale: u8) -> Result<Value, Malformed> {
    let is_positive = reader.u8()? != 0;
    if length > 9 {
        return Err(Malformed("a decimal has more digits than this server knows"));
    }
    let digits =
        i64::try_from(reader.number(length - 1)?).map_err(|_| Malformed("a decimal is too large"))?;
    let signed = if is_positive { digits } else { -digits };
    #[expect(clippy::cast_precision_loss, reason = "the nearest number is meant")]
    let nearest = signed as f64 / 10_f64.powi(scale.into());
    Ok(if scale == 0 { Value::Integer(signed) } else { Value::Real(nearest) })
}

fn date(reader: &mut Reader<'_>) -> Result<NaiveDate, Malformed> {
    let days = reader.number(3)?;
    NaiveDate::from_ymd_opt(1, 1, 1)
        .and_then(|first| first.checked_add_days(Days::new(days)))
        .ok_or(Malformed("a date is out of range"))
}

fn since_1900(days: i64) -> Result<NaiveDate, Malformed> {
    TimeDelta::try_days(days)
        .and_then(|delta| NaiveDate::from_ymd_opt(1900, 1, 1)?.checked_add_signed(delta))
        .ok_or(Malformed("a date is out of range"))
}

/// As the embedded base spells a day and time; parts of a second only where there are any.
fn instant(day: NaiveDate, time: TimeDelta) -> Result<Value, Malformed> {
    let instant: NaiveDateTime = NaiveDateTime::from(day)
        .checked_add_signed(time)
        .ok_or(Malformed("a day and time is out of range"))?;
    let spelling = if time.subsec_nanos() == 0 { "%Y-%m-%d %H:%M:%S" } else { "%Y-%m-%d %H:%M:%S%.f" };
    Ok(Value::Text(instant.format(spelling).to_string()))
}
