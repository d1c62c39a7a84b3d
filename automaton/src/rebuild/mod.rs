//! `rebuild`: the offline bases, made of one consistent picture of the company's base and published for the laptops
//! (docs/decisions/0010).
//!
//! One reading connection answers everything: first the counter of effects (`through`), then all rows, in one read transaction. Users' bases
//! are published before the common one; within a base the files come first and the manifest last, so whatever dies here leaves
//! whole sets, yesterday's or tonight's. The next run makes up for it.
//!
//! A SQL Server that keeps no row versions shows each statement its own moment. Then everything is built before anything is published, and
//! only if the counter stood still meanwhile: a laptop takes `through` at its word, and a row of a later effect would be shown twice.
//!
//! Absent on purpose: when to run (the daemon), the tables inside the files (`snapshot`), who reads them (`client`).

mod common;
mod pool;
mod publication;
mod report;
mod shelf;
pub(crate) mod towns;
mod user;
mod wish;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Parameters, UserFolder, VisitForm, local_day};
use snapshot::BuildError;
use tokio_util::sync::CancellationToken;
use winpneu::extracts::Extract;
use winpneu::lock::{self, Lock};
use winpneu::users::User;
use winpneu::{Connection, Picture, Reading, forms, parameters, registry, users};

use crate::config::Config;
use crate::failure::Failure;
use crate::installation::{give_back, lock_holder, open_base};
use crate::integrate::refuse_a_restored_base;

pub use report::{BaseReport, Report};
pub use wish::wished_since;

use publication::Publication;
use shelf::Shelf;

/// The note under which the last rebuild is remembered.
pub const JOB: &str = "rebuild";

/// The note of the last rebuild in which the common base was published: whoever wishes for new bases looks there.
pub const COMMON_JOB: &str = "rebuild-common";
/// How often rows are read anew because an effect came amid them.
const MOST_READINGS: u32 = 3;
/// How often a rebuild that waits looks whether the other automaton has ended.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// What a rebuild is asked.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Only this user's base; none: everybody's, and the common one.
    pub only: Option<UserFolder>,
    /// How long to wait while another automaton is at work.
    pub patience: Duration,
    /// When this is cancelled the rebuild ends with [`Failure::Stopped`]; what was published stays valid.
    pub stop: CancellationToken,
}

/// Rebuilds the bases of everybody, or of one user only.
///
/// # Errors
/// When the base is out of reach, another automaton is at work, a restore was not ended, a form cannot be read, or there is no such
/// active user. What was published stays valid; a failure of one user's base, or of the common one, is in the report.
pub async fn run(config: &Config, options: &Options) -> Result<Report, Failure> {
    let mut base = open_base(config).await?;
    acquire(&mut base, options).await?;
    let outcome = locked(&mut base, config, options).await;
    give_back(&mut base, Lock::Work).await;
    outcome.map_err(still_valid)
}

async fn acquire(base: &mut Connection, options: &Options) -> Result<(), Failure> {
    let mut patience = options.patience;
    loop {
        go_on(&options.stop)?;
        match lock::acquire(base, Lock::Work, &lock_holder("rebuild"), crate::clock::now()).await {
            Err(winpneu::Error::Locked { .. }) if !patience.is_zero() => {
                tokio::time::sleep(LOOK_AGAIN.min(patience)).await;
                patience = patience.saturating_sub(LOOK_AGAIN);
            }
            outcome => return Ok(outcome?),
        }
    }
}

/// Whether nobody asked to stop.
fn go_on(stop: &CancellationToken) -> Result<(), Failure> {
    if stop.is_cancelled() { Err(Failure::Stopped) } else { Ok(()) }
}

/// What is the same for every base of one run.
pub(crate) struct Context {
    now: DateTime<Utc>,
    /// The company's day.
    today: NaiveDate,
    zone: chrono_tz::Tz,
    parameters: Parameters,
    forms: BTreeMap<u32, VisitForm>,
    users: Vec<User>,
    /// Where files are built; removed afterwards.
    scratch: PathBuf,
    stop: CancellationToken,
}

