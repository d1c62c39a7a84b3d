//! The worker: one job at a time, as [`plan`](super::plan) decides. Nothing that happens to a job ends it; what fails is tried again.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::alerting::Event;
use super::alerts::Job;
use super::board::Board;
use super::facts::{self, Facts};
use super::plan::{State, What, next_job};
use crate::backoff::chance;
use crate::config::Config;
use crate::failure::Failure;
use crate::{archiving, clock, rebuild};

mod pass;
#[cfg(test)]
mod tests;

/// What the worker works with.
#[derive(Debug)]
pub struct Worker {
    /// The configuration.
    pub config: Arc<Config>,
    /// What it knows.
    pub state: State,
    /// For `/health`.
    pub board: Arc<Board>,
    /// For alerts.
    pub events: UnboundedSender<Event>,
    /// Rung when there may be something in the inbox.
    pub asked: Arc<Notify>,
    /// Rung for the mails.
    pub queued: Arc<Notify>,
    /// Asked to end.
    pub stop: CancellationToken,
    /// When the common base was built that was last heard of.
    pub built_at: Option<DateTime<Utc>>,
}

impl Worker {
    /// Works until it is asked to end.
    pub async fn run(mut self) {
        loop {
            self.look().await;
            if self.stop.is_cancelled() {
                return;
            }
            let now = clock::now();
            for job in [Job::Integrate, Job::Archive, Job::Rebuild] {
                if job != Job::Archive || self.state.rules.archives {
                    self.board.next(job, self.state.due(job, now));
                }
            }
            match next_job(&self.state, now) {
                What::Integrate => self.work(Job::Integrate).await,
                What::Archive => self.work(Job::Archive).await,
                What::Rebuild => self.work(Job::Rebuild).await,
                What::SleepUntil(at) => {
                    tokio::select! {
                        () = sleep((at - now).to_std().unwrap_or_default()) => {}
                        () = self.asked.notified() => self.state.asked = true,
                        () = self.stop.cancelled() => {}
                    }
                }
            }
        }
    }

    /// A base that does not answer is the pass's to tell: it is asked for one, where it is not failing already.
    async fn look(&mut self) {
        // A server that does not answer must not keep a stop waiting.
        let answered = tokio::select! {
            answered = Facts::read(&self.config) => answered,
            () = self.stop.cancelled() => return,
        };
        match answered {
            Ok(facts) => {
                self.note_others(&facts);
                self.state.facts = Some(facts);
            }
            Err(failure) => {
                tracing::debug!(%failure, "the base does not tell what it remembers");
                self.state.asked = true;
            }
        }
    }

    /// An operator who mended something rebuilds by hand, as `doctor` says: then the trouble is over, not only with the next night.
    fn note_others(&mut self, facts: &Facts) {
        let Some(at) = facts.built_at.filter(|_| !facts.incomplete) else { return };
        if self.built_at.replace(at) == Some(at) {
            return;
        }
        self.report(Event::DoneByOthers { job: Job::Rebuild, at });
        if self.state.is_failing(Job::Rebuild) {
            tracing::info!("bases were rebuilt beside the daemon: the trouble is over");
            self.state.succeeded(Job::Rebuild);
            self.board.succeeded(Job::Rebuild, json!({ "by": "a command" }), at);
        }
    }

    async fn work(&mut self, job: Job) {
        let now = clock::now();
        self.state.begins(job, now);
        self.board.begins(job, now);
        let began = Instant::now();
        let outcome = match job {
            Job::Integrate => self.integrate().await,
            Job::Archive => self.archive().await,
            Job::Rebuild => self.rebuild().await,
            Job::Mail => Err(Failure::Stopped),
        };
        self.settle(job, outcome, began).await;
    }

    async fn archive(&self) -> Result<Value, Failure> {
        tracing::info!("archiving begins");
        Ok(json!({ "archived": archiving::run(&self.config, &self.stop).await? }))
    }

    async fn rebuild(&self) -> Result<Value, Failure> {
        tracing::info!("the rebuild begins");
        let options = rebuild::Options { stop: self.stop.clone(), ..rebuild::Options::default() };
        let report = rebuild::run(&self.config, &options).await?;
        if let Some(first) = report.problems.first() {
            tracing::warn!(
                rows = report.problem_count,
                first,
                "left out of the bases; `automaton rebuild` lists them"
            );
        }
        let failed: Vec<String> =
            report.failed.iter().map(|failed| format!("{}: {}", failed.base, failed.error)).collect();
        if !failed.is_empty() {
            return Err(Failure::Other(format!(
                "{} of the bases could not be published; what was published of them before stays valid: {}",
                failed.len(),
                failed.join("; ")
            )));
        }
        Ok(json!({
            "generation": report.generation,
            "through": report.through,
            "bases": report.bases.len(),
            "bytes_written": report.bases.iter().map(|base| base.bytes_written).sum::<u64>(),
            "problems": report.problem_count,
        }))
    }

    /// Notes how a job ended.
    async fn settle(&mut self, job: Job, outcome: Result<Value, Failure>, began: Instant) {
        let now = clock::now();
        match outcome {
            Ok(outcome) => {
                if job != Job::Integrate {
                    let seconds = seconds(began);
                    tracing::info!(outcome = %outcome, seconds, "{} is done", noun(job));
                }
                self.state.succeeded(job);
                self.board.succeeded(job, outcome, now);
                self.report(Event::Succeeded { job, at: now });
                if job == Job::Integrate {
                    self.remember_addresses().await;
                    self.queued.notify_one();
                }
            }
            Err(Failure::Stopped) => {
                tracing::info!("{} stopped; the next start goes on", noun(job));
                self.board.put_off(job);
            }
            Err(Failure::Base(winpneu::Error::Locked { holder, .. })) if !self.state.kept_out(job, now) => {
                tracing::debug!(holder, "{} waits for another automaton", noun(job));
                self.board.put_off(job);
            }
            Err(failure) => self.failed(job, &failure, now),
        }
    }

    fn failed(&mut self, job: Job, failure: &Failure, now: DateTime<Utc>) {
        let words = failure.with_advice();
        self.state.failed(job, now, chance());
        let again_at = self.state.due(job, now);
        tracing::error!(again_at = again_at.map(tracing::field::display), "{} failed: {words}", noun(job));
        self.board.failed(job, &words, now);
        self.report(Event::Failed { job, words, at: now });
    }

    fn report(&self, event: Event) {
        // Nobody listens any more only when the daemon ends.
        let _ = self.events.send(event);
    }

    async fn remember_addresses(&self) {
        match facts::error_addresses(&self.config).await {
            Ok(addresses) => self.report(Event::Addresses(addresses)),
            Err(failure) => tracing::debug!(%failure, "the error addresses cannot be read"),
        }
    }
}

/// How long it took, for the log.
fn seconds(began: Instant) -> tracing::field::DisplayValue<String> {
    tracing::field::display(format!("{:.2}", began.elapsed().as_secs_f32()))
}

/// A job, for the log.
const fn noun(job: Job) -> &'static str {
    match job {
        Job::Integrate => "the pass",
        Job::Archive => "archiving",
        Job::Rebuild => "the rebuild",
        Job::Mail => "mailing",
    }
}
