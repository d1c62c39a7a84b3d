//! The last runs: do passes and rebuilds happen when they should?

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use serde_json::Value;
use winpneu::{Connection, runs};

use super::super::status::ago;
use super::Site;
use super::check::{Check, Paste, listed};
use super::health::Daemon;
use crate::daemon::schedule::Schedule;
use crate::failure::Failure;
use crate::integrate::pending_in_inbox;

const PASSES: &str = "passes";
const REBUILDS: &str = "rebuilds";
const CLOCK: &str = "clock of this machine";
/// A pass that is this many intervals late does not come by itself.
const LATE_INTERVALS: usize = 3;
/// Without a schedule the folder watch begins a pass at once.
const LATE_WITHOUT_SCHEDULE: Duration = Duration::minutes(15);
/// A rebuild may take its time.
const LATE_REBUILD: Duration = Duration::hours(1);
/// What ran later than now, ran by another clock.
const CLOCK_TOLERANCE: Duration = Duration::minutes(5);

type Noted = Option<(Value, NaiveDateTime)>;

pub(super) async fn look(base: &mut Connection, site: &Site<'_>, daemon: &Daemon, checks: &mut Vec<Check>) {
    let pass = runs::last(base, "integrate").await;
    let rebuild = runs::last(base, crate::rebuild::JOB).await;
    let common = runs::last(base, crate::rebuild::COMMON_JOB).await;
    if let (Ok(pass), Ok(rebuild)) = (&pass, &rebuild) {
        checks.push(judge_clock([pass, rebuild].map(ended).into_iter().flatten().max(), site.now));
    }
    checks.push(match pass {
        Ok(pass) => passes(base, site, daemon, ended(&pass)).await,
        Err(error) => Check::unanswered(PASSES, &error),
    });
    checks.push(match (rebuild, common) {
        (Ok(rebuild), Ok(common)) => rebuilds(site, rebuild.as_ref(), ended(&common)),
        (Err(error), _) | (_, Err(error)) => Check::unanswered(REBUILDS, &error),
    });
}

fn ended(noted: &Noted) -> Option<DateTime<Utc>> {
    noted.as_ref().map(|(_, at)| at.and_utc())
}

