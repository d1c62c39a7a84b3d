//! What a driver must do: the few calls behind [`crate::Connection`]. Nothing here decides anything.

use std::borrow::Cow;
use std::time::Duration;

use async_trait::async_trait;

use crate::lock::Lock;
use crate::{Error, Row, Value};

/// The engine behind a connection; it matters to migrations and paging only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// The embedded base.
    Sqlite,
    /// Microsoft SQL Server.
    SqlServer,
}

/// A statement on its way: what it is called, its text, its parameters.
#[derive(Debug, Clone)]
pub(crate) struct Queued {
    pub(crate) name: &'static str,
    pub(crate) text: Cow<'static, str>,
    pub(crate) parameters: Vec<Value>,
}

/// What a consistent read shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// The base of one moment.
    OfOneMoment,
    /// Each statement shows its own moment: the server keeps no row versions.
    ByStatement,
}

/// A connection of one engine.
#[async_trait]
pub(crate) trait Driver: Send {
    fn engine(&self) -> Engine;
    /// Runs a statement and answers the number of rows it changed.
    async fn execute(&mut self, name: &'static str, text: &str, parameters: &[Value]) -> Result<u64, Error>;
    /// Runs statements in their order; answers the number of rows that the last one changed. The first that fails ends them.
    async fn execute_all(&mut self, statements: &[Queued]) -> Result<u64, Error> {
        let mut count = 0;
        for Queued { name, text, parameters } in statements {
            count = self.execute(name, text, parameters).await?;
        }
        Ok(count)
    }
    /// Whether a statement that nobody waits for should travel with the next one: where each takes a round trip.
    fn gathers(&self) -> bool {
        false
    }
    /// Runs a text without parameters that is no statement of the catalogue: what makes tables.
    async fn batch(&mut self, name: &'static str, text: &str) -> Result<(), Error>;
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
    /// Begins a transaction that sees the base as it is now until it is rolled back, keeps no writer waiting, and writes nothing. Where
    /// the engine cannot, it says so.
    async fn begin_read(&mut self) -> Result<Picture, Error>;
    async fn commit(&mut self) -> Result<(), Error>;
    async fn rollback(&mut self) -> Result<(), Error>;
    /// A transaction was dropped: roll it back before anything else runs on this connection. Must not wait.
    fn abandon(&mut self);
    /// How long a statement waits while somebody else writes; none: the usual time.
    async fn be_patient(&mut self, patience: Option<Duration>) -> Result<(), Error>;
    /// Takes a lock, if nobody has it; true also when this connection has it already.
    async fn try_lock(&mut self, lock: Lock) -> Result<bool, Error>;
    async fn unlock(&mut self, lock: Lock) -> Result<(), Error>;
    /// Replaces a connection that was lost by a new one, which holds the same locks; does nothing to a living one.
    async fn renew(&mut self) -> Result<(), Error>;
}

/// Rows of a running query.
#[async_trait]
pub(crate) trait RowSource: Send {
    /// The next row, if it need not be waited for: most rows arrive in batches.
    fn at_hand(&mut self) -> Option<Row>;
    async fn next(&mut self) -> Result<Option<Row>, Error>;
}
