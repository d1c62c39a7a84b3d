//! The invalid files of `fixtures/exchange/invalid`, each under its own name in its author's folder.

use std::path::Path;

use super::pile::{Pile, refused, torn};
use crate::support::DEVICE;

pub fn put(pile: &mut Pile<'_>) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/exchange/invalid");
    let mut count = 0;
    for reason in std::fs::read_dir(corpus).expect("the corpus") {
        let folder = reason.expect("an entry").path();
        if !folder.is_dir() {
            continue; // the README
        }
        let reason = folder.file_name().and_then(|name| name.to_str()).expect("a reason").to_owned();
        for file in std::fs::read_dir(&folder).expect("listed") {
            let path = file.expect("an entry").path();
            let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
            let author = name.split('_').nth(2).expect("an author").to_owned();
            let expected = if reason == "not-json" { torn(&reason) } else { refused(&reason) };
            pile.file(&format!("{author}/{DEVICE}"), &name, &std::fs::read(&path).expect("read"), expected);
            count += 1;
        }
    }
    assert!(count > 100, "the whole corpus: {count}");
}
