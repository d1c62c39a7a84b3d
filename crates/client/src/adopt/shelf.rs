//! One base's place in the data folder.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cap_std::fs::Dir;
use exchange_schema::{Manifest, ManifestFile, PrintError};
use sync_folder::FolderError;
use thiserror::Error;

use super::{Adoption, Open, Opener};
use crate::step::{Step, reached};

const CURRENT: &str = "current.json";
const PREVIOUS: &str = "previous.json";
const FILES: &str = "files";

/// « base adoptée » : where one base's private copies lie.
#[derive(Debug)]
pub struct Shelf {
    path: PathBuf,
    /// Whether something of the base in use is missing or could not be read: its copies are looked into before they are relied on. A
    /// cell, for it is a view that finds a month damaged.
    distrusted: Cell<bool>,
    /// The generation whose copies were looked into and found to be what was published. What cannot be read in it no copy will mend.
    verified: Cell<Option<u64>>,
    /// The published generation that could not be opened: its copies are looked into before it is tried again.
    suspect: Cell<Option<u64>>,
    /// The one that could not be opened though its copies are what was published, and why. It is not tried again.
    hopeless: RefCell<Option<(u64, String)>>,
}

/// Why a shelf cannot be used.
#[derive(Debug, Error)]
pub enum ShelfError {
    /// The data folder, or the synced one.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A manifest that no reader would accept.
    #[error("the manifest cannot be kept: {0}")]
    Print(#[from] PrintError),
}

impl ShelfError {
    /// Whether the disk is full.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::Folder(error) => crate::problem::is_disk_full(error),
            Self::Print(_) => false,
        }
    }
}

impl Shelf {
    /// The shelf of that name (`common`, `user`) in the data folder.
    ///
    /// # Errors
    /// When the data folder cannot be written.
    pub fn open(data: &Path, name: &str) -> Result<Self, ShelfError> {
        let path = data.join("bases").join(name);
        sync_folder::create_root(&path.join(FILES))?;
        Ok(Self {
            path,
            distrusted: Cell::default(),
            verified: Cell::default(),
            suspect: Cell::default(),
            hopeless: RefCell::default(),
        })
    }

    /// Opens what was adopted last or, where that cannot be opened, what was adopted before. The words tell what was wrong.
    pub fn load<B>(&mut self, open: Opener<'_, B>) -> (Option<Open<B>>, Vec<String>) {
        let mut wrong = Vec::new();
        for name in [CURRENT, PREVIOUS] {
            let manifest = match self.manifest(name) {
                Ok(Some(manifest)) => manifest,
                Ok(None) => continue,
                Err(detail) => {
                    wrong.push(format!("{name}: {detail}"));
                    continue;
                }
            };
            match open(&self.files_path(), manifest.clone()) {
                Ok(base) => {
                    wrong.extend(
                        self.lacking(&manifest)
                            .map(|file| format!("{name}: {file} is not there, or not whole")),
                    );
                    self.distrusted.set(!wrong.is_empty());
                    return (Some(Open { base, manifest }), wrong);
                }
                Err(detail) => wrong.push(format!("{name}: {detail}")),
            }
        }
        self.distrusted.set(!wrong.is_empty());
        (None, wrong)
    }

    /// The first file that does not lie here with its size: a month is opened when it is first asked, and is to be missed before.
    pub(super) fn lacking(&self, manifest: &Manifest) -> Option<String> {
        let files = self.files_path();
        let lies = |file: &ManifestFile| {
            let found = std::fs::metadata(files.join(file.name.as_str()));
            found.is_ok_and(|found| found.is_file() && found.len() == file.size)
        };
        manifest.files.iter().find(|file| !lies(file)).map(|file| file.name.to_string())
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Where the copies lie.
    #[must_use]
    pub fn files_path(&self) -> PathBuf {
        files_path(&self.path)
    }

    pub(super) fn files(&self) -> Result<Dir, FolderError> {
        files(&self.path)
    }

    pub(crate) const fn is_distrusted(&self) -> bool {
        self.distrusted.get()
    }

    pub(super) const fn suspect(&self) -> Option<u64> {
        self.suspect.get()
    }

    /// A published generation that no copying will make readable, and why.
    pub(super) fn hopeless(&self) -> Option<(u64, String)> {
        self.hopeless.borrow().clone()
    }

    /// A published base could not be opened; `looked_into` = its copies are what was published. The base in use has no part in it.
    pub(super) fn could_not_open(&self, generation: u64, looked_into: bool, detail: &str) -> Adoption {
        if looked_into {
            self.suspect.set(None);
            *self.hopeless.borrow_mut() = Some((generation, detail.to_owned()));
        } else {
            self.suspect.set(Some(generation));
        }
        Adoption::CannotOpen { detail: detail.to_owned() }
    }

    /// Something of that generation could not be read: the next adoption looks into the copies, unless it did so already.
    pub(crate) fn distrust(&self, generation: u64) {
        if self.verified.get() != Some(generation) {
            self.distrusted.set(true);
        }
    }

    /// The copies of that generation are what was published.
    pub(super) fn verify(&self, generation: u64) {
        self.verified.set(Some(generation));
        self.distrusted.set(false);
    }

    /// From here on `manifest` counts. `before` is what was in use, and is kept.
    pub(super) fn make_current(
        &mut self,
        manifest: &Manifest,
        before: Option<&Manifest>,
    ) -> Result<(), ShelfError> {
        let dir = sync_folder::open_root(&self.path)?;
        if let Some(before) = before {
            let bytes = before.to_json()?;
            reached(Step::KeepPrevious);
            sync_folder::write_atomically(&dir, PREVIOUS, &bytes)?;
        }
        let bytes = manifest.to_json()?;
        reached(Step::Adopt);
        sync_folder::write_atomically(&dir, CURRENT, &bytes)?;
        self.distrusted.set(false);
        Ok(())
    }

    /// Removes copies that neither manifest names, and none of `others`.
    pub(super) fn tidy(&self, others: &[&Manifest]) -> Result<(), ShelfError> {
        tidy(&self.path, others)
    }

    fn manifest(&self, name: &str) -> Result<Option<Manifest>, String> {
        manifest(&self.path, name)
    }
}

/// Removes copies that neither manifest on that shelf names, and none of `others`.
pub(super) fn tidy(shelf: &Path, others: &[&Manifest]) -> Result<(), ShelfError> {
    let kept = [CURRENT, PREVIOUS].map(|name| manifest(shelf, name).ok().flatten());
    let manifests = kept.iter().flatten().chain(others.iter().copied());
    let named: BTreeSet<&str> =
        manifests.flat_map(|manifest| &manifest.files).map(|file| file.name.as_str()).collect();
    sync_folder::remove_others(&files(shelf)?, &|name| named.contains(name))?;
    Ok(())
}

/// Where the copies of that shelf lie.
pub(super) fn files_path(shelf: &Path) -> PathBuf {
    shelf.join(FILES)
}

/// The folder of copies of that shelf.
pub(super) fn files(shelf: &Path) -> Result<Dir, FolderError> {
    sync_folder::open_root(&files_path(shelf))
}

fn manifest(shelf: &Path, name: &str) -> Result<Option<Manifest>, String> {
    match std::fs::read(shelf.join(name)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.to_string()),
        Ok(bytes) => Manifest::parse(&bytes).map(Some).map_err(|error| error.to_string()),
    }
}
