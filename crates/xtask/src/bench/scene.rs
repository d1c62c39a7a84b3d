//! Where a bench plays: an installation that already exists, with a full inbox.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// An installation and the files that wait in its inbox.
#[derive(Debug)]
pub struct Scene {
    /// Its automaton.toml.
    pub config: PathBuf,
    /// The exchange files in the inbox, in the order of their paths.
    pub files: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Config {
    folders: Folders,
}

#[derive(Deserialize)]
struct Folders {
    inbox: PathBuf,
}

impl Scene {
    /// Looks at the installation; changes nothing.
    pub fn at(config: &Path) -> Result<Self> {
        let config = config
            .canonicalize()
            .with_context(|| config.display().to_string())?;
        let text = fs::read_to_string(&config)?;
        let parsed: Config = toml::from_str(&text).with_context(|| config.display().to_string())?;
        // Relative paths start at the file's own folder.
        let inbox = config
            .parent()
            .unwrap_or(Path::new(""))
            .join(parsed.folders.inbox);
        let mut files = Vec::new();
        collect(&inbox, &mut files).with_context(|| inbox.display().to_string())?;
        files.sort();
        ensure!(!files.is_empty(), "{}: nothing to integrate", inbox.display());
        Ok(Self { config, files })
    }

    /// The folder of the installation: what is written there is on the same disk as the inbox, base and archive.
    pub fn folder(&self) -> &Path {
        self.config.parent().unwrap_or(Path::new("."))
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(&entry.path(), files)?;
        } else if kind.is_file() && entry.path().extension().is_some_and(|ending| ending == "json") {
            files.push(entry.path());
        }
    }
    Ok(())
}
