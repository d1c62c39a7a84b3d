//! All customers in memory: what lists show, sort and filter by, and a folded buffer to search in.

mod builder;
mod pattern;
mod search;
mod texts;

use std::fmt;

use chrono::NaiveDate;

pub(super) use self::builder::DirectoryBuilder;
pub use self::pattern::Pattern;
use self::texts::{Lines, Texts};

/// A customer as lists show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DirectoryEntry<'a> {
    /// `c_client`.
    pub code: &'a str,
    /// `nom_client`.
    pub name: &'a str,
    /// `ville_fac`.
    pub town: &'a str,
    /// `c_agence`.
    pub agency: &'a str,
    /// `c_rep`.
    pub sales_rep: &'a str,
    /// `c_catc`.
    pub grid: &'a str,
    /// « date de revoir ».
    pub follow_up_on: Option<NaiveDate>,
    /// « dernière visite ».
    pub last_visit_on: Option<NaiveDate>,
}

/// All customers of a base. Index numbers are those of [`Directory::entry`], in the order of folded names.
#[derive(Default)]
pub struct Directory {
    rows: Vec<Row>,
    codes: Texts,
    names: Texts,
    /// Towns, agencies, reps and grids.
    words: Texts,
    /// Folded code and folded name, in the order of `rows`.
    folded: Lines,
    /// Folded codes in their own order, for finding one and all that begin with something.
    by_code: Lines,
    /// Whose code stands at that place of `by_code`.
    places: Vec<u32>,
    /// How often each byte occurs in `folded`: a rare one is the quickest to look for.
    frequencies: Vec<u32>,
}

/// What is of one size in every customer; the numbers are those of `words`.
#[derive(Clone, Copy)]
struct Row {
    town: u32,
    agency: u32,
    sales_rep: u32,
    grid: u32,
    follow_up_on: Option<NaiveDate>,
    last_visit_on: Option<NaiveDate>,
}

impl Directory {
    /// Of these customers, in any order. A base makes its own; this is for measuring and for tests.
    #[must_use]
    pub fn from_entries<'a>(entries: impl IntoIterator<Item = DirectoryEntry<'a>>) -> Self {
        let mut builder = DirectoryBuilder::default();
        for entry in entries {
            builder.push(&entry);
        }
        builder.finish()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The customer at a place of the order by folded name, then code.
    #[must_use]
    pub fn entry(&self, index: usize) -> Option<DirectoryEntry<'_>> {
        let row = self.rows.get(index)?;
        let word = |number: u32| self.words.get(number as usize);
        Some(DirectoryEntry {
            code: self.codes.get(index),
            name: self.names.get(index),
            town: word(row.town),
            agency: word(row.agency),
            sales_rep: word(row.sales_rep),
            grid: word(row.grid),
            follow_up_on: row.follow_up_on,
            last_visit_on: row.last_visit_on,
        })
    }

    /// All of them, in the order of their places.
    pub fn entries(&self) -> impl Iterator<Item = DirectoryEntry<'_>> {
        (0..self.len()).filter_map(|index| self.entry(index))
    }

    /// The place of a code.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<usize> {
        let folded = domain::fold(code);
        let line = self.first_code_from(folded.as_bytes());
        // Codes that differ in case only are several customers.
        let same =
            (line..self.by_code.len()).take_while(|line| self.by_code.first(*line) == folded.as_bytes());
        same.filter_map(|line| self.place(line)).find(|place| self.codes.get(*place) == code)
    }

    /// How many bytes of memory it holds.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        let texts = self.codes.heap_bytes() + self.names.heap_bytes() + self.words.heap_bytes();
        let lines = self.folded.heap_bytes() + self.by_code.heap_bytes();
        let numbers = (self.places.capacity() + self.frequencies.capacity()) * size_of::<u32>();
        texts + lines + numbers + self.rows.capacity() * size_of::<Row>()
    }

    fn place(&self, line: usize) -> Option<usize> {
        self.places.get(line).map(|place| *place as usize)
    }

    /// The first place of `by_code` that is not before this text.
    fn first_code_from(&self, folded: &[u8]) -> usize {
        partition_point(0, self.by_code.len(), |line| self.by_code.first(line) < folded)
    }
}

/// As the method of slices, over numbers.
fn partition_point(from: usize, to: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (from, to);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

/// In words: nobody reads megabytes of names.
impl fmt::Debug for Directory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Directory of {} customers", self.len())
    }
}

#[cfg(test)]
#[path = "directory_tests.rs"]
mod tests;
