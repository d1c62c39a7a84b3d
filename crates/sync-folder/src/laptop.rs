//! The laptop's side: taking published files into its own folder, and clearing its own files away once they are done with.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::Read;

use cap_std::fs::Dir;
use domain::UserFolder;
use exchange_schema::{DeviceId, FileName, ManifestFile, Sha256};
use sha2::Digest;

use crate::atomic::Replacement;
use crate::error::{FolderError, perform};
use crate::handles::{Opened, descend, names_in, open_file, sync_folder};
use crate::published::open_published;
use crate::read::{OpenOutcome, ReadOutcome};
use crate::step::Step;

/// How much is read at once.
const PIECE: usize = 256 * 1024;

/// What copying a published file came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Copied {
    /// It lies in the private folder, whole, on the disk.
    Whole,
    /// It is not there, or not a file that may be read: its outcome, never [`ReadOutcome::Bytes`].
    Not(ReadOutcome),
    /// Its size or its hash is not what the manifest says: half copied, or damaged. Nothing was taken.
    Different,
}

/// Copies a published file into `private` under its own name, checking size and hash of the very bytes that are written. It takes its name
/// only when both agree; what lay there under that name is replaced.
pub fn copy_published(
    bases: &Dir,
    user: Option<&UserFolder>,
    file: &ManifestFile,
    private: &Dir,
) -> Result<Copied, FolderError> {
    let name = file.name.as_str();
    let mut source = match open_published(bases, user, name, file.size)? {
        OpenOutcome::File(source) => source,
        // Larger than the manifest says.
        OpenOutcome::Not(ReadOutcome::TooLarge { .. }) => return Ok(Copied::Different),
        OpenOutcome::Not(outcome) => return Ok(Copied::Not(outcome)),
    };
    take(&mut source, file, private)
}

/// Writes what a reader gives as that file, if it is that file; otherwise nothing of it stays.
fn take(source: &mut impl Read, file: &ManifestFile, private: &Dir) -> Result<Copied, FolderError> {
    let mut copy = Replacement::create(private, file.name.as_str())?;
    match pour(source, file, &mut copy) {
        Ok(true) => {
            copy.finish()?;
            Ok(Copied::Whole)
        }
        Ok(false) => {
            copy.discard()?;
            Ok(Copied::Different)
        }
        Err(error) => {
            // A full disk must not stay full of us. What failed first says more than what fails now.
            copy.discard().ok();
            Err(error)
        }
    }
}

/// Whether size and hash of what was written are those of the manifest.
fn pour(
    source: &mut impl Read,
    file: &ManifestFile,
    copy: &mut Replacement<'_>,
) -> Result<bool, FolderError> {
    let mut hash = sha2::Sha256::new();
    let mut size = 0;
    let mut piece = vec![0; PIECE];
    loop {
        let read = perform(Step::Read, file.name.as_str(), || source.read(&mut piece))?;
        let Some(bytes) = piece.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        hash.update(bytes);
        size += bytes.len() as u64;
        copy.add(bytes)?;
    }
    Ok(size == file.size && Sha256::from_digest(hash.finalize().into()) == file.sha256)
}

/// Whether a file of that name and size lies in a private folder; with `by_hash` its content is read and compared too.
pub fn holds_file(private: &Dir, file: &ManifestFile, by_hash: bool) -> Result<bool, FolderError> {
    let name = file.name.as_str();
    let (mut source, meta) = match open_file(private, OsStr::new(name))? {
        Opened::There(found) => found,
        Opened::Missing | Opened::AnotherKind => return Ok(false),
    };
    if meta.len() != file.size || !by_hash {
        return Ok(meta.len() == file.size);
    }
    let mut hash = sha2::Sha256::new();
    let mut piece = vec![0; PIECE];
    loop {
        let read = perform(Step::Read, name, || source.read(&mut piece))?;
        let Some(bytes) = piece.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        hash.update(bytes);
    }
    Ok(Sha256::from_digest(hash.finalize().into()) == file.sha256)
}

/// Removes what `keep` does not name from a private folder, torn copies too; answers how much that was.
pub fn remove_others(private: &Dir, keep: &dyn Fn(&str) -> bool) -> Result<usize, FolderError> {
    let mut removed = 0;
    for name in names_in(private)? {
        if name.to_str().is_some_and(keep) {
            continue;
        }
        perform(Step::Remove, &name, || private.remove_file(&name))?;
        removed += 1;
    }
    Ok(removed)
}

