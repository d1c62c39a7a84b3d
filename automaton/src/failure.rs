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
    /// The connection was lost amid a COMMIT, and nobody answers whether it happened.
    #[error("it is not known whether that was done: {cause}; once the base answers, look: {look}")]
    Unknown {
        /// What was met.
        cause: String,
        /// The command that shows it.
        look: String,
    },
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
            Self::Base(_) | Self::Folder(_) | Self::Unknown { .. } | Self::Stopped | Self::Other(_) => 1,
        }
    }

    /// Its words, and what to do where they do not say so: for a service that nobody looks at.
    #[must_use]
    pub fn with_advice(&self) -> String {
        let advice = match self {
            Self::Base(winpneu::Error::Lost { .. }) => "; is the server up, and does this machine reach it?",
            Self::Base(winpneu::Error::Deadlock { .. }) => "; the ERP was at work on the same rows",
            _ => "",
        };
        format!("{self}{advice}")
    }

    /// Whether the same call may succeed later with nothing mended.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Base(error) => error.is_transient(),
            Self::Folder(error) => error.is_transient(),
            Self::Unknown { .. } | Self::Stopped => true,
            Self::Usage(_) | Self::Other(_) => false,
        }
    }
}
