//! Opening things, one component at a time, and never through a link.

use std::ffi::{OsStr, OsString};
use std::path::{Component, Path};

use cap_fs_ext::{DirExt, FollowSymlinks, OpenOptionsFollowExt, OpenOptionsMaybeDirExt, OpenOptionsSyncExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, File, Metadata, OpenOptions};

use crate::error::{FolderError, perform};
use crate::platform;
use crate::step::{Step, reached};

/// What an attempt to open found.
pub(crate) enum Opened<T> {
    There(T),
    Missing,
    /// There is something, but no folder or regular file: a link, a FIFO, a device, …
    AnotherKind,
}

/// Opens one of the root folders. Its path is the operator's own word, so links in it are followed; from here on
/// nothing is. A missing root is transient: a network share may be away. Open it anew for every pass: a handle of
/// a folder that was removed or unmounted since looks like an empty folder.
pub fn open_root(path: &Path) -> Result<Dir, FolderError> {
    perform(Step::Open, path, || Dir::open_ambient_dir(path, ambient_authority()))
}

/// Opens one of the root folders, making it first where it is missing. For installation only: a daemon that made
/// a missing root would write into an unmounted share's mount point.
pub fn create_root(path: &Path) -> Result<Dir, FolderError> {
    perform(Step::MakeFolder, path, || Dir::create_ambient_dir_all(path, ambient_authority()))?;
    open_root(path)
}

/// Opens the folder at `components` below `parent`, making what is missing. What was made is forced to the disk in
/// its parent. A link on the way is refused.
pub fn open_or_create_dir<S: AsRef<OsStr>>(parent: &Dir, components: &[S]) -> Result<Dir, FolderError> {
    let mut here = perform(Step::Open, ".", || parent.try_clone())?;
    for component in components {
        here = enter_or_make(&here, component.as_ref())?;
    }
    Ok(here)
}

fn enter_or_make(parent: &Dir, name: &OsStr) -> Result<Dir, FolderError> {
    match open_folder(parent, name)? {
        Opened::There(dir) => return Ok(dir),
        Opened::AnotherKind => return Err(FolderError::not_a_folder(name)),
        Opened::Missing => {}
    }
    reached(Step::MakeFolder);
    match parent.create_dir(name) {
        // A command beside the daemon made it a moment ago.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
        made => made.map_err(|error| FolderError::io(Step::MakeFolder, name, error))?,
    }
    sync_folder(parent)?;
    match open_folder(parent, name)? {
        Opened::There(dir) => Ok(dir),
        Opened::Missing | Opened::AnotherKind => Err(FolderError::not_a_folder(name)),
    }
}

/// Opens a folder directly in `parent`.
pub(crate) fn open_folder(parent: &Dir, name: &OsStr) -> Result<Opened<Dir>, FolderError> {
    plain(name)?;
    reached(Step::Open);
    sort_out(name, parent.open_dir_nofollow(name))
}

/// Opens the folder at `components` below `parent`, if it is all there.
pub(crate) fn descend<S: AsRef<OsStr>>(parent: &Dir, components: &[S]) -> Result<Opened<Dir>, FolderError> {
    let mut here = perform(Step::Open, ".", || parent.try_clone())?;
    for component in components {
        match open_folder(&here, component.as_ref())? {
            Opened::There(dir) => here = dir,
            other => return Ok(other),
        }
    }
    Ok(Opened::There(here))
}

/// Opens a regular file directly in `parent` for reading. The type is asked of the open handle, so a swap between
/// looking and opening changes nothing; and the opening does not wait, for a FIFO without a writer would.
pub(crate) fn open_file(parent: &Dir, name: &OsStr) -> Result<Opened<(File, Metadata)>, FolderError> {
    plain(name)?;
    let mut options = OpenOptions::new();
    // `maybe_dir` lets Windows open a folder too, so that it is told apart from a file that is denied.
    options.read(true).follow(FollowSymlinks::No).nonblock(true).maybe_dir(true);
    reached(Step::Open);
    let file = match sort_out(name, parent.open_with(name, &options))? {
        Opened::There(file) => file,
        Opened::Missing => return Ok(Opened::Missing),
        Opened::AnotherKind => return Ok(Opened::AnotherKind),
    };
    let meta = perform(Step::Inspect, name, || file.metadata())?;
    Ok(if meta.is_file() { Opened::There((file, meta)) } else { Opened::AnotherKind })
}

/// The names in a folder, in no particular order.
pub(crate) fn names_in(dir: &Dir) -> Result<Vec<OsString>, FolderError> {
    perform(Step::ListFolder, ".", || dir.entries()?.map(|entry| Ok(entry?.file_name())).collect())
}

/// Forces a folder's names to the disk.
pub(crate) fn sync_folder(dir: &Dir) -> Result<(), FolderError> {
    perform(Step::SyncFolder, ".", || platform::sync_folder(dir))
}

/// Refuses what is not the name of one thing in one folder.
pub(crate) fn plain(name: &OsStr) -> Result<(), FolderError> {
    let mut components = Path::new(name).components();
    match (components.next(), components.next()) {
        (Some(Component::Normal(only)), None) if only == name => Ok(()),
        _ => Err(FolderError::unsafe_name(name)),
    }
}

fn sort_out<T>(name: &OsStr, tried: std::io::Result<T>) -> Result<Opened<T>, FolderError> {
    match tried {
        Ok(there) => Ok(Opened::There(there)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Opened::Missing),
        Err(error) if platform::is_another_kind(&error) => Ok(Opened::AnotherKind),
        Err(error) => Err(FolderError::io(Step::Open, name, error)),
    }
}