async fn locked(base: &mut Connection, config: &Config, options: &Options) -> Result<Report, Failure> {
    let bases = sync_folder::open_root(&config.folders.bases)?;
    refuse_a_restored_base(base, &bases).await?;
    let mut publication = Publication::open(base, &bases).await?;
    // A connection of its own: it is thrown away when something stops the reading midway.
    let mut reader = open_base(config).await?;
    let built = from_one_picture(&mut reader, base, config, options, &mut publication).await;
    let cleaned = clean(&scratch(config));
    let mut report = built?;
    publication.remember(base, &report).await?;
    // What follows is tidying: the bases are published, and the next run tidies again.
    if let Err(failure) = cleaned {
        report.problem(failure.to_string());
    }
    publication.retire(base, report.built_at, &mut report).await?;
    Ok(report)
}

/// Reads, builds and publishes; again, when what was read is of no one moment.
async fn from_one_picture(
    reader: &mut Connection,
    base: &mut Connection,
    config: &Config,
    options: &Options,
    publication: &mut Publication<'_>,
) -> Result<Report, Failure> {
    for _ in 0..MOST_READINGS {
        let mut reading = reader.read().await?;
        if let Some(report) = attempt(&mut reading, base, config, options, publication).await? {
            return Ok(report);
        }
        tracing::info!("the CRM's tables changed while they were read: they are read anew");
    }
    Err(Failure::Other(format!(
        "the CRM's tables changed during each of {MOST_READINGS} readings (accountants are at work), so nothing was published: rebuild again \
         when they are not, or have the DBA run ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON, which makes this needless"
    )))
}

/// None when an effect came amid the reading: nothing is published then.
async fn attempt(
    reading: &mut Reading<'_>,
    base: &mut Connection,
    config: &Config,
    options: &Options,
    publication: &mut Publication<'_>,
) -> Result<Option<Report>, Failure> {
    let through = registry::counter(reading).await?;
    publication.through = u64::try_from(through).unwrap_or_default();
    let by_statement = reading.picture() == Picture::ByStatement;
    let mut report =
        Report::new(publication.generation, crate::clock::now(), publication.through, by_statement);
    let context = Context::load(reading, config, &options.stop, &mut report).await?;
    let mut shelf = Shelf::new(publication, by_statement);
    build(reading, base, &context, &mut shelf, options.only.as_ref(), &mut report).await?;
    if by_statement && registry::counter(reading).await? != through {
        return Ok(None);
    }
    shelf.publish(&context, &mut report)?;
    Ok(Some(report))
}

/// Fails when this run is the only one no more: the lock ends with its connection, which nobody asks while rows are read on another one.
async fn still_alone(base: &mut Connection) -> Result<(), Failure> {
    Ok(registry::counter(base).await.map(drop)?)
}

/// A night that fails must say that yesterday's bases are still good.
fn still_valid(failure: Failure) -> Failure {
    match failure {
        Failure::Usage(_) => failure,
        Failure::Other(words) => Failure::Other(format!("{words}; the bases published before stay valid")),
        failure => {
            tracing::warn!("the rebuild stopped; the bases published before stay valid");
            failure
        }
    }
}

async fn build(
    reading: &mut Reading<'_>,
    base: &mut Connection,
    context: &Context,
    shelf: &mut Shelf<'_, '_>,
    only: Option<&UserFolder>,
    report: &mut Report,
) -> Result<(), Failure> {
    let wanted = wanted(context, only, report)?;
    let pool = pool::Pool::load(reading, context, report).await?;
    for (folder, user) in wanted {
        go_on(&context.stop)?;
        let built = user::build(context, &pool, user, &folder, report);
        still_alone(base).await?;
        shelf.take(Some(folder), built, context, report)?;
    }
    drop(pool);
    if only.is_none() {
        let built = common::build(reading, context, report).await;
        still_alone(base).await?;
        shelf.take(None, built, context, report)?;
    }
    Ok(())
}

