//! `crm_demande_modification`: modification requests as they were sent; the ERP's own relation shows less of bank details.

use chrono::{DateTime, Utc};
use domain::CustomerCode;

use crate::statement::sql;
use crate::{Error, Tx};

/// A request to be inserted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChangeRequest {
    /// Whose fields.
    pub customer: CustomerCode,
    /// [{field, from, to}] as JSON.
    pub changes: String,
    /// The author's words.
    pub comment: Option<String>,
    /// User folder of the author.
    pub asked_by: String,
    /// When the entry was made.
    pub asked_at: DateTime<Utc>,
}

/// Inserts an open request.
///
/// # Errors
/// When the base refuses; the transaction is then over.
pub async fn insert(tx: &mut Tx<'_>, request: &NewChangeRequest, file: &str) -> Result<(), Error> {
    let parameters = [
        file.into(),
        request.customer.as_str().into(),
        request.changes.as_str().into(),
        request.comment.as_deref().into(),
        request.asked_by.as_str().into(),
        request.asked_at.into(),
    ];
    tx.send(sql!("request_insert"), &parameters).await
}
