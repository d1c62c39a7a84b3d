//! `settings.json` in the data folder: where the two synced folders lie on this laptop, chosen at the first run.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sync_folder::FolderError;
use thiserror::Error;

use crate::step::{Step, reached};

/// Its name in the data folder.
const FILE: &str = "settings.json";

/// « réglages » : what the user chose at the first run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Settings {
    /// The synced folder to which this laptop writes.
    pub inbox: PathBuf,
    /// The synced folder from which it reads.
    pub bases: PathBuf,
}

/// Why settings cannot be read or kept.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// The data folder.
    #[error("the data folder: {0}")]
    Folder(#[from] FolderError),
    /// The file cannot be read.
    #[error("{FILE}: {0}")]
    Read(#[from] std::io::Error),
    /// The file is no such thing.
    #[error("{FILE} is not what this program wrote: {0}; set the folders up again")]
    Form(#[from] serde_json::Error),
}

impl Settings {
    /// Reads them; `None` before the first run.
    ///
    /// # Errors
    /// When they are there and cannot be read.
    pub fn load(data: &Path) -> Result<Option<Self>, SettingsError> {
        match std::fs::read(data.join(FILE)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        }
    }

    /// Keeps them, whole or not at all.
    ///
    /// # Errors
    /// When the data folder cannot be written.
    pub fn save(&self, data: &Path) -> Result<(), SettingsError> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        let dir = sync_folder::open_root(data)?;
        reached(Step::SaveSettings);
        Ok(sync_folder::write_atomically(&dir, FILE, &bytes)?)
    }
}
