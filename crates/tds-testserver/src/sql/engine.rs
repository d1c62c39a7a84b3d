//! A session on SQLite: its settings, its transaction, and the running of its statements.

use std::io;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::types::Value;

use super::catalogue;
use super::checks;
use super::collation::register_collations;
use super::errors::{Blamed, SqlError, translated};
use super::rewrite::{self, Rewritten, Target};
use super::schema::{Column, Schema};
use super::split::{Command, LockCall, Setting, split};
use super::types::Type;
use crate::server::{Shared, locked};
use crate::wire::requests::{Isolation, Parameter};
use crate::wire::tokens::Answer;
use crate::wire::values::Kind;

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

/// An open transaction.
#[derive(Debug)]
struct Open {
    number: u64,
    /// @@TRANCOUNT.
    depth: u32,
    /// SQLite has one open, too. BEGIN takes no lock and no picture: that is left to the first statement that needs one.
    is_begun: bool,
}

/// How long a session waits for what another one holds.
pub(crate) struct Patience {
    socket: TcpStream,
    leaving: Arc<AtomicBool>,
}

impl Patience {
    pub(crate) fn new(socket: TcpStream, leaving: Arc<AtomicBool>) -> Self {
        Self { socket, leaving }
    }

    /// Asks again and again until there is an answer or the time is over. A client that sends anything meanwhile gives up.
    fn wait<T>(
        &self,
        longest: Option<Duration>,
        mut ask: impl FnMut() -> Result<Option<T>, Failure>,
    ) -> Result<Option<T>, Failure> {
        let start = Instant::now();
        loop {
            if let Some(answer) = ask()? {
                return Ok(Some(answer));
            }
            if longest.is_some_and(|longest| start.elapsed() >= longest) {
                return Ok(None);
            }
            if self.leaving.load(Ordering::SeqCst) || self.is_called() {
                return Err(Failure::Cancelled);
            }
        }
    }

