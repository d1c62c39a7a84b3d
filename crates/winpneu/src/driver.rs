//! What a driver must do: the few calls behind [`crate::Connection`]. Nothing here decides anything.

use std::time::Duration;

use async_trait::async_trait;

use crate::lock::Lock;
use crate::{Error, Row, Value};

/// The engine behind a connection; it matters to migrations and paging only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// The embedded base.
    Sqlite,
}

/// A connection of one engine.
#[async_trait]
pub(crate) trait Driver: Send {
    fn engine(&self) -> Engine;
    /// Runs a statement and answers the number of rows it changed.
    async fn execute(&mut self, name: &'static str, text: &str, parameters: &[Value]) -> Result<u64, Error>;
    /// Starts a query of at most `limit` rows; with a limit the rows are few and are read at once, without one they arrive as
    /// they are read.
    async fn query(
        &mut self,
        name: &'static str,
        text: &str,
        parameters: &[Value],
        limit: Option<u32>,
    ) -> Result<Box<dyn RowSource + '_>, Error>;
    async fn begin(&mut self) -> Result<(), Error>;
    /// Begins a transaction that sees the base as it is now until it is rolled back, keeps no writer waiting, and writes nothing.
    async fn begin_read(&mut self) -> Result<(), Error>;
    async fn commit(&mut self) -> Result<(), Error>;
    async fn rollback(&mut self) -> Result<(), Error>;
    /// A transaction was dropped: roll it back before anything else runs on this connection. Must not wait.
    fn abandon(&mut self);
    /// How long a statement waits while somebody else writes; none: the usual time.
    async fn be_patient(&mut self, patience: Option<Duration>) -> Result<(), Error>;
    /// Takes a lock, if nobody has it; true also when this connection has it already.
    async fn try_lock(&mut self, lock: Lock) -> Result<bool, Error>;
    async fn unlock(&mut self, lock: Lock) -> Result<(), Error>;
}

/// Rows of a running query.
#[async_trait]
pub(crate) trait RowSource: Send {
    /// The next row, if it need not be waited for: most rows arrive in batches.
    fn at_hand(&mut self) -> Option<Row>;
    async fn next(&mut self) -> Result<Option<Row>, Error>;
}
