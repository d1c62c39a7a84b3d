//! One session of a server: a socket, what was said on it, and whether it can be used again.

use std::time::Duration;

use tiberius::{Client, SqlBrowser, ToSql};
use tokio::net::TcpStream;
use tokio_util::compat::{Compat, TokioAsyncWriteCompatExt};

use super::errors;
use super::rows::SqlRows;
use super::settings::Settings;
use super::values::{Bound, out_of_range};
use crate::{Error, Value};

/// The statements of one text: each one's name and the line on which it begins, from 1.
pub(super) struct Names(Vec<(&'static str, u32)>);

impl Names {
    pub(super) fn one(name: &'static str) -> Self {
        Self(vec![(name, 1)])
    }

    pub(super) const fn of_lines(lines: Vec<(&'static str, u32)>) -> Self {
        Self(lines)
    }

    fn last(&self) -> &'static str {
        self.0.last().map_or("", |(name, _)| name)
    }

    fn of(&self, error: &tiberius::error::Error) -> &'static str {
        match error {
            // What a trigger or a procedure met bears a line of its own.
            tiberius::error::Error::Server(token) if matches!(token.procedure(), "" | "sp_executesql") => {
                self.on_line(token.line())
            }
            _ => self.last(),
        }
    }

    pub(super) fn on_line(&self, line: u32) -> &'static str {
        let met = self.0.iter().rev().find(|(_, begin)| *begin <= line);
        met.map_or_else(|| self.last(), |(name, _)| name)
    }
}

type Tds = Client<Compat<TcpStream>>;

/// A session. Whatever it is left in, [`Session::is_clean`] tells whether another may have it.
pub(super) struct Session {
    client: Tds,
    connect_timeout: Duration,
    lock_timeout: Duration,
    /// Nobody has had it yet.
    new: bool,
    /// Something was met that is no answer: nothing more is asked of it.
    broken: bool,
    /// A transaction was begun, or a level, a lock or a patience was set, that the next user must not find.
    marked: bool,
    /// Rows are on their way that nobody may ever read.
    streaming: bool,
}

impl Session {
    /// Connects, logs in, and says what is expected.
    pub(super) async fn open(settings: &Settings) -> Result<Self, Error> {
        let opened = tokio::time::timeout(settings.connect_timeout, Self::log_in(settings)).await;
        opened.map_err(|_| Error::Lost {
            detail: format!("{} did not answer within {:?}", settings.shown, settings.connect_timeout),
        })?
    }

    async fn log_in(settings: &Settings) -> Result<Self, Error> {
        let mut session = Self {
            client: connect(settings).await?,
            connect_timeout: settings.connect_timeout,
            lock_timeout: settings.lock_timeout,
            new: true,
            broken: false,
            marked: false,
            streaming: false,
        };
        session
            .batch("session", &session.with_lock_timeout(include_str!("../../sqlserver/session.sql")))
            .await?;
        Ok(session)
    }

    /// Whether it answers, and is as a new one then. Nobody asks a new one; an old one answers as quickly as a new one is made.
    pub(super) async fn still_answers(&mut self) -> bool {
        if std::mem::replace(&mut self.new, false) {
            return true;
        }
        let text = self.with_lock_timeout(include_str!("../../sqlserver/roll_back.sql"));
        let answers = tokio::time::timeout(self.connect_timeout, self.batch("session", &text)).await;
        let answers = matches!(answers, Ok(Ok(())));
        self.broken |= !answers;
        answers
    }

    fn with_lock_timeout(&self, text: &str) -> String {
        format!("{text}{}", lock_timeout_text(self.lock_timeout))
    }

    /// Rolls back what is open, if anything is, and reads as usual again.
    pub(super) async fn roll_back(&mut self) -> Result<(), Error> {
        let answer = self.batch("ROLLBACK", include_str!("../../sqlserver/roll_back.sql")).await;
        // Whatever it is that cannot be rolled back, nobody goes on with it.
        self.broken |= answer.is_err();
        answer
    }

    /// Whether the next user would find it as a new one.
    pub(super) const fn is_clean(&self) -> bool {
        !self.broken && !self.marked && !self.streaming
    }

    /// Nothing more is to be asked of it.
    pub(super) const fn break_off(&mut self) {
        self.broken = true;
    }

    pub(super) const fn is_broken(&self) -> bool {
        self.broken
    }

