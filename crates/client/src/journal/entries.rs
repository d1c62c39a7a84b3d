//! Entering and reading entries.

use std::collections::BTreeSet;
use std::num::NonZeroU64;
use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use exchange_schema::{DeviceId, ExchangeFile, FileName, Payload, ReceiptState, Sha256};
use rusqlite::{OptionalExtension, Row, TransactionBehavior, params};
use uuid::{NoContext, Timestamp, Uuid};

use super::fates::let_be;
use super::{DraftKey, Entries, Entry, Fate, Journal, JournalError, Unread};
use crate::step::{Step, reached};

const COLUMNS: &str = "name, sequence, subject, kind, sha256, saved_at, dropped_at, state, at, reference, reason, seq, target, message, \
                       clashes, removed_at, replaced_by, given_up_at, place, device, integrated_at";
/// A clock that was set back by more than this is followed; by less, entries go on from the last one. The server takes 15 minutes.
const CLOCK_SLACK_SECONDS: i64 = 600;

impl Journal {
    /// Enters what was typed: number, bytes and row, in one transaction in which the draft goes. `replaces` names the refused entry that
    /// this one corrects. What an accountant refused was integrated, so nothing takes its place: it is let be, and asked for anew.
    ///
    /// # Errors
    /// [`JournalError::Print`] when no server would accept it, [`JournalError::NotRefused`]; when the journal cannot be written.
    pub fn enter(
        &mut self,
        payload: Payload,
        replaces: Option<&FileName>,
        draft: Option<&DraftKey>,
        now: DateTime<Utc>,
    ) -> Result<Entry, JournalError> {
        let tx = self.base.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sequence = next_sequence(&tx)?;
        let at = created_at(&tx, now)?;
        let subject = subject(&payload);
        let refused = replaces.map(|other| is_refused(&tx, other)).transpose()?.unwrap_or(false);
        if let Some(other) = replaces.filter(|_| refused) {
            let_be(&tx, other, now)?;
        }
        let replaces = replaces.filter(|_| !refused);
        let file = file_of(payload, at, (&self.user, self.device), sequence, replaces)?;
        let bytes = file.to_json()?;
        let sha256 = Sha256::of(&bytes);
        let name = file.file_name().clone();
        tx.execute(
            "INSERT INTO entry (name, kind, sequence, created_at, subject, bytes, sha256, saved_at, replaces, device)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                name.as_str(),
                file.kind().as_str(),
                as_i64(sequence.get()),
                spelled(at),
                subject,
                bytes,
                sha256.to_string(),
                spelled(now),
                replaces.map(FileName::as_str),
                self.device.to_string()
            ],
        )?;
        let place = u64::try_from(tx.last_insert_rowid()).unwrap_or_default();
        tx.execute("UPDATE device SET next_sequence = ?1", [as_i64(sequence.get()) + 1])?;
        if let Some(other) = replaces {
            replace(&tx, other, &name)?;
        }
        if let Some(key) = draft {
            tx.execute("DELETE FROM draft WHERE kind = ?1 AND subject = ?2", [&key.kind, &key.subject])?;
        }
        reached(Step::CommitEntry);
        tx.commit()?;
        Ok(Entry {
            file: Arc::new(file),
            place,
            device: self.device,
            sequence,
            sha256,
            subject,
            saved_at: now,
            dropped_at: None,
            fate: None,
            integrated_at: None,
            removed_at: None,
            replaced_by: None,
            given_up_at: None,
        })
    }

    /// All entries, in the order in which they were made. One whose bytes cannot be read keeps none of the others back.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn entries(&self) -> Result<Entries, JournalError> {
        let mut asked = self.base.prepare(&format!("SELECT {COLUMNS} FROM entry ORDER BY place"))?;
        let mut rows = asked.query([])?;
        let mut entries = Entries::default();
        while let Some(row) = rows.next()? {
            let name = name_of(&row.get::<_, String>(0)?)?;
            match self.file(&name)? {
                Ok(file) => entries.readable.push(entry_of(row, file)?),
                Err(detail) => entries.unreadable.push(entry_of(row, Unread { name, detail })?),
            }
        }
        Ok(entries)
    }

    /// The names of all entries.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn names(&self) -> Result<BTreeSet<String>, JournalError> {
        let mut asked = self.base.prepare("SELECT name FROM entry")?;
        let rows = asked.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What was sent under a name, or why it cannot be read.
    fn file(&self, name: &FileName) -> Result<Result<Arc<ExchangeFile>, String>, JournalError> {
        if let Some(file) = self.parsed.borrow().get(name.as_str()) {
            return Ok(file.clone());
        }
        let asked = "SELECT bytes FROM entry WHERE name = ?1";
        let bytes: Vec<u8> = self.base.query_row(asked, [name.as_str()], |row| row.get(0))?;
        let file = ExchangeFile::parse(name, &bytes).map(Arc::new).map_err(|error| error.to_string());
        self.parsed.borrow_mut().insert(name.to_string(), file.clone());
        Ok(file)
    }

    /// The bytes of those that are to be dropped: saved, not dropped, and not known to the server by a receipt.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn to_drop(&self) -> Result<Vec<ToDrop>, JournalError> {
        self.bytes_where("dropped_at IS NULL AND removed_at IS NULL AND state IS NULL")
    }

    /// The bytes of those that were dropped and that the server has not settled, as far as is known: they must lie in the inbox.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn on_their_way(&self) -> Result<Vec<ToDrop>, JournalError> {
        self.bytes_where(
            "dropped_at IS NOT NULL AND removed_at IS NULL AND coalesce(state, 'deferred') = 'deferred'",
        )
    }

    fn bytes_where(&self, condition: &str) -> Result<Vec<ToDrop>, JournalError> {
        let mut asked = self
            .base
            .prepare(&format!("SELECT name, bytes, device FROM entry WHERE {condition} ORDER BY place"))?;
        let mut rows = asked.query([])?;
        let mut files = Vec::new();
        while let Some(row) = rows.next()? {
            files.push(ToDrop {
                name: name_of(&row.get::<_, String>(0)?)?,
                bytes: row.get(1)?,
                device: device_of(row.get(2)?)?,
            });
        }
        Ok(files)
    }
}

