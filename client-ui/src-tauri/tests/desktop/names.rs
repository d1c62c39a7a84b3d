//! What the screens call things: looked up in the catalogue, under the keys that the screens use themselves. No French word stands in
//! these tests besides what a rep types.

#![allow(clippy::expect_used)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use serde_json::Value;

/// The text under a key of the catalogue.
///
/// # Panics
/// When the catalogue has no such key.
pub fn said(key: &str) -> &'static str {
    catalogue().get(key).unwrap_or_else(|| panic!("the catalogue has no {key:?}"))
}

/// The text up to its first parameter: for what is found by its beginning.
pub fn begun(key: &str) -> &'static str {
    said(key).split('{').next().unwrap_or_default().trim_end()
}

fn catalogue() -> &'static BTreeMap<String, String> {
    static CATALOGUE: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let rooms = Path::new(env!("CARGO_MANIFEST_DIR")).join("../messages/fr");
        let files =
            std::fs::read_dir(rooms).expect("the catalogue").map(|entry| entry.expect("a file").path());
        let rooms = files.map(|file| std::fs::read_to_string(file).expect("read"));
        let messages = rooms.flat_map(|text| {
            let room: BTreeMap<String, Value> = serde_json::from_str(&text).expect("a room of the catalogue");
            room.into_iter().filter_map(|(key, text)| Some((key, plain(text.as_str()?))))
        });
        messages.collect()
    })
}

/// No-break spaces are read as blanks.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
