//! What waits for a person: refused files, files that wait long, numbers that never came, creations.

use chrono::NaiveDateTime;
use winpneu::overview::{self, DeviceSequence, ListedFile};
use winpneu::registry::FileState;
use winpneu::{Connection, Error, creations};

use super::super::status::ago;
use super::Site;
use super::check::{Check, Paste, listed, quoted};

const QUARANTINE: &str = "quarantine";
const WAITING: &str = "waiting files";
const GAPS: &str = "missing files";
const CREATIONS: &str = "creations";
/// More names than these are not asked for.
const LISTED: u32 = 1_000;
/// What a file waits for usually comes with the same laptop's next sync.
const WAITING_HOURS: i64 = 24;
/// A rep and a customer wait for the accountant.
const CREATION_HOURS: i64 = 72;

pub(super) async fn look(base: &mut Connection, site: &Site<'_>, checks: &mut Vec<Check>) {
    let now = site.now.naive_utc();
    for (name, looked) in [
        (QUARANTINE, quarantine(base, site.paste, now).await),
        (WAITING, waiting(base, site.paste, now).await),
        (GAPS, gaps(base, site.paste).await),
        (CREATIONS, pending(base, site.paste, now).await),
    ] {
        checks.push(looked.unwrap_or_else(|error| Check::unanswered(name, &error)));
    }
}

async fn quarantine(base: &mut Connection, paste: &Paste, now: NaiveDateTime) -> Result<Check, Error> {
    let (count, oldest) = overview::unsettled(base, FileState::Refused).await?;
    let example = overview::oldest_in_state(base, FileState::Refused, 1).await?;
    Ok(judge_quarantine(count, oldest, example.first().map(|file| file.name.as_str()), paste, now))
}

/// `example` is the name of one of them.
fn judge_quarantine(
    count: i64,
    oldest: Option<NaiveDateTime>,
    example: Option<&str>,
    paste: &Paste,
    now: NaiveDateTime,
) -> Check {
    let Some(oldest) = oldest else { return Check::ok(QUARANTINE, "empty") };
    let age = ago((now - oldest).num_seconds());
    // Somebody else chose the name: one that a shell or a terminal could take for more than a name is looked up in the list.
    let plain = |name: &&str| !name.starts_with('-') && quoted(name) == *name && !name.contains('\\');
    let mut advice = vec![paste.command("quarantine list")];
    if let Some(name) = example.filter(plain) {
        advice.push(format!(
            "why the oldest was refused: {}",
            paste.command(&format!("quarantine show {name}"))
        ));
        advice.push(format!("once that is mended: {}", paste.command(&format!("quarantine retry {name}"))));
        advice.push(format!(
            "or, not to be told again: {}",
            paste.command(&format!("quarantine discard {name}"))
        ));
    }
    Check::warning(
        QUARANTINE,
        format!("files that nobody dealt with: {count}, the oldest came {age}"),
        advice.join("\n"),
    )
}

async fn waiting(base: &mut Connection, paste: &Paste, now: NaiveDateTime) -> Result<Check, Error> {
    let (count, _) = overview::unsettled(base, FileState::Waiting).await?;
    let longest = overview::oldest_in_state(base, FileState::Waiting, LISTED).await?;
    Ok(judge_waiting(count, &longest, paste, now))
}

/// `longest` are those that have waited longest.
fn judge_waiting(count: i64, longest: &[ListedFile], paste: &Paste, now: NaiveDateTime) -> Check {
    let long: Vec<String> = longest
        .iter()
        .filter(|file| (now - file.received_at).num_hours() >= WAITING_HOURS)
        .map(|file| format!("{} ({})", file.name, file.reason.as_deref().unwrap_or("?")))
        .collect();
    if long.is_empty() {
        return Check::ok(WAITING, format!("{count}, none for a day"));
    }
    Check::warning(
        WAITING,
        format!("for more than a day: {}", listed(&long)),
        format!("{} tells what each waits for", paste.command("status")),
    )
}

async fn gaps(base: &mut Connection, paste: &Paste) -> Result<Check, Error> {
    Ok(judge_gaps(&overview::sequences(base).await?, paste))
}

