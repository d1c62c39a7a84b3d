//! The driver of the embedded base: one SQLite file, attached under the name `dbo` to an empty in-memory base, so that the shared
//! statements find `dbo.client` here as on SQL Server.
//!
//! SQLite is asked on the calling thread: a statement takes microseconds, and handing it to another thread and back took longer than
//! the statement and its share of the commit together. On a runtime of several threads the others are told (`block_in_place`), so a
//! slow disk does not keep them waiting. Only the rows of an open-ended query are read on a thread of their own, a few batches ahead.

mod batch;
mod lock_file;
mod migrate;
mod rows;
mod statements;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use rusqlite::config::DbConfig;
use tokio::runtime::{Handle, RuntimeFlavor};

use crate::driver::{Driver, Engine, Picture, RowSource};
use crate::lock::Lock;
use crate::{Connection, Error, Value};

use lock_file::LockFile;
pub use migrate::{migrate, migrations};
use rows::{Sent, SqliteRows};

/// The write-ahead log is folded into the base every so many pages (of 4 KiB, so it grows to some 40 MiB): a transaction of ours writes
/// a dozen, and each folding writes every changed page of the base and forces two files to the disk.
const CHECKPOINT_PAGES: u32 = 10_000;
/// How long a writer waits for another one before it answers [`Error::Unavailable`].
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Opens the embedded base of `path` and checks its schema.
///
/// # Errors
/// [`Error::Missing`] when there is no file, [`Error::Newer`], [`Error::Older`] or [`Error::MigrationChanged`] when the schema is
/// not this program's, [`Error::Unavailable`] when the file cannot be read now.
pub async fn open(path: &Path) -> Result<Connection, Error> {
    let base = attach(path)?;
    let driver = SqliteDriver {
        base: Arc::new(Mutex::new(base)),
        path: path.to_owned(),
        locks: Vec::new(),
        reading: false,
    };
    let mut connection = Connection::new(Box::new(driver));
    crate::migrations::check(&mut connection).await?;
    Ok(connection)
}

/// A lock stands beside the base: SQLite's own locks come and go with each transaction.
fn lock_path(path: &Path, lock: Lock) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(match lock {
        Lock::Work => ".lock",
        Lock::Mail => ".mail.lock",
    });
    PathBuf::from(name)
}

fn attach(path: &Path) -> Result<rusqlite::Connection, Error> {
    if !path.is_file() {
        return Err(Error::Missing { path: path.display().to_string() });
    }
    let Some(name) = path.to_str() else {
        return Err(Error::Missing { path: format!("{} (the path must be UTF-8)", path.display()) });
    };
    let opened = || -> rusqlite::Result<rusqlite::Connection> {
        let base = rusqlite::Connection::open_in_memory()?;
        settings(&base)?;
        base.execute("ATTACH DATABASE ?1 AS dbo", [name])?;
        base.execute_batch("PRAGMA dbo.synchronous = FULL")?;
        base.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
        base.set_prepared_statement_cache_capacity(128);
        Ok(base)
    };
    opened().map_err(|error| map_error("open", error))
}

/// What every connection to the embedded base has in common.
fn settings(base: &rusqlite::Connection) -> rusqlite::Result<()> {
    base.busy_timeout(BUSY_TIMEOUT)?;
    // A double-quoted text is a name in SQL; SQLite's old leniency would turn a misspelt column into a constant.
    base.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    base.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    Ok(())
}

/// Sorts SQLite's errors by what the caller should do.
fn map_error(name: &str, error: rusqlite::Error) -> Error {
    use rusqlite::ErrorCode as Code;
    let detail = error.to_string();
    let statement = name.to_owned();
    let rusqlite::Error::SqliteFailure(code, _) = &error else {
        return Error::Statement { statement, detail };
    };
    match code.code {
        Code::ConstraintViolation => match code.extended_code {
            rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            | rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
            | rusqlite::ffi::SQLITE_CONSTRAINT_ROWID => Error::Duplicate { statement, detail },
            _ => Error::Constraint { statement, detail },
        },
        Code::DatabaseCorrupt | Code::NotADatabase => Error::Damaged { detail },
        Code::DatabaseBusy
        | Code::DatabaseLocked
        | Code::DiskFull
        | Code::SystemIoFailure
        | Code::CannotOpen
        | Code::ReadOnly
        | Code::PermissionDenied
        | Code::FileLockingProtocolFailed => Error::Unavailable { detail },
        _ => Error::Statement { statement, detail },
    }
}

struct SqliteDriver {
    /// Shared with the thread of a running stream, which ends with the stream.
    base: Arc<Mutex<rusqlite::Connection>>,
    path: PathBuf,
    locks: Vec<(Lock, LockFile)>,
    /// A consistent read is under way: SQLite itself refuses to write.
    reading: bool,
}

