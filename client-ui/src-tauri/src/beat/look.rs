//! The watch on the published folders. It only wakes: what moved is found out by looking.

use std::path::PathBuf;

use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use crate::desk::Desk;

/// What is watched now.
#[derive(Default)]
pub struct Look {
    folders: Vec<PathBuf>,
    /// Dropped, it ends.
    watcher: Option<RecommendedWatcher>,
}

impl Look {
    /// Watches the folders of the laptop's settings that are there; anew when these are others than before. Where the system refuses,
    /// the beat alone serves.
    pub fn follow(&mut self, desk: &Desk) {
        let folders = if rehearsal::is_blind() { Vec::new() } else { folders(desk) };
        if folders == self.folders {
            return;
        }
        self.watcher = watch(desk, &folders);
        self.folders = if self.watcher.is_some() { folders } else { Vec::new() };
    }
}

/// The folder of bases, everybody's and the user's own.
fn folders(desk: &Desk) -> Vec<PathBuf> {
    let found = desk.with(|laptop, _| {
        let bases = laptop.settings()?.bases.clone();
        let users = bases.join(sync_folder::USERS);
        Some(vec![bases.join(sync_folder::COMMON), users.join(laptop.user().as_str()), users, bases])
    });
    let mut folders = found.flatten().unwrap_or_default();
    folders.retain(|folder| folder.is_dir());
    folders
}

fn watch(desk: &Desk, folders: &[PathBuf]) -> Option<RecommendedWatcher> {
    if folders.is_empty() {
        return None;
    }
    let wake = desk.waker();
    let told = move |event: notify::Result<notify::Event>| {
        // Reading a file is nobody's news.
        if event.is_ok_and(|event| !event.kind.is_access()) {
            // It ends with the program only.
            let _ = wake.send(());
        }
    };
    let watching = notify::recommended_watcher(told).and_then(|mut watcher| {
        for folder in folders {
            watcher.watch(folder, RecursiveMode::NonRecursive)?;
        }
        Ok(watcher)
    });
    watching.inspect_err(|error| tracing::warn!("the folders cannot be watched: {error}")).ok()
}
