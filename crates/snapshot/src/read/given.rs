//! Small bases written by hand, for the tests of this crate.

use std::path::Path;

use exchange_schema::{Manifest, ManifestFile, Role, Sha256};
use rusqlite::Connection;
use tempfile::TempDir;

use super::{CommonBase, UserBase};
use crate::{ReadError, SCHEMA, schema};

/// A folder with the files of a base.
pub(crate) struct Given {
    folder: TempDir,
    pub(crate) manifest: Manifest,
}

impl Given {
    /// Without any file, built on the 15th of November 2026.
    pub(crate) fn nothing() -> Self {
        let manifest = Manifest {
            generation: 1,
            built_at: "2026-11-15T03:00:00Z".parse().unwrap(),
            expires_after_hours: 48,
            schema: SCHEMA,
            through: 1,
            files: Vec::new(),
        };
        // A folder whose name would end a URI's path, as a user's own might.
        let folder = tempfile::Builder::new().prefix("a ?é#50%").tempdir().unwrap();
        Self { folder, manifest }
    }

    /// A common base without rows, and without a month.
    pub(crate) fn common() -> Self {
        Self::nothing().with(Role::Customers, "customers-0", "").with(Role::Lists, "lists-0", "")
    }

    /// With a file of that role and name, whose rows this SQL makes.
    pub(crate) fn with(mut self, role: Role, name: &str, sql: &str) -> Self {
        let name = format!("{name}.sqlite");
        let path = self.folder.path().join(&name);
        if path.exists() {
            Connection::open(path).unwrap().execute_batch(sql).unwrap();
            return self;
        }
        let base = Connection::open(path).unwrap();
        base.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF").unwrap();
        base.execute_batch(schema::tables(role)).unwrap();
        base.execute_batch(sql).unwrap();
        let sha256 = Sha256::of(name.as_bytes());
        self.manifest.files.push(ManifestFile { name: name.parse().unwrap(), role, size: 1, sha256 });
        self
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn open_common(&self) -> Result<CommonBase, ReadError> {
        CommonBase::open(self.path(), self.manifest.clone())
    }

    pub(crate) fn open_user(&self) -> Result<UserBase, ReadError> {
        UserBase::open(self.path(), self.manifest.clone())
    }
}

/// A user's base with these prospects, of `jdupont` (user code `JD`, rep code `R1`).
pub(crate) fn user_base(prospects: &str) -> Given {
    let own = "INSERT INTO own VALUES ('jdupont', 'DOM\\JDupont', 'JD', 'R1', 'jd@example.fr', 'Jean Dupont', 0, 0)";
    Given::nothing().with(Role::Prospects, "prospects-0", prospects).with(Role::User, "user-0", own)
}
