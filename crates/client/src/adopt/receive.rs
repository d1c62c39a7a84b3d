//! Receiving: published files are copied onto the shelf and checked there, while the base in use answers. Nothing counts because of it:
//! taking it into use is another step ([`super::take`]).
//!
//! Files that lie there whole are not copied again, so what was broken off goes on where it stopped.

use std::ops::ControlFlow;
use std::path::PathBuf;

use cap_std::fs::Dir;
use domain::UserFolder;
use exchange_schema::{Manifest, ManifestFile};
use snapshot::read::ChangeCount;
use sync_folder::Copied;

use super::room;
use super::shelf::{self, Shelf};
use super::{Adoption, Stop, given_up, judged, published};

/// Copies one base beside the laptop's lock. It knows the shelf as it was when it was made.
#[derive(Debug)]
pub struct Receiver {
    shelf: PathBuf,
    user: Option<UserFolder>,
    in_use: Option<Manifest>,
    /// Something of the base in use cannot be read: then copies are mended by an adoption, under the lock.
    damaged: bool,
    /// The generation whose copies are looked into.
    suspect: Option<u64>,
    /// The one that is not tried again.
    hopeless: Option<(u64, String)>,
}

/// A base whose files lie on the shelf, whole and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// By which it will be opened.
    pub manifest: Manifest,
    /// How many files were copied for it.
    pub copied: usize,
    /// Whether every copy was read again and is what was published.
    pub looked_into: bool,
}

/// How far receiving has come: bytes of the published files that lie on the shelf.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// There already.
    pub done_bytes: u64,
    /// Of all files.
    pub total_bytes: u64,
}

/// Called with each file that was copied; [`ControlFlow::Break`] stops before the next one.
pub type OnProgress<'a> = &'a mut dyn FnMut(Progress) -> ControlFlow<()>;

impl Receiver {
    pub(crate) fn new(shelf: &Shelf, user: Option<&UserFolder>, in_use: Option<&Manifest>) -> Self {
        Self {
            shelf: shelf.path().to_owned(),
            user: user.cloned(),
            in_use: in_use.cloned(),
            damaged: shelf.is_distrusted(),
            suspect: shelf.suspect(),
            hopeless: shelf.hopeless(),
        }
    }

    /// Whether the base in use is to be mended, which [`super::mend`] does.
    #[must_use]
    pub const fn is_damaged(&self) -> bool {
        self.damaged
    }

    /// Copies what is published and newer. `kept` was received before and is not in use yet: its files stay.
    ///
    /// # Errors
    /// What there is to say when there is nothing to take into use.
    pub fn receive(
        &self,
        bases: &Dir,
        kept: Option<&Received>,
        progress: OnProgress<'_>,
    ) -> Result<Received, Adoption> {
        self.try_receive(bases, kept, progress).map_err(Adoption::from)
    }

    /// How much differs between the base that was in use and a received one; `None` where there was none, or it cannot be told.
    #[must_use]
    pub fn changes(&self, received: &Received) -> Option<ChangeCount> {
        let files = shelf::files_path(&self.shelf);
        snapshot::read::changes(&files, self.in_use.as_ref()?, &received.manifest).ok()
    }

    fn try_receive(
        &self,
        bases: &Dir,
        kept: Option<&Received>,
        progress: OnProgress<'_>,
    ) -> Result<Received, Stop> {
        let manifest = published(bases, self.user.as_ref())?;
        let adopted = self.in_use.as_ref().map(|manifest| manifest.generation);
        let outcome = judged(&manifest, adopted, false);
        if let Some(outcome) = outcome.or_else(|| given_up(self.hopeless.as_ref(), &manifest)) {
            return Err(Stop::Outcome(outcome));
        }
        let by_hash = self.suspect == Some(manifest.generation);
        let files = shelf::files(&self.shelf)?;
        let mut missing = Vec::new();
        for file in &manifest.files {
            if !sync_folder::holds_file(&files, file, by_hash)? {
                missing.push(file);
            }
        }
        let same = kept.filter(|kept| kept.manifest == manifest && missing.is_empty() && !by_hash);
        if let Some(kept) = same {
            return Ok(kept.clone());
        }
        let wanted: Vec<&Manifest> =
            self.in_use.iter().chain(kept.map(|received| &received.manifest)).chain([&manifest]).collect();
        // Attempts that failed must not fill the disk. What cannot be removed now is tried again the next time.
        shelf::tidy(&self.shelf, &wanted).ok();
        let total_bytes = manifest.files.iter().map(|file| file.size).sum();
        let lacking: u64 = missing.iter().map(|file| file.size).sum();
        if !room::is_there(&files, lacking) {
            let detail = format!("{lacking} bytes are to be copied, and there is no room for them");
            return Err(Stop::Outcome(Adoption::Failed { detail, disk_full: true }));
        }
        let mut come = Progress { done_bytes: total_bytes - lacking, total_bytes };
        for file in &missing {
            if progress(come).is_break() {
                return Err(Stop::Outcome(Adoption::Stopped));
            }
            copy_one(bases, self.user.as_ref(), file, &files)?;
            come.done_bytes += file.size;
        }
        Ok(Received { copied: missing.len(), looked_into: by_hash && missing.is_empty(), manifest })
    }
}

/// Copies what does not lie there whole; with `by_hash` what lies there is looked into.
pub(super) fn copy_files(
    shelf: &Shelf,
    bases: &Dir,
    user: Option<&UserFolder>,
    manifest: Manifest,
    by_hash: bool,
) -> Result<Received, Stop> {
    let files = shelf.files()?;
    let mut copied = 0;
    for file in &manifest.files {
        if sync_folder::holds_file(&files, file, by_hash)? {
            continue;
        }
        copy_one(bases, user, file, &files)?;
        copied += 1;
    }
    Ok(Received { copied, looked_into: by_hash && copied == 0, manifest })
}

fn copy_one(bases: &Dir, user: Option<&UserFolder>, file: &ManifestFile, files: &Dir) -> Result<(), Stop> {
    let missing = |there| Stop::Outcome(Adoption::FileMissing { name: file.name.to_string(), there });
    match sync_folder::copy_published(bases, user, file, files)? {
        Copied::Whole => Ok(()),
        Copied::Different => Err(missing(true)),
        Copied::Not(_) => Err(missing(false)),
    }
}
