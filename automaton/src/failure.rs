//! How a command fails: its exit code and its words.

/// Why a command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The command line or the configuration is wrong: exit code 2.
    #[error("{0}")]
    Usage(String),
    /// The base refused or was out of reach.
    #[error(transparent)]
    Base(#[from] winpneu::Error),
    /// A folder was out of reach.
    #[error(transparent)]
    Folder(#[from] sync_folder::FolderError),
    /// It was asked to stop, and did at a good place.
    #[error("stopped: what was done stays, the rest waits")]
    Stopped,
    /// Anything else, with words for the operator.
    #[error("{0}")]
    Other(String),
}

impl Failure {
    /// The process's exit code.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Base(_) | Self::Folder(_) | Self::Stopped | Self::Other(_) => 1,
        }
    }

    /// Whether the same call may succeed later with nothing mended.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Base(error) => error.is_transient(),
            Self::Folder(error) => error.is_transient(),
            Self::Stopped => true,
            Self::Usage(_) | Self::Other(_) => false,
        }
    }
}
