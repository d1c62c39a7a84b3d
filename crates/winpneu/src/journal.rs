//! `crm_journal`: who did what, when, and from which file.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::statement::sql;
use crate::{Error, Statements, Tx};

/// One line of the journal. Its id is made by the program before the transaction: looking it up afterwards answers whether a COMMIT
/// whose reply was lost happened.
#[derive(Debug, Clone)]
pub struct JournalEntry<'a> {
    /// Made by the program.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who: a user folder, or the operator's name on the command line.
    pub author: &'a str,
    /// What: a short English code.
    pub action: &'a str,
    /// To whom or what, such as `C:C01846` or `parameter:visite_retro_jours`.
    pub entity: &'a str,
    /// The state before, as JSON.
    pub before: Option<&'a str>,
    /// The state after, as JSON.
    pub after: Option<&'a str>,
    /// From which exchange file.
    pub file: Option<&'a str>,
}

/// Writes a line, in the transaction of what it tells.
///
/// # Errors
/// When the base does not answer.
pub async fn write(tx: &mut Tx<'_>, entry: &JournalEntry<'_>) -> Result<(), Error> {
    let parameters = [
        entry.id.to_string().into(),
        entry.at.into(),
        entry.author.into(),
        entry.action.into(),
        entry.entity.into(),
        entry.before.into(),
        entry.after.into(),
        entry.file.into(),
    ];
    tx.send(sql!("journal_insert"), &parameters).await
}

/// Whether the line `id` stands in the journal: whether its transaction was committed.
///
/// # Errors
/// When the base does not answer.
pub async fn stands(base: &mut dyn Statements, id: Uuid) -> Result<bool, Error> {
    Ok(base.query_one(sql!("journal_find"), &[id.to_string().into()]).await?.is_some())
}
