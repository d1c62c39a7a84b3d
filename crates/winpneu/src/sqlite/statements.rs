//! Statements on a SQLite connection: binding, running, reading. Nothing here is async.

use std::sync::Arc;

use rusqlite::types::ToSqlOutput;
use rusqlite::{CachedStatement, Connection, ToSql};

use super::batch::{Batch, ColumnKind};
use super::rows::Sent;
use crate::value::{DATE, DATE_TIME};
use crate::{Error, Value};

/// Rows that travel together to the async side.
const BATCH_ROWS: usize = 256;

/// Where the rows of a stream go.
pub(super) type Batches = tokio::sync::mpsc::Sender<Result<Sent, Error>>;

/// Runs a statement; answers the number of rows it changed.
pub(super) fn execute(base: &Connection, text: &str, parameters: &[Value]) -> rusqlite::Result<u64> {
    let mut statement = base.prepare_cached(text)?;
    bind(&mut statement, parameters)?;
    Ok(statement.raw_execute()? as u64)
}

/// The first `limit` rows of a query.
pub(super) fn fetch(
    base: &Connection,
    text: &str,
    parameters: &[Value],
    limit: u32,
) -> rusqlite::Result<Batch> {
    let mut first = Batch::default();
    each_batch(base, text, parameters, limit as usize, |batch| {
        first = batch;
        false
    })?;
    Ok(first)
}

/// Sends all rows of a query in batches, for as long as somebody reads.
pub(super) fn stream(
    base: &Connection,
    text: &str,
    parameters: &[Value],
    batches: &Batches,
) -> rusqlite::Result<()> {
    // A reader that went away has seen enough.
    each_batch(base, text, parameters, BATCH_ROWS, |batch| {
        batches.blocking_send(Ok(Sent::Rows(batch))).is_ok()
    })
}

/// Hands the rows of a query to `more`, `at_once` of them together, until it says that it wants no more.
fn each_batch(
    base: &Connection,
    text: &str,
    parameters: &[Value],
    at_once: usize,
    mut more: impl FnMut(Batch) -> bool,
) -> rusqlite::Result<()> {
    let mut statement = base.prepare_cached(text)?;
    bind(&mut statement, parameters)?;
    let columns: Arc<[String]> = statement.column_names().map(str::to_owned).collect();
    let kinds: Arc<[ColumnKind]> =
        statement.columns().map(|column| ColumnKind::of(column.decl_type())).collect();
    let (mut batch, mut held) = (Batch::new(columns, Arc::clone(&kinds)), 0);
    let mut rows = statement.raw_query();
    while held < at_once
        && let Some(row) = rows.next()?
    {
        for i in 0..kinds.len() {
            batch.push(row.get_ref(i)?);
        }
        held += 1;
        if held == at_once {
            let another = batch.another();
            if !more(std::mem::replace(&mut batch, another)) {
                return Ok(());
            }
            held = 0;
        }
    }
    if held > 0 {
        more(batch);
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
