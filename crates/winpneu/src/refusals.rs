//! Refused files, as the operator deals with them, and as the digest reports them.

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::connection::collect;
use crate::statement::sql;
use crate::{Error, Row, Rows, Statements, Tx};

/// A refused file that is in no digest yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreported {
    /// The registered name.
    pub name: String,
    /// The user folder it lay in.
    pub folder: String,
    /// Why it was refused.
    pub reason: Option<String>,
    /// For people.
    pub detail: Option<String>,
    /// When (UTC).
    pub refused_at: NaiveDateTime,
}

/// How many refusals are in no digest yet.
///
/// # Errors
/// When the base does not answer.
pub async fn count_unreported(base: &mut dyn Statements) -> Result<i64, Error> {
    base.query_one(sql!("files_unreported_count"), &[]).await?.map_or(Ok(0), |row| row.int(0))
}

/// The first `limit` refusals that are in no digest yet, oldest first.
///
/// # Errors
/// When the base does not answer.
pub async fn unreported(base: &mut dyn Statements, limit: u32) -> Result<Vec<Unreported>, Error> {
    let read = |row: &Row| {
        Ok(Unreported {
            name: row.text(0)?,
            folder: row.text(1)?,
            reason: row.text_or_null(2)?,
            detail: row.text_or_null(3)?,
            refused_at: row.date_time(4)?,
        })
    };
    collect(base.page(sql!("files_unreported"), limit, &[]).await?, read).await
}

/// Marks every refusal as reported, in the transaction that queues the digest.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn mark_reported(tx: &mut Tx<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    tx.send(sql!("files_report"), &[now.into()]).await
}

/// A refused file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedFile {
    /// The registered name: the file's own, or its path where that was taken or is none.
    pub name: String,
    /// The user folder it lay in.
    pub folder: String,
    /// The author that its name tells.
    pub author: Option<String>,
    /// Why it was refused.
    pub reason: Option<String>,
    /// For people.
    pub detail: Option<String>,
    /// When it was first met (UTC).
    pub received_at: NaiveDateTime,
    /// When it was refused (UTC).
    pub refused_at: NaiveDateTime,
    /// SHA-256 of its content; none when it could not be read.
    pub sha256: Option<String>,
    /// When an operator discarded it (UTC).
    pub discarded_at: Option<NaiveDateTime>,
    /// Whether it is (still) refused: not integrated since, nor corrected by another file.
    pub refused: bool,
    /// The file that corrected it.
    pub replaced_by: Option<String>,
}

fn read(row: &Row) -> Result<RefusedFile, Error> {
    Ok(RefusedFile {
        name: row.text(0)?,
        folder: row.text(1)?,
        author: row.text_or_null(2)?,
        reason: row.text_or_null(3)?,
        detail: row.text_or_null(4)?,
        received_at: row.date_time(5)?,
        refused_at: row.date_time(6)?,
        sha256: row.text_or_null(7)?,
        discarded_at: row.date_time_or_null(8)?,
        refused: row.text(9)? == "refuse",
        replaced_by: row.text_or_null(10)?,
    })
}

/// A registered file by name, whatever became of it.
///
/// # Errors
/// When the base does not answer.
pub async fn find(base: &mut dyn Statements, name: &str) -> Result<Option<RefusedFile>, Error> {
    base.query_one(sql!("file_refused"), &[name.into()]).await?.as_ref().map(read).transpose()
}

/// The refused files that nobody discarded or corrected, the latest first, as they are read.
///
/// # Errors
/// When the base does not answer.
pub async fn all(base: &mut dyn Statements) -> Result<RefusedRows<'_>, Error> {
    Ok(RefusedRows(base.query(sql!("files_refused"), &[]).await?))
}

/// Refused files as they are read.
pub struct RefusedRows<'a>(Rows<'a>);

impl RefusedRows<'_> {
    /// The next one.
    ///
    /// # Errors
    /// When the base does not answer.
    pub async fn next(&mut self) -> Result<Option<RefusedFile>, Error> {
        self.0.next().await?.as_ref().map(read).transpose()
    }
}

/// Marks a refused file as discarded; false when it is not refused or was discarded before.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn discard(tx: &mut Tx<'_>, name: &str, now: DateTime<Utc>) -> Result<bool, Error> {
    Ok(tx.execute(sql!("file_discard"), &[name.into(), now.into()]).await? == 1)
}
