//! The list of everything that folder IO does and that somebody outside can see.
//!
//! A crash test installs a tracing layer on the target `step` and ends the process at the n-th event; what the next
//! start finds must then be mendable. That is why an IO call without a step is a bug of this crate.

use std::fmt;

/// One externally visible step of folder IO. It is announced immediately before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// The names directly under the inbox are listed.
    ListUsers,
    /// The names in any other folder are listed.
    ListFolder,
    /// A name's type and number of links are looked up.
    Inspect,
    /// A folder or a file is opened for reading.
    Open,
    /// An open file's content is read.
    Read,
    /// A missing folder is made.
    MakeFolder,
    /// The temporary file is created, empty.
    CreateTemp,
    /// The first bytes go to the temporary file.
    WriteTemp,
    /// More bytes go to the temporary file: dying here leaves a torn one.
    WriteTempHalf,
    /// A file is forced to the disk.
    SyncFile,
    /// The temporary file takes its final name.
    Rename,
    /// A folder's names are forced to the disk.
    SyncFolder,
    /// A name is removed: a temporary file left by an earlier attempt, a file that is needed no more.
    Remove,
}

impl Step {
    /// Every step, for tests that go through all of them.
    pub const ALL: [Self; 13] = [
        Self::ListUsers,
        Self::ListFolder,
        Self::Inspect,
        Self::Open,
        Self::Read,
        Self::MakeFolder,
        Self::CreateTemp,
        Self::WriteTemp,
        Self::WriteTempHalf,
        Self::SyncFile,
        Self::Rename,
        Self::SyncFolder,
        Self::Remove,
    ];

    /// The name under which the step is announced; unique among all crates, hence the prefix.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ListUsers => "folder-list-users",
            Self::ListFolder => "folder-list",
            Self::Inspect => "folder-inspect",
            Self::Open => "folder-open",
            Self::Read => "folder-read",
            Self::MakeFolder => "folder-make",
            Self::CreateTemp => "folder-create-temp",
            Self::WriteTemp => "folder-write-temp",
            Self::WriteTempHalf => "folder-write-temp-half",
            Self::SyncFile => "folder-sync-file",
            Self::Rename => "folder-rename",
            Self::SyncFolder => "folder-sync",
            Self::Remove => "folder-remove",
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
