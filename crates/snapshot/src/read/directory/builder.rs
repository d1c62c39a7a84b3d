//! How the directory is filled: rows come in any order and are put in theirs at the end.

use super::texts::{Lines, Texts, Words};
use super::{Directory, DirectoryEntry, Row};

/// A directory that takes customers.
#[derive(Default)]
pub(in crate::read) struct DirectoryBuilder {
    rows: Vec<Row>,
    codes: Texts,
    names: Texts,
    folded_names: Texts,
    words: Words,
}

impl DirectoryBuilder {
    pub(in crate::read) fn push(&mut self, entry: &DirectoryEntry<'_>) {
        self.codes.push(entry.code);
        self.names.push(entry.name);
        // A name that begins with a blank is sought by its first letter.
        self.folded_names.push(domain::fold(entry.name).trim());
        self.rows.push(Row {
            town: self.words.number(entry.town),
            agency: self.words.number(entry.agency),
            sales_rep: self.words.number(entry.sales_rep),
            grid: self.words.number(entry.grid),
            follow_up_on: entry.follow_up_on,
            last_visit_on: entry.last_visit_on,
        });
    }

    pub(in crate::read) fn finish(self) -> Directory {
        let Self { rows, codes, names, folded_names, words } = self;
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_unstable_by_key(|at| (folded_names.get(*at), codes.get(*at)));
        let mut directory = Directory { words: words.into_texts(), ..Directory::default() };
        directory.rows.reserve_exact(rows.len());
        for at in order {
            let code = codes.get(at);
            directory.rows.extend(rows.get(at));
            directory.codes.push(code);
            directory.names.push(names.get(at));
            directory.folded.push(&[&domain::fold(code), folded_names.get(at)]);
        }
        index_codes(&mut directory);
        directory.frequencies = directory.folded.frequencies().to_vec();
        directory.codes.shrink();
        directory.names.shrink();
        directory.folded.shrink();
        directory
    }
}

fn index_codes(directory: &mut Directory) {
    let all = u32::try_from(directory.rows.len()).unwrap_or(u32::MAX);
    let mut places: Vec<u32> = (0..all).collect();
    let mut by_code = Lines::default();
    places.sort_unstable_by_key(|place| (directory.folded.first(*place as usize), *place));
    for place in &places {
        by_code.push(&[std::str::from_utf8(directory.folded.first(*place as usize)).unwrap_or_default()]);
    }
    by_code.shrink();
    (directory.by_code, directory.places) = (by_code, places);
}
