//! Old rows of `client_relation` are marked `c_archive = 'O'`, whatever their origin: the ERP then hides them. A modification request that
//! is still open stays, however old. A row without a date stays too.

use chrono::NaiveDate;

use crate::statement::sql;
use crate::{Error, Statements, Tx};

/// Some rows, by `num_relation`, from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first one's key.
    pub first: i64,
    /// The last one's key.
    pub last: i64,
}

/// Where the next rows to be archived lie, at most `limit` of them: those with a key after `after` that are dated before `before`. None
/// when there is none.
///
/// # Errors
/// When the base does not answer.
pub async fn next(
    base: &mut dyn Statements,
    after: i64,
    before: NaiveDate,
    limit: u32,
) -> Result<Option<Span>, Error> {
    let mut rows = base.page(sql!("relations_archive_page"), limit, &[after.into(), before.into()]).await?;
    let mut span: Option<Span> = None;
    while let Some(row) = rows.next().await? {
        let last = row.int(0)?;
        span = Some(Span { first: span.map_or(last, |span| span.first), last });
    }
    Ok(span)
}

/// Archives the rows of `span` that are dated before `before`; answers how many there were. What was decided meanwhile counts.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn archive(tx: &mut Tx<'_>, span: Span, before: NaiveDate) -> Result<u64, Error> {
    tx.execute(sql!("relations_archive"), &[span.first.into(), span.last.into(), before.into()]).await
}
