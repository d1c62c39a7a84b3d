//! What is in trouble and who was told: pure, and kept in a file, for the base may be what is away.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use domain::EmailAddress;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::tries::Tries;
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
    /// Whose alert was tried in vain.
    #[serde(default)]
    pub(super) alert_tries: BTreeMap<EmailAddress, Tries>,
    /// Whose all-clear was tried in vain.
    #[serde(default)]
    pub(super) clear_tries: BTreeMap<EmailAddress, Tries>,
}

impl Incident {
    /// Who has the alert, or may have it: the server took it and its answer was lost. To be told of an end without a beginning is better
    /// than to believe in a trouble that is over.
    fn may_know(&self) -> BTreeSet<&EmailAddress> {
        let perhaps = self.alert_tries.iter().filter(|(_, tries)| tries.may_have_arrived());
        self.told.iter().chain(perhaps.map(|(to, _)| to)).collect()
    }

    /// Everybody who may know of it knows that it is over.
    fn is_closed(&self) -> bool {
        self.ended_at.is_some() && self.may_know().iter().all(|to| self.cleared.contains(*to))
    }
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
            alert_tries: BTreeMap::new(),
            clear_tries: BTreeMap::new(),
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
        if incident.is_closed() {
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
                let ready = |to: &EmailAddress| is_ready(&incident.clear_tries, to, now);
                let waiting = incident.may_know().into_iter().filter(|to| !incident.cleared.contains(*to));
                due.extend(waiting.filter(|to| ready(to)).map(|to| Step::AllClear(*job, to.clone())));
            } else if (*job == Job::Integrate || integrating)
                && !incident.in_doubt
                && now - incident.since >= patience
            {
                let ready = |to: &EmailAddress| is_ready(&incident.alert_tries, to, now);
                let untold = self.addresses.iter().filter(|to| !incident.told.contains(to));
                due.extend(untold.filter(|to| ready(to)).map(|to| Step::Alert(*job, to.clone())));
                if self.addresses.is_empty() && !incident.logged {
                    due.push(Step::Log(*job));
                }
            }
        }
        due
    }

    /// A mail is about to leave. Noted before it does: whoever dies amid it must not send it again at once, and again. Whenever the mails
    /// of an alert leave, they bear the Date of the first one. Answers what its tries were before; `chance` is between 0 and 1.
    pub(super) fn begins(&mut self, step: &Step, now: DateTime<Utc>, chance: f64) -> Option<Tries> {
        if let Step::Alert(job, _) = step
            && let Some(incident) = self.incidents.get_mut(job)
        {
            incident.told_at.get_or_insert(now);
        }
        let (tries, to) = self.tries(step)?;
        let before = tries.get(to).cloned();
        tries.entry(to.clone()).or_default().begins(now, chance);
        before
    }

    /// Nothing left: the mail server was away, which is no matter of this mail.
    pub(super) fn take_back(&mut self, step: &Step, before: Option<Tries>) {
        let Some((tries, to)) = self.tries(step) else { return };
        match before {
            Some(before) => drop(tries.insert(to.clone(), before)),
            None => drop(tries.remove(to)),
        }
    }

    /// It is not known to have arrived; `refused` where it surely did not. Answers whether the words are news.
    pub(super) fn missed(
        &mut self,
        step: &Step,
        refused: bool,
        words: &str,
        now: DateTime<Utc>,
        chance: f64,
    ) -> bool {
        let Some((tries, to)) = self.tries(step) else { return false };
        tries.entry(to.clone()).or_default().missed(refused, words, now, chance)
    }

    /// Whether a mail was tried so often without an answer that one more would be one too many.
    pub(super) fn is_exhausted(&self, step: &Step) -> bool {
        let tries = match step {
            Step::Alert(job, to) => self.incidents.get(job).and_then(|it| it.alert_tries.get(to)),
            Step::AllClear(job, to) => self.incidents.get(job).and_then(|it| it.clear_tries.get(to)),
            Step::Log(_) => None,
        };
        tries.is_some_and(Tries::are_enough)
    }

    fn tries<'a>(
        &mut self,
        step: &'a Step,
    ) -> Option<(&mut BTreeMap<EmailAddress, Tries>, &'a EmailAddress)> {
        match step {
            Step::Alert(job, to) => Some((&mut self.incidents.get_mut(job)?.alert_tries, to)),
            Step::AllClear(job, to) => Some((&mut self.incidents.get_mut(job)?.clear_tries, to)),
            Step::Log(_) => None,
        }
    }

    /// A step was done; it is not due again.
    pub(super) fn done(&mut self, step: &Step) {
        if let Some((tries, to)) = self.tries(step) {
            tries.remove(to);
        }
        let (Step::Alert(job, _) | Step::AllClear(job, _) | Step::Log(job)) = step;
        let Some(incident) = self.incidents.get_mut(job) else { return };
        match step {
            Step::Alert(_, to) => drop(incident.told.insert(to.clone())),
            Step::AllClear(_, to) => drop(incident.cleared.insert(to.clone())),
            Step::Log(_) => incident.logged = true,
        }
        if incident.is_closed() {
            self.incidents.remove(job);
        }
    }
}

fn is_ready(tries: &BTreeMap<EmailAddress, Tries>, to: &EmailAddress, now: DateTime<Utc>) -> bool {
    tries.get(to).is_none_or(|tries| tries.are_over(now))
}
