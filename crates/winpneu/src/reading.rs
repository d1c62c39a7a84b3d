//! A consistent read: what the offline bases are built from. Absent on purpose: a way to write, so no use case that takes a [`Tx`] can be
//! handed one of these.

use async_trait::async_trait;

use crate::{Error, Picture, Row, Rows, Statement, Statements, Tx, Value};

/// The base as it was when this began, see [`crate::Connection::read`]. Dropping it releases the connection. As with a [`Tx`], any error
/// ends it.
pub struct Reading<'c>(Tx<'c>, Picture);

impl<'c> Reading<'c> {
    pub(crate) const fn new(tx: Tx<'c>, picture: Picture) -> Self {
        Self(tx, picture)
    }

    /// Whether all statements show one moment.
    #[must_use]
    pub const fn picture(&self) -> Picture {
        self.1
    }

    /// Releases the connection and says whether that went well.
    ///
    /// # Errors
    /// When the connection is lost.
    pub async fn end(self) -> Result<(), Error> {
        self.0.rollback().await
    }
}

#[async_trait]
impl Statements for Reading<'_> {
    /// Always refused.
    async fn execute(&mut self, statement: Statement, _: &[Value]) -> Result<u64, Error> {
        self.0.fail();
        Err(Error::Statement {
            statement: statement.name.to_owned(),
            detail: "a consistent read writes nothing".to_owned(),
        })
    }

    async fn query(&mut self, statement: Statement, parameters: &[Value]) -> Result<Rows<'_>, Error> {
        self.0.query(statement, parameters).await
    }

    async fn page(
        &mut self,
        statement: Statement,
        limit: u32,
        parameters: &[Value],
    ) -> Result<Rows<'_>, Error> {
        self.0.page(statement, limit, parameters).await
    }

    async fn query_one(&mut self, statement: Statement, parameters: &[Value]) -> Result<Option<Row>, Error> {
        self.0.query_one(statement, parameters).await
    }
}
