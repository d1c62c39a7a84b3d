//! What makes two sheets the same company, as a table.

use std::path::Path;

use domain::{CustomerField, identity_keys};
use rusqlite::params;

use super::base_file::BaseFile;
use super::columns::SheetTexts;
use super::record::{Fields, Record};
use super::sorter::Sorter;
use crate::BuildError;

/// The keys of the sheets of one file.
#[derive(Debug)]
pub(super) struct Identities {
    sorter: Sorter,
    record: Record,
}

impl Identities {
    pub(super) fn new(scratch: &Path, name: &str) -> Self {
        Self { sorter: Sorter::new(scratch, name, 4 << 20), record: Record::default() }
    }

    /// Adds the keys of the sheet of `whom`.
    pub(super) fn add(&mut self, whom: &str, sheet: &SheetTexts<'_>) -> Result<(), BuildError> {
        for (kind, key) in identity_keys(|field: CustomerField| sheet[field as usize]) {
            self.record.begin().key(kind.as_str()).key(&key).key(whom);
            self.sorter.push(self.record.as_bytes())?;
        }
        Ok(())
    }

    /// Writes the table `identity`; `whom` is its last column.
    pub(super) fn write(self, file: &BaseFile, whom: &str) -> Result<(), BuildError> {
        let mut insert = file.insert("identity", &["kind", "key", whom])?;
        let mut sorted = self.sorter.sorted()?;
        while let Some(row) = sorted.next()? {
            let mut fields = Fields::of(row);
            insert.execute(params![fields.key()?, fields.key()?, fields.key()?])?;
        }
        Ok(())
    }
}
