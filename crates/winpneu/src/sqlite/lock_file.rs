//! One automaton at a time works on an embedded base.

use std::fs::{File, TryLockError};
use std::path::Path;

/// The lock beside the base; held until it is dropped, or until the process ends.
pub(super) struct LockFile(File);

impl LockFile {
    /// The lock, or `None` when another connection or process holds it.
    pub(super) fn take(path: &Path) -> std::io::Result<Option<Self>> {
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

impl Drop for LockFile {
    /// Said, not left to the closing of the file: a child process that another thread is just starting holds a copy of the descriptor
    /// until its own program runs, and the lock lives as long as any copy (flock(2)).
    fn drop(&mut self) {
        // What cannot be unlocked ends with the process.
        let _ = self.0.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_free_when_dropped_even_while_a_copy_of_its_descriptor_lives() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("base.lock");
        let held = LockFile::take(&path).expect("asked").expect("free");
        assert!(LockFile::take(&path).expect("asked").is_none());
        let _as_a_starting_child_has_it = held.0.try_clone().expect("a copy");
        drop(held);
        assert!(LockFile::take(&path).expect("asked").is_some());
    }
}
