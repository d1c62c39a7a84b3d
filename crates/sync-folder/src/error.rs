//! What can go wrong with a folder, and whether waiting helps.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use crate::names::RawName;
use crate::platform;
use crate::step::{Step, reached};

/// What went wrong in a folder.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The system refused a step.
    #[error("{step}: {path}: {source}")]
    Io {
        /// The step that was refused.
        step: Step,
        /// What it was about: a name within its folder, or the path of a root.
        path: String,
        /// The system's own words.
        source: io::Error,
    },
    /// Other content already lies under that name; nothing was overwritten.
    #[error("{name}: other content already lies under this name")]
    NameTaken {
        /// The name within its folder.
        name: String,
    },
    /// What was to be published is not what its entry in the manifest says; nothing was put under that name.
    #[error("{name}: size or hash is not the announced one; build it again")]
    WrongContent {
        /// The name within its folder.
        name: String,
    },
    /// A folder is expected here, but it is a link, a file or something else. It was not entered.
    #[error("{name}: not a folder")]
    NotAFolder {
        /// The name within its folder.
        name: String,
    },
    /// Not the name of one thing in one folder (empty, `..`, with a separator, …).
    #[error("{name:?}: not a plain name")]
    UnsafeName {
        /// The name as it was given.
        name: String,
    },
}

impl FolderError {
    /// Whether the same call may succeed later without anybody changing the file or its name: a share that is away,
    /// a full disk, rights that an operator gives back, a virus scanner that lets go. A pass then stops and nothing
    /// moves. Otherwise waiting is useless.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Io { source, .. } => !is_lasting(source),
            Self::NameTaken { .. }
            | Self::WrongContent { .. }
            | Self::NotAFolder { .. }
            | Self::UnsafeName { .. } => false,
        }
    }

    pub(crate) fn io(step: Step, path: impl AsRef<Path>, source: io::Error) -> Self {
        Self::Io { step, path: RawName::text_of(path.as_ref().as_os_str()).into_owned(), source }
    }

    pub(crate) fn taken(name: impl AsRef<OsStr>) -> Self {
        Self::NameTaken { name: RawName::text_of(name.as_ref()).into_owned() }
    }

    pub(crate) fn wrong_content(name: impl AsRef<OsStr>) -> Self {
        Self::WrongContent { name: RawName::text_of(name.as_ref()).into_owned() }
    }

    pub(crate) fn not_a_folder(name: impl AsRef<OsStr>) -> Self {
        Self::NotAFolder { name: RawName::text_of(name.as_ref()).into_owned() }
    }

    pub(crate) fn unsafe_name(name: impl AsRef<OsStr>) -> Self {
        Self::UnsafeName { name: RawName::text_of(name.as_ref()).into_owned() }
    }
}

/// Announces the step, does it, and names it if it fails.
pub(crate) fn perform<T>(
    step: Step,
    path: impl AsRef<Path>,
    act: impl FnOnce() -> io::Result<T>,
) -> Result<T, FolderError> {
    reached(step);
    act().map_err(|source| FolderError::io(step, path, source))
}

fn is_lasting(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::AlreadyExists
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::InvalidFilename
            | io::ErrorKind::IsADirectory
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::Unsupported
    ) || platform::is_another_kind(error)
}
