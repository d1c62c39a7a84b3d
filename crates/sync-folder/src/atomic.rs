//! Writing a file so that under its name it is either absent or whole.

use std::ffi::OsStr;
use std::io::{self, Read, Write};

use cap_fs_ext::{DirExt, FollowSymlinks, OpenOptionsFollowExt};
use cap_std::fs::{Dir, File, OpenOptions};

use crate::error::{FolderError, perform};
use crate::handles::{Opened, open_file, plain, sync_folder};
use crate::platform;
use crate::step::{Step, reached};

/// How a file came to lie where it lies now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// It was written.
    Written,
    /// The very same bytes lay there already.
    AlreadyThere,
}

/// Writes `bytes` under `name`, replacing what was there: temporary name, fsync, rename, fsync of the folder.
///
/// The temporary name is `.<name>.part`: each folder has a single writer, so a torn one can only be that writer's
/// own, and the retry clears it away instead of leaving litter of ever new names.
pub fn write_atomically(dir: &Dir, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
    write_unsynced(dir, name, bytes)?;
    sync_folder(dir)
}

/// As [`write_atomically`], but the folder's names are not forced to the disk yet: the caller does that for several
/// files at once.
fn write_unsynced(dir: &Dir, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
    let mut new = Replacement::create(dir, name)?;
    let (first, second) = bytes.split_at(bytes.len() / 2);
    new.add(first)?;
    new.add(second)?;
    new.put_in_place()
}

/// A file that is written piece by piece and takes its name only when it is whole.
#[derive(Debug)]
pub struct Replacement<'a> {
    dir: &'a Dir,
    name: &'a str,
    temp: String,
    file: File,
    begun: bool,
}

impl<'a> Replacement<'a> {
    /// Begins it under its temporary name.
    pub fn create(dir: &'a Dir, name: &'a str) -> Result<Self, FolderError> {
        plain(name.as_ref())?;
        let temp = format!(".{name}.part");
        let file = create_temp(dir, &temp)?;
        Ok(Self { dir, name, temp, file, begun: false })
    }

    /// Writes the next piece.
    pub fn add(&mut self, piece: &[u8]) -> Result<(), FolderError> {
        let step = if self.begun { Step::WriteTempHalf } else { Step::WriteTemp };
        self.begun = true;
        perform(step, &self.temp, || self.file.write_all(piece))
    }

    /// Gives it its name, on the disk.
    pub fn finish(self) -> Result<(), FolderError> {
        let dir = self.dir;
        self.put_in_place()?;
        sync_folder(dir)
    }

    /// Gives it up: what was written goes, what lies under its name stays.
    pub fn discard(self) -> Result<(), FolderError> {
        let Self { dir, temp, file, .. } = self;
        // Windows removes no open file.
        std::mem::drop(file);
        perform(Step::Remove, &temp, || dir.remove_file_or_symlink(&temp))
    }

    fn put_in_place(self) -> Result<(), FolderError> {
        let Self { dir, name, temp, file, .. } = self;
        perform(Step::SyncFile, &temp, || file.sync_all())?;
        // Windows renames no open file.
        std::mem::drop(file);
        perform(Step::Rename, name, || dir.rename(&temp, dir, name))
    }
}

/// Compares what lies under a name with what would be written there, piece by piece.
///
/// What did not change is not written again, so that the sync program has nothing to carry.
#[derive(Debug)]
pub struct Comparison<'a> {
    dir: &'a Dir,
    name: &'a str,
    /// None once they differ.
    file: Option<File>,
}

impl<'a> Comparison<'a> {
    /// Begins at the first byte.
    pub fn with(dir: &'a Dir, name: &'a str) -> Result<Self, FolderError> {
        let file = match open_file(dir, OsStr::new(name))? {
            Opened::There((file, _)) => Some(file),
            Opened::Missing | Opened::AnotherKind => None,
        };
        Ok(Self { dir, name, file })
    }

    /// Compares the next piece.
    pub fn add(&mut self, piece: &[u8]) -> Result<(), FolderError> {
        let Some(mut file) = self.file.take() else { return Ok(()) };
        let mut found = Vec::with_capacity(piece.len());
        perform(Step::Read, self.name, || (&mut file).take(piece.len() as u64).read_to_end(&mut found))?;
        self.file = (found == piece).then_some(file);
        Ok(())
    }

    /// Whether exactly what was compared lies there; it is then on the disk too: an earlier attempt may have died between rename and
    /// fsync.
    pub fn finish(mut self) -> Result<bool, FolderError> {
        let Some(mut file) = self.file.take() else { return Ok(false) };
        let more = perform(Step::Read, self.name, || file.read(&mut [0]))?;
        if more > 0 {
            return Ok(false);
        }
        perform(Step::SyncFile, self.name, || platform::sync_existing(&file))?;
        sync_folder(self.dir)?;
        Ok(true)
    }
}

/// Writes `bytes` under `name` unless they lie there already; other content there is [`FolderError::NameTaken`].
/// Success means on the disk in both cases: an earlier attempt may have died between rename and fsync.
pub fn write_once(dir: &Dir, name: &str, bytes: &[u8]) -> Result<Stored, FolderError> {
    let stored = write_once_unsynced(dir, name, bytes)?;
    sync_folder(dir)?;
    Ok(stored)
}

/// As [`write_once`], but the folder's names are not forced to the disk yet.
pub(crate) fn write_once_unsynced(dir: &Dir, name: &str, bytes: &[u8]) -> Result<Stored, FolderError> {
    match what_lies_at(dir, name, bytes)? {
        Lies::Nothing => {
            write_unsynced(dir, name, bytes)?;
            Ok(Stored::Written)
        }
        Lies::TheSame(file) => {
            perform(Step::SyncFile, name, || platform::sync_existing(&file))?;
            Ok(Stored::AlreadyThere)
        }
        Lies::SomethingElse => Err(FolderError::taken(name)),
    }
}

/// Whether exactly these bytes lie under `name`.
pub(crate) fn holds(dir: &Dir, name: &str, bytes: &[u8]) -> Result<bool, FolderError> {
    Ok(matches!(what_lies_at(dir, name, bytes)?, Lies::TheSame(_)))
}

enum Lies {
    Nothing,
    TheSame(File),
    SomethingElse,
}

fn what_lies_at(dir: &Dir, name: &str, bytes: &[u8]) -> Result<Lies, FolderError> {
    let (file, meta) = match open_file(dir, OsStr::new(name))? {
        Opened::There(found) => found,
        Opened::Missing => return Ok(Lies::Nothing),
        Opened::AnotherKind => return Ok(Lies::SomethingElse),
    };
    if meta.len() != bytes.len() as u64 {
        return Ok(Lies::SomethingElse);
    }
    let mut found = Vec::with_capacity(bytes.len());
    let mut limited = file.take(meta.len() + 1);
    perform(Step::Read, name, || limited.read_to_end(&mut found))?;
    Ok(if found == bytes { Lies::TheSame(limited.into_inner()) } else { Lies::SomethingElse })
}

/// Makes the temporary file anew. It is never opened for truncation: what lies there might be a link, or a second
/// name of a file outside. Removing takes only the name away.
fn create_temp(dir: &Dir, temp: &str) -> Result<File, FolderError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).follow(FollowSymlinks::No);
    reached(Step::CreateTemp);
    match dir.open_with(temp, &options) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            perform(Step::Remove, temp, || dir.remove_file_or_symlink(temp))?;
            perform(Step::CreateTemp, temp, || dir.open_with(temp, &options))
        }
        created => created.map_err(|error| FolderError::io(Step::CreateTemp, temp, error)),
    }
}
