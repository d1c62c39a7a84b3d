//! What the base remembers, as far as it decides what the daemon does next. Read anew before each decision: commands and accountants
//! work beside the daemon.

use chrono::{DateTime, Utc};
use domain::EmailAddress;
use winpneu::{Connection, Error, mails, parameters, registry, runs};

use crate::config::Config;
use crate::failure::Failure;
use crate::installation::open_base;
use crate::{archiving, rebuild};

/// What the base says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// When the rows of the common base were read that is published now; none when there is none.
    pub built_at: Option<DateTime<Utc>>,
    /// The counter of effects then; -1 when there is none.
    pub through: i64,
    /// The counter now.
    pub counter: i64,
    /// An accountant's decision waits to be seen in the bases.
    pub wished: bool,
    /// The last rebuild left a base out.
    pub incomplete: bool,
    /// When old relations were last marked.
    pub archived_at: Option<DateTime<Utc>>,
    /// That was asked to end before all of them were.
    pub archiving_stopped: bool,
}

impl Facts {
    /// Asks the base.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn read(config: &Config) -> Result<Self, Failure> {
        let mut base = open_base(config).await?;
        let built = runs::last(&mut base, rebuild::COMMON_JOB).await?;
        let through = built.as_ref().and_then(|(note, _)| note["through"].as_i64()).unwrap_or(-1);
        let last = runs::last(&mut base, rebuild::JOB).await?;
        let archived = runs::last(&mut base, archiving::JOB).await?;
        Ok(Self {
            built_at: built.map(|(_, at)| at.and_utc()),
            through,
            counter: registry::counter(&mut base).await?,
            wished: rebuild::wished_since(&mut base).await?.is_some(),
            incomplete: last.is_some_and(|(report, _)| {
                report["failed"].as_array().is_some_and(|failed| !failed.is_empty())
            }),
            archiving_stopped: archived.as_ref().is_some_and(|(note, _)| note["stopped"] == true),
            archived_at: archived.map(|(_, at)| at.and_utc()),
        })
    }
}

/// To whom alerts go.
///
/// # Errors
/// When the base does not answer.
pub async fn error_addresses(config: &Config) -> Result<Vec<EmailAddress>, Failure> {
    let (parameters, _) = parameters::load(&mut open_base(config).await?).await?;
    Ok(parameters.courriels_erreur.iter().cloned().collect())
}

/// How many mails wait, and since when the oldest of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Queue {
    /// How many.
    pub queued: i64,
    /// Since when.
    pub oldest_queued_at: Option<DateTime<Utc>>,
}

/// Asks the base for the mails that wait.
///
/// # Errors
/// When it does not answer.
pub async fn queue(config: &Config) -> Result<Queue, Failure> {
    let mut base = open_base(config).await?;
    Ok(counted(&mut base).await?)
}

async fn counted(base: &mut Connection) -> Result<Queue, Error> {
    let counts = mails::counts(base).await?;
    let queued = counts.into_iter().find(|(state, ..)| state == "queued");
    Ok(queued.map_or_else(Queue::default, |(_, count, oldest)| Queue {
        queued: count,
        oldest_queued_at: Some(oldest.and_utc()),
    }))
}
