//! Building: records go in as they are read, in any order, and files come out.
//!
//! Rows are sorted here, not by the base that they come from: what has another order in another collation must make the same bytes.
//! Memory is bounded however many rows there are (`sorter`). What cannot be two rows of a table is one, the first in order of bytes, and is
//! told as a problem: no single row keeps a whole base back.
//!
//! A scratch folder serves one builder of a kind at a time. What a killed build left in it is overwritten by the next one, or removed by
//! whoever owns the folder.

mod answers;
mod base_file;
mod columns;
mod common;
mod customers;
mod follow_ups;
mod identities;
mod lists;
mod problems;
mod prospects;
mod record;
mod sorter;
mod user;
mod visits;

use std::path::PathBuf;

use exchange_schema::ManifestFile;

pub use common::{CommonBuilder, CommonSettings};
pub use user::{UserBuilder, UserSettings};

/// A file that was built and waits in the scratch folder to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuiltFile {
    /// Where it lies.
    pub path: PathBuf,
    /// What the manifest says of it: name (`<role>[-<month>]-<first 16 hex digits of the hash>.sqlite`), role, size and hash.
    pub entry: ManifestFile,
}

/// What a builder made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// The files of the base, in the order of roles and months.
    pub files: Vec<BuiltFile>,
    /// Rows that were left out, in words: the first hundred.
    pub problems: Vec<String>,
    /// How many more there were.
    pub more_problems: u64,
}
