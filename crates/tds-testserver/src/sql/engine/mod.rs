//! A session on SQLite: its settings, its transaction, and the running of its statements.

mod execution;
mod locking;
mod patience;
mod transaction;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::types::Value;

use super::catalogue;
use super::collation::register_collations;
use super::errors::{Blamed, SqlError, translated};
use super::rewrite::Target;
use super::schema::Schema;
use super::split::{Command, Setting, split};
use crate::server::Shared;
use crate::wire::requests::{Isolation, Parameter};
use crate::wire::tokens::Answer;
use crate::wire::values::Kind;

pub(crate) use patience::Patience;
use transaction::Open;

/// Why a statement did not come to its end.
pub(crate) enum Failure {
    Sql(SqlError),
    /// The connection is to be cut.
    Wire(io::Error),
    /// The client gave up, by an attention or by hanging up.
    Cancelled,
}

impl From<SqlError> for Failure {
    fn from(error: SqlError) -> Self {
        Self::Sql(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Wire(error)
    }
}

/// What SET sets.
#[derive(Debug, Clone)]
struct Settings {
    xact_abort: bool,
    no_count: bool,
    /// None waits for ever.
    lock_timeout: Option<Duration>,
    isolation: Isolation,
}

/// Parameters and variables of a batch, by name.
type Bound = Vec<Parameter>;

/// A session on SQLite.
pub(crate) struct Engine {
    base: Connection,
    shared: Arc<Shared>,
    session: u64,
    patience: Patience,
    settings: Settings,
    open: Option<Open>,
    schema: Schema,
}

impl Engine {
    pub(crate) fn open(shared: Arc<Shared>, session: u64, patience: Patience) -> rusqlite::Result<Self> {
        let base = Connection::open_in_memory()?;
        base.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
        base.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
        base.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
        base.busy_timeout(Duration::from_secs(5))?;
        base.set_prepared_statement_cache_capacity(128);
        register_collations(&base)?;
        catalogue::install(&base, &shared.options)?;
        base.execute("ATTACH ?1 AS dbo", [shared.options.base.to_string_lossy()])?;
        base.query_row("PRAGMA dbo.journal_mode = WAL", [], |_| Ok(()))?;
        // The machine does not lose its power in a test.
        base.execute_batch("PRAGMA dbo.synchronous = OFF")?;
        let settings = Settings {
            xact_abort: false,
            no_count: false,
            lock_timeout: None,
            isolation: Isolation::ReadCommitted,
        };
        Ok(Self { base, shared, session, patience, settings, open: None, schema: Schema::default() })
    }

    /// The number of the open transaction, or 0.
    pub(crate) fn transaction(&self) -> u64 {
        self.open.as_ref().map_or(0, |open| open.number)
    }

    fn depth(&self) -> u32 {
        self.open.as_ref().map_or(0, |open| open.depth)
    }

    /// A procedure call of `sp_executesql`: what it sets is undone at its end, and it must leave as many transactions as it found.
    pub(crate) fn call(
        &mut self,
        text: &str,
        parameters: Bound,
        answer: &mut Answer<'_>,
    ) -> io::Result<bool> {
        let (settings, depth) = (self.settings.clone(), self.depth());
        let is_whole = self.run(text, parameters, answer)?;
        self.settings = settings;
        if is_whole && !answer.has_failed() && self.depth() != depth {
            answer.error(&SqlError::transaction_count(depth, self.depth()))?;
        }
        Ok(is_whole)
    }

    /// Runs a batch; whether it came to its end, if only by an error.
    pub(crate) fn run(&mut self, text: &str, mut bound: Bound, answer: &mut Answer<'_>) -> io::Result<bool> {
        match self.statements(text, &mut bound, answer) {
            Ok(()) => Ok(true),
            Err(Failure::Sql(error)) => self.fail(&error, answer).map(|()| true),
            Err(Failure::Wire(error)) => Err(error),
            Err(Failure::Cancelled) => {
                if self.settings.xact_abort {
                    self.roll_back(answer)?;
                }
                Ok(false)
            }
        }
    }

    /// Tells an error, and rolls back where SQL Server does.
    pub(crate) fn fail(&mut self, error: &SqlError, answer: &mut Answer<'_>) -> io::Result<()> {
        answer.error(error)?;
        let ends_transaction =
            matches!(error.number, 1205 | 3960) || (self.settings.xact_abort && !error.is_of_syntax());
        // SQLite itself rolls back on some errors, such as a full disk.
        let is_gone = self.open.as_ref().is_some_and(|open| open.is_begun) && self.base.is_autocommit();
        if ends_transaction || is_gone { self.roll_back(answer) } else { Ok(()) }
    }

    fn statements(&mut self, text: &str, bound: &mut Bound, answer: &mut Answer<'_>) -> Result<(), Failure> {
        let statements = split(text)?;
        let is_alone = statements.len() == 1;
        for statement in statements {
            if !is_alone && statement.command.is_view() {
                return Err(SqlError::view_not_alone().at(statement.line).into());
            }
            let at_line = |failure| match failure {
                Failure::Sql(error) => Failure::Sql(error.at(statement.line)),
                other => other,
            };
            self.statement(&statement.command, bound, answer).map_err(at_line)?;
        }
        Ok(())
    }

    fn statement(
        &mut self,
        command: &Command<'_>,
        bound: &mut Bound,
        answer: &mut Answer<'_>,
    ) -> Result<(), Failure> {
        match command {
            Command::Set(setting) => self.set(setting),
            Command::Begin => self.begin(answer)?,
            Command::Commit => self.commit(answer)?,
            Command::Rollback { only_if_open } => match (&self.open, only_if_open) {
                (None, true) => {}
                (None, false) => return Err(SqlError::nothing_to_end("ROLLBACK").into()),
                _ => self.roll_back(answer)?,
            },
            Command::Declare(name) => {
                bound.push(Parameter { name: (*name).to_owned(), kind: Kind::Int(4), value: Value::Null });
                return Ok(());
            }
            Command::Lock(call) => self.lock(call, bound)?,
            Command::Sql(text) => return self.sql(text, bound, answer),
        }
        if !self.settings.no_count {
            answer.done(None)?;
        }
        Ok(())
    }

    fn set(&mut self, setting: &Setting) {
        match setting {
            Setting::XactAbort(on) => self.settings.xact_abort = *on,
            Setting::NoCount(on) => self.settings.no_count = *on,
            Setting::LockTimeout(limit) => {
                self.settings.lock_timeout = u64::try_from(*limit).ok().map(Duration::from_millis);
            }
            Setting::Isolation(level) => self.settings.isolation = *level,
            Setting::Other => {}
        }
    }

    fn batch(&self, sql: &str) -> Result<(), SqlError> {
        self.base.execute_batch(sql).map_err(|error| self.translated(&error, Target::default()))
    }

    fn translated(&self, error: &rusqlite::Error, target: Target<'_>) -> SqlError {
        let blamed =
            Blamed { database: &self.shared.options.database, verb: target.verb, table: target.table };
        translated(error, &self.base, blamed)
    }
}
