//! The measuring peer: the least that keeps the same promise, on the same disk, right before. For each file one copy
//! forced to the disk and one commit forced to the disk (SQLite, WAL, synchronous=FULL) of one small row.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

/// Does it for these files, in a temporary folder inside `folder`, and says how long it took.
pub fn run(folder: &Path, files: &[PathBuf]) -> Result<Duration> {
    let place = tempfile::tempdir_in(folder)?;
    let base = Connection::open(place.path().join("peer.db"))?;
    base.pragma_update(None, "journal_mode", "WAL")?;
    base.pragma_update(None, "synchronous", "FULL")?;
    base.execute_batch(
        "CREATE TABLE seen (name TEXT PRIMARY KEY, sha256 BLOB NOT NULL, size INTEGER NOT NULL)",
    )?;

    let started = Instant::now();
    for file in files {
        take(&base, place.path(), file).with_context(|| file.display().to_string())?;
    }
    Ok(started.elapsed())
}

fn take(base: &Connection, place: &Path, file: &Path) -> Result<()> {
    let name = file.file_name().context("no name")?;
    let bytes = fs::read(file)?;
    let mut copy = File::create(place.join(name))?;
    copy.write_all(&bytes)?;
    copy.sync_all()?;
    let hash = Sha256::digest(&bytes);
    // Outside a transaction each statement is a commit of its own.
    base.prepare_cached("INSERT INTO seen (name, sha256, size) VALUES (?1, ?2, ?3)")?.execute(params![
        name.to_string_lossy(),
        hash.as_slice(),
        i64::try_from(bytes.len())?
    ])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::run;
    use std::fs;

    #[test]
    fn the_peer_cleans_up_after_itself() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.json");
        fs::write(&file, "{}").unwrap();
        run(folder.path(), &[file]).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
