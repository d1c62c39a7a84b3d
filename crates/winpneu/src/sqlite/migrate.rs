//! Creates and upgrades an embedded base. The file is opened as `main` here: migrations of this engine name no schema.

use std::path::Path;

use chrono::{DateTime, Utc};
use rusqlite::TransactionBehavior;

use super::{map_error, settings};
use crate::Error;
use crate::migrations::{Applied, Migration, compare};

const EMBEDDED: [Migration; 6] = [
    Migration { number: 1, name: "erp", text: include_str!("../../migrations/sqlite/0001_erp.sql") },
    Migration { number: 2, name: "crm", text: include_str!("../../migrations/sqlite/0002_crm.sql") },
    Migration { number: 3, name: "views", text: include_str!("../../migrations/sqlite/0003_views.sql") },
    Migration {
        number: 4,
        name: "prospects",
        text: include_str!("../../migrations/sqlite/0004_prospects.sql"),
    },
    Migration { number: 5, name: "offline", text: include_str!("../../migrations/sqlite/0005_offline.sql") },
    Migration {
        number: 6,
        name: "corrections",
        text: include_str!("../../migrations/sqlite/0006_corrections.sql"),
    },
];

/// The migrations of the embedded base, in order.
#[must_use]
pub const fn migrations() -> &'static [Migration] {
    &EMBEDDED
}

/// Makes the base of `path`, or brings it up to this program's schema; answers the numbers of the migrations it applied. Each
/// migration is one transaction, so a process that dies leaves a base that the next call finishes.
///
/// # Errors
/// [`Error::Newer`] and [`Error::MigrationChanged`] leave the base untouched; [`Error::Unavailable`] when it cannot be written.
pub fn migrate(path: &Path, now: DateTime<Utc>) -> Result<Vec<u32>, Error> {
    let fail = |error| map_error("migrate", error);
    let mut base = rusqlite::Connection::open(path).map_err(fail)?;
    settings(&base).map_err(fail)?;
    base.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;").map_err(fail)?;
    let mut done = Vec::new();
    loop {
        let tx = base.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail)?;
        let applied = applied(&tx).map_err(fail)?;
        compare(&applied, &EMBEDDED)?;
        let Some(next) = EMBEDDED.get(applied.len()) else {
            return Ok(done);
        };
        apply(&tx, next, now).map_err(|error| map_error(next.name, error))?;
        tx.commit().map_err(fail)?;
        done.push(next.number);
    }
}

fn applied(tx: &rusqlite::Transaction<'_>) -> rusqlite::Result<Vec<Applied>> {
    tx.execute_batch(
        "CREATE TABLE IF NOT EXISTS crm_migration (
            numero int NOT NULL PRIMARY KEY, nom varchar(40) NOT NULL, sha256 char(64) NOT NULL, applique_le datetime NOT NULL)",
    )?;
    let mut statement = tx.prepare("SELECT numero, sha256 FROM crm_migration ORDER BY numero")?;
    let rows = statement.query_map([], |row| Ok(Applied { number: row.get(0)?, sha256: row.get(1)? }))?;
    rows.collect()
}

fn apply(tx: &rusqlite::Transaction<'_>, migration: &Migration, now: DateTime<Utc>) -> rusqlite::Result<()> {
    tx.execute_batch(migration.text)?;
    tx.execute(
        "INSERT INTO crm_migration (numero, nom, sha256, applique_le) VALUES (?1, ?2, ?3, ?4)",
        (
            migration.number,
            migration.name,
            migration.sha256(),
            now.format(crate::value::DATE_TIME).to_string(),
        ),
    )?;
    Ok(())
}
