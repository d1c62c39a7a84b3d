//! Mails as files: for trials, and for whoever sends them by other means. A mail that is sent again takes the place of itself.

use std::path::{Path, PathBuf};

use sync_folder::{Replacement, create_root, write_atomically};

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
        self.made_for_few(|| write().map_err(|error| self.away(&error)))?;
        let path = self.path.join(&letter.file_name);
        for_few(&path, 0o640).map_err(|error| self.away(&error))
    }

    /// Mails say who buys what: a folder that is made here is no business of this machine's other users. One that the operator made stays
    /// as he wants it.
    fn made_for_few<T>(&self, writing: impl FnOnce() -> Result<T, Trouble>) -> Result<T, Trouble> {
        let is_new = !self.path.exists();
        let written = writing()?;
        if is_new {
            for_few(&self.path, 0o750).map_err(|error| self.away(&error))?;
        }
        Ok(written)
    }

    /// Tries to write there.
    pub(super) fn check(&self) -> Result<String, Trouble> {
        let attempt = || {
            let folder = create_root(&self.path)?;
            let mut file = Replacement::create(&folder, "check")?;
            file.add(b"a trial")?;
            file.discard()
        };
        self.made_for_few(|| attempt().map_err(|error| self.away(&error)))?;
        Ok(format!("mails become files in {}", self.path.display()))
    }

    fn away(&self, error: &dyn std::fmt::Display) -> Trouble {
        Trouble::Away(format!("mail.path = {}: {error}", self.path.display()))
    }
}

#[cfg(unix)]
fn for_few(path: &Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

/// Who may read it follows from the folder above, there.
#[cfg(not(unix))]
const fn for_few(_: &Path, _: u32) -> std::io::Result<()> {
    Ok(())
}
