//! The archive: a copy of every integrated file, kept for ever, from which a lost registry is rebuilt.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};

use cap_std::fs::Dir;
use exchange_schema::FileName;

use crate::atomic::{Stored, holds, write_once_unsynced};
use crate::error::{FolderError, perform};
use crate::handles::{Opened, descend, names_in, open_or_create_dir, sync_folder};
use crate::layout::archive_components;
use crate::read::{Links, ReadOutcome, read_below};
use crate::step::Step;

/// Copies of several files under `<archive>/YYYY/MM/NAME`. Each file's bytes are forced to the disk as it is added, the
/// folders' names once for all of them, by [`ArchiveBatch::sync`]: only then are the copies safe.
pub struct ArchiveBatch<'a> {
    dir: &'a Dir,
    months: BTreeMap<[String; 2], Dir>,
}

impl<'a> ArchiveBatch<'a> {
    /// An empty batch.
    #[must_use]
    pub const fn new(dir: &'a Dir) -> Self {
        Self { dir, months: BTreeMap::new() }
    }

    /// Adds a copy. The same bytes already there are success; other bytes are [`FolderError::NameTaken`].
    pub fn add(&mut self, name: &FileName, bytes: &[u8]) -> Result<Stored, FolderError> {
        let components = archive_components(name);
        let month = match self.months.entry(components) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let month = open_or_create_dir(self.dir, new.key())?;
                new.insert(month)
            }
        };
        write_once_unsynced(month, name.as_str(), bytes)
    }

    /// Forces the names of all copies to the disk.
    pub fn sync(self) -> Result<(), FolderError> {
        self.months.values().try_for_each(sync_folder)
    }
}

/// Keeps one copy, on the disk when this returns.
pub fn archive(dir: &Dir, name: &FileName, bytes: &[u8]) -> Result<Stored, FolderError> {
    let mut batch = ArchiveBatch::new(dir);
    let stored = batch.add(name, bytes)?;
    batch.sync()?;
    Ok(stored)
}

/// Takes the copy of a file back that was refused after all, if the archive holds exactly these bytes.
pub fn withdraw(dir: &Dir, name: &FileName, bytes: &[u8]) -> Result<(), FolderError> {
    let Opened::There(month) = descend(dir, &archive_components(name))? else { return Ok(()) };
    if holds(&month, name.as_str(), bytes)? {
        perform(Step::Remove, name.as_str(), || month.remove_file(name.as_str()))?;
        sync_folder(&month)?;
    }
    Ok(())
}

/// A file of the archive: the month's folder that it lies in, and its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Archived {
    /// The folder `YYYY`.
    pub year: String,
    /// The folder `MM` in it.
    pub month: String,
    /// The exchange file's name.
    pub name: FileName,
}

/// Reads an archived file of at most `max` bytes.
pub fn read_archived(dir: &Dir, file: &Archived, max: u64) -> Result<ReadOutcome, FolderError> {
    let folders = [file.year.as_str(), file.month.as_str()];
    read_below(dir, &folders, file.name.as_str().as_ref(), max, Links::Any)
}

/// Every archived file in the order of year, month, name (that is the order of [`FileName`]: by the moment of the
/// entry, so that what is integrated again comes as it came first). Names are listed month by month, so years of files cost
/// the memory of one month. What is not named like an exchange file (a torn temporary, an operator's note) was not
/// archived by us and is passed over.
pub fn archived_files(dir: &Dir) -> Result<ArchivedFiles<'_>, FolderError> {
    let mut months = VecDeque::new();
    for year in numbered_folders(dir, 4)? {
        if let Opened::There(below) = descend(dir, &[&year])? {
            months.extend(numbered_folders(&below, 2)?.into_iter().map(|month| (year.clone(), month)));
        }
    }
    Ok(ArchivedFiles { dir, months, files: VecDeque::new() })
}

/// The iterator of [`archived_files`].
pub struct ArchivedFiles<'a> {
    dir: &'a Dir,
    months: VecDeque<(String, String)>,
    files: VecDeque<Archived>,
}

impl Iterator for ArchivedFiles<'_> {
    type Item = Result<Archived, FolderError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(file) = self.files.pop_front() {
                return Some(Ok(file));
            }
            let (year, month) = self.months.pop_front()?;
            match files_of_month(self.dir, &year, &month) {
                Ok(files) => self.files = files,
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

fn files_of_month(dir: &Dir, year: &str, month: &str) -> Result<VecDeque<Archived>, FolderError> {
    let Opened::There(below) = descend(dir, &[year, month])? else {
        return Ok(VecDeque::new());
    };
    let mut files: Vec<Archived> = names_in(&below)?
        .iter()
        .filter_map(|name| FileName::parse(name.to_str()?).ok())
        // A copy that somebody put into another month's folder was not archived by us.
        .filter(|name| archive_components(name) == [year, month])
        .map(|name| Archived { year: year.to_owned(), month: month.to_owned(), name })
        .collect();
    files.sort();
    Ok(files.into())
}

/// The names made of exactly `digits` digits, in order.
fn numbered_folders(dir: &Dir, digits: usize) -> Result<Vec<String>, FolderError> {
    let mut names: Vec<String> = names_in(dir)?
        .into_iter()
        .filter_map(|name| name.into_string().ok())
        .filter(|name| name.len() == digits && name.bytes().all(|b| b.is_ascii_digit()))
        .collect();
    names.sort();
    Ok(names)
}
