//! Mails as files: for trials, and for whoever sends them by other means. A mail that is sent again takes the place of itself.

use std::path::PathBuf;

use sync_folder::{FolderError, Replacement, create_root, write_atomically};

use super::letter::Letter;
use super::step::{Step, reached};
use super::trouble::Trouble;

/// The folder of the .eml files; made with the first mail.
#[derive(Debug)]
pub(super) struct Folder {
    pub path: PathBuf,
}

impl Folder {
    pub(super) fn send(&self, letter: &Letter) -> Result<(), Trouble> {
        let write = || {
            let folder = create_root(&self.path)?;
            reached(Step::Content);
            write_atomically(&folder, &letter.file_name, &letter.bytes)
        };
        write().map_err(|error| self.away(&error))
    }

    /// Tries to write there.
    pub(super) fn check(&self) -> Result<String, Trouble> {
        let attempt = || {
            let folder = create_root(&self.path)?;
            let mut file = Replacement::create(&folder, "check")?;
            file.add(b"a trial")?;
            file.discard()
        };
        attempt().map_err(|error| self.away(&error))?;
        Ok(format!("mails become files in {}", self.path.display()))
    }

    fn away(&self, error: &FolderError) -> Trouble {
        Trouble::Away(format!("mail.path = {}: {error}", self.path.display()))
    }
}
