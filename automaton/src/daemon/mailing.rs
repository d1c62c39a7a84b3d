//! Sends what is queued, beside the work: a mail server that is away, or lets us wait, keeps no file waiting.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::alerting::Event;
use super::alerts::Job;
use super::board::Board;
use super::facts;
use crate::backoff::{Backoff, chance};
use crate::clock;
use crate::config::Config;
use crate::delivery::{self, Round};
use crate::failure::Failure;

/// Commands queue mails beside the daemon: a round at least this often.
const AT_LEAST: TimeDelta = TimeDelta::seconds(60);
/// Between two rounds while the server is away.
const BACKOFF: Backoff = Backoff { first: Duration::from_secs(10), ceiling: Duration::from_secs(600) };
/// While `mail send` is at it.
const AFTER_ANOTHER: TimeDelta = TimeDelta::seconds(5);
/// Delivery gives a mail in hand up by itself soon after the daemon was asked to end; this is for a base or a disk that keeps it longer.
const LAST_MAIL: Duration = Duration::from_secs(10);

/// What mailing works with.
#[derive(Debug)]
pub struct Mailing {
    /// The configuration.
    pub config: Arc<Config>,
    /// For `/health`.
    pub board: Arc<Board>,
    /// For alerts.
    pub events: UnboundedSender<Event>,
    /// Rung when something was queued.
    pub queued: Arc<Notify>,
    /// Asked to end.
    pub stop: CancellationToken,
}

/// How a round ended.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Ended {
    /// The server took what was due, or refused single mails; the next one is due then.
    Well(Option<DateTime<Utc>>),
    /// Another process is sending.
    KeptOut,
    /// Nothing leaves now, and why.
    Away(String),
}

impl Mailing {
    /// Sends until it is asked to end.
    pub async fn run(self) {
        let mut failures = 0_u32;
        while !self.stop.is_cancelled() {
            let Some(ended) = self.round().await else { return };
            let now = clock::now();
            failures = if matches!(ended, Ended::Away(_)) { failures.saturating_add(1) } else { 0 };
            let next = next_by_chance(&ended, failures, now);
            self.board.next(Job::Mail, Some(next));
            self.wait((next - now).to_std().unwrap_or_default(), failures).await;
        }
    }

    async fn wait(&self, wait: Duration, failures: u32) {
        tokio::select! {
            () = sleep(wait) => {}
            // What was queued meanwhile changes nothing for a server that is away.
            () = self.queued.notified(), if failures == 0 => {}
            () = self.stop.cancelled() => {}
        }
    }

    /// One round; none when the daemon ends meanwhile. A mail that is given up then is sent again under the same Message-ID.
    async fn round(&self) -> Option<Ended> {
        let given_up = async {
            self.stop.cancelled().await;
            sleep(LAST_MAIL).await;
        };
        self.board.begins(Job::Mail, clock::now());
        let outcome = tokio::select! {
            outcome = delivery::run(&self.config, &self.stop) => outcome,
            () = given_up => {
                tracing::warn!("the mail in hand is given up; it is sent again, under the same Message-ID");
                return None;
            }
        };
        match facts::queue(&self.config).await {
            Ok(queue) => self.board.queue(queue),
            Err(error) => tracing::debug!(%error, "the mails that wait cannot be counted"),
        }
        let ended = ended(&outcome);
        self.tell(&outcome, &ended);
        Some(ended)
    }

    fn tell(&self, outcome: &Result<Round, Failure>, ended: &Ended) {
        let now = clock::now();
        if let Ok(Round { sent, postponed, failed, .. }) = outcome
            && sent + postponed + failed > 0
        {
            tracing::info!(sent, postponed, failed, "mails");
        }
        let event = match (outcome, ended) {
            (_, Ended::KeptOut) => return self.board.put_off(Job::Mail),
            (_, Ended::Away(words)) => {
                tracing::warn!("no mail leaves now: {words}");
                self.board.failed(Job::Mail, words, now);
                Event::Failed { job: Job::Mail, words: words.clone(), at: now }
            }
            (Ok(round), Ended::Well(_)) => {
                let counts =
                    json!({ "sent": round.sent, "postponed": round.postponed, "failed": round.failed });
                self.board.succeeded(Job::Mail, counts, now);
                Event::Succeeded { job: Job::Mail, at: now }
            }
            (Err(_), Ended::Well(_)) => return,
        };
        // Nobody listens any more only when the daemon ends.
        let _ = self.events.send(event);
    }
}

fn ended(outcome: &Result<Round, Failure>) -> Ended {
    match outcome {
        Ok(Round { away: Some(words), .. }) => Ended::Away(words.clone()),
        Ok(Round { next_due, .. }) => Ended::Well(*next_due),
        Err(Failure::Stopped) => Ended::Well(None),
        Err(Failure::Base(winpneu::Error::Locked { .. })) => Ended::KeptOut,
        Err(failure) => Ended::Away(failure.with_advice()),
    }
}

/// As [`next_round`], by chance: many services whose server was away do not come back to it together.
fn next_by_chance(ended: &Ended, failures: u32, now: DateTime<Utc>) -> DateTime<Utc> {
    next_round(ended, failures, now, chance())
}

/// When the next round begins; `failures` in a row, `chance` between 0 and 1.
fn next_round(ended: &Ended, failures: u32, now: DateTime<Utc>, chance: f64) -> DateTime<Utc> {
    let latest = now + AT_LEAST;
    match ended {
        // Never at once: what is due and was not taken must not make us run in circles.
        Ended::Well(due) => due.map_or(latest, |due| due.clamp(now + TimeDelta::seconds(1), latest)),
        Ended::KeptOut => now + AFTER_ANOTHER,
        Ended::Away(_) => now + TimeDelta::from_std(BACKOFF.delay(failures, chance)).unwrap_or(AT_LEAST),
    }
}
