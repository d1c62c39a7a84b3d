//! Statements on a SQLite connection: binding, running, reading rows by what their columns declare. Nothing here is async.

use std::sync::Arc;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ToSql};

use crate::value::{DATE, DATE_TIME, parse_date_time};
use crate::{Error, Row, Value};

/// Rows that travel together to the async side.
const BATCH_ROWS: usize = 256;

/// Where the rows of a stream go.
pub(super) type Batches = tokio::sync::mpsc::Sender<Result<Vec<Row>, Error>>;

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
) -> rusqlite::Result<Vec<Row>> {
    let mut rows = Vec::new();
    each_row(base, text, parameters, |row| {
        rows.push(row);
        rows.len() < limit as usize
    })?;
    Ok(rows)
}

/// Sends all rows of a query in batches, for as long as somebody reads.
pub(super) fn stream(
    base: &Connection,
    text: &str,
    parameters: &[Value],
    batches: &Batches,
) -> rusqlite::Result<()> {
    let mut batch = Vec::new();
    each_row(base, text, parameters, |row| {
        batch.push(row);
        batch.len() < BATCH_ROWS || batches.blocking_send(Ok(std::mem::take(&mut batch))).is_ok()
    })?;
    if !batch.is_empty() {
        // A reader that went away has seen enough.
        let _ = batches.blocking_send(Ok(batch));
    }
    Ok(())
}

/// Hands the rows of a query to `more`, until it says that it wants no more.
fn each_row(
    base: &Connection,
    text: &str,
    parameters: &[Value],
    mut more: impl FnMut(Row) -> bool,
) -> rusqlite::Result<()> {
    let mut statement = base.prepare_cached(text)?;
    bind(&mut statement, parameters)?;
    let columns: Arc<[String]> = statement.column_names().map(str::to_owned).collect();
    let kinds: Vec<ColumnKind> =
        statement.columns().map(|column| ColumnKind::of(column.decl_type())).collect();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        let values = kinds.iter().enumerate().map(|(i, kind)| Ok(kind.read(row.get_ref(i)?)));
        let values = values.collect::<rusqlite::Result<Vec<Value>>>()?;
        if !more(Row { columns: Arc::clone(&columns), values }) {
            return Ok(());
        }
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
