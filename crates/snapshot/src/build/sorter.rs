//! Sorting more rows than memory holds: what is collected is sorted and put aside in the scratch folder piece by piece, and merged in the
//! end. Few rows never leave memory.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Take, Write};
use std::path::{Path, PathBuf};

use crate::BuildError;

/// What is read ahead of each piece while merging.
const READ_AHEAD: usize = 64 * 1024;

/// Rows as bytes, in any order.
#[derive(Debug)]
pub(super) struct Sorter {
    spool: Spool,
    /// How many bytes memory holds.
    limit: usize,
    bytes: Vec<u8>,
    rows: Vec<Row>,
    /// The ends of the pieces in the spool.
    ends: Vec<u64>,
}

/// Where a row lies, and how it begins: most comparisons end there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    beginning: u128,
    start: usize,
    length: usize,
}

impl Row {
    fn bytes<'a>(&self, all: &'a [u8]) -> &'a [u8] {
        &all[self.start..self.start + self.length]
    }
}

impl Sorter {
    /// `name` is that of the file in the scratch folder; no two sorters at work there may share it.
    pub(super) fn new(scratch: &Path, name: &str, limit: usize) -> Self {
        let spool = Spool { path: scratch.join(format!(".{name}.rows")), file: None };
        Self { spool, limit, bytes: Vec::new(), rows: Vec::new(), ends: Vec::new() }
    }

    pub(super) fn push(&mut self, row: &[u8]) -> io::Result<()> {
        if self.bytes.len() + row.len() > self.limit && !self.rows.is_empty() {
            self.put_aside()?;
        }
        let mut beginning = [0; 16];
        let known = row.len().min(beginning.len());
        beginning[..known].copy_from_slice(&row[..known]);
        let beginning = u128::from_be_bytes(beginning);
        self.rows.push(Row { beginning, start: self.bytes.len(), length: row.len() });
        self.bytes.extend_from_slice(row);
        Ok(())
    }

    fn sort(&mut self) {
        let all = &self.bytes;
        self.rows.sort_unstable_by(|one, two| {
            one.beginning.cmp(&two.beginning).then_with(|| one.bytes(all).cmp(two.bytes(all)))
        });
    }

    fn put_aside(&mut self) -> io::Result<()> {
        self.sort();
        let mut out = BufWriter::with_capacity(READ_AHEAD, self.spool.open()?);
        for row in &self.rows {
            out.write_all(&(row.length as u64).to_le_bytes())?;
            out.write_all(row.bytes(&self.bytes))?;
        }
        out.flush()?;
        let end = out.get_mut().stream_position()?;
        self.ends.push(end);
        self.rows.clear();
        self.bytes.clear();
        Ok(())
    }

    /// Hands each different row on, in order, with how often it was pushed.
    pub(super) fn each_counted(
        self,
        mut take: impl FnMut(&[u8], i64) -> Result<(), BuildError>,
    ) -> Result<(), BuildError> {
        let mut sorted = self.sorted()?;
        let (mut alike, mut times) = (Vec::new(), 0);
        while let Some(row) = sorted.next()? {
            if times > 0 && alike == row {
                times += 1;
                continue;
            }
            if times > 0 {
                take(&alike, times)?;
            }
            alike.clear();
            alike.extend_from_slice(row);
            times = 1;
        }
        if times > 0 { take(&alike, times) } else { Ok(()) }
    }

    /// All rows, in the order of their bytes.
    pub(super) fn sorted(mut self) -> io::Result<Sorted> {
        if self.ends.is_empty() {
            self.sort();
            return Ok(Sorted::InMemory { bytes: self.bytes, rows: self.rows.into_iter() });
        }
        if !self.rows.is_empty() {
            self.put_aside()?;
        }
        let mut begins = 0;
        let mut pieces = BinaryHeap::with_capacity(self.ends.len());
        for end in self.ends {
            let mut piece = Piece::open(&self.spool.path, begins, end)?;
            if piece.advance()? {
                pieces.push(Reverse(piece));
            }
            begins = end;
        }
        Ok(Sorted::Merged { pieces, begun: false, _spool: self.spool })
    }
}

