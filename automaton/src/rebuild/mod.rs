//! `rebuild`: the offline bases, made of one consistent picture of the company's base and published for the laptops
//! (docs/decisions/0010).
//!
//! One reading connection answers everything: first the counter of effects (`through`), then all rows, in one read transaction. Users' bases
//! are published before the common one; within a base the files come first and the manifest last, so whatever dies here leaves
//! whole sets, yesterday's or tonight's. The next run makes up for it.
//!
//! Absent on purpose: when to run (the daemon), the tables inside the files (`snapshot`), who reads them (`client`).

mod common;
mod pool;
mod publication;
mod report;
mod towns;
mod user;

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Parameters, UserFolder, VisitForm, local_day};
use winpneu::users::User;
use winpneu::{Connection, Reading, forms, lock, parameters, registry, users};

use crate::config::Config;
use crate::failure::Failure;
use crate::installation::{lock_holder, open_base};
use crate::integrate::refuse_a_restored_base;

pub use report::{BaseReport, Report};

use publication::Publication;

/// The note under which the last rebuild is remembered.
pub const JOB: &str = "rebuild";

/// Rebuilds the bases of everybody, or of one user only.
///
/// # Errors
/// When the base is out of reach, another automaton is at work, or there is no such active user. What was published stays valid; a failure
/// of one user's base, or of the common one, is in the report.
pub async fn run(config: &Config, only: Option<&UserFolder>) -> Result<Report, Failure> {
    let mut base = open_base(config).await?;
    lock::acquire(&mut base, &lock_holder("rebuild"), crate::clock::now()).await?;
    let outcome = locked(&mut base, config, only).await;
    lock::release(&mut base).await?;
    outcome.map_err(still_valid)
}

/// What is the same for every base of one run.
pub(crate) struct Context {
    now: DateTime<Utc>,
    /// The company's day.
    today: NaiveDate,
    parameters: Parameters,
    forms: BTreeMap<u32, VisitForm>,
    users: Vec<User>,
    /// Where files are built; removed afterwards.
    scratch: PathBuf,
}

async fn locked(
    base: &mut Connection,
    config: &Config,
    only: Option<&UserFolder>,
) -> Result<Report, Failure> {
    let bases = sync_folder::open_root(&config.folders.bases)?;
    refuse_a_restored_base(base, &bases).await?;
    let mut publication = Publication::open(base, &bases).await?;
    // A connection of its own: it is thrown away when something stops the reading midway.
    let mut reader = open_base(config).await?;
    let mut reading = reader.read().await?;
    publication.through = u64::try_from(registry::counter(&mut reading).await?).unwrap_or_default();
    let context = Context::load(&mut reading, config).await?;
    let built = build_and_publish(&mut reading, &context, &mut publication, only).await;
    drop(reading);
    clean(&context.scratch)?;
    let report = built?;
    if only.is_none() {
        publication.retire(base, context.now).await?;
    }
    publication.remember(base, &report).await?;
    Ok(report)
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

async fn build_and_publish(
    reading: &mut Reading<'_>,
    context: &Context,
    publication: &mut Publication<'_>,
    only: Option<&UserFolder>,
) -> Result<Report, Failure> {
    let wanted = wanted(context, only)?;
    let mut report = Report::new(publication.generation, context.now, publication.through);
    let pool = pool::Pool::load(reading, &mut report).await?;
    for (folder, user) in wanted {
        let published = user::build(context, &pool, user, &folder, &mut report)
            .and_then(|files| publication.publish(Some(&folder), files, context));
        report.done(folder.as_str(), published)?;
    }
    drop(pool);
    if only.is_none() {
        let published = match common::build(reading, context, &mut report).await {
            Ok(files) => publication.publish(None, files, context),
            Err(failure) => Err(failure),
        };
        report.done(sync_folder::COMMON, published)?;
    }
    Ok(report)
}

/// The active users whose bases are to be built. A disabled user's laptop gets nothing new.
fn wanted<'a>(
    context: &'a Context,
    only: Option<&UserFolder>,
) -> Result<Vec<(UserFolder, &'a User)>, Failure> {
    let mut wanted = Vec::new();
    for user in context.users.iter().filter(|user| user.active) {
        match UserFolder::parse(&user.folder) {
            Ok(folder) if only.is_none_or(|only| *only == folder) => wanted.push((folder, user)),
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(folder = user.folder, %error, "no base can be published for this user")
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
    async fn load(reading: &mut Reading<'_>, config: &Config) -> Result<Self, Failure> {
        let now = crate::clock::now();
        let (parameters, problems) = parameters::load(reading).await?;
        for problem in problems {
            tracing::warn!(parameter = problem.name, problem.problem, "unreadable; its default is in force");
        }
        let (forms, _) = forms::all(reading).await?;
        let scratch = config.folders.work.join("rebuild");
        clean(&scratch)?;
        std::fs::create_dir_all(&scratch).map_err(|error| unusable(&scratch, &error))?;
        Ok(Self {
            now,
            today: local_day(now, config.timezone),
            parameters,
            forms: forms.into_iter().map(|form| (form.version(), form)).collect(),
            users: users::all(reading).await?,
            scratch,
        })
    }

    /// An empty folder to build one base in.
    fn scratch(&self, base: &str) -> Result<PathBuf, Failure> {
        let folder = self.scratch.join(base);
        std::fs::create_dir_all(&folder).map_err(|error| unusable(&folder, &error))?;
        Ok(folder)
    }
}

/// What an earlier run left when it died, or this one when it ended.
fn clean(scratch: &std::path::Path) -> Result<(), Failure> {
    match std::fs::remove_dir_all(scratch) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(unusable(scratch, &error)),
        _ => Ok(()),
    }
}

fn unusable(folder: &std::path::Path, error: &std::io::Error) -> Failure {
    Failure::Other(format!(
        "the folder for building, {}: {error}; free space there, or name another one as `work` under [folders]",
        folder.display()
    ))
}

fn build_failure(error: snapshot::BuildError) -> Failure {
    Failure::Other(error.to_string())
}
