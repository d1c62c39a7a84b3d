//! The place of a driver's session. A transaction that is dropped must not wait, and must not keep others waiting for the rows that it
//! locked until somebody happens to use the connection again: it is rolled back behind the owner's back, and who asks next waits for that.

use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use super::pool::Pooled;
use super::session::Session;
use crate::Error;

/// A session, or the way back to it.
pub(super) struct Slot(Inner);

enum Inner {
    Here(Box<Pooled>),
    RollingBack(JoinHandle<Box<Pooled>>),
    Gone,
}

impl Slot {
    pub(super) fn new(session: Pooled) -> Self {
        Self(Inner::Here(Box::new(session)))
    }

    /// The session, once nothing is rolled back on it any more.
    pub(super) async fn session(&mut self) -> Result<&mut Session, Error> {
        if let Inner::RollingBack(task) = &mut self.0 {
            let done = task.await;
            self.0 = done.map_or(Inner::Gone, Inner::Here);
        }
        match &mut self.0 {
            Inner::Here(session) => Ok(session),
            Inner::RollingBack(_) | Inner::Gone => Err(Error::Lost { detail: "it broke before".to_owned() }),
        }
    }

    /// The session, unless it is being rolled back.
    pub(super) fn at_hand(&mut self) -> Option<&mut Session> {
        match &mut self.0 {
            Inner::Here(session) => Some(session),
            Inner::RollingBack(_) | Inner::Gone => None,
        }
    }

    /// Whether it is known to be of no use any more.
    pub(super) fn is_broken(&self) -> bool {
        match &self.0 {
            Inner::Here(session) => session.is_broken(),
            Inner::RollingBack(_) => false,
            Inner::Gone => true,
        }
    }

    /// Begins to roll back, and waits for nothing. The server itself rolls back what a lost session had open.
    pub(super) fn roll_back_behind(&mut self) {
        if self.is_broken() {
            return;
        }
        let Inner::Here(mut session) = std::mem::replace(&mut self.0, Inner::Gone) else { return };
        // Without a runtime the program is ending: the session closes, and the server rolls back.
        let Ok(runtime) = Handle::try_current() else { return };
        self.0 = Inner::RollingBack(runtime.spawn(async move {
            // What cannot be rolled back is a broken session, and the next who asks is told.
            let _ = session.roll_back().await;
            session
        }));
    }
}

impl Drop for Slot {
    /// Nobody waits for the roll-back any more: closing the session undoes everything at once, also where a million rows are unread.
    fn drop(&mut self) {
        if let Inner::RollingBack(task) = &self.0 {
            task.abort();
        }
    }
}