/// The file in the scratch folder; it goes when it is not needed any more.
#[derive(Debug)]
pub(super) struct Spool {
    path: PathBuf,
    file: Option<File>,
}

impl Spool {
    fn open(&mut self) -> io::Result<&mut File> {
        Ok(match &mut self.file {
            Some(file) => file,
            none => none.insert(File::create(&self.path)?),
        })
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        // Closed first: Windows removes no open file. One that stays is overwritten by the next build.
        if self.file.take().is_some() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// The rows of a [`Sorter`].
#[derive(Debug)]
pub(super) enum Sorted {
    InMemory {
        bytes: Vec<u8>,
        rows: std::vec::IntoIter<Row>,
    },
    Merged {
        /// Before the spool, so that they are closed before it is removed. The first of the heap is the current row.
        pieces: BinaryHeap<Reverse<Piece>>,
        begun: bool,
        _spool: Spool,
    },
}

impl Sorted {
    /// The next row.
    pub(super) fn next(&mut self) -> io::Result<Option<&[u8]>> {
        match self {
            Self::InMemory { bytes, rows } => Ok(rows.next().map(|row| row.bytes(bytes))),
            Self::Merged { pieces, begun, .. } => {
                if std::mem::replace(begun, true)
                    && let Some(mut current) = pieces.peek_mut()
                    && !current.0.advance()?
                {
                    PeekMut::pop(current);
                }
                Ok(pieces.peek().map(|piece| piece.0.row.as_slice()))
            }
        }
    }
}

/// One sorted piece of the spool, at its current row.
#[derive(Debug)]
pub(super) struct Piece {
    row: Vec<u8>,
    rest: Take<BufReader<File>>,
}

impl Piece {
    fn open(path: &Path, begins: u64, end: u64) -> io::Result<Self> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(begins))?;
        Ok(Self { row: Vec::new(), rest: BufReader::with_capacity(READ_AHEAD, file).take(end - begins) })
    }

    /// Goes to the next row; false when there is none.
    fn advance(&mut self) -> io::Result<bool> {
        if self.rest.limit() == 0 {
            return Ok(false);
        }
        let mut length = [0; 8];
        self.rest.read_exact(&mut length)?;
        let length = usize::try_from(u64::from_le_bytes(length)).map_err(io::Error::other)?;
        self.row.resize(length, 0);
        self.rest.read_exact(&mut self.row)?;
        Ok(true)
    }
}

impl Ord for Piece {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.row.cmp(&other.row)
    }
}

impl PartialOrd for Piece {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Piece {
    fn eq(&self, other: &Self) -> bool {
        self.row == other.row
    }
}

impl Eq for Piece {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorted_in_memory_or_in_pieces(
            rows in proptest::collection::vec(proptest::collection::vec(0_u8..3, 0..20), 0..60), limit in 1_usize..400,
        ) {
            let scratch = tempfile::tempdir().unwrap();
            let mut sorter = Sorter::new(scratch.path(), "test", limit);
            for row in &rows {
                sorter.push(row).unwrap();
            }
            let in_pieces = rows.concat().len() > limit && rows.len() > 1;
            prop_assert!(!in_pieces || scratch.path().join(".test.rows").exists());
            let mut sorted = sorter.sorted().unwrap();
            let mut found = Vec::new();
            while let Some(row) = sorted.next().unwrap() {
                found.push(row.to_vec());
            }
            prop_assert_eq!(sorted.next().unwrap(), None);
            drop(sorted);
            let mut expected = rows;
            expected.sort();
            prop_assert_eq!(found, expected);
            prop_assert_eq!(std::fs::read_dir(scratch.path()).unwrap().count(), 0);
        }
    }
}
