//! Receiving: published files are copied onto the shelf and checked there, while the base in use answers. Nothing counts because of it:
//! taking it into use is another step ([`super::take`]).
//!
//! Files that lie there whole are not copied again, so what was broken off goes on where it stopped.

use std::ops::ControlFlow;
use std::path::PathBuf;

use cap_std::fs::Dir;
use domain::UserFolder;
use exchange_schema::Manifest;
use snapshot::read::ChangeCount;

use super::shelf::{self, Shelf};
use super::{Adoption, Stop, copy_one, judged, published};

/// Copies one base beside the laptop's lock. It knows the shelf as it was when it was made.
#[derive(Debug)]
pub struct Receiver {
    shelf: PathBuf,
    user: Option<UserFolder>,
    in_use: Option<Manifest>,
    /// Something of the base in use cannot be read: then copies are mended by an adoption, under the lock.
    damaged: bool,
}

/// A base whose files lie on the shelf, whole and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// By which it will be opened.
    pub manifest: Manifest,
    /// How many files were copied for it.
    pub copied: usize,
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
        }
    }

    /// Whether the base in use is to be mended, which [`super::adopt`] does.
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
        if let Some(outcome) = judged(&manifest, adopted, false) {
            return Err(Stop::Outcome(outcome));
        }
        if let Some(kept) = kept.filter(|kept| kept.manifest == manifest) {
            return Ok(kept.clone());
        }
        let wanted: Vec<&Manifest> =
            self.in_use.iter().chain(kept.map(|received| &received.manifest)).chain([&manifest]).collect();
        // Attempts that failed must not fill the disk. What cannot be removed now is tried again the next time.
        shelf::tidy(&self.shelf, &wanted).ok();
        let files = shelf::files(&self.shelf)?;
        let total_bytes = manifest.files.iter().map(|file| file.size).sum();
        let mut missing = Vec::new();
        for file in &manifest.files {
            if !sync_folder::holds_file(&files, file, false)? {
                missing.push(file);
            }
        }
        let lacking: u64 = missing.iter().map(|file| file.size).sum();
        let mut come = Progress { done_bytes: total_bytes - lacking, total_bytes };
        for file in &missing {
            if progress(come).is_break() {
                return Err(Stop::Outcome(Adoption::Stopped));
            }
            copy_one(bases, self.user.as_ref(), file, &files)?;
            come.done_bytes += file.size;
        }
        Ok(Received { copied: missing.len(), manifest })
    }
}
