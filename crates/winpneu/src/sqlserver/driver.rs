//! The port's calls, on one session.

use std::time::Duration;

use async_trait::async_trait;
use tokio::time::Instant;

use super::pool::{Pooled, Server};
use super::rows::Fetched;
use super::session::{Names, Session};
use super::slot::Slot;
use crate::driver::{Driver, Engine, Picture, Queued, RowSource};
use crate::lock::Lock;
use crate::sql_text;
use crate::statement::sql;
use crate::{Error, Value};

/// How often a lock of a lost session is asked for again.
const BETWEEN_RETAKES: Duration = Duration::from_millis(100);

/// What was begun and not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Idle,
    Transaction,
    Reading,
}

pub(super) struct SqlServerDriver {
    server: Server,
    slot: Slot,
    state: State,
    /// Those that the owner counts on: held, or, on a session that is lost, to be taken again.
    locks: Vec<Lock>,
    patient: bool,
}

impl SqlServerDriver {
    pub(super) fn new(server: Server, session: Pooled) -> Self {
        Self { server, slot: Slot::new(session), state: State::Idle, locks: Vec::new(), patient: false }
    }

    /// Before anything is asked. A transaction in which rows were left unread is not gone on with: the server's last words about them,
    /// which may have been that it rolled back, were not heard.
    async fn ready(&mut self, name: &str) -> Result<&mut Session, Error> {
        let state = self.state;
        let session = self.slot.session().await?;
        if state == State::Transaction && session.was_left_early() {
            let detail = "rows of an earlier query were left unread".to_owned();
            return Err(Error::Statement { statement: name.to_owned(), detail });
        }
        Ok(session)
    }

    async fn end(&mut self) -> Result<(), Error> {
        self.state = State::Idle;
        // The server rolls back what a lost session had open.
        if !self.slot.is_broken() {
            self.slot.session().await?.roll_back().await?;
            self.settled();
        }
        Ok(())
    }

    /// The session is as a new one again, if nothing is open and no lock and no patience is left on it.
    fn settled(&mut self) {
        let nothing_left = self.state == State::Idle && self.locks.is_empty() && !self.patient;
        if let Some(session) = self.slot.at_hand().filter(|_| nothing_left) {
            session.unmark();
        }
    }

    /// Takes a lock on the session as it is.
    async fn take(&mut self, lock: Lock) -> Result<bool, Error> {
        let text = include_str!("../../sqlserver/lock_take.sql");
        let session = self.ready("lock_take").await?;
        session.mark();
        let answer = session.query("lock_take", text, &[resource(lock)]).await?.first(1).await?;
        // 0: at once; 1: after waiting, which was not asked for.
        Ok(answer.first().map(|row| row.int(0)).transpose()?.is_some_and(|code| code >= 0))
    }

    /// Takes again what the lost session held: the server may notice its end, or end its COMMIT, a little later.
    async fn retake(&mut self) -> Result<(), Error> {
        let until = Instant::now() + self.server.lock_timeout();
        for lock in self.locks.clone() {
            while !self.take(lock).await? {
                if Instant::now() >= until {
                    let detail = format!(
                        "the lock {:?} is still held: by the session that was lost, or by another automaton",
                        lock.as_str()
                    );
                    return Err(Error::Unavailable { detail });
                }
                tokio::time::sleep(BETWEEN_RETAKES).await;
            }
        }
        Ok(())
    }

    /// Puts the session under SNAPSHOT and takes the picture.
    async fn begin_snapshot(&mut self) -> Result<(), Error> {
        let session = self.ready("BEGIN").await?;
        session.mark();
        session.batch("level", include_str!("../../sqlserver/level_snapshot.sql")).await?;
        session.begin().await?;
        // The picture is taken at the first read, not at BEGIN.
        let first = sql!("counter_read");
        session.query(first.name, first.text, &[]).await?.first(1).await.map(drop)
    }

    async fn snapshot_allowed(&mut self) -> Result<bool, Error> {
        let text = include_str!("../../sqlserver/snapshot_allowed.sql");
        let session = self.ready("snapshot_allowed").await?;
        let rows = session.query("snapshot_allowed", text, &[]).await?.first(1).await?;
        Ok(rows.first().map(|row| row.int(0)).transpose()? == Some(1))
    }
}

