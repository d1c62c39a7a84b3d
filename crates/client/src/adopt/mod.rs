//! Taking a published base into the laptop's own folder: `<data>/bases/<base>/files/` holds verified copies, one for each content,
//! `current.json` names those that count, `previous.json` those before. A base is adopted by the rename of `current.json`, after its files
//! were copied, checked and opened; whatever happens before leaves the old one whole.
//!
//! Absent on purpose: what is in the files (`snapshot` opens them), and merging anything: the months stay as they are.

mod shelf;

use cap_std::fs::Dir;
use chrono::{DateTime, Utc};
use domain::UserFolder;
use exchange_schema::{MAX_PUBLISHED_BYTES, Manifest};
use serde::Serialize;
use sync_folder::{Copied, FolderError, ReadOutcome};

pub use shelf::{Shelf, ShelfError};

/// The name of a base's manifest in its published folder.
const MANIFEST: &str = "manifest.json";

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
    },
}

impl Adoption {
    /// Whether somebody should look: the base in use stays behind.
    #[must_use]
    pub const fn is_problem(&self) -> bool {
        !matches!(self, Self::Adopted { .. } | Self::Unchanged | Self::NotPublished | Self::Late { .. })
    }
}

/// A base that is open, with the manifest by which it was opened.
#[derive(Debug)]
pub struct Open<B> {
    /// The base.
    pub base: B,
    /// By which it was opened.
    pub manifest: Manifest,
}

/// Opens the files of a manifest in a folder; the words say why that is not possible.
pub type Opener<'a, B> = &'a dyn Fn(&std::path::Path, Manifest) -> Result<B, String>;

/// Takes the published base of `user`, or everybody's, if it is newer than the one on the shelf. `in_use` is replaced only by a base that
/// could be opened.
pub fn adopt<B>(
    shelf: &mut Shelf,
    bases: &Dir,
    user: Option<&UserFolder>,
    in_use: &mut Option<Open<B>>,
    open: Opener<'_, B>,
) -> Adoption {
    match try_adopt(shelf, bases, user, in_use, open) {
        Ok(outcome) | Err(Stop::Outcome(outcome)) => outcome,
        Err(Stop::Shelf(error)) => Adoption::Failed { detail: error.to_string() },
    }
}

enum Stop {
    Outcome(Adoption),
    Shelf(ShelfError),
}

impl From<ShelfError> for Stop {
    fn from(error: ShelfError) -> Self {
        Self::Shelf(error)
    }
}

impl From<FolderError> for Stop {
    fn from(error: FolderError) -> Self {
        Self::Shelf(error.into())
    }
}

fn try_adopt<B>(
    shelf: &mut Shelf,
    bases: &Dir,
    user: Option<&UserFolder>,
    in_use: &mut Option<Open<B>>,
    open: Opener<'_, B>,
) -> Result<Adoption, Stop> {
    let manifest = published(bases, user)?;
    let adopted = in_use.as_ref().map(|open| open.manifest.generation);
    if let Some(outcome) = judged(&manifest, adopted) {
        return Ok(outcome);
    }
    let copied = copy_files(shelf, bases, user, &manifest)?;
    let base = match open(&shelf.files_path(), manifest.clone()) {
        Ok(base) => base,
        Err(detail) => {
            // Perhaps the disk lost what was copied: next time the files are looked into.
            shelf.distrust();
            return Ok(Adoption::CannotOpen { detail });
        }
    };
    shelf.make_current(&manifest, in_use.as_ref().map(|open| &open.manifest))?;
    let generation = manifest.generation;
    *in_use = Some(Open { base, manifest });
    let left_over = shelf.tidy().err().map(|error| error.to_string());
    Ok(Adoption::Adopted { generation, copied, left_over })
}

fn published(bases: &Dir, user: Option<&UserFolder>) -> Result<Manifest, Stop> {
    let bad = |detail: String| Stop::Outcome(Adoption::BadManifest { detail });
    match sync_folder::read_published(bases, user, MANIFEST, MAX_PUBLISHED_BYTES as u64)? {
        ReadOutcome::Bytes(bytes) => Manifest::parse(&bytes).map_err(|error| bad(error.to_string())),
        ReadOutcome::Vanished => Err(Stop::Outcome(Adoption::NotPublished)),
        other => Err(bad(format!("{other:?}"))),
    }
}

/// What is to be said before any file is looked at; `None` = go on.
fn judged(manifest: &Manifest, adopted: Option<u64>) -> Option<Adoption> {
    match adopted {
        Some(adopted) if manifest.generation < adopted => {
            return Some(Adoption::Late { published: manifest.generation, adopted });
        }
        Some(adopted) if manifest.generation == adopted => return Some(Adoption::Unchanged),
        _ => {}
    }
    let (found, known) = (manifest.schema, snapshot::SCHEMA);
    (found != known).then_some(Adoption::OtherSchema { found, known })
}

fn copy_files(
    shelf: &Shelf,
    bases: &Dir,
    user: Option<&UserFolder>,
    manifest: &Manifest,
) -> Result<usize, Stop> {
    let files = shelf.files()?;
    let mut copied = 0;
    for file in &manifest.files {
        if sync_folder::holds_file(&files, file, shelf.is_distrusted())? {
            continue;
        }
        let missing = |there| Stop::Outcome(Adoption::FileMissing { name: file.name.to_string(), there });
        match sync_folder::copy_published(bases, user, file, &files)? {
            Copied::Whole => copied += 1,
            Copied::Different => return Err(missing(true)),
            Copied::Not(_) => return Err(missing(false)),
        }
    }
    Ok(copied)
}

/// When a base is called out of date.
#[must_use]
pub fn expires_at(manifest: &Manifest) -> DateTime<Utc> {
    let hours = chrono::Duration::hours(i64::from(manifest.expires_after_hours));
    manifest.built_at.checked_add_signed(hours).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

#[cfg(test)]
mod tests;
