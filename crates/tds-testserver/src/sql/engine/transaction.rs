//! Transactions: SQL Server's, and what SQLite has open for them.

use std::io;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::{Engine, Failure};
use crate::sql::errors::SqlError;
use crate::wire::requests::Isolation;
use crate::wire::tokens::Answer;

/// An open transaction.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) number: u64,
    /// @@TRANCOUNT.
    pub(super) depth: u32,
    /// SQLite has one open, too. BEGIN takes no lock and no picture: that is left to the first statement that needs one.
    pub(super) is_begun: bool,
}

impl Engine {
    /// The begin of a transaction by a transaction request, which may set the level.
    pub(crate) fn begin_as_asked(
        &mut self,
        isolation: Option<Isolation>,
        answer: &mut Answer<'_>,
    ) -> io::Result<bool> {
        self.settings.isolation = isolation.unwrap_or(self.settings.isolation);
        self.run("BEGIN TRANSACTION", Vec::new(), answer)
    }

    pub(super) fn begin(&mut self, answer: &mut Answer<'_>) -> io::Result<()> {
        if let Some(open) = &mut self.open {
            open.depth += 1;
            return Ok(());
        }
        let number = self.shared.transactions.fetch_add(1, Ordering::SeqCst) + 1;
        self.open = Some(Open { number, depth: 1, is_begun: false });
        answer.transaction_began(number)
    }

    pub(super) fn commit(&mut self, answer: &mut Answer<'_>) -> Result<(), Failure> {
        let Some(open) = &mut self.open else { return Err(SqlError::nothing_to_end("COMMIT").into()) };
        if open.depth > 1 {
            open.depth -= 1;
            return Ok(());
        }
        if open.is_begun
            && let Err(error) = self.batch("COMMIT")
        {
            // Whatever it was, nothing of it stays.
            self.roll_back(answer)?;
            return Err(error.into());
        }
        let number = self.transaction();
        self.open = None;
        Ok(answer.transaction_committed(number)?)
    }

    /// Ends what was opened for one statement alone.
    pub(super) fn end_alone(&self, is_good: bool) -> Result<(), Failure> {
        let ended = if is_good { self.batch("COMMIT") } else { Ok(()) };
        if !self.base.is_autocommit() {
            self.base.execute_batch("ROLLBACK").map_err(io::Error::other)?;
        }
        Ok(ended?)
    }

    pub(super) fn roll_back(&mut self, answer: &mut Answer<'_>) -> io::Result<()> {
        let Some(open) = self.open.take() else { return Ok(()) };
        if !self.base.is_autocommit() {
            self.base.execute_batch("ROLLBACK").map_err(io::Error::other)?;
        }
        self.schema.forget();
        answer.transaction_rolled_back(open.number)
    }

    /// Opens SQLite's transaction where the statement needs one; whether it is for this statement alone.
    pub(super) fn enter(&mut self, is_read: bool) -> Result<bool, Failure> {
        let is_open = self.open.is_some();
        if self.open.as_ref().is_some_and(|open| open.is_begun) {
            return Ok(false);
        }
        let level = self.settings.isolation;
        if level == Isolation::Snapshot && !self.shared.options.snapshot_isolation {
            return Err(SqlError::no_snapshots(&self.shared.options.database).into());
        }
        match (is_read, level) {
            (true, _) if !is_open => return Ok(false),
            // Each read sees what is committed then: it must not share a picture with the read before.
            (true, Isolation::ReadUncommitted | Isolation::ReadCommitted) => return Ok(false),
            // The picture is SQLite's own, taken at this read.
            (true, Isolation::Snapshot) => self.batch("BEGIN DEFERRED")?,
            // What is read must stay: nobody else may write from here on. Coarser than SQL Server, which locks rows.
            _ => self.begin_immediate()?,
        }
        if let Some(open) = &mut self.open {
            open.is_begun = true;
        }
        Ok(!is_open)
    }

    /// Takes the write lock within the session's patience.
    fn begin_immediate(&self) -> Result<(), Failure> {
        self.base.busy_timeout(Duration::ZERO).map_err(io::Error::other)?;
        let taken = self.patience.wait(self.settings.lock_timeout, || {
            match self.base.execute_batch("BEGIN IMMEDIATE") {
                Ok(()) => Ok(Some(())),
                Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) => {
                    Ok(None)
                }
                Err(error) => Err(Failure::Wire(io::Error::other(error))),
            }
        });
        self.base.busy_timeout(Duration::from_secs(5)).map_err(io::Error::other)?;
        taken?.ok_or_else(|| SqlError::lock_timeout().into())
    }
}
