//! The first run, and what may be missing later: every state has a code and says what to do.

use std::path::PathBuf;

use domain::UserFolder;
use serde::Serialize;

use crate::settings::Settings;

/// One of the two synced folders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum WhichFolder {
    /// To which this laptop writes.
    Inbox,
    /// From which it reads.
    Bases,
}

/// « état de l'installation ».
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum SetupState {
    /// The two synced folders were not chosen yet.
    NotSetUp,
    /// One of them is not there.
    FolderMissing {
        /// Which.
        which: WhichFolder,
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The company publishes, but not for this user.
    UnknownUser {
        /// The folder that was looked for.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        folder: UserFolder,
    },
    /// Nothing was adopted yet.
    NoBaseYet,
    /// There is a base to work with.
    Ready,
}

impl SetupState {
    /// What the user can do about it.
    #[must_use]
    pub const fn what_to_do(&self) -> &'static str {
        match self {
            Self::NotSetUp => "choose the two folders that the sync program keeps: the inbox and the bases",
            Self::FolderMissing { .. } => {
                "look whether the sync program runs and the folder was moved, or choose it again"
            }
            Self::UnknownUser { .. } => {
                "ask the administrator to add this Windows user, then wait for the next sync"
            }
            Self::NoBaseYet => "wait until the sync program has brought the bases, then refresh",
            Self::Ready => "nothing",
        }
    }

    /// Finds out. `adopted` = both bases are in use.
    #[must_use]
    pub fn find(settings: Option<&Settings>, user: &UserFolder, adopted: bool) -> Self {
        let Some(settings) = settings else { return Self::NotSetUp };
        for (which, path) in [(WhichFolder::Inbox, &settings.inbox), (WhichFolder::Bases, &settings.bases)] {
            if !path.is_dir() {
                return Self::FolderMissing { which, path: path.clone() };
            }
        }
        if adopted {
            return Self::Ready;
        }
        let users = settings.bases.join(sync_folder::USERS);
        let common = settings.bases.join(sync_folder::COMMON).join("manifest.json");
        if common.is_file() && !users.join(user.as_str()).is_dir() {
            return Self::UnknownUser { folder: user.clone() };
        }
        Self::NoBaseYet
    }
}
