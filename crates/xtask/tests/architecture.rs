//! What the project agreed about its own shape (`docs/architecture`), held by a test instead of by memory.

// clippy.toml allows this in `#[test]` functions; the helpers between them are tests as well.
#![allow(clippy::unwrap_used)]

#[path = "architecture/dependencies.rs"]
mod dependencies;
#[path = "architecture/files.rs"]
mod files;

use std::path::{Path, PathBuf};

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}
