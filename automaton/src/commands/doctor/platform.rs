//! What differs by system: rights, owners, free space. Where a system does not tell, the answer is none and the check is left out.

use std::path::Path;

/// Room on a file system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    /// Which file system it is.
    pub(super) device: u64,
    /// Bytes that this user may still fill.
    pub(super) free: u64,
    /// Whether it has no place for one more file, however small.
    pub(super) no_more_files: bool,
}

/// Whose a file is, and who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Owners {
    pub(super) of_file: u32,
    pub(super) of_process: u32,
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;

    use super::{Owners, Room};

    pub(in super::super) fn room(path: &Path) -> Option<Room> {
        let stat = rustix::fs::statvfs(path).ok()?;
        let device = std::fs::metadata(path).ok()?.dev();
        // A file system without a fixed number of files says 0 of 0.
        let no_more_files = stat.f_files > 0 && stat.f_favail == 0;
        Some(Room { device, free: stat.f_bavail.saturating_mul(stat.f_frsize), no_more_files })
    }

    pub(in super::super) fn others_may_read(path: &Path) -> Option<bool> {
        Some(std::fs::metadata(path).ok()?.mode() & 0o004 != 0)
    }

    pub(in super::super) fn may_write(path: &Path) -> Option<bool> {
        Some(rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok())
    }

    pub(in super::super) fn owners(path: &Path) -> Option<Owners> {
        let of_file = std::fs::metadata(path).ok()?.uid();
        Some(Owners { of_file, of_process: rustix::process::geteuid().as_raw() })
    }
}

#[cfg(not(unix))]
mod other {
    use std::path::Path;

    use super::{Owners, Room};

    pub(in super::super) const fn room(_: &Path) -> Option<Room> {
        None
    }

    pub(in super::super) const fn others_may_read(_: &Path) -> Option<bool> {
        None
    }

    pub(in super::super) const fn may_write(_: &Path) -> Option<bool> {
        None
    }

    pub(in super::super) const fn owners(_: &Path) -> Option<Owners> {
        None
    }
}

#[cfg(not(unix))]
use other as system;
#[cfg(unix)]
use unix as system;

/// Room on the file system of `path`.
pub(super) fn room(path: &Path) -> Option<Room> {
    system::room(path)
}

/// Whether every user of the machine may read the file.
pub(super) fn others_may_read(path: &Path) -> Option<bool> {
    system::others_may_read(path)
}

/// Whether this process may write the file, or make files in the folder.
pub(super) fn may_write(path: &Path) -> Option<bool> {
    system::may_write(path)
}

/// Whose the file is, and who asks.
pub(super) fn owners(path: &Path) -> Option<Owners> {
    system::owners(path)
}

/// Whether systemd is at work here and knows the automaton's unit.
pub(super) fn has_service() -> bool {
    const UNIT: &str = "tournee-automaton.service";
    let folders = [
        "/etc/systemd/system",
        "/run/systemd/system",
        "/usr/local/lib/systemd/system",
        "/usr/lib/systemd/system",
        "/lib/systemd/system",
    ];
    Path::new("/run/systemd/system").is_dir()
        && folders.iter().any(|folder| Path::new(folder).join(UNIT).exists())
}
