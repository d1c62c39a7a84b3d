//! One program at a time works in a laptop's folder.

use std::fs::{File, TryLockError};
use std::path::Path;

use super::OpenError;

const LOCK: &str = "laptop.lock";

/// The lock beside the journal; held until it is dropped, or until the process ends.
#[derive(Debug)]
pub(super) struct LaptopLock(File);

impl LaptopLock {
    pub(super) fn take(data: &Path) -> Result<Self, OpenError> {
        let file = File::options()
            .create(true)
            .write(true)
            .truncate(false)
            .open(data.join(LOCK))
            .map_err(OpenError::Lock)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse),
            Err(TryLockError::Error(error)) => Err(OpenError::Lock(error)),
        }
    }
}

impl Drop for LaptopLock {
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
        let held = LaptopLock::take(folder.path()).expect("free");
        assert!(matches!(LaptopLock::take(folder.path()), Err(OpenError::InUse)));
        let _as_a_starting_child_has_it = held.0.try_clone().expect("a copy");
        drop(held);
        LaptopLock::take(folder.path()).expect("free again");
    }
}
