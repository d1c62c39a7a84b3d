//! Rows of a running query, on the side of whoever asked.

use async_trait::async_trait;
use tokio::sync::mpsc::Receiver;

use super::batch::Batch;
use crate::driver::RowSource;
use crate::{Error, Row};

/// What the thread that reads sends.
pub(super) enum Sent {
    /// Some rows, in their order.
    Rows(Batch),
    /// There are no more. A thread that dies does not say so: what it read by then must not pass for everything.
    End,
}

/// The rows of one query.
pub(super) struct SqliteRows {
    /// None when all rows are in `batch`.
    receiver: Option<Receiver<Result<Sent, Error>>>,
    batch: Batch,
}

impl SqliteRows {
    /// All of them are there.
    pub(super) const fn at_hand(batch: Batch) -> Self {
        Self { receiver: None, batch }
    }

    /// A thread reads them.
    pub(super) fn arriving(receiver: Receiver<Result<Sent, Error>>) -> Self {
        Self { receiver: Some(receiver), batch: Batch::default() }
    }
}

#[async_trait]
impl RowSource for SqliteRows {
    fn at_hand(&mut self) -> Option<Row> {
        self.batch.next()
    }

    async fn next(&mut self) -> Result<Option<Row>, Error> {
        loop {
            if let Some(row) = self.batch.next() {
                return Ok(Some(row));
            }
            let Some(receiver) = &mut self.receiver else {
                return Ok(None);
            };
            match receiver.recv().await {
                Some(Ok(Sent::Rows(batch))) => self.batch = batch,
                Some(Ok(Sent::End)) => self.receiver = None,
                Some(Err(error)) => return Err(error),
                None => return Err(broken_off()),
            }
        }
    }
}

fn broken_off() -> Error {
    Error::Unavailable { detail: "the reading broke off before the last row".to_owned() }
}

#[cfg(test)]
mod tests {
    use rusqlite::types::ValueRef;
    use tokio::sync::mpsc;

    use super::*;
    use crate::Value;
    use crate::sqlite::batch::ColumnKind;

    fn batch(numbers: &[i64]) -> Batch {
        let mut batch = Batch::new(["n".to_owned()].into(), [ColumnKind::Plain].into());
        numbers.iter().for_each(|number| batch.push(ValueRef::Integer(*number)));
        batch
    }

    /// The rows that come of these sendings, and how they end.
    async fn read(sendings: Vec<Result<Sent, Error>>) -> (Vec<Value>, Result<(), String>, SqliteRows) {
        let (sender, receiver) = mpsc::channel(8);
        for sent in sendings {
            assert!(sender.send(sent).await.is_ok());
        }
        drop(sender);
        let mut rows = SqliteRows::arriving(receiver);
        let mut found = Vec::new();
        loop {
            match rows.next().await {
                Ok(Some(row)) => found.extend(row.values),
                Ok(None) => return (found, Ok(()), rows),
                Err(error) => return (found, Err(error.to_string()), rows),
            }
        }
    }

    #[tokio::test]
    async fn rows_end_only_where_the_reader_said_so() {
        let sent = |numbers: &[i64]| Ok(Sent::Rows(batch(numbers)));
        let (found, end, mut rows) = read(vec![sent(&[1, 2]), sent(&[3]), Ok(Sent::End)]).await;
        assert_eq!((found, end), (vec![Value::Int(1), Value::Int(2), Value::Int(3)], Ok(())));
        assert!(matches!(rows.next().await, Ok(None)), "and it stays so");

        let (found, end, mut rows) = read(vec![sent(&[1, 2])]).await;
        assert_eq!(found.len(), 2);
        assert!(end.is_err_and(|words| words.contains("broke off before the last row")));
        assert!(rows.next().await.is_err(), "and it stays so");

        let damaged = Err(Error::Damaged { detail: "x".to_owned() });
        let (_, end, mut rows) = read(vec![sent(&[1]), damaged]).await;
        assert!(end.is_err_and(|words| words.contains("damaged")));
        assert!(rows.next().await.is_err(), "after an error there is no end");
    }
}
