//! Where the examples, schemas and invalid files lie.

use std::fs;
use std::path::{Path, PathBuf};

use exchange_schema::FileName;

pub fn crate_folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

pub fn invalid_folder() -> PathBuf {
    crate_folder("../fixtures/exchange/invalid")
}

/// One file that claims to be an exchange file.
pub struct Found {
    /// The folder that it lies in.
    pub folder: String,
    pub name: FileName,
    pub bytes: Vec<u8>,
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

/// Every file one folder down, but those under a fixed name (`manifest.json`, `receipts.json`).
pub fn exchange_files(root: &Path) -> Vec<Found> {
    let folders = sorted(root).into_iter().filter(|path| path.is_dir());
    let files =
        folders.flat_map(|folder| sorted(&folder).into_iter().map(move |file| (name_of(&folder), file)));
    let exchange =
        files.filter(|(_, file)| !["manifest.json", "receipts.json"].contains(&name_of(file).as_str()));
    exchange
        .map(|(folder, file)| Found {
            name: FileName::parse(&name_of(&file)).unwrap_or_else(|e| panic!("{}: {e}", file.display())),
            bytes: fs::read(&file).unwrap(),
            folder,
        })
        .collect()
}
