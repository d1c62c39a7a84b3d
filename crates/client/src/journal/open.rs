//! Opening the journal, and bringing it to this program's version.

use std::cell::RefCell;
use std::path::Path;
use std::time::Duration;

use domain::UserFolder;
use exchange_schema::DeviceId;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use uuid::Uuid;

use super::{Journal, JournalError};
use crate::step::{Step, reached};

/// Its name in the data folder.
const FILE: &str = "journal.sqlite";
/// Each one raises `user_version` by one. Never edit one that has landed.
const MIGRATIONS: [&str; 2] =
    [include_str!("../../schema/journal_1.sql"), include_str!("../../schema/journal_2.sql")];
const BUSY: Duration = Duration::from_secs(10);

impl Journal {
    /// Opens the user's journal in the data folder, making it the first time.
    ///
    /// # Errors
    /// [`JournalError::Newer`], [`JournalError::OtherUser`]; [`JournalError::Sqlite`] when the file cannot be read or written.
    pub fn open(data: &Path, user: &UserFolder) -> Result<Self, JournalError> {
        let mut base = Connection::open(data.join(FILE))?;
        base.busy_timeout(BUSY)?;
        base.pragma_update(None, "journal_mode", "WAL")?;
        // An entry that was answered as saved must survive a battery that runs out.
        base.pragma_update(None, "synchronous", "FULL")?;
        base.pragma_update(None, "foreign_keys", true)?;
        migrate(&mut base, user)?;
        let (device, owner): (String, String) =
            base.query_row("SELECT id, user FROM device", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if owner != user.as_str() {
            return Err(JournalError::OtherUser(owner));
        }
        let device =
            device.parse().map_err(|_| JournalError::Value { column: "device.id", value: device })?;
        Ok(Self { base, device, user: user.clone(), parsed: RefCell::default() })
    }
}

impl Journal {
    /// Goes on as another device, whose numbers begin at 1. What was made before stays the old one's.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn renew_device(&mut self) -> Result<DeviceId, JournalError> {
        let id = Uuid::new_v4().to_string();
        let device =
            id.parse().map_err(|_| JournalError::Value { column: "device.id", value: id.clone() })?;
        let tx = self.base.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute("UPDATE device SET id = ?1, next_sequence = 1", [&id])?;
        reached(Step::RenewDevice);
        tx.commit()?;
        self.device = device;
        Ok(device)
    }
}

fn migrate(base: &mut Connection, user: &UserFolder) -> Result<(), JournalError> {
    let known = MIGRATIONS.len() as i64;
    let found: i64 = base.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > known {
        return Err(JournalError::Newer { found, known });
    }
    if found == known {
        return Ok(());
    }
    let tx = base.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for migration in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or_default()) {
        tx.execute_batch(migration)?;
    }
    let device: Option<String> = tx.query_row("SELECT id FROM device", [], |row| row.get(0)).optional()?;
    if device.is_none() {
        tx.execute(
            "INSERT INTO device (id, user, next_sequence) VALUES (?1, ?2, 1)",
            [Uuid::new_v4().to_string(), user.to_string()],
        )?;
    }
    tx.pragma_update(None, "user_version", known)?;
    reached(Step::MigrateJournal);
    Ok(tx.commit()?)
}
