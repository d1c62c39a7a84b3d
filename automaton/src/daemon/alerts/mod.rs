//! One alert and one all-clear for each time that something is away, straight to the mail transport.
//!
//! What was told to whom stands in a file of the `work` folder, for the base may be what is away, with the addresses that it held last. A
//! recipient counts as told once the transport took his mail: dying between the two repeats it, with the same Message-ID.
//!
//! - [`state`] decides, [`crate::mail`] has the words;
//! - a trouble that ends before it was told ends without a word;
//! - a transport that is away keeps everything for the next time.
//!
//! Absent on purpose: who tries again, and when (the daemon).

mod state;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use domain::EmailAddress;
use uuid::Uuid;

use crate::config::Config;
use crate::delivery::{Mailer, Notice, SendError};
use crate::mail::{self, Addressing, Alert, AllClear, Mail, TemplateError};

pub use state::Job;

use state::{Incident, State, Step};

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
    patience: TimeDelta,
    domain: String,
    timezone: chrono_tz::Tz,
}

/// What takes a mail at once.
trait Transport: Sync {
    fn send(&self, notice: &Notice) -> impl Future<Output = Result<(), SendError>> + Send;
}

impl Transport for Mailer {
    async fn send(&self, notice: &Notice) -> Result<(), SendError> {
        self.notify(notice).await
    }
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

    /// Whether [`Alerts::tell`] would have something to say.
    #[must_use]
    pub fn has_something_to_tell(&self, now: DateTime<Utc>) -> bool {
        !self.state.due(now, self.patience).is_empty()
    }

    /// Tells what is to be told. What the transport does not take now is told by the next call.
    pub async fn tell(&mut self, mailer: &Mailer, now: DateTime<Utc>) {
        self.tell_by(mailer, now).await;
    }

    async fn tell_by(&mut self, transport: &impl Transport, now: DateTime<Utc>) {
        for step in self.state.due(now, self.patience) {
            let notices = match &step {
                Step::Log(job) => {
                    let words = self.state.incidents.get(job).map_or("", |incident| incident.words.as_str());
                    tracing::error!(
                        job = job.as_str(),
                        error = words,
                        "nobody is told: courriels_erreur is empty"
                    );
                    Ok(Vec::new())
                }
                Step::Alert(job, to) => {
                    // The Date of the mails, whenever they leave.
                    self.change(|state| state.writes(*job, now));
                    self.alert(*job, to)
                }
                Step::AllClear(job, to) => self.all_clear(*job, to),
            };
            match sent(transport, notices).await {
                Ok(()) => self.change(|state| state.done(&step)),
                Err(SendError::Away(words)) => {
                    tracing::warn!(error = words, "an alert cannot leave, it is kept for later");
                    return;
                }
                Err(SendError::Later(words)) => {
                    tracing::warn!(error = words, "an alert was not taken, it is kept for later");
                }
                Err(SendError::Never(words)) => {
                    tracing::error!(error = words, "an alert will never be taken");
                    self.change(|state| state.done(&step));
                }
            }
        }
    }

    fn alert(&self, job: Job, to: &EmailAddress) -> Result<Vec<Notice>, TemplateError> {
        let (Some(what), Some(incident)) = (job.standstill(), self.state.incidents.get(&job)) else {
            return Ok(Vec::new());
        };
        let recipients = std::slice::from_ref(to);
        let addressing = self.addressing(incident, recipients);
        let Incident { since, words, .. } = incident;
        let mails = mail::alert(Alert { addressing, what, since: *since, words, timezone: self.timezone })?;
        Ok(notices(mails, incident.told_at.unwrap_or(incident.since)))
    }

    fn all_clear(&self, job: Job, to: &EmailAddress) -> Result<Vec<Notice>, TemplateError> {
        let (Some(what), Some(incident)) = (job.standstill(), self.state.incidents.get(&job)) else {
            return Ok(Vec::new());
        };
        let recipients = std::slice::from_ref(to);
        let addressing = self.addressing(incident, recipients);
        let (since, until) = (incident.since, incident.ended_at.unwrap_or(incident.since));
        let mails = mail::all_clear(AllClear { addressing, what, since, until, timezone: self.timezone })?;
        Ok(notices(mails, until))
    }

    fn addressing<'a>(&'a self, incident: &Incident, recipients: &'a [EmailAddress]) -> Addressing<'a> {
        Addressing { id: incident.id, recipients, sender: None, domain: &self.domain }
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

async fn sent(
    transport: &impl Transport,
    notices: Result<Vec<Notice>, TemplateError>,
) -> Result<(), SendError> {
    for notice in notices.map_err(|error| SendError::Never(error.to_string()))? {
        transport.send(&notice).await?;
    }
    Ok(())
}

fn notices(mails: Vec<Mail>, at: DateTime<Utc>) -> Vec<Notice> {
    let notice = |mail: Mail| {
        let Mail { message_id, recipient, subject, body, .. } = mail;
        Notice { message_id, recipient, subject, body, at }
    };
    mails.into_iter().map(notice).collect()
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
