//! Room on the disk. Bases come again; an entry does not: copying leaves room for the journal.

use cap_std::fs::Dir;

/// What is left free, on a large disk.
const RESERVE: u64 = 200 * 1024 * 1024;
/// On a small one, this part of it.
const PART: u64 = 10;

/// Whether there is room for so many bytes where that folder lies. Yes, where the system does not tell.
pub(super) fn is_there(folder: &Dir, bytes: u64) -> bool {
    free_and_total(folder).is_none_or(|(free, total)| takes(free, total, bytes))
}

/// Nothing to copy needs no room.
fn takes(free: u64, total: u64, bytes: u64) -> bool {
    bytes == 0 || free.saturating_sub(RESERVE.min(total / PART)) >= bytes
}

#[cfg(unix)]
fn free_and_total(folder: &Dir) -> Option<(u64, u64)> {
    let told = rustix::fs::fstatvfs(folder).ok()?;
    let bytes = |blocks: u64| blocks.saturating_mul(told.f_frsize);
    // Some network folders tell nothing but zeros.
    Some((bytes(told.f_bavail), bytes(told.f_blocks))).filter(|(_, total)| *total > 0)
}

#[cfg(not(unix))]
const fn free_and_total(_: &Dir) -> Option<(u64, u64)> {
    None
}

#[cfg(test)]
mod tests {
    use super::{RESERVE, is_there, takes};

    #[test]
    fn copying_leaves_room_for_entries() {
        let large = |free, bytes| takes(free, 100 * RESERVE, bytes);
        assert!(large(RESERVE + 5, 5) && !large(RESERVE + 5, 6));
        assert!(!large(5, 5) && large(0, 0));
        assert!(takes(15, 100, 5) && !takes(15, 100, 6));
    }

    #[test]
    fn a_disk_tells_that_it_is_no_larger_than_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let folder = sync_folder::open_root(folder.path()).unwrap();
        assert!(is_there(&folder, 0));
        #[cfg(unix)]
        assert!(!is_there(&folder, u64::MAX));
    }
}
