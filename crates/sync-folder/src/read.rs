//! Reading an inbox file that somebody else controls.

use std::ffi::OsStr;
use std::io::{Read, Take};

use cap_std::fs::{Dir, File};

use crate::error::{FolderError, perform};
use crate::handles::{Opened, descend, open_file};
use crate::platform;
use crate::scan::Entry;
use crate::step::Step;

/// What reading a file came to. Only trouble with the disk or the share as a whole is an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadOutcome {
    /// Its whole content.
    Bytes(Vec<u8>),
    /// It is larger than allowed; nothing beyond the limit was read.
    TooLarge {
        /// Its size, as far as it is known: a file may grow while it is read.
        size: u64,
    },
    /// It is no longer there.
    Vanished,
    /// It, or a folder on the way, is by now a link, a FIFO, a folder, …
    NotAFile,
    /// It has a second name, perhaps outside the inbox.
    HardLink,
    /// This one file cannot be read now: rights, a bad sector, another program holds it. The others may be fine.
    Denied {
        /// The system's own words.
        detail: String,
    },
}

/// Reads an entry of the inbox if it is a regular file with one name and at most `max` bytes. Never waits, never
/// follows a link, never takes more than `max` bytes and one into memory.
pub fn read_bounded(inbox: &Dir, entry: &Entry, max: u64) -> Result<ReadOutcome, FolderError> {
    let mut folders: Vec<&OsStr> = Vec::with_capacity(2);
    folders.extend(entry.user.as_ref().map(|user| user.name.as_os_str()));
    folders.extend(entry.device_folder.as_ref().map(|device| device.as_os_str()));
    or_denied(read_below(inbox, &folders, entry.name.as_os_str(), max, Links::One))
}

/// Whether a file may have more than one name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Links {
    /// Only one: in the inbox a second name would be a way to make us read a file outside.
    One,
    /// Any number: backup programs link the archive's files.
    Any,
}

/// A file that may be read, or why not.
#[derive(Debug)]
pub enum OpenOutcome {
    /// It is open, and gives at most the bytes that are allowed.
    File(Take<File>),
    /// It is not, and this is what reading it would come to; never [`ReadOutcome::Bytes`].
    Not(ReadOutcome),
}

pub(crate) fn read_below<S: AsRef<OsStr>>(
    root: &Dir,
    folders: &[S],
    name: &OsStr,
    max: u64,
    links: Links,
) -> Result<ReadOutcome, FolderError> {
    let mut file = match open_below(root, folders, name, max, links)? {
        OpenOutcome::File(file) => file.into_inner().take(max.saturating_add(1)),
        OpenOutcome::Not(outcome) => return Ok(outcome),
    };
    let mut bytes = Vec::new();
    perform(Step::Read, name, || file.read_to_end(&mut bytes))?;
    let size = bytes.len() as u64;
    Ok(if size > max { ReadOutcome::TooLarge { size } } else { ReadOutcome::Bytes(bytes) })
}

pub(crate) fn open_below<S: AsRef<OsStr>>(
    root: &Dir,
    folders: &[S],
    name: &OsStr,
    max: u64,
    links: Links,
) -> Result<OpenOutcome, FolderError> {
    let dir = match descend(root, folders)? {
        Opened::There(dir) => dir,
        Opened::Missing => return Ok(OpenOutcome::Not(ReadOutcome::Vanished)),
        Opened::AnotherKind => return Ok(OpenOutcome::Not(ReadOutcome::NotAFile)),
    };
    let (file, meta) = match open_file(&dir, name)? {
        Opened::There(found) => found,
        Opened::Missing => return Ok(OpenOutcome::Not(ReadOutcome::Vanished)),
        Opened::AnotherKind => return Ok(OpenOutcome::Not(ReadOutcome::NotAFile)),
    };
    if links == Links::One && platform::links(&meta) > 1 {
        return Ok(OpenOutcome::Not(ReadOutcome::HardLink));
    }
    if meta.len() > max {
        return Ok(OpenOutcome::Not(ReadOutcome::TooLarge { size: meta.len() }));
    }
    Ok(OpenOutcome::File(file.take(max)))
}

/// Trouble with one file (rights, a lease, a bad sector) must not stop the others. Whether the whole share is away shows when the inbox
/// is listed.
fn or_denied(read: Result<ReadOutcome, FolderError>) -> Result<ReadOutcome, FolderError> {
    match read {
        Err(FolderError::Io { source, .. }) => Ok(ReadOutcome::Denied { detail: source.to_string() }),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{ReadOutcome, or_denied};
    use crate::error::FolderError;
    use crate::step::Step;
    use std::io;

    // Tests often run as root, to whom nothing is denied: hence without a real file.
    #[test]
    fn trouble_with_one_file_is_that_files_own() {
        for kind in [
            io::ErrorKind::PermissionDenied,
            io::ErrorKind::WouldBlock,
            io::ErrorKind::StaleNetworkFileHandle,
        ] {
            let read = or_denied(Err(FolderError::io(Step::Open, "x", io::Error::from(kind))));
            assert!(matches!(read, Ok(ReadOutcome::Denied { .. })), "{kind}");
        }
    }
}
