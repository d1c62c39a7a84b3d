//! `crm_courriel`: the mail outbox. A row is queued in the transaction of what it tells; a loop sends it later.

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::connection::collect;
use crate::statement::sql;
use crate::{Error, Statements, Tx};

/// A mail to be queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMail {
    /// Stable per cause and recipient, so that a resend is recognisable.
    pub message_id: String,
    /// Its one recipient.
    pub recipient: String,
    /// The person it comes from; none = the service.
    pub sender: Option<String>,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// Queues a mail; `file` is the exchange file that caused it.
///
/// # Errors
/// [`Error::Duplicate`] when it was queued before; the transaction is then over.
pub async fn queue(
    tx: &mut Tx<'_>,
    mail: &NewMail,
    file: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let parameters = [
        mail.message_id.as_str().into(),
        mail.recipient.as_str().into(),
        mail.sender.as_deref().into(),
        mail.subject.as_str().into(),
        mail.body.as_str().into(),
        now.into(),
        file.into(),
    ];
    tx.execute(sql!("mail_insert"), &parameters).await.map(drop)
}

/// How many mails are in a state (queued, sent, failed), and since when the oldest of them (UTC).
///
/// # Errors
/// When the base does not answer.
pub async fn counts(base: &mut dyn Statements) -> Result<Vec<(String, i64, NaiveDateTime)>, Error> {
    let rows = base.query(sql!("mails_by_state"), &[]).await?;
    collect(rows, |row| Ok((row.text(0)?, row.int(1)?, row.date_time(2)?))).await
}
