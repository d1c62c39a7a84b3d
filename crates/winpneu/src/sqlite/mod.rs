//! The driver of the embedded base: one SQLite file, attached under the name `dbo` to an empty in-memory base, so that the shared
//! statements find `dbo.client` here as on SQL Server.
//!
//! SQLite answers on a thread of its own ([`worker`]); the async side only sends jobs and awaits answers, so a slow disk never
//! blocks the runtime.

mod migrate;
mod worker;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use async_trait::async_trait;
use rusqlite::config::DbConfig;
use tokio::sync::oneshot;

use crate::driver::{Driver, Engine, RowSource};
use crate::{Connection, Error, Row, Value};

pub use migrate::{migrate, migrations};
use worker::{Job, Worker};

/// The write-ahead log is folded into the base every so many pages (of 4 KiB): a transaction of ours writes about fifteen, and each
/// folding forces two files to the disk.
const CHECKPOINT_PAGES: u32 = 4_000;
/// How long a writer waits for another one before it answers [`Error::Unavailable`].
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Opens the embedded base of `path` and checks its schema.
///
/// # Errors
/// [`Error::Missing`] when there is no file, [`Error::Newer`], [`Error::Older`] or [`Error::MigrationChanged`] when the schema is
/// not this program's, [`Error::Unavailable`] when the file cannot be read now.
pub async fn open(path: &Path) -> Result<Connection, Error> {
    let base = attach(path)?;
    let worker = Worker::start(base)?;
    let lock_path = lock_path(path);
    let mut connection = Connection::new(Box::new(SqliteDriver {
        worker,
        lock_path,
        lock: None,
    }));
    crate::migrations::check(&mut connection).await?;
    Ok(connection)
}

/// The lock stands beside the base: SQLite's own locks come and go with each transaction.
fn lock_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}

fn attach(path: &Path) -> Result<rusqlite::Connection, Error> {
    if !path.is_file() {
        return Err(Error::Missing {
            path: path.display().to_string(),
        });
    }
    let Some(name) = path.to_str() else {
        return Err(Error::Missing {
            path: format!("{} (the path must be UTF-8)", path.display()),
        });
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
    worker: Worker,
    lock_path: PathBuf,
    lock: Option<File>,
}

impl SqliteDriver {
    async fn ask<T>(
        &mut self,
        job: impl FnOnce(oneshot::Sender<Result<T, Error>>) -> Job,
    ) -> Result<T, Error> {
        let (reply, answer) = oneshot::channel();
        self.worker.send(job(reply))?;
        answer.await.unwrap_or_else(|_| Err(worker::gone()))
    }
}

#[async_trait]
impl Driver for SqliteDriver {
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    async fn execute(&mut self, name: &'static str, text: &str, parameters: &[Value]) -> Result<u64, Error> {
        let (text, parameters) = (text.to_owned(), parameters.to_vec());
        self.ask(|reply| Job::Execute {
            name,
            text,
            parameters,
            reply,
        })
        .await
    }

    async fn query(
        &mut self,
        name: &'static str,
        text: &str,
        parameters: &[Value],
    ) -> Result<Box<dyn RowSource + '_>, Error> {
        let (batches, receiver) = tokio::sync::mpsc::channel(2);
        let (text, parameters) = (text.to_owned(), parameters.to_vec());
        self.worker.send(Job::Query {
            name,
            text,
            parameters,
            batches,
        })?;
        Ok(Box::new(SqliteRows {
            receiver,
            batch: Vec::new().into_iter(),
        }))
    }

    async fn begin(&mut self) -> Result<(), Error> {
        self.ask(|reply| Job::Control {
            text: "BEGIN IMMEDIATE",
            reply,
        })
        .await
    }

    async fn commit(&mut self) -> Result<(), Error> {
        self.ask(|reply| Job::Control {
            text: "COMMIT",
            reply,
        })
        .await
    }

    async fn rollback(&mut self) -> Result<(), Error> {
        self.ask(|reply| Job::Rollback { reply: Some(reply) }).await
    }

    fn abandon(&mut self) {
        // A worker that is gone has rolled back by closing its connection.
        let _ = self.worker.send(Job::Rollback { reply: None });
    }

    async fn try_lock(&mut self) -> Result<bool, Error> {
        if self.lock.is_some() {
            return Ok(true);
        }
        let unavailable = |error: std::io::Error| Error::Unavailable {
            detail: format!("{}: {error}", self.lock_path.display()),
        };
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&self.lock_path)
            .map_err(unavailable)?;
        match file.try_lock() {
            Ok(()) => {
                self.lock = Some(file);
                Ok(true)
            }
            Err(std::fs::TryLockError::WouldBlock) => Ok(false),
            Err(std::fs::TryLockError::Error(error)) => Err(unavailable(error)),
        }
    }

    async fn unlock(&mut self) -> Result<(), Error> {
        self.lock = None;
        Ok(())
    }
}

struct SqliteRows {
    receiver: tokio::sync::mpsc::Receiver<Result<Vec<Row>, Error>>,
    batch: std::vec::IntoIter<Row>,
}

#[async_trait]
impl RowSource for SqliteRows {
    async fn next(&mut self) -> Result<Option<Row>, Error> {
        loop {
            if let Some(row) = self.batch.next() {
                return Ok(Some(row));
            }
            match self.receiver.recv().await {
                None => return Ok(None),
                Some(batch) => self.batch = batch?.into_iter(),
            }
        }
    }
}
