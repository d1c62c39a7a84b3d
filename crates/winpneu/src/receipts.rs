//! What receipts are made of: the registry's rows of one user folder.

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::registry::FileState;
use crate::statement::sql;
use crate::{Error, Row, Rows, Statements};

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
    /// What an accountant made of it: validated or refused.
    pub decision: Option<String>,
    /// Words for the author.
    pub message: Option<String>,
    /// Columns of an MP that were not set (JSON).
    pub clashes: Option<String>,
}

/// The files of a user folder whose state changed since `since`, those that changed last first; in an order that two calls agree on.
///
/// # Errors
/// When the base does not answer.
pub async fn since<'a>(
    base: &'a mut dyn Statements,
    folder: &str,
    since: DateTime<Utc>,
) -> Result<ReceiptRows<'a>, Error> {
    Ok(ReceiptRows(base.query(sql!("receipts_of_folder"), &[folder.into(), since.into()]).await?))
}

/// Receipts as they are read.
pub struct ReceiptRows<'a>(Rows<'a>);

impl ReceiptRows<'_> {
    /// The next one.
    ///
    /// # Errors
    /// When the base does not answer.
    pub async fn next(&mut self) -> Result<Option<ReceiptRow>, Error> {
        self.0.next().await?.as_ref().map(receipt_row).transpose()
    }
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
        decision: row.text_or_null(8)?,
        message: row.text_or_null(9)?,
        clashes: row.text_or_null(10)?,
    })
}
