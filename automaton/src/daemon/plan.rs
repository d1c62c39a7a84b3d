//! What the worker does next: a pure decision over what it knows.
//!
//! A night is derived from what the base remembers of the last rebuild, never from timers: a restart neither skips it nor repeats it, and
//! one that was missed while the server was off is made up for.

#[cfg(test)]
mod tests;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::alerts::Job;
use super::facts::Facts;
use super::schedule::Schedule;
use crate::backoff::Backoff;
use crate::config::Config;
use crate::failure::Failure;

/// The base is looked at this often at least: commands leave wishes there, and a clock may be set.
pub const LOOK_EVERY: TimeDelta = TimeDelta::seconds(30);
/// Between two tries of a job that fails.
const BACKOFF: Backoff = Backoff { first: Duration::from_secs(5), ceiling: Duration::from_secs(300) };
/// How soon a job is tried again while another automaton is at work.
const AFTER_ANOTHER: TimeDelta = TimeDelta::seconds(2);
/// Another automaton at work for this long is trouble: the longest rebuild takes a fraction of it.
const ANOTHER_LASTS: TimeDelta = TimeDelta::minutes(10);
/// A note of the base from further ahead was made by a clock that was wrong; it tells nothing.
const AHEAD: TimeDelta = TimeDelta::minutes(15);

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// One pass over the inbox.
    Integrate,
    /// Mark old relations.
    Archive,
    /// The offline bases.
    Rebuild,
    /// Nothing before then.
    SleepUntil(DateTime<Utc>),
}

/// What the configuration says about when.
#[derive(Debug, Clone)]
pub struct Rules {
    /// When the inbox is looked at besides the folder watch.
    pub integrate: Option<Schedule>,
    /// When the bases are rebuilt.
    pub rebuild: Option<Schedule>,
    /// Whether they are rebuilt after an integration, too.
    pub after_integration: bool,
    /// Least time between two rebuilds that were asked for by day.
    pub spacing: TimeDelta,
    /// Whether old relations are marked before each nightly rebuild.
    pub archives: bool,
    /// When a file that is still on its way is looked at again.
    pub settle: TimeDelta,
}

impl Rules {
    /// Those of a configuration.
    ///
    /// # Errors
    /// [`Failure::Usage`] when a schedule is none.
    pub fn of(config: &Config) -> Result<Self, Failure> {
        let schedule = |key: &str, expression: &str| {
            Schedule::parse(expression, config.timezone)
                .map_err(|problem| Failure::Usage(format!("schedule.{key} = {expression:?} {problem}")))
        };
        let rules = &config.schedule;
        Ok(Self {
            integrate: schedule("integrate", &rules.integrate)?,
            rebuild: schedule("rebuild", &rules.rebuild)?,
            after_integration: rules.rebuild_after_integration,
            spacing: TimeDelta::minutes(rules.rebuild_min_minutes.into()),
            archives: config.retention.archive_relations_after_days > 0,
            settle: TimeDelta::seconds(i64::from(rules.settle_seconds) + 1),
        })
    }
}

/// How the tries of a job went since it last succeeded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tries {
    failures: u32,
    retry_at: Option<DateTime<Utc>>,
    kept_out_since: Option<DateTime<Utc>>,
}

/// What the decision rests on.
#[derive(Debug, Clone)]
pub struct State {
    /// What the configuration says.
    pub rules: Rules,
    /// What the base says; none until it answered.
    pub facts: Option<Facts>,
    /// A pass was asked for: at the start, by the folder watch, or because the last one failed.
    pub asked: bool,
    last_pass: Option<DateTime<Utc>>,
    look_again: Option<DateTime<Utc>>,
    last: Option<Job>,
    integrate: Tries,
    archive: Tries,
    rebuild: Tries,
}

impl State {
    /// At the start: a pass is due.
    #[must_use]
    pub const fn new(rules: Rules) -> Self {
        let none = Tries { failures: 0, retry_at: None, kept_out_since: None };
        Self {
            rules,
            facts: None,
            asked: true,
            last_pass: None,
            look_again: None,
            last: None,
            integrate: none,
            archive: none,
            rebuild: none,
        }
    }

    const fn tries(&mut self, job: Job) -> Option<&mut Tries> {
        match job {
            Job::Integrate => Some(&mut self.integrate),
            Job::Archive => Some(&mut self.archive),
            Job::Rebuild => Some(&mut self.rebuild),
            Job::Mail => None,
        }
    }

    /// A job begins.
    pub const fn begins(&mut self, job: Job, now: DateTime<Utc>) {
        self.last = Some(job);
        if matches!(job, Job::Integrate) {
            self.asked = false;
            self.look_again = None;
            self.last_pass = Some(now);
        }
    }

    /// It went well. What the base said before is over: nothing is done twice for want of a new look.
    pub fn succeeded(&mut self, job: Job) {
        if matches!(job, Job::Archive | Job::Rebuild) {
            self.facts = None;
        }
        if let Some(tries) = self.tries(job) {
            *tries = Tries::default();
        }
    }