/// An entry as it is dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToDrop {
    /// Its name.
    pub name: FileName,
    /// Exactly these.
    pub bytes: Vec<u8>,
    /// In whose folder.
    pub device: DeviceId,
}

fn next_sequence(tx: &rusqlite::Transaction<'_>) -> Result<NonZeroU64, JournalError> {
    let next: i64 = tx.query_row("SELECT next_sequence FROM device", [], |row| row.get(0))?;
    let unreadable = || JournalError::Value { column: "device.next_sequence", value: next.to_string() };
    u64::try_from(next).ok().and_then(NonZeroU64::new).ok_or_else(unreadable)
}

/// Later than the entry before, though the clock stood still: follow-up and fleet are folded by this instant, and the order of a device's
/// entries is the order in which they were made.
fn created_at(tx: &rusqlite::Transaction<'_>, now: DateTime<Utc>) -> Result<DateTime<Utc>, JournalError> {
    let last: Option<String> = tx.query_row("SELECT max(created_at) FROM entry", [], |row| row.get(0))?;
    let Some(last) = last else { return Ok(now) };
    let last = instant("entry.created_at", &last)?;
    let ahead = (last - now).num_seconds();
    let stands = (0..CLOCK_SLACK_SECONDS).contains(&ahead);
    Ok(if stands { last + chrono::Duration::seconds(1) } else { now })
}

fn file_of(
    payload: Payload,
    at: DateTime<Utc>,
    (user, device): (&domain::UserFolder, exchange_schema::DeviceId),
    sequence: NonZeroU64,
    replaces: Option<&FileName>,
) -> Result<ExchangeFile, JournalError> {
    let unnameable = |value: String| JournalError::Value { column: "entry.name", value };
    let seconds = u64::try_from(at.timestamp()).map_err(|_| unnameable(at.to_string()))?;
    let id = Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, 0));
    let file = ExchangeFile::new(id, at, user.clone(), device, payload)
        .map_err(|error| unnameable(error.to_string()))?;
    let file = file.with_sequence(sequence);
    match replaces {
        None => Ok(file),
        Some(other) => file.replacing(other.clone()).map_err(|_| JournalError::NotRefused(other.clone())),
    }
}