/// The active users whose bases are to be built. A disabled user's laptop gets nothing new.
fn wanted<'a>(
    context: &'a Context,
    only: Option<&UserFolder>,
    report: &mut Report,
) -> Result<Vec<(UserFolder, &'a User)>, Failure> {
    let mut wanted = Vec::new();
    for user in context.users.iter().filter(|user| user.active) {
        match UserFolder::parse(&user.folder) {
            Ok(folder) if only.is_none_or(|only| *only == folder) => wanted.push((folder, user)),
            Ok(_) => {}
            Err(error) => {
                report.problem(format!("no base can be published for the user {:?}: {error}", user.folder));
            }
        }
    }
    // The base's own order is no order.
    wanted.sort_by(|(one, _), (other, _)| one.cmp(other));
    match only {
        Some(only) if wanted.is_empty() => Err(Failure::Usage(format!(
            "{only} is no active user: `automaton users list` shows them, a user is named by his folder"
        ))),
        _ => Ok(wanted),
    }
}

impl Context {
    async fn load(
        reading: &mut Reading<'_>,
        config: &Config,
        stop: &CancellationToken,
        report: &mut Report,
    ) -> Result<Self, Failure> {
        let now = report.built_at;
        let (forms, unreadable) = forms::all(reading).await?;
        // What answers count as stands in their form: without it every figure of every month would be another.
        if let Some(problem) = unreadable.first() {
            return Err(Failure::Other(format!("{}: {}", problem.name, problem.problem)));
        }
        let (parameters, problems) = parameters::load(reading).await?;
        for problem in problems {
            report
                .problem(format!("parameter {}: {}; its default is in force", problem.name, problem.problem));
        }
        let scratch = scratch(config);
        clean(&scratch)?;
        std::fs::create_dir_all(&scratch).map_err(|error| unusable(&scratch, &error))?;
        Ok(Self {
            now,
            today: local_day(now, config.timezone),
            zone: config.timezone,
            parameters,
            forms: forms.into_iter().map(|form| (form.version(), form)).collect(),
            users: users::all(reading).await?,
            scratch,
            stop: stop.clone(),
        })
    }

    /// An empty folder to build one base in; laid out as the published ones, for a user's folder may be called `common`.
    fn scratch(&self, user: Option<&UserFolder>) -> Result<PathBuf, Failure> {
        let folder = match user {
            Some(user) => self.scratch.join(sync_folder::USERS).join(user.as_str()),
            None => self.scratch.join(sync_folder::COMMON),
        };
        std::fs::create_dir_all(&folder).map_err(|error| unusable(&folder, &error))?;
        Ok(folder)
    }

    fn unbuilt(&self, error: BuildError) -> Failure {
        unusable(&self.scratch, &error)
    }

    /// Hands every readable row on, until somebody asks to stop; what cannot be read is listed.
    async fn each<T>(
        &self,
        mut rows: Extract<'_, T>,
        report: &mut Report,
        mut take: impl FnMut(T) -> Result<(), BuildError>,
    ) -> Result<(), Failure> {
        while let Some(row) = rows.next().await? {
            go_on(&self.stop)?;
            match row {
                Ok(row) => take(row).map_err(|error| self.unbuilt(error))?,
                Err(unreadable) => report.unreadable(&unreadable),
            }
        }
        Ok(())
    }
}

fn scratch(config: &Config) -> PathBuf {
    config.folders.work.join("rebuild")
}

/// What an earlier run left when it died, or this one when it ended.
fn clean(scratch: &Path) -> Result<(), Failure> {
    match std::fs::remove_dir_all(scratch) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(unusable(scratch, &error)),
        _ => Ok(()),
    }
}

fn unusable(folder: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::Other(format!(
        "the folder for building, {}: {error}; free space there, or name another one as `work` under [folders]",
        folder.display()
    ))
}
