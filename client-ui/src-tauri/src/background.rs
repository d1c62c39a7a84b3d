//! What the background found out.

use chrono::{DateTime, Utc};
use client::adopt::Received;
use client::{Incoming, Notice};

use crate::views::{Newer, Receiving};

/// What the background found out; held for moments only, and never while waiting for the laptop.
#[derive(Debug, Clone, Default)]
pub struct Background {
    /// Bases that were received and are not in use.
    pub incoming: Incoming,
    /// What is told of them.
    pub newer: Option<Newer>,
    /// Bases that are being copied.
    pub receiving: Option<Receiving>,
    /// The last round with the folders.
    pub last_round_at: Option<DateTime<Utc>>,
    /// What stood in its way.
    pub of_round: Vec<Notice>,
    /// What stands in the way of newer bases.
    pub of_bases: Vec<Notice>,
    /// That what the user chose of the window's look was lost.
    pub of_look: Option<Notice>,
    /// Bases that could not be opened: they are not offered again.
    pub refused: Incoming,
    /// Why.
    pub of_refused: Vec<Notice>,
}

impl Background {
    /// Keeps what stood in a round's way; answers whether that is new.
    pub fn tell_of_round(&mut self, notices: Vec<Notice>) -> bool {
        let new = self.of_round != notices;
        self.of_round = notices;
        new
    }

    /// Keeps what stands in the way of newer bases; answers whether that is new.
    pub fn tell_of_bases(&mut self, notices: Vec<Notice>) -> bool {
        let new = self.of_bases != notices;
        self.of_bases = notices;
        new
    }

    /// Keeps what was received; answers whether something else is told of it.
    pub fn set_incoming(&mut self, incoming: Incoming, newer: Option<Newer>) -> bool {
        let new = self.newer != newer;
        (self.incoming, self.newer) = (incoming, newer);
        new
    }

    /// What of it was not refused before.
    #[must_use]
    pub fn worth_taking(&self, incoming: Incoming) -> Incoming {
        let other = |received: &Received, refused: &Option<Received>| {
            refused.as_ref().is_none_or(|refused| refused.manifest != received.manifest)
        };
        Incoming {
            user: incoming.user.filter(|received| other(received, &self.refused.user)),
            common: incoming.common.filter(|received| other(received, &self.refused.common)),
        }
    }

    /// What was received, to be taken into use.
    pub fn take_incoming(&mut self) -> Incoming {
        self.newer = None;
        std::mem::take(&mut self.incoming)
    }

    /// Everything that somebody should know of.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        self.of_round.iter().chain(&self.of_bases).chain(&self.of_refused).chain(&self.of_look)
    }
}

#[cfg(test)]
#[path = "background_tests.rs"]
mod tests;
