//! One SQLite file, from its empty tables to the name that tells its content.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use exchange_schema::{ManifestFile, Role, Sha256};
use rusqlite::{Connection, OpenFlags, Statement};
use sha2::Digest;

use super::BuiltFile;
use crate::step::{Step, reached};
use crate::{BuildError, SCHEMA, schema};

/// « Tour », so that other programs can tell what the file is.
const APPLICATION_ID: u32 = 0x546F_7572;
/// How much of a file is read at once to compute its hash.
const PIECE: usize = 64 * 1024;
/// How many digits of the hash stand in the name.
const DIGITS: usize = 16;

/// A file that is being built. Nobody reads it before it is whole, so a crash may tear it: it has no journal.
#[derive(Debug)]
pub(super) struct BaseFile {
    scratch: PathBuf,
    /// The name without its hash.
    stem: String,
    path: PathBuf,
    role: Role,
    connection: Connection,
}

impl BaseFile {
    /// Makes the file with its empty tables; `month` of the visits.
    pub(super) fn create(scratch: &Path, role: Role, month: Option<&str>) -> Result<Self, BuildError> {
        let stem = month.map_or_else(|| role.to_string(), |month| format!("{role}-{month}"));
        let path = scratch.join(format!(".{stem}.building"));
        reached(Step::Create);
        match fs::remove_file(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            // A killed build's.
            removed => removed?,
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags)?;
        // The page size is named, since a library's default may change; memory is for one month's rows while they are indexed. What the
        // schema checks holds by our types, and SQLite would make a table for each row to look a class up in `IN (0, 1, 2)`.
        connection.execute_batch(&format!(
            "PRAGMA page_size = 8192; PRAGMA auto_vacuum = NONE; PRAGMA encoding = 'UTF-8'; PRAGMA locking_mode = EXCLUSIVE; \
             PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY; \
             PRAGMA ignore_check_constraints = ON; \
             PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA}; BEGIN;"
        ))?;
        connection.execute_batch(&part_of(role, false))?;
        reached(Step::Fill);
        Ok(Self { scratch: scratch.to_owned(), stem, path, role, connection })
    }

    /// An insertion into these columns of a table.
    pub(super) fn insert(&self, table: &str, columns: &[&str]) -> Result<Statement<'_>, BuildError> {
        let places: Vec<String> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
        let sql = format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), places.join(", "));
        Ok(self.connection.prepare(&sql)?)
    }

    /// Indexes the rows and names the file.
    pub(super) fn finish(self) -> Result<BuiltFile, BuildError> {
        reached(Step::Finish);
        self.connection.execute_batch(&part_of(self.role, true))?;
        self.connection.execute_batch("COMMIT")?;
        self.connection.close().map_err(|(_, error)| error)?;
        let (sha256, size) = hash(&self.path)?;
        let digits: String = sha256.to_string().chars().take(DIGITS).collect();
        let name = format!("{}-{digits}.sqlite", self.stem);
        let path = self.scratch.join(&name);
        fs::rename(&self.path, &path)?;
        let name = name.parse().map_err(io::Error::other)?;
        Ok(BuiltFile { path, entry: ManifestFile { name, role: self.role, size, sha256 } })
    }
}

/// The role's tables, or its indexes: these are cheaper to make once the rows are there.
fn part_of(role: Role, indexes: bool) -> String {
    let lines = schema::tables(role).lines().filter(|line| line.starts_with("CREATE INDEX") == indexes);
    lines.fold(String::new(), |sql, line| sql + line + "\n")
}

fn hash(path: &Path) -> io::Result<(Sha256, u64)> {
    let mut file = File::open(path)?;
    let mut hasher = sha2::Sha256::new();
    let mut size = 0;
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok((Sha256::from_digest(hasher.finalize().into()), size)),
            read => {
                hasher.update(&piece[..read]);
                size += read as u64;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_index_is_one_line_of_the_schema() {
        for &role in Role::ALL {
            let whole = schema::tables(role);
            assert_eq!(
                part_of(role, true).matches("CREATE INDEX").count(),
                whole.matches("CREATE INDEX").count()
            );
            assert!(part_of(role, true).lines().all(|line| line.ends_with(';')), "{role}");
        }
    }
}
