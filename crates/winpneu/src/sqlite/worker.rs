//! The thread that owns a SQLite connection and does one job after another.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, ToSql};
use tokio::sync::oneshot;

use super::map_error;
use crate::value::{DATE, DATE_TIME, parse_date_time};
use crate::{Error, Row, Value};

/// Rows that travel together to the async side.
const BATCH_ROWS: usize = 256;

pub(super) enum Job {
    Execute {
        name: &'static str,
        text: String,
        parameters: Vec<Value>,
        reply: oneshot::Sender<Result<u64, Error>>,
    },
    Query {
        name: &'static str,
        text: String,
        parameters: Vec<Value>,
        batches: Batches,
    },
    Control {
        text: &'static str,
        reply: oneshot::Sender<Result<(), Error>>,
    },
    Rollback {
        reply: Option<oneshot::Sender<Result<(), Error>>>,
    },
}

type Batches = tokio::sync::mpsc::Sender<Result<Vec<Row>, Error>>;

pub(super) struct Worker {
    jobs: Option<Sender<Job>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

pub(super) fn gone() -> Error {
    Error::Unavailable {
        detail: "the thread of the embedded base ended".to_owned(),
    }
}

impl Worker {
    pub(super) fn start(base: rusqlite::Connection) -> Result<Self, Error> {
        let (sender, jobs) = channel();
        let thread = std::thread::Builder::new()
            .name("winpneu-sqlite".to_owned())
            .spawn(move || work(&base, &jobs))
            .map_err(|error| Error::Unavailable {
                detail: error.to_string(),
            })?;
        Ok(Self {
            jobs: Some(sender),
            thread: Some(thread),
        })
    }

    pub(super) fn send(&self, job: Job) -> Result<(), Error> {
        self.jobs.as_ref().ok_or_else(gone)?.send(job).map_err(|_| gone())
    }
}

impl Drop for Worker {
    /// Waits for the job in hand, so that the file is closed when the connection is gone.
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A panic of the worker has already been answered as "gone" to whoever waited.
            let _ = thread.join();
        }
    }
}

fn work(base: &rusqlite::Connection, jobs: &Receiver<Job>) {
    // Nobody waiting for an answer is no error: the caller was cancelled, and its transaction is rolled back by its drop.
    while let Ok(job) = jobs.recv() {
        match job {
            Job::Execute {
                name,
                text,
                parameters,
                reply,
            } => {
                let _ = reply.send(execute(base, &text, &parameters).map_err(|error| map_error(name, error)));
            }
            Job::Query {
                name,
                text,
                parameters,
                batches,
            } => {
                if let Err(error) = query(base, &text, &parameters, &batches) {
                    let _ = batches.blocking_send(Err(map_error(name, error)));
                }
            }
            Job::Control { text, reply } => {
                let _ = reply.send(base.execute_batch(text).map_err(|error| map_error(text, error)));
            }
            Job::Rollback { reply } => {
                let answer = if base.is_autocommit() {
                    Ok(())
                } else {
                    base.execute_batch("ROLLBACK")
                };
                if let Some(reply) = reply {
                    let _ = reply.send(answer.map_err(|error| map_error("ROLLBACK", error)));
                }
            }
        }
    }
}

fn execute(base: &rusqlite::Connection, text: &str, parameters: &[Value]) -> rusqlite::Result<u64> {
    let mut statement = base.prepare_cached(text)?;
    bind(&mut statement, parameters)?;
    Ok(statement.raw_execute()? as u64)
}

