//! What is to be told is told.

use chrono::{DateTime, Utc};
use domain::EmailAddress;

use super::Alerts;
use super::state::{Incident, Job, Step};
use super::tries::{Away, Tries};
use crate::backoff::chance;
use crate::clock;
use crate::delivery::{Mailer, Notice, SendError};
use crate::mail::{self, Addressing, Alert, AllClear, Mail, TemplateError};

/// What takes a mail at once.
pub(super) trait Transport: Sync {
    fn send(&self, notice: &Notice) -> impl Future<Output = Result<(), SendError>> + Send;
}

impl Transport for Mailer {
    async fn send(&self, notice: &Notice) -> Result<(), SendError> {
        self.notify(notice).await
    }
}

impl Alerts {
    /// Whether [`Alerts::tell`] would have something to say.
    #[must_use]
    pub fn has_something_to_tell(&self, now: DateTime<Utc>) -> bool {
        !self.steps(now).is_empty()
    }

    /// Tells what is to be told. What the transport does not take now is told by a later call.
    pub async fn tell(&mut self, mailer: &Mailer) {
        self.tell_by(mailer, clock::now).await;
    }

    /// The transport is out of reach, or cannot even be asked. A word for the first time, and for each other reason.
    pub fn is_away(&mut self, words: &str, now: DateTime<Utc>) {
        if self.away.again(words, now, chance()) {
            tracing::warn!(error = words, "an alert cannot leave, it is kept for later");
        }
    }

    /// What is to be done now. While the transport is away that is nothing that needs it.
    fn steps(&self, now: DateTime<Utc>) -> Vec<Step> {
        let mut steps = self.state.due(now, self.patience);
        if !self.away.is_over(now) {
            steps.retain(|step| matches!(step, Step::Log(_)));
        }
        steps
    }

    /// An answer may take minutes: the time is asked for anew.
    pub(super) async fn tell_by(
        &mut self,
        transport: &impl Transport,
        now: impl Fn() -> DateTime<Utc> + Send,
    ) {
        for step in self.steps(now()) {
            let (job, to) = match &step {
                Step::Log(job) => {
                    self.log(*job);
                    self.change(|state| state.done(&step));
                    continue;
                }
                Step::Alert(job, to) | Step::AllClear(job, to) => (*job, to),
            };
            if self.state.is_exhausted(&step) {
                tracing::error!(%to, "an alert was never answered for; it may have arrived, and is given up");
                self.change(|state| state.done(&step));
                continue;
            }
            let mut before = None;
            self.change(|state| before = state.begins(&step, now(), chance()));
            let notices = match step {
                Step::AllClear(..) => self.all_clear(job, to),
                Step::Alert(..) | Step::Log(_) => self.alert(job, to),
            };
            let answered = sent(transport, notices).await;
            if !self.take(&step, before, answered, now()) {
                return;
            }
        }
    }

    fn log(&self, job: Job) {
        let words = self.state.incidents.get(&job).map_or("", |incident| incident.words.as_str());
        tracing::error!(job = job.as_str(), error = words, "nobody is told: courriels_erreur is empty");
    }

    /// Notes what became of a mail; answers whether the transport is there for the next one.
    fn take(
        &mut self,
        step: &Step,
        before: Option<Tries>,
        answered: Result<(), SendError>,
        now: DateTime<Utc>,
    ) -> bool {
        match answered {
            Ok(()) => self.change(|state| state.done(step)),
            Err(SendError::Away(words)) => {
                self.change(|state| state.take_back(step, before));
                self.is_away(&words, now);
                return false;
            }
            Err(SendError::Unknown(words)) => {
                if self.missed(step, false, &words, now) {
                    tracing::warn!(error = words, "an alert may have left or not, it is kept for later");
                }
            }
            Err(SendError::Later(words)) => {
                if self.missed(step, true, &words, now) {
                    tracing::warn!(error = words, "an alert was not taken, it is kept for later");
                }
            }
            Err(SendError::Never(words)) => {
                tracing::error!(error = words, "an alert will never be taken");
                self.change(|state| state.done(step));
            }
        }
        self.away = Away::default();
        true
    }

    fn missed(&mut self, step: &Step, refused: bool, words: &str, now: DateTime<Utc>) -> bool {
        let mut news = false;
        self.change(|state| news = state.missed(step, refused, words, now, chance()));
        news
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