/// Named for the product: other programs may take locks in this database, too.
fn resource(lock: Lock) -> Value {
    Value::Text(format!("tournee.{}", lock.as_str()))
}

#[async_trait]
impl Driver for SqlServerDriver {
    fn engine(&self) -> Engine {
        Engine::SqlServer
    }

    async fn execute(&mut self, name: &'static str, text: &str, parameters: &[Value]) -> Result<u64, Error> {
        all_given(name, text, parameters)?;
        if self.state == State::Reading {
            return Err(reads_only(name));
        }
        self.ready(name).await?.execute(&Names::one(name), text, parameters).await
    }

    async fn execute_all(&mut self, statements: &[Queued]) -> Result<u64, Error> {
        for Queued { name, text, parameters } in statements {
            all_given(name, text, parameters)?;
        }
        let [.., last] = statements else { return Ok(0) };
        let Joined { names, text, parameters } = joined(statements);
        self.ready(last.name).await?.execute(&names, &text, &parameters).await
    }

    fn gathers(&self) -> bool {
        true
    }

    async fn batch(&mut self, name: &'static str, text: &str) -> Result<(), Error> {
        self.ready(name).await?.batch(name, text).await
    }

    async fn query(
        &mut self,
        name: &'static str,
        text: &str,
        parameters: &[Value],
        limit: Option<u32>,
    ) -> Result<Box<dyn RowSource + '_>, Error> {
        all_given(name, text, parameters)?;
        if self.state == State::Reading && !is_question(text) {
            return Err(reads_only(name));
        }
        let rows = self.ready(name).await?.query(name, text, parameters).await?;
        Ok(match limit {
            None => Box::new(rows),
            Some(limit) => Box::new(Fetched(rows.first(limit as usize).await?.into_iter())),
        })
    }

    async fn begin(&mut self) -> Result<(), Error> {
        self.ready("BEGIN").await?.begin().await?;
        self.state = State::Transaction;
        Ok(())
    }

    async fn begin_read(&mut self) -> Result<Picture, Error> {
        let picture = if self.snapshot_allowed().await? {
            if let Err(error) = self.begin_snapshot().await {
                self.abandon();
                return Err(error);
            }
            Picture::OfOneMoment
        } else {
            Picture::ByStatement
        };
        self.state = State::Reading;
        Ok(picture)
    }

    async fn commit(&mut self) -> Result<(), Error> {
        let session = self.ready("COMMIT").await?;
        if let Err(error) = session.commit().await {
            // Whatever was said last: on a session that ended with it nobody knows whether the COMMIT happened.
            let lost = session.is_broken() && !matches!(error, Error::Lost { .. });
            return Err(if lost { Error::Lost { detail: error.to_string() } } else { error });
        }
        self.state = State::Idle;
        self.settled();
        Ok(())
    }

    async fn rollback(&mut self) -> Result<(), Error> {
        self.end().await
    }

    fn abandon(&mut self) {
        self.state = State::Idle;
        self.slot.roll_back_behind();
    }

    async fn be_patient(&mut self, patience: Option<Duration>) -> Result<(), Error> {
        let usual = self.server.lock_timeout();
        let session = self.ready("lock_timeout").await?;
        session.mark();
        session.set_lock_timeout(patience.unwrap_or(usual)).await?;
        self.patient = patience.is_some();
        self.settled();
        Ok(())
    }

    async fn try_lock(&mut self, lock: Lock) -> Result<bool, Error> {
        if self.locks.contains(&lock) && !self.slot.is_broken() {
            return Ok(true);
        }
        let granted = self.take(lock).await?;
        self.locks.extend(granted.then_some(lock));
        self.settled();
        Ok(granted)
    }

    async fn unlock(&mut self, lock: Lock) -> Result<(), Error> {
        let held = self.locks.len();
        self.locks.retain(|other| *other != lock);
        // A lock ends with its session, whatever became of that.
        if self.locks.len() == held || self.slot.is_broken() {
            return Ok(());
        }
        let text = include_str!("../../sqlserver/lock_release.sql");
        let session = self.ready("lock_release").await?;
        session.query("lock_release", text, &[resource(lock)]).await?.first(1).await?;
        self.settled();
        Ok(())
    }

    async fn renew(&mut self) -> Result<(), Error> {
        // What is being rolled back may turn out to be broken.
        if self.slot.session().await.is_ok_and(|session| !session.is_broken()) {
            return Ok(());
        }
        let fresh = self.server.session().await?;
        // The lost session goes first: the server frees its locks when it is closed.
        self.slot = Slot::new(fresh);
        (self.state, self.patient) = (State::Idle, false);
        let retaken = self.retake().await;
        // Without its locks it is as good as lost: the next call renews it again, and asks for all of them again.
        if retaken.is_err()
            && let Some(session) = self.slot.at_hand()
        {
            session.break_off();
        }
        retaken
    }
}

