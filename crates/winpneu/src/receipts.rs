//! What receipts are made of: the registry's rows of one user folder.

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::registry::FileState;
use crate::statement::sql;
use crate::{Error, Row, Statements};

/// What a receipt is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRow {
    /// The file's name.
    pub name: String,
    /// SHA-256 of its content.
    pub sha256: Option<String>,
    /// Its state.
    pub state: FileState,
    /// Why it waits or was refused.
    pub reason: Option<String>,
    /// ERP id or customer code.
    pub reference: Option<String>,
    /// Number of its effect.
    pub seq: Option<i64>,
    /// When its state last changed (UTC).
    pub changed_at: NaiveDateTime,
    /// Its kind (`code`), where known.
    pub kind: Option<String>,
}

/// Hands the files of a user folder whose state changed since `since` to `each`, in no particular order, as they are read.
///
/// # Errors
/// When the base does not answer.
pub async fn each_since(
    base: &mut dyn Statements,
    folder: &str,
    since: DateTime<Utc>,
    mut each: impl FnMut(ReceiptRow),
) -> Result<(), Error> {
    let mut rows = base.query(sql!("receipts_of_folder"), &[folder.into(), since.into()]).await?;
    while let Some(row) = rows.next().await? {
        each(receipt_row(&row)?);
    }
    Ok(())
}

/// The receipt of one file, however old.
///
/// # Errors
/// When the base does not answer.
pub async fn receipt(base: &mut dyn Statements, name: &str) -> Result<Option<ReceiptRow>, Error> {
    base.query_one(sql!("receipt_of_file"), &[name.into()]).await?.as_ref().map(receipt_row).transpose()
}

fn receipt_row(row: &Row) -> Result<ReceiptRow, Error> {
    Ok(ReceiptRow {
        name: row.text(0)?,
        sha256: row.text_or_null(1)?,
        state: FileState::parse(&row.text(2)?)?,
        reason: row.text_or_null(3)?,
        reference: row.text_or_null(4)?,
        seq: row.int_or_null(5)?,
        changed_at: row.date_time(6)?,
        kind: row.text_or_null(7)?,
    })
}