fn query(
    base: &rusqlite::Connection,
    text: &str,
    parameters: &[Value],
    batches: &Batches,
) -> rusqlite::Result<()> {
    let mut statement = base.prepare_cached(text)?;
    bind(&mut statement, parameters)?;
    let columns: Arc<[String]> = statement.column_names().map(str::to_owned).collect();
    let kinds: Vec<ColumnKind> = statement
        .columns()
        .map(|column| ColumnKind::of(column.decl_type()))
        .collect();
    let mut rows = statement.raw_query();
    let mut batch = Vec::new();
    while let Some(row) = rows.next()? {
        let values = kinds
            .iter()
            .enumerate()
            .map(|(i, kind)| Ok(kind.read(row.get_ref(i)?)));
        let values = values.collect::<rusqlite::Result<Vec<Value>>>()?;
        batch.push(Row {
            columns: Arc::clone(&columns),
            values,
        });
        if batch.len() == BATCH_ROWS && batches.blocking_send(Ok(std::mem::take(&mut batch))).is_err() {
            return Ok(()); // the reader has seen enough
        }
    }
    if !batch.is_empty() {
        let _ = batches.blocking_send(Ok(batch));
    }
    Ok(())
}

/// Parameters are `@P1…@Pn`, bound by name, all of them and no others.
fn bind(statement: &mut CachedStatement<'_>, parameters: &[Value]) -> rusqlite::Result<()> {
    let wanted = statement.parameter_count();
    if wanted != parameters.len() {
        return Err(rusqlite::Error::InvalidParameterCount(parameters.len(), wanted));
    }
    for (i, value) in parameters.iter().enumerate() {
        let name = format!("@P{}", i + 1);
        let index = statement
            .parameter_index(&name)?
            .ok_or_else(|| rusqlite::Error::InvalidParameterName(name.clone()))?;
        statement.raw_bind_parameter(index, value)?;
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(rusqlite::types::Value::Null),
            Self::Int(number) => ToSqlOutput::from(*number),
            Self::Text(text) => ToSqlOutput::from(text.as_str()),
            Self::Bool(bit) => ToSqlOutput::from(*bit),
            Self::Date(day) => ToSqlOutput::from(day.format(DATE).to_string()),
            Self::DateTime(instant) => ToSqlOutput::from(instant.format(DATE_TIME).to_string()),
            Self::Bytes(bytes) => ToSqlOutput::from(bytes.as_slice()),
        })
    }
}

/// What a column's declared type says about its values; an expression has none.
#[derive(Clone, Copy)]
enum ColumnKind {
    /// `char(n)`, `nchar(n)`: trailing blanks are padding.
    Padded,
    DateTime,
    Date,
    Bit,
    Plain,
}

impl ColumnKind {
    fn of(declared: Option<&str>) -> Self {
        let declared = declared.unwrap_or_default().to_ascii_lowercase();
        match declared.split('(').next().unwrap_or_default() {
            "char" | "nchar" => Self::Padded,
            "datetime" => Self::DateTime,
            "date" => Self::Date,
            "bit" => Self::Bit,
            _ => Self::Plain,
        }
    }

    /// A value that is not what the column declares stays as it is: the reader of that column says so, for that row only.
    fn read(self, value: ValueRef<'_>) -> Value {
        match (self, value) {
            (_, ValueRef::Null) => Value::Null,
            (Self::Bit, ValueRef::Integer(number)) => Value::Bool(number != 0),
            (_, ValueRef::Integer(number)) => Value::Int(number),
            (_, ValueRef::Real(number)) => Value::Text(number.to_string()),
            (_, ValueRef::Blob(bytes)) => Value::Bytes(bytes.to_vec()),
            (kind, ValueRef::Text(bytes)) => kind.read_text(&String::from_utf8_lossy(bytes)),
        }
    }

    fn read_text(self, text: &str) -> Value {
        let plain = || Value::Text(text.to_owned());
        match self {
            Self::Padded => Value::Text(text.trim_end_matches(' ').to_owned()),
            Self::DateTime => parse_date_time(text).map_or_else(plain, Value::DateTime),
            Self::Date => parse_date_time(text).map_or_else(plain, |instant| Value::Date(instant.date())),
            Self::Bit | Self::Plain => plain(),
        }
    }
}
