//! Tells the error addresses what [`alerts`](super::alerts) decides, beside the work: a mail server that lets us wait keeps no file
//! waiting.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::EmailAddress;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::alerts::{Alerts, Job};
use crate::clock;
use crate::config::Config;
use crate::delivery::Mailer;

/// How often it is asked whether there is something to tell: an incident is told once it has lasted.
const TELL_EVERY: Duration = Duration::from_secs(10);

/// What those who work report.
#[derive(Debug)]
pub enum Event {
    /// A job failed.
    Failed {
        /// Which.
        job: Job,
        /// Why.
        words: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// A job went well.
    Succeeded {
        /// Which.
        job: Job,
        /// When.
        at: DateTime<Utc>,
    },
    /// Somebody else did a job: a command beside the daemon, or the one before it.
    DoneByOthers {
        /// Which.
        job: Job,
        /// When.
        at: DateTime<Utc>,
    },
    /// To whom alerts go.
    Addresses(Vec<EmailAddress>),
}

/// Takes reports until `stop` and the last one is taken; then what was not told is told by the next start.
pub async fn run(config: Arc<Config>, mut events: UnboundedReceiver<Event>, stop: CancellationToken) {
    let mut alerts = Alerts::load(&config);
    loop {
        tokio::select! {
            biased;
            event = events.recv() => match event {
                Some(event) => take(&mut alerts, event),
                None => return,
            },
            () = stop.cancelled() => {}
            () = sleep(TELL_EVERY) => {}
        }
        while let Ok(event) = events.try_recv() {
            take(&mut alerts, event);
        }
        tokio::select! {
            () = tell(&mut alerts, &config) => {}
            // A repeat carries the same Message-ID.
            () = stop.cancelled() => break,
        }
    }
    while let Some(event) = events.recv().await {
        take(&mut alerts, event);
    }
}

fn take(alerts: &mut Alerts, event: Event) {
    match event {
        Event::Failed { job, words, at } => alerts.failed(job, &words, at),
        Event::Succeeded { job, at } => alerts.succeeded(job, at),
        Event::DoneByOthers { job, at } => {
            // What failed since then is still in trouble.
            if alerts.troubles().iter().any(|trouble| trouble.job == job && trouble.since <= at) {
                alerts.succeeded(job, at);
            }
        }
        Event::Addresses(addresses) => alerts.remember_addresses(&addresses),
    }
}

async fn tell(alerts: &mut Alerts, config: &Config) {
    if !alerts.has_something_to_tell(clock::now()) {
        return;
    }
    match Mailer::open(config) {
        Ok(mailer) => alerts.tell(&mailer).await,
        Err(error) => alerts.is_away(&error.to_string(), clock::now()),
    }
}
