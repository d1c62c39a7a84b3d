//! A file made for a moment: the only proof of a right to write, and the only clock that a share shows.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::SystemTime;

/// Makes a file in `folder`, writes to it, forces it to the disk and removes it; answers when the file system says that it was written.
///
/// Its name begins with a dot: no sync carries it and no pass looks at it, should the process die here.
pub(super) fn write(folder: &Path) -> std::io::Result<SystemTime> {
    let path = folder.join(format!(".doctor-{}.tmp", crate::clock::new_id()));
    let mut file = File::options().write(true).create_new(true).open(&path)?;
    let written = fill(&mut file);
    drop(file);
    std::fs::remove_file(&path)?;
    written
}

fn fill(file: &mut File) -> std::io::Result<SystemTime> {
    file.write_all(b"doctor")?;
    file.sync_all()?;
    file.metadata()?.modified()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path()).expect("written");
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 0);
        assert!(write(&folder.path().join("absent")).is_err());
    }
}
