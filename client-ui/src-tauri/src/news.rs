//! Telling the page that something may have changed.

use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use tauri::ipc::Channel;
use ts_rs::TS;

/// What may have changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Changed {
    /// Freshness, counters, notices.
    Status,
    /// Views that show entries besides.
    Entries,
    /// Everything.
    Bases,
}

/// « nouvelle » for the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct News {
    /// What to ask again.
    pub what: Changed,
}

/// Whoever listens: there is one page, and one that was loaded anew takes the place of the one before.
#[derive(Default)]
pub struct Listeners(Mutex<Option<Channel<News>>>);

impl Listeners {
    /// Somebody listens from now on.
    pub fn add(&self, channel: Channel<News>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(channel);
    }

    /// Tells the page; one that went away is forgotten.
    pub fn tell(&self, what: Changed) {
        let mut listener = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if listener.as_ref().is_some_and(|channel| channel.send(News { what }).is_err()) {
            *listener = None;
        }
    }
}