/// Removes the laptop's own exchange file from the inbox; false when it is gone already. Only the laptop does that, and only after a
/// receipt for these very bytes: the caller sees to it.
pub fn remove_own(
    inbox: &Dir,
    user: &UserFolder,
    device: &DeviceId,
    name: &FileName,
) -> Result<bool, FolderError> {
    let device = device.to_string();
    let Opened::There(dir) = descend(inbox, &[user.as_str(), device.as_str()])? else { return Ok(false) };
    match perform(Step::Remove, name.as_str(), || dir.remove_file(name.as_str())) {
        Err(FolderError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
        Ok(()) => {
            sync_folder(&dir)?;
            Ok(true)
        }
    }
}

/// The names in the laptop's own folder of the inbox; none when it is not there.
pub fn own_names(inbox: &Dir, user: &UserFolder, device: &DeviceId) -> Result<BTreeSet<String>, FolderError> {
    let device = device.to_string();
    let Opened::There(dir) = descend(inbox, &[user.as_str(), device.as_str()])? else {
        return Ok(BTreeSet::new());
    };
    Ok(names_in(&dir)?.into_iter().filter_map(|name| name.into_string().ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handles::open_root;
    use exchange_schema::Role;

    fn scene(published: &[u8]) -> (tempfile::TempDir, Dir, Dir) {
        let root = tempfile::tempdir().unwrap();
        for folder in ["bases", "bases/common", "private"] {
            std::fs::create_dir(root.path().join(folder)).unwrap();
        }
        std::fs::write(root.path().join("bases/common/lists-1.sqlite"), published).unwrap();
        let (bases, private) = (root.path().join("bases"), root.path().join("private"));
        (root, open_root(&bases).unwrap(), open_root(&private).unwrap())
    }

    fn manifest_file(content: &[u8]) -> ManifestFile {
        let name = "lists-1.sqlite".parse().unwrap();
        ManifestFile { name, role: Role::Lists, size: content.len() as u64, sha256: Sha256::of(content) }
    }

    #[test]
    fn only_the_very_bytes_of_the_manifest_are_taken() {
        // Longer than one piece.
        let whole: Vec<u8> = (0..PIECE + 10).map(|at| (at % 251) as u8).collect();
        let mut changed = whole.clone();
        changed[PIECE + 5] ^= 1;
        let longer = [whole.as_slice(), b"x"].concat();
        for (published, copied) in [
            (whole.as_slice(), Copied::Whole),
            (&whole[..PIECE], Copied::Different),
            (&[], Copied::Different),
            (&changed, Copied::Different),
            (&longer, Copied::Different),
        ] {
            let (root, bases, private) = scene(published);
            let file = manifest_file(&whole);
            assert_eq!(copy_published(&bases, None, &file, &private).unwrap(), copied);
            let taken = std::fs::read(root.path().join("private/lists-1.sqlite")).ok();
            assert_eq!(taken.as_deref(), (copied == Copied::Whole).then_some(whole.as_slice()));
            assert_eq!(holds_file(&private, &file, true).unwrap(), copied == Copied::Whole);
            assert_eq!(
                names_in(&private).unwrap().len(),
                usize::from(copied == Copied::Whole),
                "no torn copy"
            );
        }
    }

    #[test]
    fn a_copy_that_broke_off_leaves_nothing() {
        struct Torn(bool);
        impl Read for Torn {
            fn read(&mut self, piece: &mut [u8]) -> std::io::Result<usize> {
                if std::mem::replace(&mut self.0, true) {
                    return Err(std::io::ErrorKind::StorageFull.into());
                }
                piece[0] = b'a';
                Ok(1)
            }
        }
        let (_root, _, private) = scene(b"");
        assert!(take(&mut Torn(false), &manifest_file(b"abc"), &private).is_err());
        assert_eq!(names_in(&private).unwrap(), Vec::<std::ffi::OsString>::new());
    }

    #[test]
    fn what_is_not_there_or_no_file_is_told() {
        let (root, bases, private) = scene(b"");
        let file = manifest_file(b"abc");
        let path = root.path().join("bases/common/lists-1.sqlite");
        std::fs::remove_file(&path).unwrap();
        let copied = || copy_published(&bases, None, &file, &private).unwrap();
        assert_eq!(copied(), Copied::Not(ReadOutcome::Vanished));
        std::fs::create_dir(&path).unwrap();
        assert_eq!(copied(), Copied::Not(ReadOutcome::NotAFile));
        let user = UserFolder::parse("jdupont").unwrap();
        assert_eq!(
            copy_published(&bases, Some(&user), &file, &private).unwrap(),
            Copied::Not(ReadOutcome::Vanished)
        );
    }

    #[test]
    fn a_copy_of_the_right_size_is_believed_unless_it_is_looked_into() {
        let (root, _, private) = scene(b"");
        let file = manifest_file(b"abc");
        for (lies, by_size, by_hash) in [("abc", true, true), ("abd", true, false), ("abcd", false, false)] {
            std::fs::write(root.path().join("private/lists-1.sqlite"), lies).unwrap();
            let held = |by_hash| holds_file(&private, &file, by_hash).unwrap();
            assert_eq!((held(false), held(true)), (by_size, by_hash), "{lies}");
        }
    }

    #[test]
    fn what_nothing_names_goes() {
        let (root, _, private) = scene(b"");
        for name in ["a", "b", ".b.part"] {
            std::fs::write(root.path().join("private").join(name), "x").unwrap();
        }
        assert_eq!(remove_others(&private, &|name| name == "b").unwrap(), 2);
        assert_eq!(names_in(&private).unwrap(), ["b"]);
    }

    #[test]
    fn an_own_file_is_removed_once() {
        let (root, ..) = scene(b"");
        let inbox = open_root(root.path()).unwrap();
        let user = UserFolder::parse("jdupont").unwrap();
        let device: DeviceId = "7f1c0f6e-0e0a-4b7e-9c57-0c8a2d1f4b11".parse().unwrap();
        let name = "VC_20261121T143502Z_jdupont_019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d.json";
        let name = FileName::parse(name).unwrap();
        assert!(!remove_own(&inbox, &user, &device, &name).unwrap(), "no folder yet");
        crate::drop_file(&inbox, &user, &device, &name, b"{}").unwrap();
        assert_eq!(own_names(&inbox, &user, &device).unwrap(), [name.to_string()].into());
        assert!(remove_own(&inbox, &user, &device, &name).unwrap());
        assert!(!remove_own(&inbox, &user, &device, &name).unwrap());
    }
}