    /// Whether the client sent something or hung up; looks for a moment.
    fn is_called(&self) -> bool {
        let look = || {
            self.socket.set_read_timeout(Some(Duration::from_millis(5)))?;
            let seen = self.socket.peek(&mut [0]);
            self.socket.set_read_timeout(None)?;
            seen
        };
        match look() {
            Ok(_) => true,
            Err(error) => !matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut),
        }
    }
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

    /// The begin of a transaction by a transaction request, which may set the level.
    pub(crate) fn begin_as_asked(
        &mut self,
        isolation: Option<Isolation>,
        answer: &mut Answer<'_>,
    ) -> io::Result<bool> {
        self.settings.isolation = isolation.unwrap_or(self.settings.isolation);
        self.run("BEGIN TRANSACTION", Vec::new(), answer)
    }

    fn begin(&mut self, answer: &mut Answer<'_>) -> io::Result<()> {
        if let Some(open) = &mut self.open {
            open.depth += 1;
            return Ok(());
        }
        let number = self.shared.transactions.fetch_add(1, Ordering::SeqCst) + 1;
        self.open = Some(Open { number, depth: 1, is_begun: false });
        answer.transaction_began(number)
    }

    fn commit(&mut self, answer: &mut Answer<'_>) -> Result<(), Failure> {
        let Some(open) = &mut self.open else { return Err(SqlError::nothing_to_end("COMMIT").into()) };
        open.depth -= 1;
        if open.depth > 0 {
            return Ok(());
        }
        if open.is_begun {
            self.batch("COMMIT")?;
        }
        let number = self.transaction();
        self.open = None;
        Ok(answer.transaction_committed(number)?)
    }

    fn roll_back(&mut self, answer: &mut Answer<'_>) -> io::Result<()> {
        let Some(open) = self.open.take() else { return Ok(()) };
        if !self.base.is_autocommit() {
            self.base.execute_batch("ROLLBACK").map_err(io::Error::other)?;
        }
        self.schema.forget();
        answer.transaction_rolled_back(open.number)
    }

    fn batch(&self, sql: &str) -> Result<(), SqlError> {
        self.base.execute_batch(sql).map_err(|error| self.translated(&error, Target::default()))
    }

    fn translated(&self, error: &rusqlite::Error, target: Target<'_>) -> SqlError {
        let blamed =
            Blamed { database: &self.shared.options.database, verb: target.verb, table: target.table };
        translated(error, &self.base, blamed)
    }

    fn lock(&self, call: &LockCall<'_>, bound: &mut Bound) -> Result<(), Failure> {
        let argument = |name: &str| {
            let given = call.arguments.iter().find(|(given, _)| given.eq_ignore_ascii_case(name))?.1;
            let value = bound.iter().find(|parameter| parameter.name.eq_ignore_ascii_case(given));
            Some(match value.map(|parameter| &parameter.value) {
                Some(Value::Text(text)) => text.clone(),
                _ => given.trim_matches('\'').to_owned(),
            })
        };
        let resource = argument("@Resource").ok_or_else(|| SqlError::missing_argument("@Resource"))?;
        let is_fit = argument("@LockOwner").is_some_and(|owner| owner.eq_ignore_ascii_case("Session"))
            && (call.is_release
                || argument("@LockMode").is_some_and(|mode| mode.eq_ignore_ascii_case("Exclusive")));
        let longest = match argument("@LockTimeout").and_then(|limit| limit.parse::<i64>().ok()) {
            Some(limit) => u64::try_from(limit).ok().map(Duration::from_millis),
            None => self.settings.lock_timeout,
        };
        let answer = match (is_fit, call.is_release) {
            (false, _) => -999,
            (true, true) if locked(&self.shared.locks).release(self.session, &resource) => 0,
            (true, true) => return Err(SqlError::not_held(&resource).into()),
            (true, false) => {
                let take = || Ok(locked(&self.shared.locks).take(self.session, &resource).then_some(0));
                self.patience.wait(longest, take)?.unwrap_or(-1)
            }
        };
        if let Some(name) = call.answer {
            let variable = bound.iter_mut().find(|variable| variable.name.eq_ignore_ascii_case(name));
            variable.ok_or_else(|| SqlError::undeclared(name))?.value = Value::Integer(answer);
        }
        Ok(())
    }

    /// One statement for SQLite.
    fn sql(&mut self, text: &str, bound: &Bound, answer: &mut Answer<'_>) -> Result<(), Failure> {
        let system = rewrite::System { spid: self.session, trancount: self.depth() };
        let Rewritten { before, sql, target } = rewrite::rewritten(text, system)?;
        // A view that is made anew is not prepared beside the old one.
        let is_read = before.is_none() && {
            let statement =
                self.base.prepare_cached(&sql).map_err(|error| self.translated(&error, target))?;
            statement.readonly()
        };
        let outputs = self.checked(text, target, bound)?;
        let is_alone = self.enter(is_read)?;
        let outcome = match before.map(|before| self.batch(&before)) {
            Some(Err(error)) => Err(error.into()),
            _ => self.execute(&sql, target, bound, &outputs, answer),
        };
        if is_alone {
            match &outcome {
                Ok(_) => self.batch("COMMIT")?,
                // The error of the statement is the one to tell.
                Err(_) => drop(self.base.execute_batch("ROLLBACK")),
            }
        }
        let count = Some(outcome?).filter(|_| (is_read || target.is_counted()) && !self.settings.no_count);
        if is_read || !self.settings.no_count {
            answer.done(count)?;
        }
        Ok(())
    }

    /// Refuses what SQL Server would refuse and SQLite would not; the columns of the answer as far as the text tells.
    fn checked(&self, text: &str, target: Target<'_>, bound: &Bound) -> Result<Vec<Column>, SqlError> {
        if target.is_ddl() {
            self.schema.forget();
            return Ok(Vec::new());
        }
        let analysis = self.schema.analysis(&self.base, text)?;
        checks::check(&analysis, bound, &self.shared.options.database)?;
        Ok(analysis.outputs.clone())
    }

    /// Opens SQLite's transaction where the statement needs one; whether it is for this statement alone.
    fn enter(&mut self, is_read: bool) -> Result<bool, Failure> {
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

    /// Runs a statement and sends its rows; how many there were, or how many it changed.
    fn execute(
        &self,
        sql: &str,
        target: Target<'_>,
        bound: &Bound,
        outputs: &[Column],
        answer: &mut Answer<'_>,
    ) -> Result<u64, Failure> {
        let fail = |error: rusqlite::Error| Failure::Sql(self.translated(&error, target));
        let mut statement = self.base.prepare_cached(sql).map_err(fail)?;
        for place in 1..=statement.parameter_count() {
            let name = statement.parameter_name(place).unwrap_or_default().to_owned();
            let parameter = bound.iter().find(|parameter| parameter.name.eq_ignore_ascii_case(&name));
            let value = &parameter.ok_or_else(|| SqlError::undeclared(&name))?.value;
            statement.raw_bind_parameter(place, value).map_err(fail)?;
        }
        if statement.column_count() == 0 {
            let changed = statement.raw_execute().map_err(fail)?;
            return Ok(u64::try_from(changed).unwrap_or(0));
        }
        let (names, mut types): (Vec<String>, Vec<Option<Type>>) = statement
            .columns()
            .map(|column| (column.name().to_owned(), column.decl_type().and_then(Type::declared)))
            .unzip();
        // A declared type, else what the text tells, else what the first value shows.
        for (kind, output) in types.iter_mut().zip(outputs).filter(|_| outputs.len() == names.len()) {
            let sent = || {
                let name = output.parameter.as_ref()?;
                bound.iter().find(|parameter| parameter.name == *name).and_then(|sent| Type::sent(sent.kind))
            };
            *kind = kind.or(output.kind).or_else(sent);
        }
        let mut sending = Sending { names, types, held: Some(Vec::new()), count: 0 };
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(fail)? {
            let values: rusqlite::Result<Vec<Value>> =
                (0..sending.names.len()).map(|place| row.get(place)).collect();
            sending.row(values.map_err(fail)?, answer)?;
        }
        sending.end(answer)
    }
}