impl SqliteDriver {
    fn ask<T>(
        &self,
        name: &str,
        question: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        let asked = || question(&self.base.lock().unwrap_or_else(PoisonError::into_inner));
        let several = Handle::try_current().is_ok_and(|h| h.runtime_flavor() == RuntimeFlavor::MultiThread);
        let answer = if several { tokio::task::block_in_place(asked) } else { asked() };
        answer.map_err(|error| map_error(name, error))
    }

    /// Rolls back what is open, and may write again.
    fn end(&mut self) -> Result<(), Error> {
        self.ask("ROLLBACK", roll_back)?;
        if self.reading {
            self.ask("ROLLBACK", |base| base.execute_batch("PRAGMA query_only = 0"))?;
            self.reading = false;
        }
        Ok(())
    }

    fn stream(&self, name: &'static str, text: &str, parameters: &[Value]) -> Result<SqliteRows, Error> {
        let (batches, receiver) = tokio::sync::mpsc::channel(2);
        let (base, text, parameters) = (Arc::clone(&self.base), text.to_owned(), parameters.to_vec());
        let read = move || {
            let base = base.lock().unwrap_or_else(PoisonError::into_inner);
            let end = statements::stream(&base, &text, &parameters, &batches);
            // A reader that went away needs no answer.
            let _ = batches.blocking_send(end.map(|()| Sent::End).map_err(|error| map_error(name, error)));
        };
        std::thread::Builder::new()
            .name("winpneu-rows".to_owned())
            .spawn(read)
            .map_err(|error| Error::Unavailable { detail: error.to_string() })?;
        Ok(SqliteRows::arriving(receiver))
    }
}

#[async_trait]
impl Driver for SqliteDriver {
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    async fn execute(&mut self, name: &'static str, text: &str, parameters: &[Value]) -> Result<u64, Error> {
        self.ask(name, |base| statements::execute(base, text, parameters))
    }

    async fn query(
        &mut self,
        name: &'static str,
        text: &str,
        parameters: &[Value],
        limit: Option<u32>,
    ) -> Result<Box<dyn RowSource + '_>, Error> {
        let Some(limit) = limit else {
            return Ok(Box::new(self.stream(name, text, parameters)?));
        };
        let batch = self.ask(name, |base| statements::fetch(base, text, parameters, limit))?;
        Ok(Box::new(SqliteRows::at_hand(batch)))
    }

    async fn be_patient(&mut self, patience: Option<Duration>) -> Result<(), Error> {
        self.ask("busy_timeout", |base| base.busy_timeout(patience.unwrap_or(BUSY_TIMEOUT)))
    }

    async fn begin(&mut self) -> Result<(), Error> {
        self.ask("BEGIN", |base| base.execute_batch("BEGIN IMMEDIATE"))
    }

    async fn batch(&mut self, name: &'static str, text: &str) -> Result<(), Error> {
        self.ask(name, |base| base.execute_batch(text))
    }

    async fn begin_read(&mut self) -> Result<Picture, Error> {
        self.reading = true;
        let answer = self.ask("BEGIN", |base| {
            // A deferred transaction sees the base as it is at its first read.
            base.execute_batch(
                "PRAGMA query_only = 1; BEGIN DEFERRED; SELECT name FROM dbo.sqlite_schema LIMIT 1;",
            )
        });
        if answer.is_err() {
            self.abandon();
        }
        answer.map(|()| Picture::OfOneMoment)
    }

    async fn commit(&mut self) -> Result<(), Error> {
        self.ask("COMMIT", |base| base.execute_batch("COMMIT"))
    }

    async fn rollback(&mut self) -> Result<(), Error> {
        self.end()
    }

    fn abandon(&mut self) {
        // A roll-back that fails leaves the transaction open: the next BEGIN then says so.
        let _ = self.end();
    }

    async fn try_lock(&mut self, lock: Lock) -> Result<bool, Error> {
        if self.locks.iter().any(|(held, _)| *held == lock) {
            return Ok(true);
        }
        let path = lock_path(&self.path, lock);
        let taken = LockFile::take(&path)
            .map_err(|error| Error::Unavailable { detail: format!("{}: {error}", path.display()) })?;
        let is_taken = taken.is_some();
        self.locks.extend(taken.map(|file| (lock, file)));
        Ok(is_taken)
    }

    async fn unlock(&mut self, lock: Lock) -> Result<(), Error> {
        self.locks.retain(|(held, _)| *held != lock);
        Ok(())
    }

    /// A file is never lost on the way.
    async fn renew(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

/// SQLite itself rolls back on some errors (a full disk): then nothing is open.
fn roll_back(base: &rusqlite::Connection) -> rusqlite::Result<()> {
    if base.is_autocommit() { Ok(()) } else { base.execute_batch("ROLLBACK") }
}
