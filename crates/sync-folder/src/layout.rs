//! Where things lie below the four root folders.

use std::path::PathBuf;

use chrono::Datelike;
use domain::UserFolder;
use exchange_schema::FileName;

/// The folder below `bases` whose content is for everybody.
pub const COMMON: &str = "common";

/// The folder below `bases` that holds one folder per user.
pub const USERS: &str = "users";

/// The folder below `quarantine` for what lies in no user's folder. No user's folder can bear this name.
const NOBODY: &str = "_";

/// The four root folders of an installation. One writer per folder: the laptops write the inbox, the automaton
/// everything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// `<inbox>/<user>/<device>/NAME`: exchange files, read here and never changed.
    pub inbox: PathBuf,
    /// `<bases>/common/` and `<bases>/users/<user>/`: what the laptops read.
    pub bases: PathBuf,
    /// `<archive>/YYYY/MM/`: a copy of every integrated file.
    pub archive: PathBuf,
    /// `<quarantine>/<user>/`: a copy of every refused file, each with its reason.
    pub quarantine: PathBuf,
}

impl Folders {
    /// Where the bases for everybody lie.
    #[must_use]
    pub fn common_base(&self) -> PathBuf {
        self.bases.join(COMMON)
    }

    /// Where one user's own base and receipts lie.
    #[must_use]
    pub fn user_base(&self, user: &UserFolder) -> PathBuf {
        self.bases.join(USERS).join(user.as_str())
    }

    /// Where an exchange file's archive copy lies.
    #[must_use]
    pub fn archived(&self, name: &FileName) -> PathBuf {
        let [year, month] = archive_components(name);
        self.archive.join(year).join(month).join(name.as_str())
    }

    /// Where a user's refused files lie; without a user, what lay in no user's folder.
    #[must_use]
    pub fn quarantined(&self, user: Option<&UserFolder>) -> PathBuf {
        self.quarantine.join(quarantine_component(user))
    }
}

/// `YYYY`, `MM` of the moment that the name tells, in UTC: the same on every machine and for ever.
#[must_use]
pub fn archive_components(name: &FileName) -> [String; 2] {
    let created = name.created_at();
    [format!("{:04}", created.year()), format!("{:02}", created.month())]
}

/// The folder of the quarantine that holds this user's refused files, or those of nobody.
#[must_use]
pub fn quarantine_component(user: Option<&UserFolder>) -> &str {
    user.map_or(NOBODY, UserFolder::as_str)
}
