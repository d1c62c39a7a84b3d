//! One round with the synced folders.

use cap_std::fs::Dir;
use chrono::{DateTime, SubsecRound, Utc};
use serde::Serialize;

use super::Laptop;
use crate::adopt::Adoption;
use crate::journal::JournalError;
use crate::outbox::{self, Merged, Moved};
use crate::problem::{Notice, is_disk_full};

/// What a round came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SyncReport {
    /// The server's answers.
    pub receipts: Merged,
    /// The laptop's own files that were removed from the inbox.
    pub removed: Moved,
    /// The entries that were dropped.
    pub dropped: Moved,
    /// Those that had been dropped, are not settled, and lay in the inbox no more.
    pub dropped_again: Moved,
    /// Everybody's base.
    pub common: Option<Adoption>,
    /// The user's own.
    pub user: Option<Adoption>,
    /// What stood in the way of a part; the others were done all the same.
    pub notices: Vec<Notice>,
}

impl SyncReport {
    /// Everything that somebody should look at.
    #[must_use]
    pub fn problems(&self) -> Vec<Notice> {
        let own = self
            .notices
            .iter()
            .chain(&self.receipts.notice)
            .chain(&self.removed.notices)
            .chain(&self.dropped.notices)
            .chain(&self.dropped_again.notices);
        let bases = [&self.common, &self.user].into_iter().flatten().filter(|adoption| adoption.is_problem());
        own.cloned().chain(bases.map(|adoption| Notice::new(adoption.code(), adoption))).collect()
    }
}

impl Laptop {
    /// One round: receipts, removal, drop, adoption.
    ///
    /// In this order: what a receipt tells of is not dropped again after a crash, and removed in the same round; what was entered leaves
    /// before bases are copied, which may take long; and of the bases the user's own comes first, for it is small. The order matters to
    /// nothing that is shown: an entry leaves the overlay only when receipt and base are both there.
    pub fn synchronise(&mut self, now: DateTime<Utc>) -> SyncReport {
        let mut report = SyncReport::default();
        let published = self.exchange(now, &mut report);
        if let Some(published) = &published {
            report.user = Some(self.bases.adopt_user(published, &self.user));
            report.common = Some(self.bases.adopt_common(published));
        }
        kept(self.refresh(), &mut report.notices);
        report
    }

    /// A round without adoption: receipts, removal, drop. For a window, which copies bases beside it ([`Laptop::receivers`]).
    pub fn round(&mut self, now: DateTime<Utc>) -> SyncReport {
        let mut report = SyncReport::default();
        self.exchange(now, &mut report);
        kept(self.refresh(), &mut report.notices);
        report
    }

    /// Receipts, removal, drop; answers the folder of published bases, if it is there.
    fn exchange(&mut self, now: DateTime<Utc>, report: &mut SyncReport) -> Option<Dir> {
        let now = now.trunc_subsecs(0);
        let published = self.folder("bases", &mut report.notices);
        let inbox = self.folder("inbox", &mut report.notices);
        kept(self.renew_if_put_back(), &mut report.notices);
        if let Some(published) = &published {
            let merged = outbox::merge_receipts(&mut self.journal, published, now);
            report.receipts = kept(merged, &mut report.notices);
        }
        if let Some(inbox) = &inbox {
            let removed = outbox::remove_done(&mut self.journal, inbox, now);
            report.removed = kept(removed, &mut report.notices);
            let dropped = outbox::drop_entries(&mut self.journal, inbox, now);
            report.dropped = kept(dropped, &mut report.notices);
            let again = outbox::drop_missing(&mut self.journal, inbox, now);
            report.dropped_again = kept(again, &mut report.notices);
        }
        published
    }

    /// Drops what was entered, and nothing else: after an entry, so that it leaves with the next breath of a network.
    pub fn send(&mut self, now: DateTime<Utc>) -> Moved {
        let mut notices = Vec::new();
        let mut moved = Moved::default();
        if let Some(inbox) = self.folder("inbox", &mut notices) {
            let dropped = outbox::drop_entries(&mut self.journal, &inbox, now.trunc_subsecs(0));
            moved = kept(dropped, &mut notices);
            kept(self.refresh(), &mut notices);
        }
        moved.notices.extend(notices);
        moved
    }

    pub(super) fn folder(&self, which: &'static str, notices: &mut Vec<Notice>) -> Option<Dir> {
        let Some(settings) = &self.settings else {
            notices.push(Notice::new("not-set-up", "the synced folders were not chosen yet"));
            return None;
        };
        let path = if which == "inbox" { &settings.inbox } else { &settings.bases };
        sync_folder::open_root(path).map_err(|error| notices.push(Notice::new("folder-missing", error))).ok()
    }
}

fn kept<T: Default>(tried: Result<T, JournalError>, notices: &mut Vec<Notice>) -> T {
    tried.unwrap_or_else(|error| {
        let code = if is_disk_full(&error) { "disk-full" } else { "failed" };
        notices.push(Notice::new(code, error));
        T::default()
    })
}
