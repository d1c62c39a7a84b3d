//! One round of sending: each mail that is due, once, the longest due first.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::json;
use tokio_util::sync::CancellationToken;
use winpneu::mails::{self, Claim, DueMail};
use winpneu::{Connection, runs, users};

use super::letter::{Content, letter};
use super::smtp::Talk;
use super::step::{Step, reached};
use super::trouble::Trouble;
use super::verdict::{claimed_until, next_try};
use super::{Mailer, Round};
use crate::backoff::chance;
use crate::clock;
use crate::failure::Failure;

/// The note under which the last round is remembered.
pub const JOB: &str = "mail";

/// Who is asked to stop waits that long for the mail in hand. It is sent again if it was taken later.
const LAST_WAIT: Duration = Duration::from_secs(3);

/// A base that is busy is asked that often to note that a mail has left; afterwards, or when a stop is asked for, the mail is sent again.
const MARK_ATTEMPTS: u32 = 25;
/// Each attempt is short, so that who is asked to stop need not wait for the end of a long one.
const MARK_PATIENCE: Duration = Duration::from_secs(1);
const BETWEEN_MARKS: Duration = Duration::from_secs(1);

/// Sends what is due, one mail after another, until nothing is due, the server is away, or `stop` is asked for. The caller holds
/// `Lock::Mail`.
///
/// # Errors
/// When the base does not answer.
pub async fn send_due(
    base: &mut Connection,
    mailer: &Mailer,
    stop: &CancellationToken,
) -> Result<Round, Failure> {
    let mut walk = Walk { base, mailer, round: Round::default(), names: None };
    let mut at_hand = None;
    let walked = walk.through(&mut at_hand, stop).await;
    mailer.end(at_hand).await;
    walked?;
    let Walk { base, mut round, .. } = walk;
    round.next_due = mails::next_due(base).await?.map(|at| at.and_utc());
    remember(base, &round).await?;
    Ok(round)
}

/// Notes the round, and since when nothing leaves.
async fn remember(base: &mut Connection, round: &Round) -> Result<(), Failure> {
    let now = clock::now();
    let before = runs::last(base, JOB).await?.map(|(note, _)| note).filter(|note| !note["away"].is_null());
    let known = before.and_then(|note| note["away_since"].as_str().map(str::to_owned));
    let since = round.away.as_ref().map(|_| known.unwrap_or_else(|| now.to_rfc3339()));
    let outcome = json!({
        "sent": round.sent,
        "postponed": round.postponed,
        "failed": round.failed,
        "away": round.away,
        "away_since": since,
    });
    Ok(runs::remember(base, JOB, &outcome, now).await?)
}

struct Walk<'a> {
    base: &'a mut Connection,
    mailer: &'a Mailer,
    round: Round,
    /// How the people behind addresses are called; read when the first of them is met.
    names: Option<HashMap<String, Option<String>>>,
}

