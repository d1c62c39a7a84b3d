//! A temporary installation, and what lies in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cap_std::fs::Dir;
use domain::UserFolder;
use exchange_schema::{DeviceId, FileName};
use sync_folder::{Entry, EntryKind, create_root, scan_inbox};

pub const DEVICE: &str = "7f1c0f6e-0e0a-4b7e-9c57-0c8a2d1f4b11";
pub const VISIT: &str = "VC_20261121T143502Z_jdupont_019ab3c4-7d1e-7a52-9c1f-2f6d3a1b0c4d.json";
pub const LATER_VISIT: &str = "VC_20261202T080000Z_jdupont_019adf00-0000-7a52-9c1f-2f6d3a1b0c4e.json";

pub fn visit() -> FileName {
    FileName::parse(VISIT).unwrap()
}

pub fn device() -> DeviceId {
    DEVICE.parse().unwrap()
}

pub fn jdupont() -> UserFolder {
    UserFolder::parse("jdupont").unwrap()
}

/// A temporary folder with a root in it and, beside the root, things that nobody may touch.
pub struct Place {
    temp: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        let temp = tempfile::tempdir().unwrap();
        fs::create_dir_all(temp.path().join("root")).unwrap();
        fs::create_dir_all(temp.path().join("outside/deep")).unwrap();
        fs::write(temp.path().join("outside/secret.json"), "secret").unwrap();
        fs::write(temp.path().join("outside/deep").join(VISIT), "not yours").unwrap();
        Self { temp }
    }

    pub fn root(&self) -> PathBuf {
        self.temp.path().join("root")
    }

    pub fn outside(&self) -> PathBuf {
        self.temp.path().join("outside")
    }

    pub fn dir(&self) -> cap_std::fs::Dir {
        create_root(&self.root()).unwrap()
    }

    /// Everything beside the root.
    pub fn outside_tree(&self) -> BTreeMap<String, String> {
        tree(&self.outside())
    }

    /// Writes a file below the root, making its folders.
    pub fn put(&self, path: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }
}

/// Every path below a folder with its content, size or link target; the times of change with it.
pub fn tree(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut todo = vec![root.to_owned()];
    while let Some(folder) = todo.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let meta = fs::symlink_metadata(&path).unwrap();
            let what = if meta.is_dir() {
                todo.push(path.clone());
                "folder".to_owned()
            } else if meta.is_file() {
                format!("{:?} {:?}", meta.modified().unwrap(), fs::read(&path).unwrap())
            } else {
                format!("{:?}", meta.file_type())
            };
            found.insert(path.strip_prefix(root).unwrap().to_string_lossy().into_owned(), what);
        }
    }
    found
}

/// The names of the files below a folder.
pub fn files(root: &Path) -> Vec<String> {
    tree(root).into_iter().filter(|(_, what)| what != "folder").map(|(path, _)| path).collect()
}

/// All that a scan finds, in the order of paths.
pub fn scanned(inbox: &Dir) -> Vec<Entry> {
    let mut entries: Vec<Entry> = scan_inbox(inbox).unwrap().collect::<Result<_, _>>().unwrap();
    entries.sort_by_key(Entry::path);
    entries
}

pub fn entry<'a>(listing: &'a [Entry], path: &str) -> &'a Entry {
    let found = listing.iter().find(|entry| entry.path() == path);
    found.unwrap_or_else(|| panic!("{path} is not among {listing:#?}"))
}

pub fn kinds(listing: &[Entry]) -> Vec<(String, EntryKind)> {
    listing.iter().map(|entry| (entry.path(), entry.kind.clone())).collect()
}
