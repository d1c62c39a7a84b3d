//! What the offline bases are made of: streams over whole tables, row by row, as the records of `domain`. Best asked of a
//! [`crate::Reading`], so that they agree with each other.
//!
//! What the ERP holds is shown as it is: a column that cannot be read is left empty and hides no row. A row is left out, and told as
//! [`Unreadable`], only when its key cannot be read. To the key of the CRM's own rows belongs what their order or their owner hangs on:
//! the instant of an entry is never guessed.
//!
//! Rows come in no order: engines sort differently, and every order that matters is Rust's. Nothing here promises that a key comes once,
//! but where the base itself does: a view of an installation may repeat one.
//!
//! Absent on purpose: bank details of customers; which row goes to whom (`snapshot` and the automaton decide).

mod cells;
mod customers;
mod follow_ups;
mod prospects;

pub use customers::{codes, contacts, customers, relations, revenue};
pub use follow_ups::{customer_follow_ups, prospect_follow_ups};
pub use prospects::{attachments, clashes, creations, prospect_visits, prospects};

use crate::{Error, Row, Rows};

/// A row that is left out, since its key cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{table} {key}: {problem}; the row is left out")]
pub struct Unreadable {
    /// The table or view.
    pub table: &'static str,
    /// Its key, as well as it can be told.
    pub key: String,
    /// What is wrong with it.
    pub problem: String,
}

/// How a row becomes a record; it may take the row's values.
type Read<'a, T> = Box<dyn FnMut(&mut Row) -> Result<T, Unreadable> + Send + 'a>;

/// Records of one kind, read as they are asked for.
pub struct Extract<'a, T> {
    /// What comes first: problems met beforehand, or everything where the order had to be made here.
    ready: std::vec::IntoIter<Result<T, Unreadable>>,
    rows: Option<(Rows<'a>, Read<'a, T>)>,
}

impl<'a, T> Extract<'a, T> {
    fn of(rows: Rows<'a>, read: impl FnMut(&mut Row) -> Result<T, Unreadable> + Send + 'a) -> Self {
        Self::after(Vec::new(), rows, read)
    }

    fn after(
        ready: Vec<Result<T, Unreadable>>,
        rows: Rows<'a>,
        read: impl FnMut(&mut Row) -> Result<T, Unreadable> + Send + 'a,
    ) -> Self {
        Self { ready: ready.into_iter(), rows: Some((rows, Box::new(read))) }
    }

    fn ready(all: Vec<Result<T, Unreadable>>) -> Self {
        Self { ready: all.into_iter(), rows: None }
    }

    /// The next record, or a row that is left out; `None` after the last.
    ///
    /// # Errors
    /// When the base does not answer; inside a transaction it ends the transaction.
    pub async fn next(&mut self) -> Result<Option<Result<T, Unreadable>>, Error> {
        if let Some(record) = self.ready.next() {
            return Ok(Some(record));
        }
        let Some((rows, read)) = &mut self.rows else {
            return Ok(None);
        };
        Ok(rows.next().await?.map(|mut row| read(&mut row)))
    }
}
