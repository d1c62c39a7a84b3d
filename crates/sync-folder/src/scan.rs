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
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
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

/// Whether the inbox can (still) be listed.
pub fn scan_root(inbox: &Path) -> Result<(), FolderError> {
    let dir = open_root(inbox)?;
    reached(Step::ListUsers);
    let list = || dir.entries()?.try_for_each(|entry| entry.map(drop));
    list().map_err(|error| FolderError::io(Step::ListUsers, inbox, error))
}

/// Lists `<inbox>/<user>/<device>/NAME` and `<inbox>/<user>/NAME`. What lies deeper is not looked at.
///
/// Only an inbox that cannot be listed is an error (and a transient one: a share may be away). A folder below it
/// that cannot be is an entry like any other, so that one laptop's trouble does not stop the others.
pub fn scan_inbox(inbox: &Dir) -> Result<InboxScan, FolderError> {
    let listing_failed = |error| FolderError::io(Step::ListUsers, "inbox", error);
    reached(Step::ListUsers);
    let dir = inbox.try_clone().map_err(listing_failed)?;
    let names = dir.entries().map_err(listing_failed)?;
    Ok(InboxScan { places: vec![Place { dir, names, user: None, device: None }] })
}

/// Everything in the inbox, one thing after another, in the order in which the system lists it. Memory holds the way down to the
/// current folder, however many files there are.
#[derive(Debug)]
pub struct InboxScan {
    /// The folders being listed, each in the one before it.
    places: Vec<Place>,
}

impl Iterator for InboxScan {
    type Item = Result<Entry, FolderError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let place = self.places.last_mut()?;
            let found = match place.names.next() {
                None => {
                    self.places.pop();
                    continue;
                }
                Some(Ok(entry)) => place.take(RawName::new(entry.file_name())),
                Some(Err(error)) => self.broken_off(error),
            };
            match found {
                Found::Nothing => {}
                Found::Folder(below) => self.places.push(below),
                Found::Entry(entry) => return Some(Ok(entry)),
                Found::NoInbox(error) => return Some(Err(error)),
            }
        }
    }
}

impl InboxScan {
    /// A folder whose listing breaks off is reported like one that could not be listed at all.
    fn broken_off(&mut self, error: io::Error) -> Found {
        let broken = self.places.pop();
        match broken.and_then(Place::into_name).zip(self.places.last()) {
            None => Found::NoInbox(FolderError::io(Step::ListUsers, "inbox", error)),
            Some((name, above)) => {
                let error = FolderError::io(Step::ListFolder, name.as_os_str(), error);
                Found::Entry(above.entry(name, unreadable(&error)))
            }
        }
    }
}

/// What a name turned out to be.
enum Found {
    Nothing,
    Entry(Entry),
    Folder(Place),
    NoInbox(FolderError),
}

/// A folder that is being listed.
#[derive(Debug)]
struct Place {
    dir: Dir,
    names: ReadDir,
    user: Option<Arc<RawFolder>>,
    device: Option<Arc<RawName>>,
}

impl Place {
    fn depth(&self) -> Depth {
        match (&self.user, &self.device) {
            (None, _) => Depth::Inbox,
            (Some(_), None) => Depth::User,
            (Some(_), Some(_)) => Depth::Device,
        }
    }

    /// The folder's own name; none for the inbox.
    fn into_name(self) -> Option<RawName> {
        match (self.user, self.device) {
            (_, Some(device)) => Some(RawName::clone(&device)),
            (user, None) => user.map(|user| user.name.clone()),
        }
    }

    /// What the name stands for: itself, or a folder to list.
    fn take(&self, name: RawName) -> Found {
        let verdict = match self.inspect(name.as_os_str()) {
            Ok(what) => judge(self.depth(), &name.text(), what),
            // It went away since the listing.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Found::Nothing,
            Err(error) => Verdict::Is(unreadable(&FolderError::io(Step::Inspect, name.as_os_str(), error))),
        };
        match verdict {
            Verdict::Is(kind) => Found::Entry(self.entry(name, kind)),
            Verdict::Enter => self.enter(name),
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

    fn enter(&self, name: RawName) -> Found {
        let dir = match open_folder(&self.dir, name.as_os_str()) {
            Ok(Opened::There(dir)) => dir,
            Ok(Opened::Missing) => return Found::Nothing,
            Ok(Opened::AnotherKind) => return Found::Entry(self.entry(name, EntryKind::NotAFile)),
            Err(error) => return Found::Entry(self.entry(name, unreadable(&error))),
        };
        reached(Step::ListFolder);
        let names = match dir.entries() {
            Ok(names) => names,
            Err(error) => {
                let error = FolderError::io(Step::ListFolder, name.as_os_str(), error);
                return Found::Entry(self.entry(name, unreadable(&error)));
            }
        };
        let (user, device) = match &self.user {
            None => (RawFolder { user: UserFolder::parse(&name.text()).ok(), name }.into(), None),
            Some(user) => (Arc::clone(user), Some(name.into())),
        };
        Found::Folder(Self { dir, names, user: Some(user), device })
    }

    fn entry(&self, name: RawName, kind: EntryKind) -> Entry {
        Entry { user: self.user.clone(), device_folder: self.device.clone(), name, kind }
    }
}

fn unreadable(error: &FolderError) -> EntryKind {
    EntryKind::Unreadable { transient: error.is_transient(), detail: error.to_string() }
}