/// The last run cannot lie in the future, unless the clock went back.
fn judge_clock(last: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Check {
    match last.filter(|last| *last - now > CLOCK_TOLERANCE) {
        None => Check::ok(CLOCK, now.format("%Y-%m-%d %H:%M UTC").to_string()),
        Some(last) => Check::wrong(
            CLOCK,
            format!("it shows {now}, but something was done here at {last} already"),
            "set it by the network: timedatectl set-ntp true",
        ),
    }
}

async fn passes(
    base: &mut Connection,
    site: &Site<'_>,
    daemon: &Daemon,
    last: Option<DateTime<Utc>>,
) -> Check {
    // An inbox that is away is told where the folders are.
    let waiting = match sync_folder::open_root(&site.config.folders.inbox) {
        Ok(inbox) => pending_in_inbox(base, &inbox)
            .await
            .map(|pending| (pending.pending.saturating_sub(pending.deferred), pending.deferred)),
        Err(_) => Ok((0, 0)),
    };
    match waiting {
        Ok((waiting, deferred)) => {
            let expected = expected_since(&site.config.schedule.integrate, site.config.timezone, site.now);
            let daemon = matches!(daemon, Daemon::Runs { .. });
            let passes = Passes { last, expected, waiting, deferred, daemon };
            judge_passes(&passes, site.now, site.paste)
        }
        Err(Failure::Base(error)) => Check::unanswered(PASSES, &error),
        Err(failure) => Check::wrong(PASSES, failure.to_string(), "see the line on the inbox folder"),
    }
}

/// The last pass should have ended after this.
fn expected_since(expression: &str, zone: chrono_tz::Tz, now: DateTime<Utc>) -> DateTime<Utc> {
    let Ok(Some(schedule)) = Schedule::parse(expression, zone) else {
        return now - LATE_WITHOUT_SCHEDULE;
    };
    let mut since = now;
    for _ in 0..LATE_INTERVALS {
        let Some(earlier) = schedule.last_at_or_before(since - Duration::seconds(1)) else { break };
        since = earlier;
    }
    since
}

struct Passes {
    last: Option<DateTime<Utc>>,
    expected: DateTime<Utc>,
    /// Files that the next pass would take.
    waiting: u64,
    /// Files that wait for something else, which each pass leaves lying.
    deferred: u64,
    /// Whether the daemon answers.
    daemon: bool,
}

fn judge_passes(passes: &Passes, now: DateTime<Utc>, paste: &Paste) -> Check {
    let ended = passes.last.map_or_else(
        || "no pass has ever ended".to_owned(),
        |last| format!("the last pass ended {}", ago((now - last).num_seconds())),
    );
    if passes.last.is_some_and(|last| last >= passes.expected) {
        return Check::ok(PASSES, ended);
    }
    let advice = if passes.daemon {
        format!("the daemon runs and makes no pass; its own words:\n{}", paste.look())
    } else {
        format!("{}\nat once: {}", paste.begin(), paste.command("integrate"))
    };
    if passes.waiting == 0 {
        let detail = match passes.deferred {
            0 => format!("{ended}; nothing waits"),
            deferred => format!("{ended}; nothing waits for it ({deferred} for something else)"),
        };
        return Check::warning(PASSES, detail, advice);
    }
    Check::wrong(PASSES, format!("{ended}; files that wait: {}", passes.waiting), advice)
}

fn rebuilds(site: &Site<'_>, last: Option<&(Value, NaiveDateTime)>, common: Option<DateTime<Utc>>) -> Check {
    let schedule = Schedule::parse(&site.config.schedule.rebuild, site.config.timezone).ok().flatten();
    let due = schedule.and_then(|schedule| schedule.last_at_or_before(site.now - LATE_REBUILD));
    let nothing = Value::Null;
    judge_rebuilds(last.map_or(&nothing, |(outcome, _)| outcome), common, due, site)
}

/// `due` is the last occurrence that should have been made by now.
fn judge_rebuilds(
    outcome: &Value,
    common: Option<DateTime<Utc>>,
    due: Option<DateTime<Utc>>,
    site: &Site<'_>,
) -> Check {
    let again = site.paste.command("rebuild");
    let Some(common) = common else {
        return Check::wrong(REBUILDS, "the bases were never built: the laptops have nothing", again);
    };
    let age = ago((site.now - common).num_seconds());
    if due.is_some_and(|due| common < due) {
        let advice = format!("{}\nat once: {again}", site.paste.begin());
        return Check::wrong(REBUILDS, format!("missed: the bases were last built {age}"), advice);
    }
    let failed: Vec<String> = outcome["failed"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|base| {
            format!("{}: {}", base["base"].as_str().unwrap_or("?"), base["error"].as_str().unwrap_or("?"))
        })
        .collect();
    if !failed.is_empty() {
        return Check::wrong(REBUILDS, format!("bases that failed: {}", listed(&failed)), again);
    }
    match outcome["problem_count"].as_u64() {
        None | Some(0) => Check::ok(REBUILDS, format!("built {age}")),
        Some(left_out) => Check::warning(
            REBUILDS,
            format!("rows of the company's base that cannot be read and are in no base: {left_out}"),
            format!("{} names them", site.paste.command("--json status")),
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;

    use super::super::check::State;
    use super::*;
    use crate::config::Config;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    #[test]
    fn three_intervals_are_reckoned_from_the_schedule() {
        let zone = chrono_tz::Europe::Paris;
        for (expression, now, since) in [
            ("* * * * *", "2026-11-21T15:00:30Z", "2026-11-21T14:58:00Z"),
            ("*/5 * * * *", "2026-11-21T15:01:00Z", "2026-11-21T14:50:00Z"),
            // On a Sunday, nothing was to be done since Friday.
            ("0 8,12,18 * * 1-5", "2026-11-22T12:00:00Z", "2026-11-20T07:00:00Z"),
            ("", "2026-11-21T15:00:00Z", "2026-11-21T14:45:00Z"),
        ] {
            assert_eq!(expected_since(expression, zone, at(now)), at(since), "{expression}");
        }
    }

    #[test]
    fn a_late_pass_is_wrong_only_while_files_wait() {
        let (now, expected) = (at("2026-11-21T15:00:00Z"), at("2026-11-21T14:57:00Z"));
        let paste = Paste::new(Path::new("automaton.toml")).with_service(true);
        for (last, waiting, daemon, state, words) in [
            (Some("2026-11-21T14:57:00Z"), 9, true, State::Ok, ""),
            (Some("2026-11-21T14:56:59Z"), 9, false, State::Wrong, "is the daemon running?"),
            (Some("2026-11-21T14:56:59Z"), 9, true, State::Wrong, "makes no pass"),
            (Some("2026-11-21T14:56:59Z"), 0, false, State::Warning, "is the daemon running?"),
            (None, 0, false, State::Warning, "systemctl"),
            (None, 1, false, State::Wrong, "systemctl"),
        ] {
            let passes = Passes { last: last.map(at), expected, waiting, deferred: 7, daemon };
            let check = judge_passes(&passes, now, &paste);
            assert_eq!(check.state, state, "{check:?}");
            assert!(check.advice.unwrap_or_default().contains(words));
        }
    }

    #[test]
    fn a_missed_night_is_wrong() {
        let text = "[winpneu]\nbackend = \"embedded\"\npath = \"w\"\n[folders]\ninbox = \"i\"\nbases = \"b\"\narchive = \"a\"\nquarantine = \"q\"";
        let config = Config::parse(text, Path::new("/srv")).expect("a configuration");
        let paste = Paste::new(Path::new("automaton.toml"));
        let well = json!({ "failed": [], "problem_count": 0 });
        let failed = json!({ "failed": [{ "base": "jdupont", "error": "full" }], "problem_count": 3 });
        let problems = json!({ "failed": [], "problem_count": 3 });
        // The rebuild is due at 01:30 UTC.
        for (outcome, common, now, state, words) in [
            (&well, None, "2026-11-22T05:00:00Z", State::Wrong, "never"),
            (&well, Some("2026-11-22T01:31:00Z"), "2026-11-22T05:00:00Z", State::Ok, "built 3 h ago"),
            (&well, Some("2026-11-21T01:31:00Z"), "2026-11-22T02:29:00Z", State::Ok, "built"),
            (&well, Some("2026-11-21T01:31:00Z"), "2026-11-22T02:31:00Z", State::Wrong, "missed"),
            (&failed, Some("2026-11-22T01:31:00Z"), "2026-11-22T05:00:00Z", State::Wrong, "jdupont: full"),
            (&problems, Some("2026-11-22T01:31:00Z"), "2026-11-22T05:00:00Z", State::Warning, "3"),
        ] {
            let site = Site { config: &config, paste: &paste, now: at(now) };
            let last = (outcome.clone(), at(now).naive_utc());
            let check = rebuilds(&site, Some(&last), common.map(at));
            assert!(check.state == state && check.detail.contains(words), "{check:?}");
        }
    }

    #[test]
    fn a_clock_that_went_back_is_noticed() {
        let now = at("2026-11-21T15:00:00Z");
        for (last, state) in [
            (None, State::Ok),
            (Some("2026-11-21T15:05:00Z"), State::Ok),
            (Some("2026-11-21T15:05:01Z"), State::Wrong),
        ] {
            assert_eq!(judge_clock(last.map(at), now).state, state, "{last:?}");
        }
    }
}
