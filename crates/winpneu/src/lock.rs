//! The single-automaton locks: one process integrates, rebuilds and publishes at a time, and one sends mails. Two locks, so that a
//! mail server that lets a sender wait keeps no pass waiting. A lock itself belongs to the operating system (or to SQL Server) and ends
//! with its holder; a row tells who holds it.

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

/// What one process at a time does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lock {
    /// Integrating, rebuilding, publishing, archiving.
    Work,
    /// Sending mails.
    Mail,
}

impl Lock {
    /// Its name in `crm_verrou.nom`, and as SQL Server's resource.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Work => "automaton",
            Self::Mail => "mail",
        }
    }
}

/// Who holds a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// In the holder's own words: command, process, machine.
    pub holder: String,
    /// Since when (UTC); `None` when it cannot be read.
    pub since: Option<NaiveDateTime>,
}

/// Takes a lock on this very connection; it ends with [`release`], with the connection or with the process.
///
/// # Errors
/// [`Error::Locked`] says who holds it.
pub async fn acquire(
    connection: &mut Connection,
    lock: Lock,
    holder: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    step::reached(Step::Lock);
    for attempt in 1..=ATTEMPTS {
        if connection.driver().try_lock(lock).await? {
            return tell(connection, lock, holder, now).await;
        }
        if attempt < ATTEMPTS {
            tokio::time::sleep(BETWEEN_ATTEMPTS).await;
        }
    }
    let known = read(connection, lock).await?;
    let since = known.as_ref().and_then(|holder| holder.since);
    Err(Error::Locked { holder: known.map_or_else(|| "an unnamed process".to_owned(), |k| k.holder), since })
}

/// Gives a lock back.
///
/// # Errors
/// When the connection is lost; the lock is then free anyhow.
pub async fn release(connection: &mut Connection, lock: Lock) -> Result<(), Error> {
    step::reached(Step::Unlock);
    connection.driver().unlock(lock).await
}

/// Who holds a lock now, if anybody does.
///
/// # Errors
/// When the base does not answer.
pub async fn holder(connection: &mut Connection, lock: Lock) -> Result<Option<Holder>, Error> {
    if connection.driver().try_lock(lock).await? {
        connection.driver().unlock(lock).await?;
        return Ok(None);
    }
    let unnamed = || Holder { holder: "an unnamed process".to_owned(), since: None };
    Ok(Some(read(connection, lock).await?.unwrap_or_else(unnamed)))
}

async fn tell(
    connection: &mut Connection,
    lock: Lock,
    holder: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let parameters = [lock.as_str().into(), holder.into(), now.into()];
    if connection.execute(sql!("lock_update"), &parameters).await? == 0 {
        connection.execute(sql!("lock_insert"), &parameters).await?;
    }
    Ok(())
}

async fn read(connection: &mut Connection, lock: Lock) -> Result<Option<Holder>, Error> {
    let Some(row) = connection.query_one(sql!("lock_holder"), &[lock.as_str().into()]).await? else {
        return Ok(None);
    };
    Ok(Some(Holder { holder: row.text(0)?, since: row.date_time_or_null(1)? }))
}
