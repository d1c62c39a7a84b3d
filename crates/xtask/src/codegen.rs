//! The files that are generated from the code: the JSON Schemas of what the two sides exchange. They are committed,
//! so that a reader needs no build, and checked, so that they never lie. And the page's types, made of those of Rust.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context, Result, bail};

use crate::process;

/// Writes what differs and removes what is generated no longer.
pub fn write(root: &Path) -> Result<()> {
    let folder = schemas_folder(root);
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    for (name, change) in changes(&folder)? {
        let path = folder.join(&name);
        match &change {
            Change::Write(text) => fs::write(&path, text),
            Change::Remove => fs::remove_file(&path),
        }
        .with_context(|| path.display().to_string())?;
        println!("{}: {}", change.done(), path.display());
    }
    Ok(())
}

/// Writes the types that the page shares with Rust. The desktop makes them, for only it knows all of them; its test tells when they are
/// stale.
pub fn write_bindings(root: &Path) -> Result<()> {
    process::run(
        process::cargo()
            .args(["test", "--package", "desktop", "--test", "desktop", "bindings"])
            .env("TOURNEE_WRITE_BINDINGS", "1")
            .current_dir(root),
    )
}

/// Fails when [`write`] would change anything.
pub fn check(root: &Path) -> Result<()> {
    let folder = schemas_folder(root);
    let stale: Vec<String> = changes(&folder)?.into_keys().collect();
    if stale.is_empty() {
        return Ok(());
    }
    bail!(
        "not what the code generates: {} in {}; run `cargo xtask codegen` and commit the result",
        stale.join(", "),
        folder.display()
    );
}

enum Change {
    Write(String),
    Remove,
}

impl Change {
    const fn done(&self) -> &'static str {
        match self {
            Self::Write(_) => "written",
            Self::Remove => "removed",
        }
    }
}

fn schemas_folder(root: &Path) -> PathBuf {
    root.join("exchange-schema").join("schemas")
}

/// What has to change in the folder, by file name. The folder holds generated files only.
fn changes(folder: &Path) -> Result<BTreeMap<String, Change>> {
    let mut present = present(folder).with_context(|| folder.display().to_string())?;
    let mut changes = BTreeMap::new();
    for (name, schema) in exchange_schema::json_schemas() {
        let text = format!("{}\n", serde_json::to_string_pretty(&schema)?);
        if present.remove(name).as_deref() != Some(text.as_bytes()) {
            changes.insert(name.to_owned(), Change::Write(text));
        }
    }
    changes.extend(present.into_keys().map(|name| (name, Change::Remove)));
    Ok(changes)
}

fn present(folder: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        entries => entries?,
    };
    let mut present = BTreeMap::new();
    for entry in entries {
        let entry = entry?;
        present.insert(entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path())?);
    }
    Ok(present)
}

#[cfg(test)]
mod tests {
    use super::{check, schemas_folder, write};
    use std::fs;

    #[test]
    fn what_was_written_is_fresh_and_what_was_changed_is_not() {
        let root = tempfile::tempdir().unwrap();
        assert!(check(root.path()).is_err());
        write(root.path()).unwrap();
        check(root.path()).unwrap();

        let stale = schemas_folder(root.path()).join("XX.schema.json");
        fs::write(&stale, "{}").unwrap();
        let told = check(root.path()).unwrap_err().to_string();
        assert!(told.contains("XX.schema.json") && told.contains("cargo xtask codegen"), "{told}");
        write(root.path()).unwrap();
        assert!(!stale.exists());
        check(root.path()).unwrap();
    }
}
