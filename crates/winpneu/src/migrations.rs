//! Numbered migrations: applied once, in order, never edited afterwards.

use sha2::{Digest, Sha256};

use crate::statement::sql;
use crate::{Connection, Engine, Error, Statements};

/// One migration of one engine.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Its number, from 1, without gaps.
    pub number: u32,
    /// A word for it.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

impl Migration {
    /// SHA-256 of the text in lower-case hex. The base keeps it, so that an edited migration is noticed.
    #[must_use]
    pub fn sha256(&self) -> String {
        hex::encode(Sha256::digest(self.text.as_bytes()))
    }
}

/// A migration that a base says was applied.
#[derive(Debug, Clone)]
pub(crate) struct Applied {
    pub(crate) number: u32,
    pub(crate) sha256: String,
}

/// Whether what was applied is the beginning of what this program knows.
pub(crate) fn compare(applied: &[Applied], known: &[Migration]) -> Result<(), Error> {
    for (row, migration) in applied.iter().zip(known) {
        if row.number != migration.number || row.sha256 != migration.sha256() {
            return Err(Error::MigrationChanged { number: row.number });
        }
    }
    match applied.last() {
        Some(last) if applied.len() > known.len() => {
            Err(Error::Newer { found: last.number, known: last_number(known) })
        }
        _ => Ok(()),
    }
}

fn last_number(known: &[Migration]) -> u32 {
    known.last().map_or(0, |migration| migration.number)
}

/// Number of the last migration applied to the base.
///
/// # Errors
/// [`Error::Older`], [`Error::Newer`] or [`Error::MigrationChanged`] unless the schema is exactly this program's.
pub async fn check(connection: &mut Connection) -> Result<u32, Error> {
    let known = match connection.engine() {
        Engine::Sqlite => crate::sqlite::migrations(),
        Engine::SqlServer => crate::sqlserver::migrations(),
    };
    let mut applied = Vec::new();
    match read(connection, &mut applied).await {
        Ok(()) => {}
        // No such table: a base that `init` has never seen.
        Err(Error::Statement { detail, .. })
            if connection.engine() == Engine::Sqlite || detail.contains(crate::sqlserver::NO_SUCH_OBJECT) =>
        {
            return Err(Error::Older { found: 0, needed: last_number(known) });
        }
        Err(error) => return Err(error),
    }
    compare(&applied, known)?;
    let found = applied.last().map_or(0, |row| row.number);
    if applied.len() < known.len() {
        return Err(Error::Older { found, needed: last_number(known) });
    }
    Ok(found)
}

/// The rows of `crm_migration`, in their order.
pub(crate) async fn read(connection: &mut Connection, applied: &mut Vec<Applied>) -> Result<(), Error> {
    let mut rows = connection.query(sql!("migrations_applied"), &[]).await?;
    while let Some(row) = rows.next().await? {
        let number = u32::try_from(row.int(0)?).unwrap_or(u32::MAX);
        applied.push(Applied { number, sha256: row.text(1)? });
    }
    Ok(())
}