/// The program's parameters are `@P1…@Pn`, all of them and no others. The server alone would let more pass.
fn all_given(name: &str, text: &str, parameters: &[Value]) -> Result<(), Error> {
    let wanted = sql_text::highest_parameter(text);
    if wanted == parameters.len() {
        return Ok(());
    }
    let detail = format!("{} parameters are given, {wanted} are wanted", parameters.len());
    Err(Error::Statement { statement: name.to_owned(), detail })
}

/// Several statements as one text.
struct Joined {
    names: Names,
    text: String,
    parameters: Vec<Value>,
}

/// The parameters of each statement are counted on from those before it.
fn joined(statements: &[Queued]) -> Joined {
    let (mut names, mut whole, mut all) = (Vec::new(), String::new(), Vec::new());
    let mut line = 1;
    for Queued { name, text, parameters } in statements {
        names.push((*name, line));
        let begun = whole.len();
        let text = text.trim_end().trim_end_matches(';');
        whole.push_str(&sql_text::renumbered(text, |number| number + all.len()));
        whole.push_str(";\n");
        line += u32::try_from(whole[begun..].matches('\n').count()).unwrap_or(u32::MAX);
        all.extend_from_slice(parameters);
    }
    Joined { names: Names::of_lines(names), text: whole, parameters: all }
}

fn is_question(text: &str) -> bool {
    let first = text.lines().map(str::trim_start).find(|line| !line.is_empty() && !line.starts_with("--"));
    first.is_some_and(|line| line.get(..6).is_some_and(|word| word.eq_ignore_ascii_case("SELECT")))
}

fn reads_only(name: &str) -> Error {
    Error::Statement { statement: name.to_owned(), detail: "a consistent read writes nothing".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queued(name: &'static str, text: &'static str, parameters: &[i64]) -> Queued {
        Queued {
            name,
            text: text.into(),
            parameters: parameters.iter().map(|number| Value::Int(*number)).collect(),
        }
    }

    #[test]
    fn several_statements_count_their_parameters_on() {
        let one = queued(
            "one",
            "UPDATE dbo.a SET b = @P2\nWHERE c = @P1 AND d = @P10",
            &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        );
        let two = queued("two", "INSERT INTO dbo.a (b)\nVALUES (@P1);\n", &[11]);
        let three = queued("three", "DELETE FROM dbo.a", &[]);
        let Joined { names, text, parameters } = joined(&[one, two, three]);
        assert_eq!(
            text,
            "UPDATE dbo.a SET b = @P2\nWHERE c = @P1 AND d = @P10;\nINSERT INTO dbo.a (b)\nVALUES (@P11);\nDELETE FROM dbo.a;\n"
        );
        assert_eq!(parameters, (1..=11).map(Value::Int).collect::<Vec<_>>());
        for (line, name) in
            [(0, "three"), (1, "one"), (2, "one"), (3, "two"), (4, "two"), (5, "three"), (9, "three")]
        {
            assert_eq!(names.on_line(line), name, "line {line}");
        }
    }

    #[test]
    fn parameters_are_all_given_and_no_others() {
        let given = |count: usize| all_given("x", "SELECT @P2, @P1", &vec![Value::Null; count]);
        assert!(given(1).is_err() && given(2).is_ok() && given(3).is_err());
    }

    #[test]
    fn a_question_begins_with_select() {
        for (text, question) in [
            ("SELECT 1", true),
            ("-- words\n  select a FROM dbo.b", true),
            ("INSERT INTO dbo.a (b) VALUES (1)", false),
            ("-- SELECT\nDELETE FROM dbo.a", false),
            ("", false),
            ("é", false),
        ] {
            assert_eq!(is_question(text), question, "{text:?}");
        }
    }
}
