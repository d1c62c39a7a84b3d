//! Rows that travel together from the thread that reads to the one that asked. They travel as bytes and become values where they are
//! used: a text that one thread allocates and another frees costs both of them a lock.

use std::sync::Arc;

use rusqlite::types::ValueRef;

use crate::value::parse_date_time;
use crate::{Row, Value};

/// Rows in the order in which they were read; as an iterator it gives them.
#[derive(Default)]
pub(super) struct Batch {
    columns: Arc<[String]>,
    kinds: Arc<[ColumnKind]>,
    cells: Vec<Cell>,
    /// The texts and blobs of `cells`, one behind the other.
    bytes: Vec<u8>,
    next_cell: usize,
    next_byte: usize,
}

/// A value as SQLite stores it.
#[derive(Clone, Copy)]
enum Cell {
    Null,
    Int(i64),
    Real(f64),
    /// So many bytes.
    Text(usize),
    /// So many bytes.
    Blob(usize),
}

impl Batch {
    pub(super) fn new(columns: Arc<[String]>, kinds: Arc<[ColumnKind]>) -> Self {
        Self { columns, kinds, ..Self::default() }
    }

    /// An empty one with room for as much: one batch is about as large as the one before.
    pub(super) fn another(&self) -> Self {
        Self {
            cells: Vec::with_capacity(self.cells.len()),
            bytes: Vec::with_capacity(self.bytes.len()),
            ..Self::new(Arc::clone(&self.columns), Arc::clone(&self.kinds))
        }
    }

    /// Adds the next value of the row.
    pub(super) fn push(&mut self, value: ValueRef<'_>) {
        let cell = match value {
            ValueRef::Null => Cell::Null,
            ValueRef::Integer(number) => Cell::Int(number),
            ValueRef::Real(number) => Cell::Real(number),
            ValueRef::Text(bytes) => {
                self.bytes.extend_from_slice(bytes);
                Cell::Text(bytes.len())
            }
            ValueRef::Blob(bytes) => {
                self.bytes.extend_from_slice(bytes);
                Cell::Blob(bytes.len())
            }
        };
        self.cells.push(cell);
    }
}

impl Iterator for Batch {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let cells = self.cells.get(self.next_cell..).filter(|cells| !cells.is_empty())?;
        let mut values = Vec::with_capacity(self.kinds.len());
        for (kind, cell) in self.kinds.iter().zip(cells) {
            let (Cell::Text(len) | Cell::Blob(len)) = *cell else {
                values.push(kind.read(*cell, &[]));
                continue;
            };
            let end = self.next_byte + len;
            values.push(kind.read(*cell, &self.bytes[self.next_byte..end]));
            self.next_byte = end;
        }
        self.next_cell += self.kinds.len();
        Some(Row { columns: Arc::clone(&self.columns), values })
    }
}

/// What a column's declared type says about its values; an expression has none.
#[derive(Clone, Copy)]
pub(super) enum ColumnKind {
    /// `char(n)`, `nchar(n)`: trailing blanks are padding.
    Padded,
    DateTime,
    Date,
    Bit,
    Plain,
}

impl ColumnKind {
    pub(super) fn of(declared: Option<&str>) -> Self {
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
    fn read(self, cell: Cell, bytes: &[u8]) -> Value {
        match (self, cell) {
            (_, Cell::Null) => Value::Null,
            (Self::Bit, Cell::Int(number)) => Value::Bool(number != 0),
            (_, Cell::Int(number)) => Value::Int(number),
            (_, Cell::Real(number)) => Value::Text(number.to_string()),
            (_, Cell::Blob(_)) => Value::Bytes(bytes.to_vec()),
            // The lossy reader looks at each sign; it is for what is no UTF-8 only.
            (kind, Cell::Text(_)) => match std::str::from_utf8(bytes) {
                Ok(text) => kind.read_text(text),
                Err(_) => kind.read_text(&String::from_utf8_lossy(bytes)),
            },
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
