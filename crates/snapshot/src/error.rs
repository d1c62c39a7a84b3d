//! What may go wrong.

use thiserror::Error;

/// Why a file cannot be built.
#[derive(Debug, Error)]
pub enum BuildError {
    /// The scratch folder: full, not writable, gone.
    #[error("the scratch folder of the offline bases: {0}")]
    Scratch(#[from] std::io::Error),
    /// SQLite, on a file in the scratch folder.
    #[error("an offline base cannot be written: {0}")]
    Sqlite(#[from] rusqlite::Error),
}

/// Why a base cannot be read.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The tables are of another version.
    #[error(
        "the base has tables of version {found}, this program reads version {expected}: install the newer program"
    )]
    Schema {
        /// The manifest's.
        found: u32,
        /// This program's.
        expected: u32,
    },
    /// A role that must be there is not, or is there twice.
    #[error("the base has {count} files of role {role}; it must have one")]
    Incomplete {
        /// Which role.
        role: &'static str,
        /// How many there are.
        count: usize,
    },
    /// SQLite, on a file of the base.
    #[error("the offline base cannot be read: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A value that no builder writes.
    #[error("the offline base holds {value:?} in {column}, which cannot be read")]
    Value {
        /// Table and column.
        column: &'static str,
        /// The value.
        value: String,
    },
}
