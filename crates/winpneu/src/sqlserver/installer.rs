//! The installer: makes the CRM's tables, the column `crm_fichier` and the views in the ERP's database, or brings them up to this program.
//!
//! Numbered migrations, each one transaction together with its row in `crm_migration`; then the views, from a text that the installation
//! may adapt, in one transaction together with the hash of that text. Whatever dies on the way leaves a database that the next call
//! finishes. The same can be done by hand: [`script`] is what a DBA reads and runs, [`check`] looks and changes nothing.
//!
//! Absent on purpose: logins and rights (`installation/sqlserver/login.sql`), and the way back (`uninstall.sql`): both are the DBA's.

mod check;
mod probes;
mod script;
mod text;

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::lock::{self, Lock};
use crate::migrations::{self, Applied, Migration, compare};
use crate::statement::sql;
use crate::step::{self, Step};
use crate::{Connection, Error, Statements, Tx, attempts, runs};

pub use check::{Finding, check};
pub use probes::has_relation_number;
pub use script::script;
pub use text::{LOGIN, UNINSTALL, VIEWS_FILE, views_template};

const SERVER: [Migration; 1] =
    [Migration { number: 1, name: "crm", text: include_str!("../../migrations/sqlserver/0001_crm.sql") }];

/// Where the hash of the views' text is noted (`crm_etat.nom`).
const VIEWS_NOTE: &str = "views";

/// How often the lock is asked for, and how long after one another: `status` takes it for an instant.
const LOCKING: (u32, Duration) = (5, Duration::from_millis(50));

/// No such table or view.
const NO_OBJECT: u32 = 208;
/// No such column.
const NO_COLUMN: u32 = 207;
/// Ways of saying that this login may not: no right on an object or a column, none to create a table, none to see or to alter one.
const DENIED: [u32; 8] = [229, 230, 262, 297, 1088, 2760, 4902, 15247];

/// The migrations of SQL Server, in order.
#[must_use]
pub const fn migrations() -> &'static [Migration] {
    &SERVER
}

/// What [`migrate`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    /// Numbers of the migrations that it applied.
    pub applied: Vec<u32>,
    /// Whether it made the views, or made them anew.
    pub views_changed: bool,
}

/// Makes what is missing. A database in which nothing is missing is only looked at: any login that may read it will do, and another
/// automaton may be at work.
///
/// # Errors
/// [`Error::Locked`] while another automaton works; [`Error::Newer`] and [`Error::MigrationChanged`] leave everything as it is; where this
/// login may not do what must be done, or a view does not answer what the program reads, the error says so.
pub async fn migrate(base: &mut Connection, views: &str, now: DateTime<Utc>) -> Result<Installed, Error> {
    let views = text::without_mark(views);
    let mut installed = Installed { applied: Vec::new(), views_changed: false };
    if !is_complete(base, views).await? {
        take_the_lock(base).await?;
        let outcome = apply(base, views, now).await;
        // A lost session holds no lock; what it was lost for is what the caller wants to know.
        let released = lock::release(base, Lock::Work).await;
        installed = outcome?;
        released?;
    }
    match probes::views(base).await?.into_iter().next() {
        None => Ok(installed),
        Some(misfit) => Err(Error::Statement {
            statement: misfit.object.to_owned(),
            detail: format!("{}; mend {VIEWS_FILE} and run `automaton init` again", misfit.detail),
        }),
    }
}

async fn is_complete(base: &mut Connection, views: &str) -> Result<bool, Error> {
    let Some(applied) = applied(base).await? else { return Ok(false) };
    compare(&applied, migrations())?;
    Ok(applied.len() == migrations().len() && views_stand(base, views).await?)
}

/// Runs a script of batches, separated by lines `GO`, each for itself: for what prepares a database to be tried or tested on.
///
/// # Errors
/// The first batch that fails ends it; what ran before it stands.
pub async fn run(base: &mut Connection, name: &'static str, script: &str) -> Result<(), Error> {
    for batch in text::batches(script) {
        base.batch(name, batch).await?;
    }
    Ok(())
}

