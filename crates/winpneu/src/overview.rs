//! What `status` asks of the registry.

use chrono::NaiveDateTime;

use crate::connection::collect;
use crate::registry::FileState;
use crate::statement::sql;
use crate::{Error, Row, Statements};

/// How many files are in each state.
///
/// # Errors
/// When the base does not answer.
pub async fn counts(base: &mut dyn Statements) -> Result<Vec<(FileState, i64)>, Error> {
    let rows = base.query(sql!("files_by_state"), &[]).await?;
    collect(rows, |row| Ok((FileState::parse(&row.text(0)?)?, row.int(1)?))).await
}

/// A file in some state, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedFile {
    /// The registered name.
    pub name: String,
    /// Why it waits or was refused.
    pub reason: Option<String>,
    /// For people.
    pub detail: Option<String>,
    /// When it was first met (UTC).
    pub received_at: NaiveDateTime,
}

/// The latest `limit` files in `state`, which is not that of the many: integrated files are counted, never listed.
///
/// # Errors
/// When the base does not answer.
pub async fn in_state(
    base: &mut dyn Statements,
    state: FileState,
    limit: u32,
) -> Result<Vec<ListedFile>, Error> {
    let rows = base.page(sql!("files_in_state"), limit, &[state.as_str().into()]).await?;
    collect(rows, listed).await
}

/// The `limit` files that have been in `state` the longest; like [`in_state`], of few.
///
/// # Errors
/// When the base does not answer.
pub async fn oldest_in_state(
    base: &mut dyn Statements,
    state: FileState,
    limit: u32,
) -> Result<Vec<ListedFile>, Error> {
    let rows = base.page(sql!("files_oldest_in_state"), limit, &[state.as_str().into()]).await?;
    collect(rows, listed).await
}

fn listed(row: &Row) -> Result<ListedFile, Error> {
    Ok(ListedFile {
        name: row.text(0)?,
        reason: row.text_or_null(1)?,
        detail: row.text_or_null(2)?,
        received_at: row.date_time(3)?,
    })
}

/// How many files are in `state`, which is not that of the many, and when the oldest of them was met: all of them, however many.
///
/// # Errors
/// When the base does not answer.
pub async fn unsettled(
    base: &mut dyn Statements,
    state: FileState,
) -> Result<(i64, Option<NaiveDateTime>), Error> {
    let row = base.query_one(sql!("files_unsettled"), &[state.as_str().into()]).await?;
    row.map_or(Ok((0, None)), |row| Ok((row.int(0)?, row.date_time_or_null(1)?)))
}

/// How far a device has counted and how many of its numbers are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceSequence {
    /// The device.
    pub device: String,
    /// Whose it is.
    pub author: Option<String>,
    /// How many different numbers arrived.
    pub arrived: i64,
    /// The highest of them.
    pub highest: i64,
}

/// The sequences of all devices that number their files.
///
/// # Errors
/// When the base does not answer.
pub async fn sequences(base: &mut dyn Statements) -> Result<Vec<DeviceSequence>, Error> {
    let rows = base.query(sql!("files_sequence_gaps"), &[]).await?;
    let read = |row: &Row| {
        Ok(DeviceSequence {
            device: row.text(0)?,
            author: row.text_or_null(1)?,
            arrived: row.int(2)?,
            highest: row.int(3)?,
        })
    };
    collect(rows, read).await
}

/// When a user's file last changed state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserActivity {
    /// The user folder.
    pub folder: String,
    /// Whether the user is active.
    pub active: bool,
    /// When one of the user's files last changed state (UTC).
    pub last_file_at: Option<NaiveDateTime>,
    /// How many files of the user are registered.
    pub files: i64,
}

/// Activity of every user in the correspondence table.
///
/// # Errors
/// When the base does not answer.
pub async fn activity(base: &mut dyn Statements) -> Result<Vec<UserActivity>, Error> {
    let rows = base.query(sql!("files_last_of_users"), &[]).await?;
    let read = |row: &Row| {
        Ok(UserActivity {
            folder: row.text(0)?,
            active: row.flag(1)?,
            last_file_at: row.date_time_or_null(2)?,
            files: row.int(3)?,
        })
    };
    collect(rows, read).await
}