/// Rows on their way. An expression has no declared type: rows are held until each of its columns has shown a value.
struct Sending {
    names: Vec<String>,
    types: Vec<Option<Type>>,
    /// None once the columns were told.
    held: Option<Vec<Vec<Value>>>,
    count: u64,
}

impl Sending {
    fn row(&mut self, values: Vec<Value>, answer: &mut Answer<'_>) -> Result<(), Failure> {
        self.count += 1;
        let Some(held) = &mut self.held else { return send(&self.types, &values, answer) };
        for (kind, value) in self.types.iter_mut().zip(&values) {
            *kind = kind.or_else(|| Type::of(value));
        }
        held.push(values);
        if self.types.iter().all(Option::is_some) { self.release(answer) } else { Ok(()) }
    }

    /// Tells the columns and sends what is held.
    fn release(&mut self, answer: &mut Answer<'_>) -> Result<(), Failure> {
        let Some(held) = self.held.take() else { return Ok(()) };
        let columns: Vec<Vec<u8>> =
            self.names.iter().zip(&self.types).map(|(name, kind)| of(*kind).column(name)).collect();
        answer.columns(&columns)?;
        held.iter().try_for_each(|values| send(&self.types, values, answer))
    }

    fn end(mut self, answer: &mut Answer<'_>) -> Result<u64, Failure> {
        self.release(answer)?;
        Ok(self.count)
    }
}

/// A column that showed no value and has no declared type is text.
fn of(kind: Option<Type>) -> Type {
    kind.unwrap_or(Type::Nvarchar(None))
}

fn send(types: &[Option<Type>], values: &[Value], answer: &mut Answer<'_>) -> Result<(), Failure> {
    let mut row = Vec::new();
    for (kind, value) in types.iter().zip(values) {
        of(*kind).put(value, &mut row)?;
    }
    Ok(answer.row(&row)?)
}