    /// Whether its last try failed.
    #[must_use]
    pub const fn is_failing(&self, job: Job) -> bool {
        match job {
            Job::Integrate => self.integrate.failures > 0,
            Job::Archive => self.archive.failures > 0,
            Job::Rebuild => self.rebuild.failures > 0,
            Job::Mail => false,
        }
    }

    /// It failed; `chance` is between 0 and 1.
    pub fn failed(&mut self, job: Job, now: DateTime<Utc>, chance: f64) {
        self.asked |= job == Job::Integrate;
        if let Some(tries) = self.tries(job) {
            tries.failures = tries.failures.saturating_add(1);
            tries.kept_out_since = None;
            tries.retry_at = now.checked_add_signed(after(BACKOFF.delay(tries.failures, chance)));
        }
    }

    /// Another automaton was at work; answers whether that lasts too long.
    pub fn kept_out(&mut self, job: Job, now: DateTime<Utc>) -> bool {
        self.asked |= job == Job::Integrate;
        let Some(tries) = self.tries(job) else { return false };
        tries.retry_at = now.checked_add_signed(AFTER_ANOTHER);
        now - *tries.kept_out_since.get_or_insert(now) >= ANOTHER_LASTS
    }

    /// The last pass met a file that may still be on its way.
    pub fn unsettled(&mut self, now: DateTime<Utc>) {
        self.look_again = now.checked_add_signed(self.rules.settle);
    }

    /// From when on a job is due; none when nothing asks for it.
    #[must_use]
    pub fn due(&self, job: Job, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let (due, tries) = match job {
            Job::Integrate => (self.integrate_due(now), self.integrate),
            Job::Archive => (self.archive_due(now), self.archive),
            Job::Rebuild => (self.rebuild_due(now), self.rebuild),
            Job::Mail => return None,
        };
        // Where the clock was set back, no try waits longer than the longest wait.
        let held_back = tries.retry_at.map(|at| at.min(now + after(BACKOFF.ceiling)));
        due.map(|due| held_back.map_or(due, |at| due.max(at)))
    }

    fn integrate_due(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let since = self.last_pass.map_or(now, |at| at.min(now));
        let scheduled = self.rules.integrate.as_ref().and_then(|schedule| schedule.next_after(since));
        let asked = self.asked.then_some(now);
        [asked, scheduled, self.look_again].into_iter().flatten().min()
    }

    /// The next rebuild of the schedule; at once when there was none yet.
    fn night(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let (schedule, facts) = (self.rules.rebuild.as_ref()?, self.facts.as_ref()?);
        facts.built_at.filter(|at| known(*at, now)).map_or(Some(now), |at| schedule.next_after(at))
    }

    fn rebuild_due(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let facts = self.facts.as_ref()?;
        let news = self.rules.after_integration && facts.counter > facts.through;
        let spaced = || {
            facts.built_at.filter(|at| known(*at, now)).map_or(now, |at| {
                at.checked_add_signed(self.rules.spacing).unwrap_or(DateTime::<Utc>::MAX_UTC)
            })
        };
        let by_day = (news || facts.wished).then(spaced);
        let again = facts.incomplete.then_some(now);
        [self.night(now), by_day, again].into_iter().flatten().min()
    }

    /// As a night's rebuild, which it precedes; when it fails the rebuild goes ahead. What was asked to end amid it goes on at once.
    fn archive_due(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if !self.rules.archives {
            return None;
        }
        let (schedule, facts) = (self.rules.rebuild.as_ref()?, self.facts.as_ref()?);
        if facts.archiving_stopped {
            return Some(now);
        }
        match facts.archived_at.filter(|at| known(*at, now)) {
            Some(at) => schedule.next_after(at),
            None if self.archive.failures > 0 => Some(now),
            None => self.night(now),
        }
    }
}

/// Decides what to do now. Of two jobs that are due the one goes ahead that did not run last, so that a busy inbox and a failing job keep
/// no other one waiting; else the pass comes first, and archiving before the rebuild.
#[must_use]
pub fn next_job(state: &State, now: DateTime<Utc>) -> What {
    let all = [Job::Integrate, Job::Archive, Job::Rebuild];
    let mut due: Vec<Job> =
        all.into_iter().filter(|job| state.due(*job, now).is_some_and(|at| at <= now)).collect();
    due.sort_by_key(|job| Some(*job) == state.last);
    match due.first() {
        Some(Job::Integrate) => What::Integrate,
        Some(Job::Archive) => What::Archive,
        Some(Job::Rebuild) => What::Rebuild,
        Some(Job::Mail) | None => {
            let next = all.into_iter().filter_map(|job| state.due(job, now)).min();
            let latest = now + LOOK_EVERY;
            What::SleepUntil(next.map_or(latest, |at| at.min(latest)))
        }
    }
}

fn known(at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    at <= now + AHEAD
}

fn after(wait: Duration) -> TimeDelta {
    TimeDelta::from_std(wait).unwrap_or(TimeDelta::MAX)
}
