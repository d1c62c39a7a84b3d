//! The connection port: the only way from a use case to the base.

use std::time::Duration;

use async_trait::async_trait;

use crate::driver::{Driver, Engine, Queued, RowSource};
use crate::reading::Reading;
use crate::step::{self, Step};
use crate::{Error, Row, Statement, Value};

/// What use cases need of a [`Connection`] or of a [`Tx`].
#[async_trait]
pub trait Statements: Send {
    /// Runs a statement; answers the number of rows it changed.
    ///
    /// # Errors
    /// As the engine answers; inside a transaction any error ends it.
    async fn execute(&mut self, statement: Statement, parameters: &[Value]) -> Result<u64, Error>;

    /// Runs a query; its rows borrow this connection until they are dropped.
    ///
    /// # Errors
    /// As [`Statements::execute`].
    async fn query(&mut self, statement: Statement, parameters: &[Value]) -> Result<Rows<'_>, Error>;

    /// The first `limit` rows of a query whose text ends with its ORDER BY.
    ///
    /// # Errors
    /// As [`Statements::execute`].
    async fn page(
        &mut self,
        statement: Statement,
        limit: u32,
        parameters: &[Value],
    ) -> Result<Rows<'_>, Error>;

    /// The only row of a query, if there is one; a second row is ignored.
    ///
    /// # Errors
    /// As [`Statements::execute`].
    async fn query_one(&mut self, statement: Statement, parameters: &[Value]) -> Result<Option<Row>, Error>;
}

/// A connection to winpneu.
pub struct Connection {
    driver: Box<dyn Driver>,
}

impl Connection {
    pub(crate) fn new(driver: Box<dyn Driver>) -> Self {
        Self { driver }
    }

    /// The engine behind it.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.driver.engine()
    }

    /// Begins a transaction; embedded ones take the write lock at once (`BEGIN IMMEDIATE`).
    ///
    /// # Errors
    /// [`Error::Unavailable`] when another writer holds the base too long.
    pub async fn begin(&mut self) -> Result<Tx<'_>, Error> {
        step::reached(Step::Begin);
        self.driver.begin().await?;
        Ok(Tx::new(self.driver.as_mut()))
    }

    /// Begins a consistent read: whatever others commit meanwhile, it shows the base as it is now. Writers are not kept waiting.
    /// [`Reading::picture`] says when the server cannot do so.
    ///
    /// # Errors
    /// When the base does not answer.
    pub async fn read(&mut self) -> Result<Reading<'_>, Error> {
        step::reached(Step::Begin);
        let picture = self.driver.begin_read().await?;
        Ok(Reading::new(Tx::new(self.driver.as_mut()), picture))
    }

    /// After [`Error::Lost`]: puts a new connection in the place of the lost one. It holds the same locks, or this fails: then another
    /// automaton may be at work.
    ///
    /// # Errors
    /// When the server is still away, or a lock is somebody else's now.
    pub async fn renew(&mut self) -> Result<(), Error> {
        self.driver.renew().await
    }

    /// Runs a text that is no statement of the catalogue.
    pub(crate) async fn batch(&mut self, name: &'static str, text: &str) -> Result<(), Error> {
        step::reached(Step::Statement);
        self.driver.batch(name, text).await
    }

    /// Sets how long a statement waits while somebody else writes; none: the usual time.
    ///
    /// # Errors
    /// When the base does not answer.
    pub async fn be_patient(&mut self, patience: Option<Duration>) -> Result<(), Error> {
        self.driver.be_patient(patience).await
    }

    pub(crate) fn driver(&mut self) -> &mut dyn Driver {
        self.driver.as_mut()
    }

    async fn start(
        &mut self,
        name: &'static str,
        text: &str,
        parameters: &[Value],
        limit: Option<u32>,
    ) -> Result<Rows<'_>, Error> {
        step::reached(Step::Statement);
        let source = self.driver.query(name, text, parameters, limit).await?;
        Ok(Rows { source, state: None })
    }
}

#[async_trait]
impl Statements for Connection {
    async fn execute(&mut self, statement: Statement, parameters: &[Value]) -> Result<u64, Error> {
        step::reached(Step::Statement);
        self.driver.execute(statement.name, statement.text, parameters).await
    }

