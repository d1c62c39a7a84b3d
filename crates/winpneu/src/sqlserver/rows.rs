//! Rows of a running query, as they arrive.

use std::sync::Arc;

use async_trait::async_trait;
use futures_util::{FutureExt, TryStreamExt};
use tiberius::{Column, ColumnType, QueryItem, QueryStream};

use super::{errors, values};
use crate::driver::RowSource;
use crate::{Error, Row};

/// The rows of one query.
pub(super) struct SqlRows<'s> {
    name: &'static str,
    stream: QueryStream<'s>,
    columns: Arc<[String]>,
    kinds: Vec<ColumnType>,
    /// Cleared where the server said that there are no more: what it says after the last row may be an error.
    streaming: &'s mut bool,
    broken: &'s mut bool,
    /// An error that was met where only rows are answered.
    met: Option<Error>,
    /// After an error there is no end, either.
    failed: bool,
}

impl<'s> SqlRows<'s> {
    pub(super) fn new(
        name: &'static str,
        stream: QueryStream<'s>,
        streaming: &'s mut bool,
        broken: &'s mut bool,
    ) -> Self {
        Self {
            name,
            stream,
            columns: Arc::default(),
            kinds: Vec::new(),
            streaming,
            broken,
            met: None,
            failed: false,
        }
    }

    /// The first `limit` rows, read to the very end: whatever else there is, is dropped.
    pub(super) async fn first(mut self, limit: usize) -> Result<Vec<Row>, Error> {
        let mut rows = Vec::new();
        while let Some(row) = self.next().await? {
            if rows.len() < limit {
                rows.push(row);
            }
        }
        Ok(rows)
    }

    fn begin(&mut self, columns: &[Column]) {
        self.columns = columns.iter().map(|column| column.name().to_owned()).collect();
        self.kinds = columns.iter().map(Column::column_type).collect();
    }

    /// What the stream gave: a row, the end (`None`), or an error; nothing for what only describes the rows.
    fn take(&mut self, given: tiberius::Result<Option<QueryItem>>) -> Option<Result<Option<Row>, Error>> {
        match given {
            Ok(Some(QueryItem::Metadata(metadata))) => {
                self.begin(metadata.columns());
                None
            }
            Ok(Some(QueryItem::Row(row))) => Some(Ok(Some(self.row(row)))),
            Ok(None) => {
                *self.streaming = false;
                Some(Ok(None))
            }
            Err(error) => {
                (*self.streaming, self.failed) = (false, true);
                *self.broken |= errors::breaks(&error);
                Some(Err(errors::map(self.name, error)))
            }
        }
    }

    fn row(&self, row: tiberius::Row) -> Row {
        let values = row.into_iter().zip(&self.kinds).map(|(data, kind)| values::read(*kind, data)).collect();
        Row { columns: Arc::clone(&self.columns), values }
    }
}

#[async_trait]
impl RowSource for SqlRows<'_> {
    /// A packet holds many rows, and most are there when the one before was used.
    fn at_hand(&mut self) -> Option<Row> {
        if self.met.is_some() || !*self.streaming {
            return None;
        }
        loop {
            let given = self.stream.try_next().now_or_never()?;
            match self.take(given) {
                None => {}
                Some(Ok(row)) => return row,
                Some(Err(error)) => {
                    self.met = Some(error);
                    return None;
                }
            }
        }
    }

    async fn next(&mut self) -> Result<Option<Row>, Error> {
        if let Some(error) = self.met.take() {
            return Err(error);
        }
        while *self.streaming {
            let given = self.stream.try_next().await;
            if let Some(answer) = self.take(given) {
                return answer;
            }
        }
        if self.failed {
            Err(Error::Lost { detail: "the rows broke off before".to_owned() })
        } else {
            Ok(None)
        }
    }
}

/// Rows that were read at once.
pub(super) struct Fetched(pub(super) std::vec::IntoIter<Row>);

#[async_trait]
impl RowSource for Fetched {
    fn at_hand(&mut self) -> Option<Row> {
        self.0.next()
    }

    async fn next(&mut self) -> Result<Option<Row>, Error> {
        Ok(self.0.next())
    }
}