/// A laptop numbers its files without gaps: what is missing is under way, or was lost.
fn judge_gaps(devices: &[DeviceSequence], paste: &Paste) -> Check {
    let gaps: Vec<String> = devices
        .iter()
        .filter(|device| device.highest > device.arrived)
        .map(|device| {
            let author = device.author.as_deref().unwrap_or("?");
            format!("{} of {author}'s laptop {}", device.highest - device.arrived, device.device)
        })
        .collect();
    if gaps.is_empty() {
        return Check::ok(GAPS, "none");
    }
    Check::warning(
        GAPS,
        format!("numbered and not here: {}", listed(&gaps)),
        format!(
            "look at the sync of that laptop's inbox folder (both sides); {} shows when it is mended",
            paste.command("status")
        ),
    )
}

async fn pending(base: &mut Connection, paste: &Paste, now: NaiveDateTime) -> Result<Check, Error> {
    let (count, oldest) = creations::count_pending(base).await?;
    Ok(judge_pending(count, oldest, paste, now))
}

fn judge_pending(count: i64, oldest: Option<NaiveDateTime>, paste: &Paste, now: NaiveDateTime) -> Check {
    match oldest.filter(|oldest| (now - *oldest).num_hours() >= CREATION_HOURS) {
        None => Check::ok(CREATIONS, format!("{count} pending")),
        Some(oldest) => Check::warning(
            CREATIONS,
            format!("{count} pending, the oldest was asked {}", ago((now - oldest).num_seconds())),
            format!("ask the accountants: {}", paste.command("creations list")),
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::check::State;
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse::<chrono::DateTime<chrono::Utc>>().expect("an instant").naive_utc()
    }

    fn paste() -> Paste {
        Paste::new(Path::new("automaton.toml"))
    }

    const NOW: &str = "2026-11-21T15:00:00Z";

    fn file(received_at: &str) -> ListedFile {
        ListedFile {
            name: "VC_x.json".to_owned(),
            reason: Some("unknown-prospect".to_owned()),
            detail: None,
            received_at: at(received_at),
        }
    }

    #[test]
    fn refused_files_are_told_with_commands_that_can_be_pasted() {
        let judged =
            |count, name| judge_quarantine(count, Some(at("2026-11-20T15:00:00Z")), name, &paste(), at(NOW));
        assert_eq!(judge_quarantine(0, None, None, &paste(), at(NOW)).state, State::Ok);
        let check = judged(2_000, Some("VC_x.json"));
        assert!(
            check.state == State::Warning && check.detail.contains("2000, the oldest came 24 h ago"),
            "{check:?}"
        );
        let advice = check.advice.unwrap_or_default();
        for command in ["list", "show VC_x.json", "retry VC_x.json", "discard VC_x.json"] {
            assert!(advice.contains(&format!("automaton quarantine {command}")), "{advice}");
        }
        for hostile in ["--all", "a b", "a;b", "a\nb", "$(x)", "a\\b", ""] {
            let advice = judged(1, Some(hostile)).advice;
            assert_eq!(advice.as_deref(), Some("automaton quarantine list"), "{hostile:?}");
        }
    }

    #[test]
    fn long_waiting_files_are_told() {
        let [young, old] = ["2026-11-20T15:00:01Z", "2026-11-20T15:00:00Z"].map(file);
        assert_eq!(judge_waiting(0, &[], &paste(), at(NOW)).state, State::Ok);
        assert_eq!(judge_waiting(1, std::slice::from_ref(&young), &paste(), at(NOW)).state, State::Ok);
        let check = judge_waiting(2, &[old, young], &paste(), at(NOW));
        assert!(check.state == State::Warning && check.detail.contains("unknown-prospect"), "{check:?}");
    }

    #[test]
    fn a_number_that_was_skipped_is_told() {
        let device = |arrived, highest| DeviceSequence {
            device: "d1".to_owned(),
            author: Some("jdupont".to_owned()),
            arrived,
            highest,
        };
        assert_eq!(judge_gaps(&[device(3, 3)], &paste()).state, State::Ok);
        let check = judge_gaps(&[device(3, 3), device(3, 5)], &paste());
        assert!(
            check.state == State::Warning && check.detail.contains("2 of jdupont's laptop d1"),
            "{check:?}"
        );
    }

    #[test]
    fn a_creation_may_wait_three_days() {
        for (oldest, state) in [
            (None, State::Ok),
            (Some("2026-11-18T15:00:01Z"), State::Ok),
            (Some("2026-11-18T15:00:00Z"), State::Warning),
        ] {
            assert_eq!(judge_pending(1, oldest.map(at), &paste(), at(NOW)).state, state, "{oldest:?}");
        }
    }
}
