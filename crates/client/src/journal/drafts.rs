//! What is being typed: it survives closing the lid, and is gone once it was entered.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::entries::{instant, spelled};
use super::{Journal, JournalError};
use crate::step::{Step, reached};

/// Which form: there is one draft for each.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DraftKey {
    /// The form, such as `visit`.
    pub kind: String,
    /// Whom it is about: a customer's code, a prospect's uuid, or nobody yet.
    pub subject: String,
}

/// « brouillon ».
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Draft {
    /// Which form.
    pub key: DraftKey,
    /// What the form keeps: JSON, half typed, never looked into here.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub body: serde_json::Value,
    /// When it was kept last.
    pub updated_at: DateTime<Utc>,
}

impl Journal {
    /// Keeps a draft in place of the one before.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn keep_draft(&mut self, draft: &Draft) -> Result<(), JournalError> {
        let tx = self.base.transaction()?;
        tx.execute(
            "INSERT OR REPLACE INTO draft (kind, subject, body, updated_at) VALUES (?1, ?2, ?3, ?4)",
            params![draft.key.kind, draft.key.subject, draft.body.to_string(), spelled(draft.updated_at)],
        )?;
        reached(Step::CommitDraft);
        Ok(tx.commit()?)
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// As [`Journal::keep_draft`].
    pub fn drop_draft(&mut self, key: &DraftKey) -> Result<(), JournalError> {
        let tx = self.base.transaction()?;
        tx.execute("DELETE FROM draft WHERE kind = ?1 AND subject = ?2", [&key.kind, &key.subject])?;
        reached(Step::CommitDraft);
        Ok(tx.commit()?)
    }

    /// The draft of a form.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn draft(&self, key: &DraftKey) -> Result<Option<Draft>, JournalError> {
        let found = self.base.query_row(
            "SELECT body, updated_at FROM draft WHERE kind = ?1 AND subject = ?2",
            [&key.kind, &key.subject],
            |row| Ok((row.get(0)?, row.get(1)?)),
        );
        let found: Option<(String, String)> = found.optional()?;
        found.map(|(body, at)| draft_of(key.clone(), &body, &at)).transpose()
    }

    /// All drafts, the latest first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn drafts(&self) -> Result<Vec<Draft>, JournalError> {
        let mut asked = self.base.prepare(
            "SELECT kind, subject, body, updated_at FROM draft ORDER BY updated_at DESC, kind, subject",
        )?;
        let rows = asked.query_map([], |row| {
            let key = DraftKey { kind: row.get(0)?, subject: row.get(1)? };
            Ok((key, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
        })?;
        rows.map(|row| row.map_err(JournalError::from).and_then(|(key, body, at)| draft_of(key, &body, &at)))
            .collect()
    }
}

fn draft_of(key: DraftKey, body: &str, at: &str) -> Result<Draft, JournalError> {
    let unreadable = |_| JournalError::Value { column: "draft.body", value: body.to_owned() };
    Ok(Draft {
        key,
        body: serde_json::from_str(body).map_err(unreadable)?,
        updated_at: instant("draft.updated_at", at)?,
    })
}
