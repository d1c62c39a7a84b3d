//! What lies in the inbox. Nothing is opened but folders, and a folder behind a link is not entered.

use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::sync::Arc;

use cap_std::fs::{Dir, ReadDir};
use domain::UserFolder;

use crate::error::FolderError;
use crate::handles::{Opened, open_folder, open_root};
use crate::names::RawName;
use crate::platform;
use crate::step::{Step, reached};

mod kind;

pub use kind::EntryKind;
use kind::{Depth, Verdict, What, judge};

/// A folder directly under the inbox: its name, and the user that it stands for if it can stand for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawFolder {
    /// The folder's name.
    pub name: RawName,
    /// The user; none when no user's folder can bear that name.
    pub user: Option<UserFolder>,
}

/// One thing in the inbox: `<user>/<device_folder>/<name>`, where the first two say what it lies in (shared among the things in
/// one folder, of which there may be many).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The folder under the inbox that it lies in; none when it lies directly in the inbox.
    pub user: Option<Arc<RawFolder>>,
    /// The folder under the user's that it lies in, if any.
    pub device_folder: Option<Arc<RawName>>,
    /// Its own name.
    pub name: RawName,
    /// What it is, going by name and type.
    pub kind: EntryKind,
}

impl Entry {
    /// The path below the inbox as text, always with `/`, for people and the registry.
    #[must_use]
    pub fn path(&self) -> String {
        let folders = self.user.iter().map(|user| &user.name).chain(self.device_folder.as_deref());
        folders.map(|folder| format!("{folder}/")).chain([self.name.to_string()]).collect()
    }
}

/// Everything in the inbox, ordered by user, device folder and name. Memory holds names only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InboxListing {
    /// The entries.
    pub entries: Vec<Entry>,
}

/// Whether the inbox can (still) be listed.
pub fn scan_root(inbox: &Path) -> Result<(), FolderError> {
    let dir = open_root(inbox)?;
    reached(Step::ListUsers);
    names_in(dir.entries()).map(drop).map_err(|error| FolderError::io(Step::ListUsers, inbox, error))
}

/// Lists `<inbox>/<user>/<device>/NAME` and `<inbox>/<user>/NAME`. What lies deeper is not looked at.
///
/// Only an inbox that cannot be listed is an error (and a transient one: a share may be away). A folder below it
/// that cannot be is an entry like any other, so that one laptop's trouble does not stop the others.
pub fn scan_inbox(inbox: &Dir) -> Result<InboxListing, FolderError> {
    let listing_failed = |error| FolderError::io(Step::ListUsers, "inbox", error);
    reached(Step::ListUsers);
    let names = names_in(inbox.entries()).map_err(listing_failed)?;
    let mut entries = Vec::new();
    for name in names {
        Place { dir: inbox, user: None, device: None }.take(name, &mut entries);
    }
    Ok(InboxListing { entries })
}

/// The folder that is being listed.
struct Place<'a> {
    dir: &'a Dir,
    user: Option<&'a Arc<RawFolder>>,
    device: Option<&'a Arc<RawName>>,
}

impl Place<'_> {
    fn depth(&self) -> Depth {
        match (self.user, self.device) {
            (None, _) => Depth::Inbox,
            (Some(_), None) => Depth::User,
            (Some(_), Some(_)) => Depth::Device,
        }
    }

    /// Adds what the name stands for: itself, or what is in it.
    fn take(&self, name: RawName, entries: &mut Vec<Entry>) {
        let verdict = match self.inspect(name.as_os_str()) {
            Ok(what) => judge(self.depth(), &name.text(), what),
            // It went away since the listing.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(error) => Verdict::Is(unreadable(&FolderError::io(Step::Inspect, name.as_os_str(), error))),
        };
        match verdict {
            Verdict::Is(kind) => entries.push(self.entry(name, kind)),
            Verdict::Enter => self.enter(name, entries),
        }
    }

    fn inspect(&self, name: &OsStr) -> io::Result<What> {
        reached(Step::Inspect);
        let meta = self.dir.symlink_metadata(name)?;
        Ok(if meta.is_dir() {
            What::Folder
        } else if meta.is_file() {
            What::File { links: platform::links(&meta) }
        } else {
            What::Other
        })
    }

    fn enter(&self, name: RawName, entries: &mut Vec<Entry>) {
        let names = match open_folder(self.dir, name.as_os_str()) {
            Ok(Opened::There(below)) => {
                reached(Step::ListFolder);
                names_in(below.entries())
                    .map(|names| (below, names))
                    .map_err(|error| FolderError::io(Step::ListFolder, name.as_os_str(), error))
            }
            Ok(Opened::Missing) => return,
            Ok(Opened::AnotherKind) => return entries.push(self.entry(name, EntryKind::NotAFile)),
            Err(error) => Err(error),
        };
        let (below, names) = match names {
            Ok(listed) => listed,
            Err(error) => return entries.push(self.entry(name, unreadable(&error))),
        };
        match self.user {
            None => {
                let user = Arc::new(RawFolder { user: UserFolder::parse(&name.text()).ok(), name });
                let place = Place { dir: &below, user: Some(&user), device: None };
                names.into_iter().for_each(|name| place.take(name, entries));
            }
            Some(user) => {
                let name = Arc::new(name);
                let place = Place { dir: &below, user: Some(user), device: Some(&name) };
                names.into_iter().for_each(|name| place.take(name, entries));
            }
        }
    }

    fn entry(&self, name: RawName, kind: EntryKind) -> Entry {
        Entry { user: self.user.cloned(), device_folder: self.device.cloned(), name, kind }
    }
}

fn unreadable(error: &FolderError) -> EntryKind {
    EntryKind::Unreadable { transient: error.is_transient(), detail: error.to_string() }
}

/// The names, in order: two scans of the same inbox are the same.
fn names_in(listed: io::Result<ReadDir>) -> io::Result<Vec<RawName>> {
    let names: io::Result<Vec<RawName>> = listed?.map(|entry| Ok(RawName::new(entry?.file_name()))).collect();
    let mut names = names?;
    names.sort();
    Ok(names)
}
