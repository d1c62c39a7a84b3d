//! What the background found out.

use std::time::Instant;

use chrono::{DateTime, Utc};
use client::adopt::Adoption;
use client::{Incoming, Notice, Taken};

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
    /// Why bases that were received could not be taken into use, or damaged ones not be mended, the last time.
    pub of_taking: Vec<Notice>,
    /// The disk is full: nothing is received before then, so that copying does not fill it over and over.
    pub rests_until: Option<Instant>,
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

    /// Notes what became of bases that were taken. What could not be opened is not offered again as it is, what is no newer any more
    /// (`left`) neither; the rest, as for want of room, waits on.
    pub fn note_taken(&mut self, left: Incoming, taken: &Taken) {
        let opened = |outcome: &Option<Adoption>| !matches!(outcome, Some(Adoption::CannotOpen { .. }));
        self.incoming = Incoming {
            user: left.user.filter(|_| opened(&taken.user)),
            common: left.common.filter(|_| opened(&taken.common)),
        };
        let Incoming { user, common } = &self.incoming;
        let still = self.newer.take().filter(|_| user.is_some() || common.is_some());
        self.newer = still.map(|newer| {
            let common_built_at = newer.common_built_at.filter(|_| common.is_some());
            let user_built_at = newer.user_built_at.filter(|_| user.is_some());
            let same = (common_built_at, user_built_at) == (newer.common_built_at, newer.user_built_at);
            // They were counted over all that was offered.
            Newer { common_built_at, user_built_at, changes: newer.changes.filter(|_| same) }
        });
    }

    /// Nothing of what was received counts any more: other folders were chosen.
    pub fn forget_received(&mut self) {
        *self = Self {
            last_round_at: self.last_round_at,
            of_round: std::mem::take(&mut self.of_round),
            of_look: self.of_look.take(),
            ..Self::default()
        };
    }

    /// Whether nothing is received now, for want of room.
    pub fn rests(&self) -> bool {
        self.rests_until.is_some_and(|until| Instant::now() < until)
    }

    /// Everything that somebody should know of.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        let of_taking = self.of_taking.iter().filter(|notice| !self.of_bases.contains(notice));
        self.of_round.iter().chain(&self.of_bases).chain(of_taking).chain(&self.of_look)
    }
}

#[cfg(test)]
#[path = "background_tests.rs"]
mod tests;