/// The migrations that the base says were applied; none when it has never seen one.
async fn applied(base: &mut Connection) -> Result<Option<Vec<Applied>>, Error> {
    let mut applied = Vec::new();
    match migrations::read(base, &mut applied).await {
        Ok(()) => Ok(Some(applied)),
        Err(error) if says(&error, &[NO_OBJECT]) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether the views were made of this very text, and are there.
async fn views_stand(base: &mut Connection, views: &str) -> Result<bool, Error> {
    let noted = runs::last(base, VIEWS_NOTE).await?;
    if noted.is_none_or(|(note, _)| note != note_of(views)) {
        return Ok(false);
    }
    Ok(!probes::views(base).await?.iter().any(|misfit| misfit.is_missing))
}

fn note_of(views: &str) -> serde_json::Value {
    json!({ "sha256": text::sha256(views) })
}

/// The lock alone: the row that tells who holds it may have no table yet.
async fn take_the_lock(base: &mut Connection) -> Result<(), Error> {
    step::reached(Step::Lock);
    for _ in 0..LOCKING.0 {
        if base.driver().try_lock(Lock::Work).await? {
            return Ok(());
        }
        tokio::time::sleep(LOCKING.1).await;
    }
    let known = lock::holder(base, Lock::Work).await.ok().flatten();
    Err(Error::Locked {
        since: known.as_ref().and_then(|holder| holder.since),
        holder: known.map_or_else(|| "an unnamed process".to_owned(), |holder| holder.holder),
    })
}

async fn apply(base: &mut Connection, views: &str, now: DateTime<Utc>) -> Result<Installed, Error> {
    let known = match applied(base).await? {
        Some(known) => known,
        None => {
            let made = base.batch("crm_migration", include_str!("../../sqlserver/crm_migration.sql")).await;
            made.map_err(for_the_dba)?;
            Vec::new()
        }
    };
    compare(&known, migrations())?;
    let mut done = Vec::new();
    for migration in migrations().iter().skip(known.len()) {
        attempts::transact(base, None, async |tx| apply_one(tx, migration, now).await.map(Some))
            .await
            .map_err(for_the_dba)?;
        done.push(migration.number);
    }
    let views_changed = !views_stand(base, views).await?;
    if views_changed {
        attempts::transact(base, None, async |tx| make_views(tx, views, now).await.map(Some))
            .await
            .map_err(for_the_dba)?;
    }
    Ok(Installed { applied: done, views_changed })
}

async fn apply_one(tx: &mut Tx<'_>, migration: &Migration, now: DateTime<Utc>) -> Result<(), Error> {
    for batch in text::batches(migration.text) {
        tx.batch(migration.name, batch).await?;
    }
    let row = [migration.number.into(), migration.name.into(), migration.sha256().into(), now.into()];
    tx.execute(sql!("migration_insert"), &row).await.map(drop)
}

async fn make_views(tx: &mut Tx<'_>, views: &str, now: DateTime<Utc>) -> Result<(), Error> {
    for batch in text::batches(views) {
        tx.batch(VIEWS_FILE, batch).await.map_err(|error| of_batch(error, batch))?;
    }
    runs::remember(tx, VIEWS_NOTE, &note_of(views), now).await
}

/// Which of the installation's views it was.
fn of_batch(error: Error, batch: &str) -> Error {
    match (error, text::view_of(batch)) {
        (Error::Statement { statement, detail }, Some(view)) => {
            Error::Statement { statement: format!("{statement}, {view}"), detail }
        }
        (error, _) => error,
    }
}

/// Whether the server refused a statement with one of these numbers.
fn says(error: &Error, numbers: &[u32]) -> bool {
    let Error::Statement { detail, .. } = error else { return false };
    numbers.iter().any(|number| detail.ends_with(&format!("(error {number})")))
}

/// What this login may not look at is not looked at.
fn unless_denied<T>(answer: Result<T, Error>) -> Result<Option<T>, Error> {
    match answer {
        Err(error) if says(&error, &DENIED) => Ok(None),
        answer => answer.map(Some),
    }
}

fn for_the_dba(error: Error) -> Error {
    if !says(&error, &DENIED) {
        return error;
    }
    match error {
        Error::Statement { statement, detail } => Error::Statement {
            statement,
            detail: format!(
                "{detail}. Either this is not the database of the ERP, or this login may not do that: have the DBA run what \
                 `automaton init --print` prints"
            ),
        },
        other => other,
    }
}
