//! The synced folders against a hostile inbox, torn writes and names of every kind.

// clippy.toml allows this in `#[test]` functions; the helpers between them are tests as well.
#![allow(clippy::unwrap_used)]

#[cfg(unix)]
#[path = "sync_folder/confined.rs"]
mod confined;
#[path = "sync_folder/crashes.rs"]
mod crashes;
#[cfg(unix)]
#[path = "sync_folder/hostile.rs"]
mod hostile;
#[path = "sync_folder/names.rs"]
mod names;
#[path = "sync_folder/publishing.rs"]
mod publishing;
#[path = "sync_folder/settling.rs"]
mod settling;
#[path = "sync_folder/storing.rs"]
mod storing;
#[path = "sync_folder/support.rs"]
mod support;
