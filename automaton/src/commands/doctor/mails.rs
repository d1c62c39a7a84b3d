//! Mails: whether they could leave now, and whether they do.

use std::path::Path;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, NaiveDateTime, Utc};
use winpneu::{Connection, Error, mails};

use super::super::status::ago;
use super::Site;
use super::check::{Check, Paste};
use crate::config::{MailConfig, MailTransport};
use crate::delivery::Mailer;

const SERVER: &str = "mail transport";
const QUEUE: &str = "mails";
/// Greeting, TLS and login; a server that takes longer is away.
const PATIENCE: Duration = Duration::from_secs(20);
/// Something takes the files within this, or nothing does.
const TAKEN_WITHIN: Duration = Duration::from_secs(3_600);
const LATE_HOURS: i64 = 1;
const VERY_LATE_HOURS: i64 = 24;

pub(super) async fn server(site: &Site<'_>) -> Vec<Check> {
    let mail = &site.config.mail;
    let piled_up = match mail.transport {
        MailTransport::File => piled_up(&mail.path, site.now.into()),
        MailTransport::Smtp => 0,
    };
    vec![judge_server(mail, asked(site).await, piled_up, site.paste)]
}

async fn asked(site: &Site<'_>) -> Result<String, String> {
    let mail = &site.config.mail;
    // Asking would make it, as whoever asks.
    if mail.transport == MailTransport::File && !mail.path.exists() {
        return Ok(format!("each mail becomes a file in {}, which the first one makes", mail.path.display()));
    }
    let mailer = Mailer::open(site.config).map_err(|failure| failure.to_string())?;
    match tokio::time::timeout(PATIENCE, mailer.check()).await {
        Ok(answer) => answer.map_err(|error| error.to_string()),
        Err(_) => Err(format!("no answer within {} s", PATIENCE.as_secs())),
    }
}

/// How many mails lie in the folder for longer than whoever takes them needs.
fn piled_up(folder: &Path, now: SystemTime) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let old = |entry: &std::fs::DirEntry| {
        let written = entry.metadata().and_then(|meta| meta.modified());
        let is_mail = entry.path().extension().is_some_and(|extension| extension == "eml");
        is_mail && written.is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age > TAKEN_WITHIN))
    };
    entries.flatten().filter(old).count()
}

fn judge_server(mail: &MailConfig, answer: Result<String, String>, piled_up: usize, paste: &Paste) -> Check {
    let found = match answer {
        Ok(found) => found,
        Err(problem) => {
            let advice = format!(
                "nothing is lost, mails wait. Mend [mail], or the server; then: {}",
                paste.command("mail send")
            );
            return Check::wrong(SERVER, problem, advice);
        }
    };
    if mail.sender.is_none() {
        return Check::warning(
            SERVER,
            format!("{found}; but mail.sender is not set: servers refuse mails from tournee@localhost"),
            "write in automaton.toml, under [mail]: sender = \"Tournée <crm@your-domain>\"",
        );
    }
    if piled_up > 0 {
        return Check::warning(
            SERVER,
            format!(
                "{found}; {piled_up} have lain there for more than an hour: nobody was sent them. So it must be on a trial; \
                 otherwise what takes mails from this folder does not run"
            ),
            "on a trial, nothing; to send them by a server, set in automaton.toml, under [mail]: transport = \"smtp\" and host",
        );
    }
    Check::ok(SERVER, found)
}

pub(super) async fn queue(base: &mut Connection, site: &Site<'_>, checks: &mut Vec<Check>) {
    let queue = counted(base).await.map(|queue| judge_queue(&queue, site.now, site.paste));
    checks.push(queue.unwrap_or_else(|error| Check::unanswered(QUEUE, &error)));
}

#[derive(Debug, Default)]
struct Queue {
    queued: i64,
    oldest: Option<NaiveDateTime>,
    failed: i64,
}

async fn counted(base: &mut Connection) -> Result<Queue, Error> {
    let mut queue = Queue::default();
    for (state, count, oldest) in mails::counts(base).await? {
        match state.as_str() {
            "queued" => (queue.queued, queue.oldest) = (count, Some(oldest)),
            "failed" => queue.failed = count,
            _ => {}
        }
    }
    Ok(queue)
}