    async fn query(&mut self, statement: Statement, parameters: &[Value]) -> Result<Rows<'_>, Error> {
        self.start(statement.name, statement.text, parameters, None).await
    }

    async fn page(
        &mut self,
        statement: Statement,
        limit: u32,
        parameters: &[Value],
    ) -> Result<Rows<'_>, Error> {
        let text = paged(self.engine(), statement.text, limit);
        self.start(statement.name, &text, parameters, Some(limit)).await
    }

    async fn query_one(&mut self, statement: Statement, parameters: &[Value]) -> Result<Option<Row>, Error> {
        self.start(statement.name, statement.text, parameters, Some(1)).await?.next().await
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TxState {
    Live,
    /// An error was met while rows were read: the roll-back waits for the next call.
    Failed,
    Over,
}

/// A transaction. Dropping it rolls it back; any error ends it.
pub struct Tx<'c> {
    driver: &'c mut dyn Driver,
    state: TxState,
    /// Statements that travel with the next one.
    queued: Vec<Queued>,
}

/// So many parameters wait at most: SQL Server takes 2,100 with one request.
const MOST_QUEUED: usize = 1_000;

impl<'c> Tx<'c> {
    fn new(driver: &'c mut dyn Driver) -> Self {
        Self { driver, state: TxState::Live, queued: Vec::new() }
    }
}

impl Tx<'_> {
    /// Makes everything since [`Connection::begin`] durable.
    ///
    /// # Errors
    /// [`Error::TxOver`] when an earlier statement failed. Any other error leaves open whether the commit happened: the caller
    /// looks its journal row up on a fresh connection.
    pub async fn commit(mut self) -> Result<(), Error> {
        self.check().await?;
        self.flush().await?;
        step::reached(Step::Commit);
        self.state = TxState::Over;
        let answer = self.driver.commit().await;
        if answer.is_err() {
            self.driver.abandon();
        }
        step::reached(Step::Committed);
        answer
    }

    /// A use case met what must not be: the transaction is over as if a statement had failed.
    pub(crate) fn fail(&mut self) {
        self.state = TxState::Failed;
    }

    /// Undoes everything since [`Connection::begin`].
    ///
    /// # Errors
    /// When the connection is lost; the base then rolls back by itself.
    pub async fn rollback(mut self) -> Result<(), Error> {
        self.end().await
    }

    async fn check(&mut self) -> Result<(), Error> {
        match self.state {
            TxState::Live => Ok(()),
            TxState::Failed => {
                self.end().await?;
                Err(Error::TxOver)
            }
            TxState::Over => Err(Error::TxOver),
        }
    }

    async fn end(&mut self) -> Result<(), Error> {
        if self.state == TxState::Over {
            return Ok(());
        }
        self.state = TxState::Over;
        self.driver.rollback().await
    }

    /// Rolls back after an error; the error that ended the transaction is the one the caller sees.
    async fn after<T>(&mut self, answer: Result<T, Error>) -> Result<T, Error> {
        if answer.is_err() {
            self.state = TxState::Over;
            if self.driver.rollback().await.is_err() {
                self.driver.abandon();
            }
        }
        answer
    }

    async fn start(
        &mut self,
        name: &'static str,
        text: &str,
        parameters: &[Value],
        limit: Option<u32>,
    ) -> Result<Rows<'_>, Error> {
        self.check().await?;
        self.flush().await?;
        step::reached(Step::Statement);
        match self.driver.query(name, text, parameters, limit).await {
            Ok(source) => Ok(Rows { source, state: Some(&mut self.state) }),
            Err(error) => {
                self.state = TxState::Failed;
                Err(error)
            }
        }
    }

    /// Runs the installation's own statement (a text beside the configuration, which the DBA approved) in this transaction.
    pub(crate) async fn execute_installation(
        &mut self,
        name: &'static str,
        text: &str,
        parameters: &[Value],
    ) -> Result<u64, Error> {
        self.check().await?;
        step::reached(Step::Statement);
        let answer = if self.queued.is_empty() {
            self.driver.execute(name, text, parameters).await
        } else {
            let last = Queued { name, text: text.to_owned().into(), parameters: parameters.to_vec() };
            self.queued.push(last);
            self.driver.execute_all(&std::mem::take(&mut self.queued)).await
        };
        self.after(answer).await
    }

    /// Runs a statement whose count nobody asks for. Where a statement takes a round trip it travels with the next one; what it meets is
    /// then told by that one, at the latest by [`Tx::commit`].
    pub(crate) async fn send(&mut self, statement: Statement, parameters: &[Value]) -> Result<(), Error> {
        if !self.driver.gathers() {
            return self.execute(statement, parameters).await.map(drop);
        }
        self.check().await?;
        let waiting: usize = self.queued.iter().map(|queued| queued.parameters.len()).sum();
        if waiting + parameters.len() > MOST_QUEUED {
            self.flush().await?;
        }
        let text = statement.text.into();
        self.queued.push(Queued { name: statement.name, text, parameters: parameters.to_vec() });
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), Error> {
        if self.queued.is_empty() {
            return Ok(());
        }
        step::reached(Step::Statement);
        let answer = self.driver.execute_all(&std::mem::take(&mut self.queued)).await;
        self.after(answer).await.map(drop)
    }

    /// Runs a text that is no statement of the catalogue.
    pub(crate) async fn batch(&mut self, name: &'static str, text: &str) -> Result<(), Error> {
        self.check().await?;
        self.flush().await?;
        step::reached(Step::Statement);
        let answer = self.driver.batch(name, text).await;
        self.after(answer).await
    }
}