fn replace(tx: &rusqlite::Transaction<'_>, other: &FileName, by: &FileName) -> Result<(), JournalError> {
    let changed = tx.execute(
        "UPDATE entry SET replaced_by = ?1 WHERE name = ?2 AND state = ?3 AND replaced_by IS NULL AND given_up_at IS NULL",
        [by.as_str(), other.as_str(), ReceiptState::Rejected.as_str()],
    )?;
    if changed == 1 { Ok(()) } else { Err(JournalError::NotRefused(other.clone())) }
}

/// By an accountant.
fn is_refused(tx: &rusqlite::Transaction<'_>, name: &FileName) -> Result<bool, JournalError> {
    let asked = "SELECT state FROM entry WHERE name = ?1";
    let state: Option<Option<String>> = tx.query_row(asked, [name.as_str()], |row| row.get(0)).optional()?;
    Ok(state.flatten().as_deref() == Some(ReceiptState::Refused.as_str()))
}

/// Whom an entry is about.
pub(crate) fn subject(payload: &Payload) -> String {
    match payload {
        Payload::Vc(visit) => visit.customer.to_string(),
        Payload::Mc(request) => request.customer.to_string(),
        _ => payload.prospect().map(|id| id.to_string()).unwrap_or_default(),
    }
}

fn entry_of<F>(row: &Row<'_>, file: F) -> Result<Entry<F>, JournalError> {
    let number: i64 = row.get(1)?;
    let sequence = u64::try_from(number).ok().and_then(NonZeroU64::new);
    let hash: String = row.get(4)?;
    let replaced_by: Option<String> = row.get(16)?;
    Ok(Entry {
        sequence: sequence
            .ok_or_else(|| JournalError::Value { column: "entry.sequence", value: number.to_string() })?,
        place: u64::try_from(row.get::<_, i64>(18)?).unwrap_or_default(),
        device: device_of(row.get(19)?)?,
        sha256: hash.parse().map_err(|_| JournalError::Value { column: "entry.sha256", value: hash })?,
        subject: row.get(2)?,
        saved_at: instant("entry.saved_at", &row.get::<_, String>(5)?)?,
        dropped_at: optional_instant(row, 6, "entry.dropped_at")?,
        fate: fate_of(row)?,
        integrated_at: optional_instant(row, 20, "entry.integrated_at")?,
        removed_at: optional_instant(row, 15, "entry.removed_at")?,
        replaced_by: replaced_by.as_deref().map(name_of).transpose()?,
        given_up_at: optional_instant(row, 17, "entry.given_up_at")?,
        file,
    })
}

fn fate_of(row: &Row<'_>) -> Result<Option<Fate>, JournalError> {
    let (Some(state), Some(at)) = (row.get::<_, Option<String>>(7)?, optional_instant(row, 8, "entry.at")?)
    else {
        return Ok(None);
    };
    // What an older program cannot read here it wrote itself, so it was read leniently before.
    let reason: Option<String> = row.get(10)?;
    let target: Option<String> = row.get(12)?;
    let clashes: Option<String> = row.get(14)?;
    Ok(Some(Fate {
        state: state.parse().map_err(|_| JournalError::Value { column: "entry.state", value: state })?,
        at,
        reference: row.get(9)?,
        reason: reason.and_then(|code| code.parse().ok()),
        seq: row.get::<_, Option<i64>>(11)?.and_then(|seq| u64::try_from(seq).ok()),
        target: target.and_then(|code| code.parse().ok()),
        message: row.get(13)?,
        clashes: clashes.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default(),
    }))
}

pub(super) fn device_of(text: String) -> Result<DeviceId, JournalError> {
    text.parse().map_err(|_| JournalError::Value { column: "entry.device", value: text })
}

pub(super) fn name_of(text: &str) -> Result<FileName, JournalError> {
    FileName::parse(text).map_err(|_| JournalError::Value { column: "entry.name", value: text.to_owned() })
}

fn optional_instant(
    row: &Row<'_>,
    at: usize,
    column: &'static str,
) -> Result<Option<DateTime<Utc>>, JournalError> {
    row.get::<_, Option<String>>(at)?.map(|text| instant(column, &text)).transpose()
}

/// Whole seconds, of one width, so that texts compare as instants do.
pub(super) fn spelled(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

pub(super) fn instant(column: &'static str, text: &str) -> Result<DateTime<Utc>, JournalError> {
    let parsed = DateTime::parse_from_rfc3339(text);
    parsed.map(|at| at.to_utc()).map_err(|_| JournalError::Value { column, value: text.to_owned() })
}

pub(super) fn as_i64(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