fn judge_queue(queue: &Queue, now: DateTime<Utc>, paste: &Paste) -> Check {
    let hours = queue.oldest.map_or(0, |oldest| (now.naive_utc() - oldest).num_hours());
    let list = paste.command("mail list");
    if hours >= LATE_HOURS {
        let age = ago(hours * 3_600);
        let detail = format!("unsent: {}, the oldest was written {age}", queue.queued);
        let advice = format!("{list}\nat once: {}", paste.command("mail send"));
        return if hours >= VERY_LATE_HOURS {
            Check::wrong(QUEUE, detail, advice)
        } else {
            Check::warning(QUEUE, detail, advice)
        };
    }
    if queue.failed > 0 {
        return Check::warning(
            QUEUE,
            format!("mails that no server takes: {}", queue.failed),
            format!("{list}\nonce the address is mended: {}", paste.command("mail retry")),
        );
    }
    Check::ok(QUEUE, format!("{} wait", queue.queued))
}

#[cfg(test)]
mod tests {
    use super::super::check::State;
    use super::*;

    fn paste() -> Paste {
        Paste::new(Path::new("automaton.toml"))
    }

    #[test]
    fn mails_may_wait_for_an_hour() {
        let now: DateTime<Utc> = "2026-11-21T15:00:00Z".parse().expect("an instant");
        for (oldest, failed, state, words) in [
            (None, 0, State::Ok, "0 wait"),
            (Some("2026-11-21T14:00:01"), 0, State::Ok, "1 wait"),
            (Some("2026-11-21T14:00:00"), 0, State::Warning, "unsent: 1"),
            (Some("2026-11-20T15:00:01"), 2, State::Warning, "unsent: 1"),
            (Some("2026-11-20T15:00:00"), 0, State::Wrong, "24 h ago"),
            (None, 2, State::Warning, "no server takes: 2"),
        ] {
            let oldest = oldest.map(|text| text.parse().expect("an instant"));
            let queue = Queue { queued: oldest.map_or(0, |_| 1), oldest, failed };
            let check = judge_queue(&queue, now, &paste());
            assert!(check.state == state && check.detail.contains(words), "{check:?}");
        }
    }

    #[test]
    fn a_transport_needs_a_sender_and_somebody_who_takes_its_files() {
        let answer = || Ok("each mail becomes a file".to_owned());
        let without = MailConfig::default();
        let text = "[winpneu]\nbackend = \"embedded\"\npath = \"w\"\n[folders]\ninbox = \"i\"\nbases = \"b\"\narchive = \"a\"\nquarantine = \"q\"\n[mail]\nsender = \"crm@pneus.example\"";
        let with = crate::config::Config::parse(text, Path::new("/srv")).expect("a configuration").mail;
        for (mail, answer, piled_up, state) in [
            (&with, answer(), 0, State::Ok),
            (&without, answer(), 0, State::Warning),
            (&with, answer(), 7, State::Warning),
            (&with, Err("refused".to_owned()), 0, State::Wrong),
        ] {
            let check = judge_server(mail, answer, piled_up, &paste());
            assert_eq!(check.state, state, "{check:?}");
        }
    }

    #[test]
    fn files_pile_up_when_they_are_older_than_an_hour() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(piled_up(&folder.path().join("absent"), SystemTime::UNIX_EPOCH), 0);
        let mut written = SystemTime::UNIX_EPOCH;
        for name in ["a.eml", "b.eml", "c.txt"] {
            let path = folder.path().join(name);
            std::fs::write(&path, "").expect("written");
            written = path.metadata().and_then(|meta| meta.modified()).expect("a time");
        }
        assert_eq!(piled_up(folder.path(), written + Duration::from_secs(3_500)), 0);
        assert_eq!(piled_up(folder.path(), written + Duration::from_secs(3_700)), 2);
        assert_eq!(piled_up(folder.path(), SystemTime::UNIX_EPOCH), 0, "a clock that went back");
    }
}
