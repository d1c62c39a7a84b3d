//! `mail list|send|retry`: what waits to be sent, and what could not be.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use winpneu::journal::{self, JournalEntry};
use winpneu::mails::{self, ListedMail, MailState, Retried};
use winpneu::{Connection, runs};

use super::Answer;
use crate::cli::MailCommand;
use crate::clock;
use crate::config::Config;
use crate::deed;
use crate::delivery::{self, Round};
use crate::failure::Failure;
use crate::installation::{open_base, operator};
use crate::mail::one_line::on_one_line;

/// Of each state: nobody reads more at once, and the rest is counted.
const LISTED: u32 = 500;

/// A journal's entity is 60 characters wide, « mail: » among them.
const ENTITY_CHARS: usize = 55;

pub(super) async fn run(config: &Config, command: MailCommand) -> Result<Answer, Failure> {
    match command {
        MailCommand::List { all } => list(&mut open_base(config).await?, all).await,
        MailCommand::Send => delivery::run(config, &CancellationToken::new()).await.map(|round| told(&round)),
        MailCommand::Retry { message_id } => {
            retry(&mut open_base(config).await?, message_id.as_deref()).await
        }
    }
}

fn told(round: &Round) -> Answer {
    let mut lines =
        vec![format!("sent {}, postponed {}, failed {}", round.sent, round.postponed, round.failed)];
    lines.extend(round.away.as_ref().map(|away| format!("away: {away}")));
    lines.extend(round.next_due.map(|at| {
        let when = if at <= clock::now() { "due since" } else { "next:" };
        format!("{when} {} UTC", at.naive_utc())
    }));
    let fine = round.failed == 0 && round.away.is_none();
    Answer { fine, ..Answer::fine(json!(round), lines.join("\n")) }
}

async fn list(base: &mut Connection, all: bool) -> Result<Answer, Failure> {
    let mut states = vec![MailState::Failed, MailState::Queued];
    states.extend(all.then_some(MailState::Sent));
    let counts = mails::counts(base).await?;
    let (mut lines, mut text, mut more) = (Vec::new(), Vec::new(), json!({}));
    for state in states {
        let found = mails::in_state(base, state, LISTED).await?;
        let total = counts.iter().find(|(name, ..)| name == state.as_str()).map_or(0, |(_, count, _)| *count);
        let rest = total - i64::try_from(found.len()).unwrap_or(total);
        text.extend(found.iter().map(line));
        if rest > 0 {
            text.push(format!("… and {rest} more {}", state.as_str()));
            more[state.as_str()] = json!(rest);
        }
        lines.extend(found.iter().map(json_line));
    }
    if text.is_empty() {
        text.push("no mail waits, and none has failed".to_owned());
    }
    let away = away(base).await?;
    text.extend(away.as_ref().map(|Away { since, why }| {
        format!("no mail leaves since {} UTC: {}", since.naive_utc().format("%F %T"), on_one_line(why))
    }));
    Ok(Answer::fine(json!({ "mails": lines, "more": more, "away": away }), text.join("\n")))
}

/// The mail server at the end of the last round.
#[derive(serde::Serialize)]
struct Away {
    since: DateTime<Utc>,
    why: String,
}

async fn away(base: &mut Connection) -> Result<Option<Away>, Failure> {
    let Some((note, at)) = runs::last(base, delivery::JOB).await? else { return Ok(None) };
    let Some(why) = note["away"].as_str() else { return Ok(None) };
    let since = note["away_since"].as_str().and_then(|text| text.parse().ok());
    Ok(Some(Away { since: since.unwrap_or_else(|| at.and_utc()), why: why.to_owned() }))
}

fn line(mail: &ListedMail) -> String {
    let id = on_one_line(&mail.message_id);
    let (recipient, subject) = (on_one_line(&mail.recipient), on_one_line(&mail.subject));
    let when = match (mail.state, mail.sent_at) {
        (MailState::Queued, _) => format!("next try {} UTC", mail.next_try_at),
        (MailState::Sent, Some(at)) => format!("on {at} UTC"),
        (MailState::Sent, None) | (MailState::Failed, _) => format!("queued {} UTC", mail.queued_at),
    };
    let tries = if mail.tries == 0 { String::new() } else { format!(", tries {}", mail.tries) };
    let error =
        mail.error.as_deref().map_or_else(String::new, |error| format!("\n    {}", on_one_line(error)));
    format!("{:<6} {id}\n    to {recipient}: {subject}\n    {when}{tries}{error}", mail.state.as_str())
}

fn json_line(mail: &ListedMail) -> Value {
    let next = (mail.state == MailState::Queued).then(|| mail.next_try_at.and_utc());
    json!({
        "message_id": mail.message_id,
        "state": mail.state.as_str(),
        "recipient": mail.recipient,
        "subject": mail.subject,
        "queued_at": mail.queued_at.and_utc(),
        "tries": mail.tries,
        "next_try_at": next,
        "sent_at": mail.sent_at.map(|at| at.and_utc()),
        "error": mail.error,
    })
}

/// Only the queue is changed: the daemon sends, or `mail send`. So this works beside either of them.
async fn retry(base: &mut Connection, message_id: Option<&str>) -> Result<Answer, Failure> {
    if let Some(id) = message_id {
        let known = mails::find(base, id).await?;
        let known = known
            .ok_or_else(|| Failure::Other(format!("there is no mail {id:?}: automaton mail list --all")))?;
        if let (MailState::Sent, Some(at)) = (known.state, known.sent_at) {
            return Err(Failure::Other(format!("{} was sent on {at} UTC", on_one_line(id))));
        }
    }
    let (now, by) = (clock::now(), operator());
    let line = clock::new_id();
    let retried = deed::make(base, Some(line), "automaton mail list", async |tx| {
        let retried = mails::retry(tx, message_id, now).await?;
        if retried == Retried::default() {
            return Ok(None);
        }
        let what = message_id.unwrap_or("all");
        let after = json!({ "mail": what, "failed": retried.failed, "waiting": retried.waiting });
        let entry = JournalEntry {
            id: line,
            at: now,
            author: &by,
            action: "mail-retry",
            entity: &format!("mail:{}", winpneu::registry::fitting(what, ENTITY_CHARS)),
            before: None,
            after: Some(&after.to_string()),
            file: None,
        };
        journal::write(tx, &entry).await?;
        Ok(Some(retried))
    });
    let Retried { failed, waiting } = retried.await?.unwrap_or_default();
    let text = format!(
        "{failed} that had failed queued again, {waiting} that waited due now: the daemon sends them, or automaton mail send"
    );
    Ok(Answer::fine(json!({ "failed": failed, "waiting": waiting }), text))
}
