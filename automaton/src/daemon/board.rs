//! What the daemon is at, in memory: written by those who work, read by `/health`.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

use super::alerts::Job;
use super::facts::Queue;

/// The board.
#[derive(Debug)]
pub struct Board {
    written: Mutex<Written>,
}

#[derive(Debug)]
struct Written {
    started_at: DateTime<Utc>,
    jobs: BTreeMap<&'static str, Line>,
    queue: Queue,
}

/// What became of one job.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Line {
    /// Since when it has been running; none when it is not.
    pub running_since: Option<DateTime<Utc>>,
    /// When it last ended.
    pub last_at: Option<DateTime<Utc>>,
    /// How: its counts, or an error.
    pub last_outcome: Value,
    /// When it is due next; none when nothing asks for it.
    pub next_at: Option<DateTime<Utc>>,
    #[serde(skip)]
    trouble: Option<Trouble>,
}

/// A job that does not succeed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Trouble {
    words: String,
    since: DateTime<Utc>,
}

/// What `/health` answers.
#[derive(Debug, Serialize)]
pub struct Health {
    status: &'static str,
    version: &'static str,
    started_at: DateTime<Utc>,
    now: DateTime<Utc>,
    jobs: BTreeMap<&'static str, Value>,
    troubles: Vec<Value>,
}

impl Health {
    /// Whether every job's last try went well.
    #[must_use]
    pub const fn is_ok(&self) -> bool {
        self.troubles.is_empty()
    }
}

impl Board {
    /// An empty one, with a line for each of these jobs.
    #[must_use]
    pub fn new(jobs: &[Job], started_at: DateTime<Utc>) -> Self {
        let jobs = jobs.iter().map(|job| (job.as_str(), Line::default())).collect();
        Self { written: Mutex::new(Written { started_at, jobs, queue: Queue::default() }) }
    }

    /// Nothing under this lock can fail midway, so a poisoned one is as good as new.
    fn written(&self) -> MutexGuard<'_, Written> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, job: Job, change: impl FnOnce(&mut Line)) {
        change(self.written().jobs.entry(job.as_str()).or_default());
    }

    /// A job begins.
    pub fn begins(&self, job: Job, now: DateTime<Utc>) {
        self.change(job, |line| line.running_since = Some(now));
    }

    /// A job ended before it could do anything: another automaton is at work, or the daemon ends.
    pub fn put_off(&self, job: Job) {
        self.change(job, |line| line.running_since = None);
    }

    /// A job went well.
    pub fn succeeded(&self, job: Job, outcome: Value, now: DateTime<Utc>) {
        self.change(job, |line| {
            *line =
                Line { last_at: Some(now), last_outcome: outcome, next_at: line.next_at, ..Line::default() };
        });
    }

    /// A job failed.
    pub fn failed(&self, job: Job, words: &str, now: DateTime<Utc>) {
        self.change(job, |line| {
            line.running_since = None;
            line.last_at = Some(now);
            line.last_outcome = serde_json::json!({ "error": words });
            let since = line.trouble.as_ref().map_or(now, |trouble| trouble.since);
            line.trouble = Some(Trouble { words: words.to_owned(), since });
        });
    }

    /// When a job is due next.
    pub fn next(&self, job: Job, at: Option<DateTime<Utc>>) {
        self.change(job, |line| line.next_at = at);
    }

    /// What waits to be mailed.
    pub fn queue(&self, queue: Queue) {
        self.written().queue = queue;
    }

    /// Everything, for `/health`.
    #[must_use]
    pub fn health(&self, now: DateTime<Utc>) -> Health {
        let written = self.written();
        let mut jobs = BTreeMap::new();
        let mut troubles = Vec::new();
        for (name, line) in &written.jobs {
            let mut shown = serde_json::to_value(line).unwrap_or_default();
            if *name == Job::Mail.as_str() {
                shown["queued"] = written.queue.queued.into();
                shown["oldest_queued_at"] =
                    serde_json::to_value(written.queue.oldest_queued_at).unwrap_or_default();
            }
            jobs.insert(*name, shown);
            troubles.extend(line.trouble.as_ref().map(
                |trouble| serde_json::json!({ "job": name, "words": trouble.words, "since": trouble.since }),
            ));
        }
        Health {
            status: if troubles.is_empty() { "ok" } else { "degraded" },
            version: env!("CARGO_PKG_VERSION"),
            started_at: written.started_at,
            now,
            jobs,
            troubles,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_trouble_lasts_from_the_first_failure_to_the_next_success() {
        let at = |minute: i64| DateTime::UNIX_EPOCH + chrono::TimeDelta::minutes(minute);
        let board = Board::new(&[Job::Integrate, Job::Mail], at(0));
        let shown = |minute| serde_json::to_value(board.health(at(minute))).expect("JSON");
        let fine = shown(1);
        assert_eq!(
            (&fine["status"], &fine["troubles"], &fine["started_at"], &fine["now"]),
            (&json!("ok"), &json!([]), &json!(at(0)), &json!(at(1)))
        );
        let untold = json!({
            "running_since": null, "last_at": null, "last_outcome": null, "next_at": null, "queued": 0,
            "oldest_queued_at": null
        });
        assert_eq!(fine["jobs"]["mail"], untold);
        board.begins(Job::Integrate, at(1));
        assert_eq!(shown(1)["jobs"]["integrate"]["running_since"], json!(at(1)));
        board.failed(Job::Integrate, "away", at(2));
        board.begins(Job::Integrate, at(3));
        board.failed(Job::Integrate, "still away", at(4));
        board.next(Job::Integrate, Some(at(5)));
        let degraded = shown(4);
        assert_eq!(degraded["status"], "degraded");
        assert_eq!(
            degraded["troubles"],
            json!([{ "job": "integrate", "words": "still away", "since": at(2) }])
        );
        assert_eq!(
            degraded["jobs"]["integrate"],
            json!({ "running_since": null, "last_at": at(4), "last_outcome": { "error": "still away" }, "next_at": at(5) })
        );
        board.succeeded(Job::Integrate, json!({ "integrated": 3 }), at(6));
        let fine = shown(6);
        assert_eq!((&fine["status"], &fine["troubles"]), (&json!("ok"), &json!([])));
        assert_eq!(fine["jobs"]["integrate"]["last_outcome"], json!({ "integrated": 3 }));
    }
}
