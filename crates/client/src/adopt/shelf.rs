//! One base's place in the data folder.

use std::path::{Path, PathBuf};

use cap_std::fs::Dir;
use exchange_schema::{Manifest, PrintError};
use sync_folder::FolderError;
use thiserror::Error;

use super::{Open, Opener};
use crate::step::{Step, reached};

const CURRENT: &str = "current.json";
const PREVIOUS: &str = "previous.json";
const FILES: &str = "files";

/// « base adoptée » : where one base's private copies lie.
#[derive(Debug)]
pub struct Shelf {
    path: PathBuf,
    /// Whether copies that lie there are looked into before they are relied on: something could not be opened.
    distrusted: bool,
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

impl Shelf {
    /// The shelf of that name (`common`, `user`) in the data folder.
    ///
    /// # Errors
    /// When the data folder cannot be written.
    pub fn open(data: &Path, name: &str) -> Result<Self, ShelfError> {
        let path = data.join("bases").join(name);
        sync_folder::create_root(&path.join(FILES))?;
        Ok(Self { path, distrusted: false })
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
                    self.distrusted = !wrong.is_empty();
                    return (Some(Open { base, manifest }), wrong);
                }
                Err(detail) => wrong.push(format!("{name}: {detail}")),
            }
        }
        self.distrusted = !wrong.is_empty();
        (None, wrong)
    }

    /// Where the copies lie.
    #[must_use]
    pub fn files_path(&self) -> PathBuf {
        self.path.join(FILES)
    }

    pub(super) fn files(&self) -> Result<Dir, FolderError> {
        sync_folder::open_root(&self.files_path())
    }

    pub(super) const fn is_distrusted(&self) -> bool {
        self.distrusted
    }

    pub(super) const fn distrust(&mut self) {
        self.distrusted = true;
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
        self.distrusted = false;
        Ok(())
    }

    /// Removes copies that neither manifest names.
    pub(super) fn tidy(&self) -> Result<(), ShelfError> {
        let mut named = std::collections::BTreeSet::new();
        for name in [CURRENT, PREVIOUS] {
            let manifest = self.manifest(name).ok().flatten();
            named.extend(manifest.into_iter().flat_map(|it| it.files).map(|file| file.name.to_string()));
        }
        sync_folder::remove_others(&self.files()?, &|name| named.contains(name))?;
        Ok(())
    }

    fn manifest(&self, name: &str) -> Result<Option<Manifest>, String> {
        match std::fs::read(self.path.join(name)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.to_string()),
            Ok(bytes) => Manifest::parse(&bytes).map(Some).map_err(|error| error.to_string()),
        }
    }
}
