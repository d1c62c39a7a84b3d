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
    plain(name.as_ref())?;
    let temp = format!(".{name}.part");
    let mut file = create_temp(dir, &temp)?;
    let (first, second) = bytes.split_at(bytes.len() / 2);
    perform(Step::WriteTemp, &temp, || file.write_all(first))?;
    perform(Step::WriteTempHalf, &temp, || file.write_all(second))?;
    perform(Step::SyncFile, &temp, || file.sync_all())?;
    // Windows renames no open file.
    std::mem::drop(file);
    perform(Step::Rename, name, || dir.rename(&temp, dir, name))
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

/// Writes `bytes` under `name` unless they lie there already; other content there is replaced.
///
/// What did not change is not written again, so that the sync program has nothing to carry.
pub fn replace_if_changed(dir: &Dir, name: &str, bytes: &[u8]) -> Result<Stored, FolderError> {
    match write_once(dir, name, bytes) {
        Err(FolderError::NameTaken { .. }) => {
            write_atomically(dir, name, bytes)?;
            Ok(Stored::Written)
        }
        stored => stored,
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
