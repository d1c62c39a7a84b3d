//! Rows as bytes, for sorting. What is written as a key compares as bytes like the values themselves do; nothing is before something.

use std::borrow::Cow;
use std::io;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use memchr::memchr;

/// Ends a key; a NUL within it is written as NUL and `NUL_IN_KEY`, so that a shorter key comes before a longer one.
const END_OF_KEY: u8 = 0;
const NUL_IN_KEY: u8 = 0xFF;

/// A row that is being written.
#[derive(Debug, Default)]
pub(super) struct Record {
    bytes: Vec<u8>,
}

impl Record {
    /// Begins the next row.
    pub(super) fn begin(&mut self) -> &mut Self {
        self.bytes.clear();
        self
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Bytes of a length that the reader knows.
    pub(super) fn fixed(&mut self, bytes: &[u8]) -> &mut Self {
        self.bytes.extend_from_slice(bytes);
        self
    }

    /// A text that rows are sorted by.
    pub(super) fn key(&mut self, text: &str) -> &mut Self {
        let mut rest = text.as_bytes();
        while let Some(at) = memchr(0, rest) {
            self.fixed(&rest[..=at]).fixed(&[NUL_IN_KEY]);
            rest = &rest[at + 1..];
        }
        self.fixed(rest).fixed(&[0, END_OF_KEY])
    }

    /// A number; rows may be sorted by it.
    pub(super) fn number(&mut self, number: i64) -> &mut Self {
        // With the sign turned around, negative ones come first.
        self.fixed(&(number.cast_unsigned() ^ (1 << 63)).to_be_bytes())
    }

    /// A day; rows may be sorted by it.
    pub(super) fn day(&mut self, day: NaiveDate) -> &mut Self {
        self.number(day.num_days_from_ce().into())
    }

    /// An instant; rows may be sorted by it.
    pub(super) fn instant(&mut self, at: DateTime<Utc>) -> &mut Self {
        self.number(at.timestamp()).number(at.timestamp_subsec_nanos().into())
    }

    /// A value that may be absent.
    pub(super) fn optional<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) -> &mut Self {
        self.fixed(&[u8::from(value.is_some())]);
        if let Some(value) = value {
            write(self, value);
        }
        self
    }

    pub(super) fn optional_key(&mut self, text: Option<&str>) -> &mut Self {
        self.optional(text, |record, text| {
            record.key(text);
        })
    }

    pub(super) fn optional_day(&mut self, day: Option<NaiveDate>) -> &mut Self {
        self.optional(day, |record, day| {
            record.day(day);
        })
    }

    /// A text that no order stands on.
    pub(super) fn text(&mut self, text: Option<&str>) -> &mut Self {
        self.optional(text, |record, text| {
            record.fixed(&(text.len() as u64).to_le_bytes()).fixed(text.as_bytes());
        })
    }
}

/// A row that is being read, field after field as they were written.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    pub(super) const fn of(record: &'a [u8]) -> Self {
        Self { rest: record }
    }

    fn take(&mut self, length: usize) -> io::Result<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or_else(torn)?;
        self.rest = rest;
        Ok(taken)
    }

    pub(super) fn fixed<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        self.take(N)?.try_into().map_err(|_| torn())
    }

    pub(super) fn key(&mut self) -> io::Result<Cow<'a, str>> {
        let mut before: Vec<u8> = Vec::new();
        loop {
            let at = memchr(0, self.rest).ok_or_else(torn)?;
            let piece = self.take(at)?;
            match self.fixed::<2>()?[1] {
                END_OF_KEY if before.is_empty() => return utf8(piece).map(Cow::Borrowed),
                END_OF_KEY => {
                    before.extend_from_slice(piece);
                    return String::from_utf8(before).map(Cow::Owned).map_err(|_| torn());
                }
                _ => {
                    before.extend_from_slice(piece);
                    before.push(0);
                }
            }
        }
    }

    pub(super) fn number(&mut self) -> io::Result<i64> {
        Ok((u64::from_be_bytes(self.fixed()?) ^ (1 << 63)).cast_signed())
    }

    pub(super) fn day(&mut self) -> io::Result<NaiveDate> {
        let days = i32::try_from(self.number()?).map_err(|_| torn())?;
        NaiveDate::from_num_days_from_ce_opt(days).ok_or_else(torn)
    }

    pub(super) fn instant(&mut self) -> io::Result<DateTime<Utc>> {
        let (seconds, nanos) = (self.number()?, self.number()?);
        let nanos = u32::try_from(nanos).map_err(|_| torn())?;
        DateTime::from_timestamp(seconds, nanos).ok_or_else(torn)
    }

    pub(super) fn optional<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> io::Result<T>,
    ) -> io::Result<Option<T>> {
        Ok(if self.fixed::<1>()? == [0] { None } else { Some(read(self)?) })
    }

    pub(super) fn text(&mut self) -> io::Result<Option<&'a str>> {
        self.optional(|fields| {
            let length = u64::from_le_bytes(fields.fixed()?);
            utf8(fields.take(usize::try_from(length).map_err(|_| torn())?)?)
        })
    }

    /// The bytes of what `read` reads.
    pub(super) fn bytes_of<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> io::Result<T>,
    ) -> io::Result<&'a [u8]> {
        let before = self.rest;
        read(self)?;
        Ok(&before[..before.len() - self.rest.len()])
    }

    /// What was not read yet.
    pub(super) const fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

fn utf8(bytes: &[u8]) -> io::Result<&str> {
    std::str::from_utf8(bytes).map_err(|_| torn())
}

/// Another program wrote into the scratch folder, or its disk fails.
fn torn() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a row that was put aside cannot be read back")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn record(text: &str, number: Option<i64>) -> Vec<u8> {
        let mut record = Record::default();
        record.key(text).optional(number, |record, number| {
            record.number(number);
        });
        record.as_bytes().to_vec()
    }

    proptest! {
        #[test]
        fn keys_sort_like_values(
            one in ("[\0\u{1}ab]{0,3}", any::<Option<i64>>()), two in ("[\0\u{1}ab]{0,3}", any::<Option<i64>>()),
        ) {
            prop_assert_eq!(record(&one.0, one.1).cmp(&record(&two.0, two.1)), one.cmp(&two));
        }

        #[test]
        fn what_was_written_is_read(key in "[\0-\u{ff}]{0,6}", text in any::<Option<String>>(), seconds in 0..4_000_000_000_i64) {
            let at = DateTime::from_timestamp(seconds, 7).unwrap();
            let mut record = Record::default();
            record.key(&key).text(text.as_deref()).instant(at).optional_day(Some(at.date_naive())).optional_key(None).fixed(b"end");
            let mut fields = Fields::of(record.as_bytes());
            let mut written = Record::default();
            prop_assert_eq!(Fields::of(record.as_bytes()).bytes_of(Fields::key).unwrap(), written.key(&key).as_bytes());
            prop_assert_eq!(fields.key().unwrap(), key);
            prop_assert_eq!(fields.text().unwrap(), text.as_deref());
            prop_assert_eq!(fields.instant().unwrap(), at);
            prop_assert_eq!(fields.optional(Fields::day).unwrap(), Some(at.date_naive()));
            prop_assert_eq!(fields.optional(Fields::key).unwrap(), None);
            prop_assert_eq!(fields.rest(), b"end");
            prop_assert!(fields.number().is_err());
        }
    }
}
