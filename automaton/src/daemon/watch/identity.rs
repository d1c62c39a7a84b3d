//! Which folder a path names.

use std::io;
use std::path::Path;

/// A folder, told from another one of the same path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity(Told);

#[cfg(unix)]
type Told = (u64, u64);
#[cfg(not(unix))]
type Told = Option<std::time::SystemTime>;

pub(super) fn of(folder: &Path) -> io::Result<Identity> {
    let metadata = std::fs::metadata(folder)?;
    if metadata.is_dir() { Ok(Identity(told(&metadata))) } else { Err(io::ErrorKind::NotADirectory.into()) }
}

#[cfg(unix)]
fn told(metadata: &std::fs::Metadata) -> Told {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

/// The nearest that the standard library offers: when it was made.
#[cfg(not(unix))]
fn told(metadata: &std::fs::Metadata) -> Told {
    metadata.created().ok()
}
