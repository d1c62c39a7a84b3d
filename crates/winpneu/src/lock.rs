//! The single-automaton lock: one process integrates, rebuilds, sends and publishes at a time. The lock itself belongs to the
//! operating system (or to SQL Server) and ends with its holder; a row tells who holds it.

use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::statement::sql;
use crate::step::{self, Step};
use crate::{Connection, Error, Statements};

/// `status` takes the lock for an instant to see whether it is free, so one refusal is no proof.
const ATTEMPTS: u32 = 5;
const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(50);

/// How long a holder's words may be (`crm_verrou.tenu_par`).
pub const HOLDER_CHARS: usize = 200;

/// Who holds the lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// In the holder's own words: command, process, machine.
    pub holder: String,
    /// Since when (UTC); `None` when it cannot be read.
    pub since: Option<NaiveDateTime>,
}

/// Takes the lock on this very connection; it ends with [`release`], with the connection or with the process.
///
/// # Errors
/// [`Error::Locked`] says who holds it.
pub async fn acquire(connection: &mut Connection, holder: &str, now: DateTime<Utc>) -> Result<(), Error> {
    step::reached(Step::Lock);
    for attempt in 1..=ATTEMPTS {
        if connection.driver().try_lock().await? {
            return tell(connection, holder, now).await;
        }
        if attempt < ATTEMPTS {
            tokio::time::sleep(BETWEEN_ATTEMPTS).await;
        }
    }
    let known = read(connection).await?;
    let since = known.as_ref().and_then(|holder| holder.since);
    Err(Error::Locked { holder: known.map_or_else(|| "an unnamed process".to_owned(), |k| k.holder), since })
}

/// Gives the lock back.
///
/// # Errors
/// When the connection is lost; the lock is then free anyhow.
pub async fn release(connection: &mut Connection) -> Result<(), Error> {
    step::reached(Step::Unlock);
    connection.driver().unlock().await
}

/// Who holds the lock now, if anybody does.
///
/// # Errors
/// When the base does not answer.
pub async fn holder(connection: &mut Connection) -> Result<Option<Holder>, Error> {
    if connection.driver().try_lock().await? {
        connection.driver().unlock().await?;
        return Ok(None);
    }
    let unnamed = || Holder { holder: "an unnamed process".to_owned(), since: None };
    Ok(Some(read(connection).await?.unwrap_or_else(unnamed)))
}

async fn tell(connection: &mut Connection, holder: &str, now: DateTime<Utc>) -> Result<(), Error> {
    let parameters = [holder.into(), now.into()];
    if connection.execute(sql!("lock_update"), &parameters).await? == 0 {
        connection.execute(sql!("lock_insert"), &parameters).await?;
    }
    Ok(())
}

async fn read(connection: &mut Connection) -> Result<Option<Holder>, Error> {
    let Some(row) = connection.query_one(sql!("lock_holder"), &[]).await? else {
        return Ok(None);
    };
    Ok(Some(Holder { holder: row.text(0)?, since: row.date_time_or_null(1)? }))
}
