//! The sessions with a SQL Server that one process shares, and the memory of a login that was refused.
//!
//! A service asks for sessions in several places and again and again. A login that is refused is asked for ever more seldom: many a server
//! locks an account after ten wrong passwords. Another password is tried at once: an operator who mends the password file restarts nothing.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use winpneu::sqlserver::{Login, Server, Settings};
use winpneu::{Connection, Error};

use crate::backoff::{Backoff, chance};
use crate::config::SqlServerConfig;
use crate::failure::Failure;

/// Between two tries of a login that was refused.
const BACKOFF: Backoff = Backoff { first: Duration::from_secs(5), ceiling: Duration::from_secs(300) };

/// Clones share everything.
#[derive(Clone, Default)]
pub struct Sessions(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    opened: Option<Arc<Opened>>,
    refusal: Option<Refusal>,
}

struct Opened {
    login: Login,
    server: Server,
}

struct Refusal {
    login: Login,
    detail: String,
    times: u32,
    again_at: Instant,
}

impl Refusal {
    fn still_holds(&self, login: &Login, now: Instant) -> bool {
        self.login == *login && now < self.again_at
    }

    /// One more, `chance` between 0 and 1.
    fn after(earlier: Option<Self>, login: &Login, detail: &str, now: Instant, chance: f64) -> Self {
        let times = earlier.filter(|earlier| earlier.login == *login).map_or(0, |earlier| earlier.times);
        let times = times.saturating_add(1);
        let again_at = now + BACKOFF.delay(times, chance);
        Self { login: login.clone(), detail: detail.to_owned(), times, again_at }
    }
}

impl Sessions {
    /// A session, and the check that the base has this program's schema.
    ///
    /// # Errors
    /// What [`Server::open`] answers; [`Failure::Usage`] when the password or `ca_file` cannot be read.
    pub async fn open(&self, config: &SqlServerConfig) -> Result<Connection, Failure> {
        let opened = self.opened(config)?;
        let answer = opened.server.open().await;
        self.seen(&opened, answer)
    }

    /// A session on a base of any schema, or of none.
    ///
    /// # Errors
    /// As [`Sessions::open`], without the schema's.
    pub async fn open_unchecked(&self, config: &SqlServerConfig) -> Result<Connection, Failure> {
        let opened = self.opened(config)?;
        let answer = opened.server.open_unchecked().await;
        self.seen(&opened, answer)
    }

    /// Nothing under this lock can fail midway, so a poisoned one is as good as new.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn opened(&self, config: &SqlServerConfig) -> Result<Arc<Opened>, Failure> {
        if let Some(opened) = &self.state().opened {
            return Ok(Arc::clone(opened));
        }
        let target = config.target()?;
        let mut state = self.state();
        if let Some(refusal) = &state.refusal
            && refusal.still_holds(&target.login, Instant::now())
        {
            return Err(Error::Refused { detail: refusal.detail.clone() }.into());
        }
        // Another task may have been quicker.
        let made =
            || Arc::new(Opened { server: Server::new(Settings::new(&target)), login: target.login.clone() });
        Ok(Arc::clone(state.opened.get_or_insert_with(made)))
    }

    /// What was refused is forgotten, and remembered as refused.
    fn seen(&self, opened: &Arc<Opened>, answer: Result<Connection, Error>) -> Result<Connection, Failure> {
        let mut state = self.state();
        match &answer {
            Ok(_) => state.refusal = None,
            Err(Error::Refused { detail }) => {
                if let Some(ours) = state.opened.take_if(|other| Arc::ptr_eq(other, opened)) {
                    let earlier = state.refusal.take();
                    state.refusal =
                        Some(Refusal::after(earlier, &ours.login, detail, Instant::now(), chance()));
                }
            }
            Err(_) => {}
        }
        Ok(answer?)
    }
}

#[cfg(test)]
mod tests {
    use winpneu::sqlserver::Secret;

    use super::*;

    fn login(password: &str) -> Login {
        Login::Sql { user: "crm".to_owned(), password: Secret::from(password.to_owned()) }
    }

    #[test]
    fn a_refused_login_is_asked_for_ever_more_seldom_and_another_one_at_once() {
        let (wrong, mended, now) = (login("wrong"), login("right"), Instant::now());
        let second = Duration::from_secs(1);
        let mut refusal = None;
        for seconds in [5, 10, 20, 40, 80, 160, 300, 300] {
            let next = Refusal::after(refusal.take(), &wrong, "18456", now, 0.0);
            assert!(next.still_holds(&wrong, now + second * (seconds - 1)), "{seconds}");
            assert!(!next.still_holds(&wrong, now + second * seconds), "{seconds}");
            assert!(!next.still_holds(&mended, now), "{seconds}");
            refusal = Some(next);
        }
        let next = Refusal::after(refusal, &mended, "18456", now, 0.0);
        assert!(!next.still_holds(&mended, now + second * 5));
    }
}
