//! The sessions of one server, kept for the next who needs one: connecting and logging in takes longer than most of what is asked.

use std::sync::Arc;
use std::time::Duration;

use bb8::{ManageConnection, PooledConnection, RunError};
use tokio::sync::OnceCell;

use super::driver::SqlServerDriver;
use super::session::Session;
use super::settings::Settings;
use crate::{Connection, Error, migrations};

/// More sessions than this are never open at once: a pass or a rebuild needs two, the mails one, health and commands one each.
const MOST_SESSIONS: u32 = 16;
/// A session that nobody wanted for so long is closed.
const IDLE: Duration = Duration::from_secs(120);
/// No session gets older: what a server forgets to free is freed.
const LIFETIME: Duration = Duration::from_secs(30 * 60);

pub(super) type Pooled = PooledConnection<'static, Sessions>;

/// A server; clones share its sessions.
#[derive(Clone)]
pub struct Server {
    settings: Settings,
    pool: Arc<OnceCell<bb8::Pool<Sessions>>>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:?}", self.settings)
    }
}

impl Server {
    /// A server; nothing is asked of it yet.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self { settings, pool: Arc::default() }
    }

    /// A session, and the check that the base has this program's schema.
    ///
    /// # Errors
    /// [`Error::Refused`] when the login or the database is wrong, [`Error::Lost`] when nobody answers, [`Error::Older`],
    /// [`Error::Newer`] and [`Error::MigrationChanged`] for another schema.
    pub async fn open(&self) -> Result<Connection, Error> {
        let mut connection = self.open_unchecked().await?;
        migrations::check(&mut connection).await?;
        Ok(connection)
    }

    /// A session on a base of any schema, or of none: for the installer.
    ///
    /// # Errors
    /// As [`Server::open`], without the schema's.
    pub async fn open_unchecked(&self) -> Result<Connection, Error> {
        let session = self.session().await?;
        Ok(Connection::new(Box::new(SqlServerDriver::new(self.clone(), session))))
    }

    /// How long a statement waits for a lock, where nobody says otherwise.
    pub(super) const fn lock_timeout(&self) -> Duration {
        self.settings.lock_timeout
    }

    /// A session that is as a new one: one that waits in the pool and still answers, or else a new one. Where none can be had, the server's
    /// own answer says why, at once: bb8 would keep trying until its time is up, and then know only that.
    pub(super) async fn session(&self) -> Result<Pooled, Error> {
        // Made where it is first needed: it keeps house in a task of the runtime.
        let pool = self.pool.get_or_init(async || self.pool()).await;
        loop {
            if pool.state().idle_connections == 0 {
                let session = pool.dedicated_connection().await?;
                pool.add(session).map_err(|_| all_in_use())?;
            }
            let mut session = pool.get_owned().await.map_err(|error| match error {
                RunError::User(error) => error,
                RunError::TimedOut => all_in_use(),
            })?;
            if session.still_answers().await {
                return Ok(session);
            }
        }
    }

    fn pool(&self) -> bb8::Pool<Sessions> {
        bb8::Pool::builder()
            .max_size(MOST_SESSIONS)
            .min_idle(None)
            .idle_timeout(Some(IDLE))
            .max_lifetime(Some(LIFETIME))
            .connection_timeout(self.settings.connect_timeout)
            .retry_connection(false)
            .test_on_check_out(false)
            .build_unchecked(Sessions { settings: self.settings.clone() })
    }
}

fn all_in_use() -> Error {
    Error::Unavailable { detail: "all sessions with the server are in use".to_owned() }
}

/// What bb8 needs to know of sessions.
pub(super) struct Sessions {
    settings: Settings,
}

impl ManageConnection for Sessions {
    type Connection = Session;
    type Error = Error;

    async fn connect(&self) -> Result<Session, Error> {
        Session::open(&self.settings).await
    }

    async fn is_valid(&self, session: &mut Session) -> Result<(), Error> {
        if session.still_answers().await { Ok(()) } else { Err(all_in_use()) }
    }

    fn has_broken(&self, session: &mut Session) -> bool {
        !session.is_clean()
    }
}
