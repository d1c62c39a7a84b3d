//! The page's types are those of Rust. With `TOURNEE_WRITE_BINDINGS` set they are written anew instead of compared: `cargo xtask codegen`.

// clippy.toml allows this in `#[test]` functions; what stands between them is tests as well.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/lib/backend/types")
}

fn present() -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, std::fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

fn write(made: &BTreeMap<String, String>) {
    for (name, text) in made {
        std::fs::write(folder().join(name), text).unwrap();
    }
    for name in present().into_keys().filter(|name| !made.contains_key(name)) {
        std::fs::remove_file(folder().join(name)).unwrap();
    }
}

#[test]
fn the_types_of_the_page_are_those_of_rust() {
    let scratch = tempfile::tempdir().unwrap();
    let made = desktop::bindings::files(scratch.path()).unwrap();
    if std::env::var_os("TOURNEE_WRITE_BINDINGS").is_some() {
        write(&made);
    }
    let present = present();
    let stale: Vec<&String> =
        made.keys().chain(present.keys()).filter(|name| made.get(*name) != present.get(*name)).collect();
    assert!(
        stale.is_empty(),
        "not what the code makes: {stale:?}; run `cargo xtask codegen` and commit the result"
    );
}