impl Walk<'_> {
    async fn through(&mut self, at_hand: &mut Option<Talk>, stop: &CancellationToken) -> Result<(), Failure> {
        let mut last: Option<DueMail> = None;
        while !stop.is_cancelled() && self.round.away.is_none() {
            let Some(due) = mails::due(self.base, clock::now(), last.as_ref()).await? else { break };
            let name = self.name_of(due.mail.sender.as_deref()).await?;
            let ready = tokio::select! {
                biased;
                ready = self.mailer.ready(at_hand) => ready,
                () = asked_to_hurry(stop) => break,
            };
            if let Err(trouble) = ready {
                self.round.away = Some(trouble.into_words());
                break;
            }
            last = Some(due.clone());
            let until = claimed_until(clock::now(), due.tries.saturating_add(1), chance());
            let Some(claim) = mails::claim(self.base, due, until).await? else { continue };
            reached(Step::Send);
            let answered = tokio::select! {
                biased;
                answered = send(self.mailer, at_hand, &claim.due, name.as_deref()) => answered,
                () = asked_to_hurry(stop) => {
                    mails::release(self.base, &claim).await?;
                    break;
                }
            };
            self.mark(&claim, answered, stop).await?;
        }
        Ok(())
    }

    async fn mark(
        &mut self,
        claim: &Claim,
        answered: Result<(), Trouble>,
        stop: &CancellationToken,
    ) -> Result<(), Failure> {
        match answered {
            Ok(()) => {
                reached(Step::Taken);
                self.taken(claim, stop).await?;
                reached(Step::Marked);
                self.round.sent += 1;
                self.base.be_patient(None).await?;
            }
            Err(Trouble::Away(words)) => {
                mails::release(self.base, claim).await?;
                self.round.away = Some(words);
            }
            Err(Trouble::Shut(words) | Trouble::Unknown(words)) => {
                self.later(claim, &words).await?;
                self.round.away = Some(words);
            }
            Err(Trouble::Later(words)) => self.later(claim, &words).await?,
            Err(Trouble::Never(words)) => self.failed(claim, &words).await?,
        }
        Ok(())
    }

    /// Whatever became of the row meanwhile: the mail has left. So has the connection, perhaps, while a mail server let us wait.
    async fn taken(&mut self, claim: &Claim, stop: &CancellationToken) -> Result<(), winpneu::Error> {
        let mut attempt = 1;
        loop {
            match self.mark_sent(claim).await {
                Ok(()) => return Ok(()),
                Err(error) if error.is_transient() && attempt < MARK_ATTEMPTS && !stop.is_cancelled() => {
                    attempt += 1;
                    tokio::select! {
                        () = tokio::time::sleep(BETWEEN_MARKS) => {}
                        () = stop.cancelled() => {}
                    }
                    if let Err(error) = self.base.renew().await {
                        tracing::debug!(%error, "the base is still away");
                    }
                }
                Err(error) => {
                    tracing::error!(
                        %error,
                        "{} was taken but could not be marked; it will be sent again under the same Message-ID",
                        claim.due.mail.message_id
                    );
                    return Err(error);
                }
            }
        }
    }

    async fn mark_sent(&mut self, claim: &Claim) -> Result<(), winpneu::Error> {
        self.base.be_patient(Some(MARK_PATIENCE)).await?;
        mails::mark_sent(self.base, claim, clock::now()).await.map(drop)
    }

    async fn later(&mut self, claim: &Claim, words: &str) -> Result<(), Failure> {
        let failures = claim.tries();
        match next_try(claim.due.queued_at.and_utc(), clock::now(), failures, chance()) {
            Some(next) => {
                let marked = mails::postpone(self.base, claim, next, words).await?;
                self.round.postponed += u64::from(marked);
            }
            None => {
                self.failed(claim, &format!("given up after 5 days and {failures} attempts: {words}"))
                    .await?;
            }
        }
        Ok(())
    }

    async fn failed(&mut self, claim: &Claim, words: &str) -> Result<(), Failure> {
        let marked = mails::fail(self.base, claim, words).await?;
        self.round.failed += u64::from(marked);
        Ok(())
    }

    /// How the person behind an address is called; nobody where several share it under different names.
    async fn name_of(&mut self, address: Option<&str>) -> Result<Option<String>, Failure> {
        let Some(address) = address else { return Ok(None) };
        if self.names.is_none() {
            let mut names = HashMap::new();
            for user in users::all(self.base).await? {
                let Some(email) = user.email else { continue };
                let known = names.entry(email.to_lowercase()).or_insert_with(|| user.shown_name.clone());
                if *known != user.shown_name {
                    *known = None;
                }
            }
            self.names = Some(names);
        }
        let names = self.names.as_ref();
        Ok(names.and_then(|names| names.get(&address.to_lowercase())).cloned().flatten())
    }
}

async fn send(
    mailer: &Mailer,
    at_hand: &mut Option<Talk>,
    mail: &DueMail,
    person_name: Option<&str>,
) -> Result<(), Trouble> {
    let content = Content {
        message_id: &mail.mail.message_id,
        recipient: &mail.mail.recipient,
        person: mail.mail.sender.as_deref(),
        person_name,
        subject: &mail.mail.subject,
        body: &mail.mail.body,
        at: mail.queued_at,
    };
    let letter = letter(&mailer.house, &content).map_err(Trouble::Never)?;
    mailer.send(at_hand, &letter).await
}

async fn asked_to_hurry(stop: &CancellationToken) {
    stop.cancelled().await;
    tokio::time::sleep(LAST_WAIT).await;
}