#[async_trait]
impl Statements for Tx<'_> {
    async fn execute(&mut self, statement: Statement, parameters: &[Value]) -> Result<u64, Error> {
        self.execute_installation(statement.name, statement.text, parameters).await
    }

    async fn query(&mut self, statement: Statement, parameters: &[Value]) -> Result<Rows<'_>, Error> {
        self.start(statement.name, statement.text, parameters, None).await
    }

    async fn page(
        &mut self,
        statement: Statement,
        limit: u32,
        parameters: &[Value],
    ) -> Result<Rows<'_>, Error> {
        let text = paged(self.driver.engine(), statement.text, limit);
        self.start(statement.name, &text, parameters, Some(limit)).await
    }

    async fn query_one(&mut self, statement: Statement, parameters: &[Value]) -> Result<Option<Row>, Error> {
        self.start(statement.name, statement.text, parameters, Some(1)).await?.next().await
    }
}

impl Drop for Tx<'_> {
    fn drop(&mut self) {
        if self.state != TxState::Over {
            self.driver.abandon();
        }
    }
}

/// Rows of a running query, read one by one.
pub struct Rows<'c> {
    source: Box<dyn RowSource + 'c>,
    state: Option<&'c mut TxState>,
}

impl Rows<'_> {
    /// The next row, or `None` after the last.
    ///
    /// # Errors
    /// As the engine answers; inside a transaction it ends the transaction.
    pub async fn next(&mut self) -> Result<Option<Row>, Error> {
        if let Some(row) = self.source.at_hand() {
            return Ok(Some(row));
        }
        let answer = self.source.next().await;
        if answer.is_err()
            && let Some(state) = self.state.as_deref_mut()
        {
            *state = TxState::Failed;
        }
        answer
    }
}

/// All rows of an answer that is small by nature.
pub(crate) async fn collect<T>(
    mut rows: Rows<'_>,
    read: impl Fn(&Row) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let mut all = Vec::new();
    while let Some(row) = rows.next().await? {
        all.push(read(&row)?);
    }
    Ok(all)
}

/// Each engine has its own words for "the first n rows"; shared text has none.
fn paged(engine: Engine, text: &str, limit: u32) -> String {
    match engine {
        Engine::Sqlite => format!("{}\nLIMIT {limit}", text.trim_end().trim_end_matches(';')),
        Engine::SqlServer => {
            format!("{}\nOFFSET 0 ROWS FETCH NEXT {limit} ROWS ONLY", text.trim_end().trim_end_matches(';'))
        }
    }
}
