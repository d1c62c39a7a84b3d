//! What an adoption came to, for the program and in words.

use std::fmt;

use serde::Serialize;

/// What became of an adoption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Adoption {
    /// A newer base is in use.
    Adopted {
        /// Its generation.
        generation: u64,
        /// How many files were copied; the others lay there already.
        copied: usize,
        /// Why older copies could not be removed; the next adoption tries again.
        left_over: Option<String>,
    },
    /// What is published is in use already.
    Unchanged,
    /// Nothing is published.
    NotPublished,
    /// What is published is older than what is in use: a file that came late.
    Late {
        /// What is published.
        published: u64,
        /// What is in use.
        adopted: u64,
    },
    /// The manifest is half copied, or damaged.
    BadManifest {
        /// What is wrong with it.
        detail: String,
    },
    /// The tables are of another version than this program's: a later one needs the newer program, an earlier one a newer base.
    OtherSchema {
        /// The published one's.
        found: u32,
        /// This program's.
        known: u32,
    },
    /// A file is not there yet, or not whole yet. The base in use stays.
    FileMissing {
        /// Which.
        name: String,
        /// Whether it is there at all.
        there: bool,
    },
    /// The files were whole, and could not be opened, or are another user's.
    CannotOpen {
        /// Why.
        detail: String,
    },
    /// The folder could not be read, or the data folder not written.
    Failed {
        /// Why.
        detail: String,
        /// Whether it was for want of room.
        disk_full: bool,
    },
    /// Receiving was told to stop; what was copied whole stays, and it goes on from there.
    Stopped,
}

impl Adoption {
    /// Whether somebody should look: the base in use stays behind.
    #[must_use]
    pub const fn is_problem(&self) -> bool {
        !matches!(
            self,
            Self::Adopted { .. } | Self::Unchanged | Self::NotPublished | Self::Late { .. } | Self::Stopped
        )
    }

    /// The code by which the window finds words for it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BadManifest { .. } | Self::FileMissing { .. } => "half-copied",
            Self::OtherSchema { found, known } if *found > *known => "later-schema",
            Self::OtherSchema { .. } => "earlier-schema",
            Self::CannotOpen { .. } => "base-unreadable",
            Self::Failed { disk_full: true, .. } => "disk-full",
            Self::Failed { .. } => "copy-failed",
            Self::Adopted { .. }
            | Self::Unchanged
            | Self::NotPublished
            | Self::Late { .. }
            | Self::Stopped => "not-adopted",
        }
    }
}

/// In words, for whoever looks after it.
impl fmt::Display for Adoption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Adopted { generation, copied, left_over: None } => {
                write!(f, "base {generation} is in use; {copied} files were copied")
            }
            Self::Adopted { generation, left_over: Some(why), .. } => {
                write!(f, "base {generation} is in use, but older copies could not be removed: {why}")
            }
            Self::Unchanged => f.write_str("the published base is in use already"),
            Self::NotPublished => f.write_str("no base is published"),
            Self::Late { published, adopted } => {
                write!(f, "the published base {published} is older than {adopted}, which is in use")
            }
            Self::BadManifest { detail } => write!(f, "the manifest of the base is not whole: {detail}"),
            Self::OtherSchema { found, known } if found > known => {
                write!(
                    f,
                    "the base has tables of version {found}, this program reads {known}: install the newer program"
                )
            }
            Self::OtherSchema { found, known } => {
                write!(
                    f,
                    "the base has tables of version {found}, this program reads {known}: wait for a newer base"
                )
            }
            Self::FileMissing { name, there: true } => {
                write!(f, "{name} is not whole yet: wait until the sync program has brought it")
            }
            Self::FileMissing { name, there: false } => {
                write!(f, "{name} is not there yet: wait until the sync program has brought it")
            }
            Self::CannotOpen { detail } => write!(f, "the published base cannot be opened: {detail}"),
            Self::Stopped => f.write_str("the base is being copied"),
            Self::Failed { detail, .. } => write!(f, "the base could not be copied: {detail}"),
        }
    }
}
