//! The synced folders: where things lie, how a file gets there whole, and what a hostile or half-synced inbox
//! really contains.
//!
//! Everything below a root folder is reached through a `cap_std::fs::Dir` handle, one component at a time and
//! without following links, so nothing outside that root can be read or changed, whatever a name says or a
//! symbolic link points to. Every step that is visible from outside announces itself first (see [`Step`]), so that
//! a test can end the process before any of them.
//!
//! Absent on purpose:
//! - deciding: what becomes of a file (integrate, defer, refuse) is the automaton's pure plan;
//! - parsing: a file's content is bytes here, and a name is an exchange name only when `exchange-schema` says so;
//! - a clock, sleeps and retries: time is passed in, and a caller reads [`FolderError::is_transient`];
//! - removing or changing anything in the inbox from the server's side: only the laptop writes there;
//! - the sync program itself: any folder sync will do.

mod archive;
mod atomic;
mod drop;
mod error;
mod handles;
mod laptop;
mod layout;
mod names;
mod platform;
mod publish;
mod published;
mod quarantine;
mod read;
mod scan;
mod settle;
mod step;

pub use archive::{ArchiveBatch, Archived, ArchivedFiles, archive, archived_files, read_archived, withdraw};
pub use atomic::{Comparison, Replacement, Stored, write_atomically, write_once};
pub use drop::drop_file;
pub use error::FolderError;
pub use handles::{create_root, open_or_create_dir, open_root};
pub use laptop::{Copied, copy_published, holds_file, own_names, remove_others, remove_own};
pub use layout::{COMMON, Folders, USERS, archive_components, quarantine_component};
pub use names::{RawName, safe_name};
pub use publish::{Published, publish_file, publish_manifest, published_files, remove_published};
pub use published::{open_published, published_users, read_published};
pub use quarantine::{
    Quarantined, discard_quarantined, explained_by, find_quarantined, find_reasons, quarantine,
    read_quarantined,
};
pub use read::{OpenOutcome, ReadOutcome, read_bounded};
pub use scan::{Entry, EntryKind, InboxScan, RawFolder, scan_inbox, scan_root};
pub use settle::{Look, is_settled};
pub use step::Step;
