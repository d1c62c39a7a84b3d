//! Publishing the offline bases: immutable files whose names carry their content's hash, then the manifest that names them.
//!
//! Absent on purpose: what is in the files (`snapshot`), and which of them are needed no more (the automaton remembers it).

use std::io::{self, Read};

use cap_fs_ext::DirExt;
use cap_std::fs::{Dir, File};
use domain::UserFolder;
use exchange_schema::{BaseFileName, ManifestFile, Role, Sha256};
use sha2::Digest;

use crate::atomic::{Replacement, write_atomically};
use crate::error::{FolderError, perform};
use crate::handles::{Opened, descend, names_in, open_file, open_or_create_dir, sync_folder};
use crate::platform;
use crate::published::folders;
use crate::step::Step;

/// The name of the manifest.
const MANIFEST: &str = "manifest.json";
/// What memory holds of a file while it is published.
const PIECE: usize = 64 * 1024;
/// How many digits of its hash a file's name ends with.
const DIGITS: usize = 16;

/// How a published file came to lie where it lies now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// It was written.
    Written,
    /// It lay there already, whole: nothing was touched, so that the sync program has nothing to carry.
    AlreadyThere,
}

/// Publishes a file of everybody's base, or of a user's, from `source`. What lies under its name and is something else is replaced: the name
/// says what it must be.
///
/// # Errors
/// [`FolderError::WrongContent`] when `source` does not give what `entry` says; nothing lies under the name then that did not before.
pub fn publish_file(
    bases: &Dir,
    user: Option<&UserFolder>,
    entry: &ManifestFile,
    source: &mut impl Read,
) -> Result<Published, FolderError> {
    let dir = open_or_create_dir(bases, &folders(user))?;
    if lies_there(&dir, entry)? {
        return Ok(Published::AlreadyThere);
    }
    let mut new = Replacement::create(&dir, entry.name.as_str())?;
    match copy(entry, source, &mut new) {
        Ok(true) => new.finish().map(|()| Published::Written),
        Ok(false) => {
            new.discard()?;
            Err(FolderError::wrong_content(entry.name.as_str()))
        }
        Err(error) => {
            // What the copy met is what to tell; a temporary file that stays goes with the next publication.
            let _ = new.discard();
            Err(error)
        }
    }
}

/// Publishes the manifest, last of all, and removes the temporary files of publications that were killed.
pub fn publish_manifest(bases: &Dir, user: Option<&UserFolder>, bytes: &[u8]) -> Result<(), FolderError> {
    let dir = open_or_create_dir(bases, &folders(user))?;
    for name in names_in(&dir)? {
        let Some(name) = name.to_str().filter(|name| is_left_over(name)) else { continue };
        remove(&dir, name)?;
    }
    write_atomically(&dir, MANIFEST, bytes)
}

/// The published files that lie there, named by a manifest or not, in the order of their names. Only regular files whose names we could
/// have given; never a manifest, receipts or what somebody else put there.
pub fn published_files(bases: &Dir, user: Option<&UserFolder>) -> Result<Vec<BaseFileName>, FolderError> {
    let Opened::There(dir) = descend(bases, &folders(user))? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for name in names_in(&dir)? {
        let name: Option<BaseFileName> = name.to_str().and_then(|name| name.parse().ok());
        let Some(name) = name.filter(|name| is_ours(name.as_str())) else { continue };
        match perform(Step::Inspect, name.as_str(), || dir.symlink_metadata(name.as_str())) {
            Ok(meta) if meta.is_file() => found.push(name),
            Ok(_) => {}
            Err(FolderError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    found.sort();
    Ok(found)
}

/// Removes a published file; one that is gone already is fine. A name that no published file can have is refused.
pub fn remove_published(
    bases: &Dir,
    user: Option<&UserFolder>,
    name: &BaseFileName,
) -> Result<(), FolderError> {
    if !is_ours(name.as_str()) {
        return Err(FolderError::unsafe_name(name.as_str()));
    }
    match descend(bases, &folders(user))? {
        Opened::There(dir) => remove(&dir, name.as_str()),
        Opened::Missing | Opened::AnotherKind => Ok(()),
    }
}

/// Takes a name away; whatever it leads to stays.
fn remove(dir: &Dir, name: &str) -> Result<(), FolderError> {
    match perform(Step::Remove, name, || dir.remove_file_or_symlink(name)) {
        Err(FolderError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed.and_then(|()| sync_folder(dir)),
    }
}

/// `<role>-…-<16 hex digits>.sqlite`.
fn is_ours(name: &str) -> bool {
    let stem = name.strip_suffix(".sqlite").and_then(|stem| stem.rsplit_once('-'));
    stem.is_some_and(|(stem, digits)| {
        let role = stem.split_once('-').map_or(stem, |(role, _)| role);
        let is_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        role.parse::<Role>().is_ok() && digits.len() == DIGITS && digits.bytes().all(is_hex)
    })
}

/// The temporary name of one of ours.
fn is_left_over(name: &str) -> bool {
    name.strip_prefix('.').and_then(|name| name.strip_suffix(".part")).is_some_and(is_ours)
}

/// Whether the very file lies there. It is then on the disk too: an earlier attempt may have died between rename and fsync.
fn lies_there(dir: &Dir, entry: &ManifestFile) -> Result<bool, FolderError> {
    let name = entry.name.as_str();
    let Opened::There((mut file, meta)) = open_file(dir, name.as_ref())? else { return Ok(false) };
    if meta.len() != entry.size || perform(Step::Read, name, || hash(&mut file))? != entry.sha256 {
        return Ok(false);
    }
    perform(Step::SyncFile, name, || platform::sync_existing(&file))?;
    sync_folder(dir)?;
    Ok(true)
}

fn hash(file: &mut File) -> io::Result<Sha256> {
    let mut hasher = sha2::Sha256::new();
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(Sha256::from_digest(hasher.finalize().into())),
            read => hasher.update(&piece[..read]),
        }
    }
}

/// Writes what the source gives; whether that is what the entry says. Never more than the entry's size is written.
fn copy(
    entry: &ManifestFile,
    source: &mut impl Read,
    new: &mut Replacement<'_>,
) -> Result<bool, FolderError> {
    let mut hasher = sha2::Sha256::new();
    let mut left = entry.size;
    // Even a small file comes in two pieces, so that a crash may tear it.
    let mut next = (entry.size / 2).clamp(1, PIECE as u64);
    let mut piece = Vec::with_capacity(PIECE);
    while left > 0 {
        piece.clear();
        perform(Step::Read, entry.name.as_str(), || source.take(next.min(left)).read_to_end(&mut piece))?;
        if piece.is_empty() {
            return Ok(false);
        }
        hasher.update(&piece);
        new.add(&piece)?;
        left -= piece.len() as u64;
        next = PIECE as u64;
    }
    piece.clear();
    perform(Step::Read, entry.name.as_str(), || source.take(1).read_to_end(&mut piece))?;
    Ok(piece.is_empty() && Sha256::from_digest(hasher.finalize().into()) == entry.sha256)
}
