//! One alert and one all-clear for each time that something is away, straight to the mail transport.
//!
//! What was told to whom stands in a file of the `work` folder, for the base may be what is away, with the addresses that it held last. A
//! recipient counts as told once the transport took his mail: dying between the two repeats it, with the same Message-ID.
//!
//! - [`state`] decides, [`tries`] how often and when again, [`crate::mail`] has the words, [`telling`] does it;
//! - a trouble that ends before it was told ends without a word;
//! - a transport that is away keeps everything, and is asked ever more seldom;
//! - a mail whose answer was lost is tried again, ever more seldom, and not for ever: nobody gets hundreds of them. Each try is written
//!   down before it begins.
//!
//! Absent on purpose: who calls, and how often (the daemon).

mod state;
mod telling;
#[cfg(test)]
mod tests;
mod tries;

use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use domain::EmailAddress;
use uuid::Uuid;

use crate::config::Config;
use crate::mail;

pub use state::Job;

use state::State;
use tries::Away;

/// The file in the `work` folder.
pub const FILE: &str = "alerts.json";

/// What a job is in trouble with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Which job.
    pub job: Job,
    /// Its error's words.
    pub words: String,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// What is in trouble, and who was told.
#[derive(Debug)]
pub struct Alerts {
    state: State,
    folder: PathBuf,
    /// Whether the file is behind, having been refused: told once.
    unwritten: bool,
    /// Since the mail server was last asked in vain.
    away: Away,
    patience: TimeDelta,
    domain: String,
    timezone: chrono_tz::Tz,
}

impl Alerts {
    /// What an earlier daemon remembered. Of a file that cannot be read nothing is known: at worst an alert comes again.
    #[must_use]
    pub fn load(config: &Config) -> Self {
        let folder = config.folders.work.clone();
        let mut state = read(&folder).unwrap_or_else(|problem| {
            let file = folder.join(FILE);
            tracing::warn!(file = %file.display(), problem, "what was told of troubles is not known any more");
            State::default()
        });
        // Whatever it was may be over since.
        state.doubt();
        Self {
            state,
            folder,
            unwritten: false,
            away: Away::default(),
            patience: TimeDelta::seconds(config.schedule.alert_after_seconds.into()),
            domain: mail::mail_domain(config.mail.sender_address()),
            timezone: config.timezone,
        }
    }

    /// Where alerts go from now on. Call it whenever the base was read: it may be what is away next.
    pub fn remember_addresses(&mut self, addresses: &[EmailAddress]) {
        let mut distinct: Vec<EmailAddress> = Vec::new();
        for address in addresses {
            if !distinct.iter().any(|met| met.as_str().eq_ignore_ascii_case(address.as_str())) {
                distinct.push(address.clone());
            }
        }
        self.change(|state| state.addresses = distinct);
    }

    /// A job failed.
    pub fn failed(&mut self, job: Job, words: &str, now: DateTime<Utc>) {
        self.change(|state| state.failed(job, words, now, Uuid::new_v4()));
    }

    /// A job did what it had to.
    pub fn succeeded(&mut self, job: Job, now: DateTime<Utc>) {
        self.change(|state| state.succeeded(job, now));
    }

    /// What is in trouble now.
    #[must_use]
    pub fn troubles(&self) -> Vec<Trouble> {
        let open = self.state.incidents.iter().filter(|(_, incident)| incident.ended_at.is_none());
        open.map(|(job, incident)| Trouble {
            job: *job,
            words: incident.words.clone(),
            since: incident.since,
        })
        .collect()
    }

    /// Changes the state, and its file where something did change. A disk that takes no file keeps nobody from being told.
    fn change(&mut self, change: impl FnOnce(&mut State)) {
        let before = self.state.clone();
        change(&mut self.state);
        if self.state == before && !self.unwritten {
            return;
        }
        let written = write(&self.folder, &self.state);
        if let (Err(problem), false) = (&written, self.unwritten) {
            let file = self.folder.join(FILE);
            tracing::warn!(file = %file.display(), problem, "what is told of troubles cannot be written down");
        }
        self.unwritten = written.is_err();
    }
}

fn read(folder: &Path) -> Result<State, String> {
    match std::fs::read(folder.join(FILE)) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| error.to_string()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(State::default()),
        Err(error) => Err(error.to_string()),
    }
}

fn write(folder: &Path, state: &State) -> Result<(), String> {
    let bytes = serde_json::to_vec_pretty(state).map_err(|error| error.to_string())?;
    let written = sync_folder::create_root(folder)
        .and_then(|folder| sync_folder::write_atomically(&folder, FILE, &bytes));
    written.map_err(|error| error.to_string())
}