    /// Whether rows were left unread: the server's last words about them were not heard.
    pub(super) const fn was_left_early(&self) -> bool {
        self.streaming
    }

    pub(super) const fn mark(&mut self) {
        self.marked = true;
    }

    /// What was set is as in a new session again.
    pub(super) const fn unmark(&mut self) {
        self.marked = false;
    }

    pub(super) async fn set_lock_timeout(&mut self, timeout: Duration) -> Result<(), Error> {
        self.batch("lock_timeout", &lock_timeout_text(timeout)).await
    }

    pub(super) async fn begin(&mut self) -> Result<(), Error> {
        self.alive()?;
        self.marked = true;
        let answer = self.client.begin_transaction().await;
        self.answered("BEGIN", answer)
    }

    pub(super) async fn commit(&mut self) -> Result<(), Error> {
        self.alive()?;
        let answer = self.client.commit_transaction().await;
        self.answered("COMMIT", answer)
    }

    /// Runs a text without parameters, as a batch of its own.
    pub(super) async fn batch(&mut self, name: &str, text: &str) -> Result<(), Error> {
        self.alive()?;
        let answer = match self.client.simple_query(text).await {
            Ok(stream) => stream.into_results().await.map(drop),
            Err(error) => Err(error),
        };
        self.streaming = false;
        self.answered(name, answer)
    }

    /// Runs a text and answers the number of rows that its last statement changed: a trigger of the ERP's tells its own before. An error
    /// bears the name of the statement in whose lines it was met.
    pub(super) async fn execute(
        &mut self,
        names: &Names,
        text: &str,
        parameters: &[Value],
    ) -> Result<u64, Error> {
        let bound = self.bind(names.last(), parameters)?;
        let answer = self.client.execute(text, &references(&bound)).await;
        self.streaming = false;
        let name = answer.as_ref().err().map_or_else(|| names.last(), |error| names.of(error));
        let counts = self.answered(name, answer)?;
        Ok(counts.rows_affected().last().copied().unwrap_or(0))
    }

    /// Starts a query.
    pub(super) async fn query(
        &mut self,
        name: &'static str,
        text: &str,
        parameters: &[Value],
    ) -> Result<SqlRows<'_>, Error> {
        let bound = self.bind(name, parameters)?;
        self.streaming = true;
        match self.client.query(text, &references(&bound)).await {
            Ok(stream) => Ok(SqlRows::new(name, stream, &mut self.streaming, &mut self.broken)),
            Err(error) => {
                self.streaming = false;
                self.broken |= errors::breaks(&error);
                Err(errors::map(name, error))
            }
        }
    }

    fn bind<'v>(&self, name: &str, parameters: &'v [Value]) -> Result<Vec<Bound<'v>>, Error> {
        self.alive()?;
        match parameters.iter().position(out_of_range) {
            None => Ok(parameters.iter().map(Bound).collect()),
            Some(place) => Err(Error::Constraint {
                statement: name.to_owned(),
                detail: format!("@P{} is a day that SQL Server cannot hold", place + 1),
            }),
        }
    }

    fn alive(&self) -> Result<(), Error> {
        if self.broken { Err(Error::Lost { detail: "it broke before".to_owned() }) } else { Ok(()) }
    }

    fn answered<T>(&mut self, name: &str, answer: tiberius::Result<T>) -> Result<T, Error> {
        answer.map_err(|error| {
            self.broken |= errors::breaks(&error);
            errors::map(name, error)
        })
    }
}

/// -1 would wait for ever, and more than the server's int can say means that.
fn lock_timeout_text(timeout: Duration) -> String {
    format!("SET LOCK_TIMEOUT {};", timeout.as_millis().min(i32::MAX as u128))
}

fn references<'a>(bound: &'a [Bound<'_>]) -> Vec<&'a dyn ToSql> {
    bound.iter().map(|value| value as &dyn ToSql).collect()
}

async fn connect(settings: &Settings) -> Result<Tds, Error> {
    let away = |detail: String| Error::Lost { detail: format!("{}: {detail}", settings.shown) };
    // A named instance without a port is asked for at SQL Server Browser.
    let socket = TcpStream::connect_named(&settings.config).await.map_err(|error| away(error.to_string()))?;
    socket.set_nodelay(true).map_err(|error| away(error.to_string()))?;
    Client::connect(settings.config.clone(), socket.compat_write())
        .await
        .map_err(|error| errors::at_login(&settings.shown, error))
}
