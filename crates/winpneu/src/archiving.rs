//! Old rows of `client_relation` are marked `c_archive = 'O'`, whatever their origin: the ERP then hides them. A modification request that
//! is still open stays, however old. A row without a date stays too.
//!
//! Rows are walked by their date: annex 1 names no key. Rows of one second are never parted, so a portion may hold more than was asked for.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta, Timelike};

use crate::statement::sql;
use crate::{Error, Statements, Tx};

/// The earliest instant that `datetime` knows.
const BEGINNING: NaiveDateTime = match NaiveDate::from_ymd_opt(1753, 1, 1) {
    Some(day) => day.and_time(chrono::NaiveTime::MIN),
    None => NaiveDateTime::MIN,
};

/// Some rows, by `date_relation`, from the first to the last, in whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The earliest one's date.
    pub first: NaiveDateTime,
    /// The latest one's date.
    pub last: NaiveDateTime,
}

impl Span {
    /// The first instant behind it. A `datetime` counts 1/300 of a second: `last` itself would leave out what stands within its second.
    fn end(self) -> NaiveDateTime {
        whole(self.last).checked_add_signed(TimeDelta::seconds(1)).unwrap_or(self.last)
    }
}

/// Where the next rows to be archived lie, about `limit` of them: those dated after `after` and before `before`. None when there is none.
///
/// # Errors
/// When the base does not answer.
pub async fn next(
    base: &mut dyn Statements,
    after: Option<Span>,
    before: NaiveDate,
    limit: u32,
) -> Result<Option<Span>, Error> {
    let from = after.map_or(BEGINNING, Span::end);
    let mut rows = base.page(sql!("relations_archive_page"), limit, &[from.into(), before.into()]).await?;
    let mut span: Option<Span> = None;
    while let Some(row) = rows.next().await? {
        let last = whole(row.date_time(0)?);
        span = Some(Span { first: span.map_or(last, |span| span.first), last });
    }
    Ok(span)
}

/// Archives the rows of `span` that are dated before `before`; answers how many there were. What was decided meanwhile counts.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn archive(tx: &mut Tx<'_>, span: Span, before: NaiveDate) -> Result<u64, Error> {
    tx.execute(sql!("relations_archive"), &[span.first.into(), span.end().into(), before.into()]).await
}

fn whole(instant: NaiveDateTime) -> NaiveDateTime {
    instant.with_nanosecond(0).unwrap_or(instant)
}

#[cfg(test)]
mod tests {
    use super::{NaiveDateTime, Span};

    #[test]
    fn a_span_ends_behind_the_second_of_its_last_row() {
        let at = |text: &str| text.parse::<NaiveDateTime>().expect("an instant");
        for (last, end) in [
            ("2020-05-05T00:00:00", "2020-05-05T00:00:01"),
            ("2020-05-05T08:30:59.997", "2020-05-05T08:31:00"),
            ("2020-12-31T23:59:59", "2021-01-01T00:00:00"),
        ] {
            let span = Span { first: at("2020-01-01T00:00:00"), last: at(last) };
            assert_eq!(span.end(), at(end), "{last}");
        }
    }
}
