//! Newer bases while the laptop is worked with: copied beside its lock, told of, and taken into use when the user says so.

use std::ops::ControlFlow;
use std::path::PathBuf;

use exchange_schema::Manifest;
use snapshot::read::ChangeCount;

use super::Laptop;
use crate::adopt::{Adoption, Progress, Received, Receiver};
use crate::journal::JournalError;

/// Copies what is published and newer than what was in use when it was made. It holds nothing of the laptop.
#[derive(Debug)]
pub struct Receivers {
    published: PathBuf,
    user: Receiver,
    common: Receiver,
}

/// Bases that were received whole and are not in use yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Incoming {
    /// The user's own.
    pub user: Option<Received>,
    /// Everybody's.
    pub common: Option<Received>,
}

/// What came of receiving.
#[derive(Debug, Default)]
pub struct Reception {
    /// What can be taken into use.
    pub incoming: Incoming,
    /// Why a base cannot, where somebody should look.
    pub problems: Vec<Adoption>,
}

/// What became of bases that were to be taken into use.
#[derive(Debug, Default)]
pub struct Taken {
    /// Of the user's own; `None` = it was not to be taken.
    pub user: Option<Adoption>,
    /// Of everybody's.
    pub common: Option<Adoption>,
    /// Why what is shown could not be computed anew: the journal. The bases are in use all the same.
    pub journal: Option<JournalError>,
}

impl Taken {
    /// What became of each.
    pub fn adoptions(&self) -> impl Iterator<Item = &Adoption> {
        self.user.iter().chain(&self.common)
    }
}

impl Incoming {
    /// Whether there is nothing to take.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.user.is_none() && self.common.is_none()
    }
}

impl Receivers {
    /// Whether a base in use is damaged: [`Laptop::mend`] takes it once more.
    #[must_use]
    pub const fn are_damaged(&self) -> bool {
        self.user.is_damaged() || self.common.is_damaged()
    }

    /// Copies and checks. `kept` was received before: it stays until something newer is whole. What the sync program is just bringing is
    /// told as a problem, and is whole the next time.
    pub fn receive(
        &self,
        kept: &Incoming,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Reception {
        let bases = match sync_folder::open_root(&self.published) {
            Ok(bases) => bases,
            // A folder that is away is the round's to tell.
            Err(_) => return Reception { incoming: kept.clone(), problems: Vec::new() },
        };
        let mut problems = Vec::new();
        let mut receive = |receiver: &Receiver, kept: &Option<Received>| {
            match receiver.receive(&bases, kept.as_ref(), progress) {
                Ok(received) => return Some(received),
                // What is published is in use.
                Err(Adoption::Unchanged) => return None,
                // It was given up, and is not offered again.
                Err(hopeless @ Adoption::CannotOpen { .. }) => {
                    problems.push(hopeless);
                    return None;
                }
                Err(other) if other.is_problem() => problems.push(other),
                Err(_) => {}
            }
            kept.clone()
        };
        let user = receive(&self.user, &kept.user);
        let common = receive(&self.common, &kept.common);
        Reception { incoming: Incoming { user, common }, problems }
    }

    /// How much differs between what was in use and what was received; `None` where that cannot be told.
    #[must_use]
    pub fn changes(&self, incoming: &Incoming) -> Option<ChangeCount> {
        let mut changes = ChangeCount::default();
        for (receiver, received) in [(&self.user, &incoming.user), (&self.common, &incoming.common)] {
            if let Some(received) = received {
                changes += receiver.changes(received)?;
            }
        }
        Some(changes)
    }
}

impl Laptop {
    /// What copies newer bases while the laptop goes on; `None` before folders were chosen.
    #[must_use]
    pub fn receivers(&self) -> Option<Receivers> {
        let published = self.settings.as_ref()?.bases.clone();
        let (user, common) = self.bases.receivers(&self.user);
        Some(Receivers { published, user, common })
    }

    /// What of it is newer than what is in use by now.
    #[must_use]
    pub fn still_newer(&self, incoming: Incoming) -> Incoming {
        let (user, common) = (self.bases.user.manifest(), self.bases.common.manifest());
        let newer = |in_use: Option<&Manifest>, received: &Received| {
            in_use.is_none_or(|in_use| in_use.generation < received.manifest.generation)
        };
        Incoming {
            user: incoming.user.filter(|received| newer(user, received)),
            common: incoming.common.filter(|received| newer(common, received)),
        }
    }

    /// Whether there are both bases to work with, wherever the folders are by now.
    #[must_use]
    pub const fn has_bases(&self) -> bool {
        self.bases.are_both_in_use()
    }

    /// Whether these receive from the folder that is chosen by now.
    #[must_use]
    pub fn receives_by(&self, receivers: &Receivers) -> bool {
        self.settings.as_ref().is_some_and(|settings| settings.bases == receivers.published)
    }

    /// Takes received bases into use, as far as they are newer than those that are; answers what became of each.
    pub fn take_received(&mut self, incoming: &Incoming) -> Taken {
        let published = self.folder("bases", &mut Vec::new());
        let published = published.as_ref();
        let (bases, own) = (&mut self.bases, &self.user);
        let user = incoming.user.as_ref().map(|received| bases.take_user(received, published, own));
        let common = incoming.common.as_ref().map(|received| bases.take_common(received, published));
        Taken { user, common, journal: self.refresh().err() }
    }

    /// Takes damaged bases once more that are what is published. Their files may be open here, so this is done under the lock, unlike
    /// receiving.
    pub fn mend(&mut self) -> Taken {
        let Some(published) = self.folder("bases", &mut Vec::new()) else { return Taken::default() };
        let user = self.bases.mend_user(&published, &self.user);
        let common = self.bases.mend_common(&published);
        Taken { user, common, journal: self.refresh().err() }
    }
}
