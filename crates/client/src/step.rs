//! The list of everything that this crate does itself and that somebody outside can see; what it does in folders stands in
//! `sync_folder::Step`.
//!
//! A crash test ends the process right before any of them; what the next start finds must then be mendable.

use std::fmt;

/// One visible step. It is announced immediately before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// `settings.json` takes its name.
    SaveSettings,
    /// The journal is made, or brought to this program's version.
    MigrateJournal,
    /// The journal goes on as another device.
    RenewDevice,
    /// A draft is kept or thrown away.
    CommitDraft,
    /// An entry with its number and its bytes is committed.
    CommitEntry,
    /// That entries were dropped is committed.
    CommitDropped,
    /// Receipts are committed.
    CommitReceipts,
    /// That files were removed from the inbox is committed.
    CommitRemoved,
    /// That a refused entry is given up is committed.
    CommitGivenUp,
    /// `previous.json` takes its name.
    KeepPrevious,
    /// `current.json` takes its name: from here on the new base counts.
    Adopt,
}

impl Step {
    /// Every step, for tests that go through all of them.
    pub const ALL: [Self; 11] = [
        Self::SaveSettings,
        Self::MigrateJournal,
        Self::RenewDevice,
        Self::CommitDraft,
        Self::CommitEntry,
        Self::CommitDropped,
        Self::CommitReceipts,
        Self::CommitRemoved,
        Self::CommitGivenUp,
        Self::KeepPrevious,
        Self::Adopt,
    ];

    /// The name under which the step is announced; unique among all crates, hence the prefix.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SaveSettings => "client-save-settings",
            Self::MigrateJournal => "client-migrate-journal",
            Self::RenewDevice => "client-renew-device",
            Self::CommitDraft => "client-commit-draft",
            Self::CommitEntry => "client-commit-entry",
            Self::CommitDropped => "client-commit-dropped",
            Self::CommitReceipts => "client-commit-receipts",
            Self::CommitRemoved => "client-commit-removed",
            Self::CommitGivenUp => "client-commit-given-up",
            Self::KeepPrevious => "client-keep-previous",
            Self::Adopt => "client-adopt",
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Announces a step. Call it immediately before doing it.
pub(crate) fn reached(step: Step) {
    tracing::trace!(target: "step", name = step.as_str());
}
