//! What becomes of entries after they were made.

use chrono::{DateTime, Utc};
use exchange_schema::{DeviceId, FileName, ReceiptState};
use rusqlite::params;

use super::entries::{as_i64, device_of, name_of, spelled};
use super::{Fate, Journal, JournalError};
use crate::step::{Step, reached};

impl Journal {
    /// These files lie in the inbox now.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn mark_dropped(&mut self, names: &[FileName], now: DateTime<Utc>) -> Result<(), JournalError> {
        self.mark(
            Step::CommitDropped,
            "UPDATE entry SET dropped_at = coalesce(dropped_at, ?1) WHERE name = ?2",
            names,
            now,
        )
    }

    /// These files are no longer in the inbox.
    ///
    /// # Errors
    /// As [`Journal::mark_dropped`].
    pub fn mark_removed(&mut self, names: &[FileName], now: DateTime<Utc>) -> Result<(), JournalError> {
        self.mark(
            Step::CommitRemoved,
            "UPDATE entry SET removed_at = coalesce(removed_at, ?1) WHERE name = ?2",
            names,
            now,
        )
    }

    /// Keeps what receipts say; whoever has a receipt was dropped.
    ///
    /// # Errors
    /// As [`Journal::mark_dropped`].
    pub fn keep_fates(&mut self, fates: &[(FileName, Fate)], now: DateTime<Utc>) -> Result<(), JournalError> {
        let tx = self.base.transaction()?;
        for (name, fate) in fates {
            let clashes =
                (!fate.clashes.is_empty()).then(|| serde_json::to_string(&fate.clashes).unwrap_or_default());
            tx.execute(
                "UPDATE entry SET state = ?1, at = ?2, reference = ?3, reason = ?4, seq = ?5, target = ?6, message = ?7, clashes = ?8,
                        dropped_at = coalesce(dropped_at, ?9),
                        integrated_at = coalesce(integrated_at, CASE WHEN ?1 = 'integrated' THEN ?2 END)
                 WHERE name = ?10",
                params![
                    fate.state.as_str(),
                    spelled(fate.at),
                    fate.reference,
                    fate.reason.map(|reason| reason.as_str()),
                    fate.seq.map(as_i64),
                    fate.target.map(|target| target.as_str()),
                    fate.message,
                    clashes,
                    spelled(now),
                    name.as_str()
                ],
            )?;
        }
        reached(Step::CommitReceipts);
        Ok(tx.commit()?)
    }

    /// The files that the server is done with and that still lie in the inbox, as far as is known.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn to_remove(&self) -> Result<Vec<(FileName, DeviceId)>, JournalError> {
        let mut asked = self.base.prepare(
            "SELECT name, device FROM entry WHERE removed_at IS NULL AND state IS NOT NULL AND state <> ?1 ORDER BY place",
        )?;
        let mut rows = asked.query([ReceiptState::Deferred.as_str()])?;
        let mut files = Vec::new();
        while let Some(row) = rows.next()? {
            files.push((name_of(&row.get::<_, String>(0)?)?, device_of(row.get(1)?)?));
        }
        Ok(files)
    }

    /// The user lets an entry be that the server or an accountant refused: it is no longer held out to him.
    ///
    /// # Errors
    /// [`JournalError::NotRefused`]; when the journal cannot be written.
    pub fn give_up(&mut self, name: &FileName, now: DateTime<Utc>) -> Result<(), JournalError> {
        let tx = self.base.transaction()?;
        let_be(&tx, name, now)?;
        reached(Step::CommitGivenUp);
        Ok(tx.commit()?)
    }

    fn mark(
        &mut self,
        step: Step,
        sql: &str,
        names: &[FileName],
        now: DateTime<Utc>,
    ) -> Result<(), JournalError> {
        if names.is_empty() {
            return Ok(());
        }
        let tx = self.base.transaction()?;
        for name in names {
            tx.execute(sql, params![spelled(now), name.as_str()])?;
        }
        reached(step);
        Ok(tx.commit()?)
    }
}

/// As a part of whatever is done about it.
pub(super) fn let_be(
    tx: &rusqlite::Transaction<'_>,
    name: &FileName,
    now: DateTime<Utc>,
) -> Result<(), JournalError> {
    let changed = tx.execute(
        "UPDATE entry SET given_up_at = ?1 WHERE name = ?2 AND state IN (?3, ?4) AND replaced_by IS NULL \
         AND given_up_at IS NULL",
        params![spelled(now), name.as_str(), ReceiptState::Rejected.as_str(), ReceiptState::Refused.as_str()],
    )?;
    // Nothing opens the form of its correction any more.
    tx.execute("DELETE FROM draft WHERE kind = 'correction' AND subject = ?1", [name.as_str()])?;
    if changed == 1 { Ok(()) } else { Err(JournalError::NotRefused(name.clone())) }
}
