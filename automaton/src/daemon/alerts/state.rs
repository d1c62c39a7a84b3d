//! What is in trouble and who was told: pure, and kept in a file, for the base may be what is away.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use domain::EmailAddress;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::mail::Standstill;

/// What the daemon does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Job {
    /// Integrating files.
    Integrate,
    /// Making the bases.
    Rebuild,
    /// Archiving old relations.
    Archive,
    /// Sending mails.
    Mail,
}

impl Job {
    /// Its name in logs and in `/health`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Integrate => "integrate",
            Self::Rebuild => "rebuild",
            Self::Archive => "archive",
            Self::Mail => "mail",
        }
    }

    /// What a mail says of its trouble; nothing of a trouble with mails themselves.
    pub(super) const fn standstill(self) -> Option<Standstill> {
        match self {
            Self::Integrate => Some(Standstill::Integration),
            Self::Rebuild => Some(Standstill::Bases),
            Self::Archive => Some(Standstill::Archiving),
            Self::Mail => None,
        }
    }
}

/// One time that a job failed until it succeeds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Incident {
    /// Made once: the Message-IDs hang on it.
    pub(super) id: Uuid,
    /// Its first failure.
    pub(super) since: DateTime<Utc>,
    /// Its latest words.
    pub(super) words: String,
    /// Whether it has to fail once more before it is told: its cause may have gone with another trouble, or while the daemon was off.
    #[serde(default)]
    pub(super) in_doubt: bool,
    /// Who got the alert.
    pub(super) told: BTreeSet<EmailAddress>,
    /// When the alert was written: the Date of its mails.
    pub(super) told_at: Option<DateTime<Utc>>,
    /// When it ended; it is kept until everybody who got the alert has the all-clear.
    pub(super) ended_at: Option<DateTime<Utc>>,
    /// Who has the all-clear.
    pub(super) cleared: BTreeSet<EmailAddress>,
    /// Whether it was logged for want of addresses.
    #[serde(default)]
    pub(super) logged: bool,
}

/// Everything that is remembered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    /// Where alerts go.
    pub(super) addresses: Vec<EmailAddress>,
    /// One for each job at most.
    pub(super) incidents: BTreeMap<Job, Incident>,
}

/// What is to be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Tell this recipient that the job stands still.
    Alert(Job, EmailAddress),
    /// Tell this recipient that it works again.
    AllClear(Job, EmailAddress),
    /// Nobody can be told: log it.
    Log(Job),
}

impl State {
    /// A job failed. An end that nobody was told of did not happen; whoever was told that it ended hears of a new incident.
    pub(super) fn failed(&mut self, job: Job, words: &str, now: DateTime<Utc>, id: Uuid) {
        let known = self.incidents.remove(&job);
        let new = Incident {
            id,
            since: now,
            words: words.to_owned(),
            in_doubt: false,
            told: BTreeSet::new(),
            told_at: None,
            ended_at: None,
            cleared: BTreeSet::new(),
            logged: false,
        };
        let incident = match known {
            None => new,
            Some(known) if known.cleared.is_empty() => {
                Incident { words: words.to_owned(), in_doubt: false, ended_at: None, ..known }
            }
            // Those who still wait for the all-clear of the last one know that it stands still.
            Some(known) => Incident { told: &known.told - &known.cleared, ..new },
        };
        self.incidents.insert(job, incident);
    }

    /// A job succeeded: what nobody was told of is over without a word.
    pub(super) fn succeeded(&mut self, job: Job, now: DateTime<Utc>) {
        let Some(incident) = self.incidents.get_mut(&job).filter(|it| it.ended_at.is_none()) else { return };
        incident.ended_at = Some(now);
        if incident.told.is_empty() {
            self.incidents.remove(&job);
        }
        // What else failed meanwhile most likely did so for the same cause.
        if job == Job::Integrate {
            self.doubt();
        }
    }

    /// What was not told yet is told only when it fails again.
    pub(super) fn doubt(&mut self) {
        for incident in self.incidents.values_mut().filter(|incident| incident.told.is_empty()) {
            incident.in_doubt = true;
        }
    }

    /// What is to be told now, of troubles that have lasted for `patience`. While files are not integrated nothing else is told: it is
    /// most likely the same cause.
    pub(super) fn due(&self, now: DateTime<Utc>, patience: TimeDelta) -> Vec<Step> {
        let integrating = self.incidents.get(&Job::Integrate).is_none_or(|it| it.ended_at.is_some());
        let mut due = Vec::new();
        for (job, incident) in self.incidents.iter().filter(|(job, _)| job.standstill().is_some()) {
            if incident.ended_at.is_some() {
                let waiting = incident.told.difference(&incident.cleared);
                due.extend(waiting.map(|to| Step::AllClear(*job, to.clone())));
            } else if (*job == Job::Integrate || integrating)
                && !incident.in_doubt
                && now - incident.since >= patience
            {
                let untold = self.addresses.iter().filter(|to| !incident.told.contains(to));
                due.extend(untold.map(|to| Step::Alert(*job, to.clone())));
                if self.addresses.is_empty() && !incident.logged {
                    due.push(Step::Log(*job));
                }
            }
        }
        due
    }

    /// The alert is being written: whenever its mails leave, they bear this Date.
    pub(super) fn writes(&mut self, job: Job, now: DateTime<Utc>) {
        if let Some(incident) = self.incidents.get_mut(&job) {
            incident.told_at.get_or_insert(now);
        }
    }

    /// A step was done; it is not due again.
    pub(super) fn done(&mut self, step: &Step) {
        let (Step::Alert(job, _) | Step::AllClear(job, _) | Step::Log(job)) = step;
        let Some(incident) = self.incidents.get_mut(job) else { return };
        match step {
            Step::Alert(_, to) => drop(incident.told.insert(to.clone())),
            Step::AllClear(_, to) => drop(incident.cleared.insert(to.clone())),
            Step::Log(_) => incident.logged = true,
        }
        if incident.ended_at.is_some() && incident.told.is_subset(&incident.cleared) {
            self.incidents.remove(job);
        }
    }
}
