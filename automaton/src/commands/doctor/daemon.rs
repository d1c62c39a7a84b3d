//! The daemon as it shows itself, its schedule, and the troubles that it remembers.

use std::net::SocketAddr;
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::Site;
use super::check::{Check, Paste};
use super::health::Daemon;
use crate::config::ScheduleConfig;
use crate::daemon::alerts::{Alerts, Job, Trouble};
use crate::daemon::schedule::Schedule;

const NAME: &str = "daemon";
const LOG: &str = "log folder";
const SCHEDULE: &str = "schedule";
const VERSION: &str = env!("CARGO_PKG_VERSION");

pub(super) fn look(site: &Site<'_>, daemon: &Daemon) -> Vec<Check> {
    let told = |trouble: Trouble| {
        format!(
            "{} since {}: {}",
            trouble.job.as_str(),
            trouble.since.format("%Y-%m-%dT%H:%M:%SZ"),
            trouble.words
        )
    };
    // Whether mails could leave is asked afresh.
    let troubles =
        Alerts::load(site.config).troubles().into_iter().filter(|trouble| trouble.job != Job::Mail);
    let remembered: Vec<String> = troubles.map(told).collect();
    vec![
        judge(daemon, &remembered, site.config.web.listen, site.paste),
        schedule(&site.config.schedule, site.config.timezone, site.now),
    ]
}

/// A daemon that does not answer is no fault by itself: cron may run the passes. Whether they run is told with the runs. What it
/// remembered of its last troubles counts where it cannot be asked.
fn judge(daemon: &Daemon, remembered: &[String], listen: SocketAddr, paste: &Paste) -> Check {
    match daemon {
        Daemon::Runs { troubles, .. } if !troubles.is_empty() => {
            Check::wrong(NAME, troubles.join("; "), paste.look())
        }
        Daemon::Runs { version, .. } if version != VERSION => Check::warning(
            NAME,
            format!("version {version} runs, this is version {VERSION}"),
            paste.restart(),
        ),
        Daemon::Runs { started_at, .. } => Check::ok(NAME, format!("runs since {started_at}")),
        _ if !remembered.is_empty() => Check::wrong(
            NAME,
            format!("does not answer, and was in trouble when it last did: {}", remembered.join("; ")),
            format!("mend that, then: {}\n{}", paste.restart(), paste.look()),
        ),
        Daemon::Silent(how) => {
            Check::ok(NAME, format!("nobody answers on {listen}: {how}")).remarking("none runs")
        }
        Daemon::Mute(how) => {
            Check::warning(NAME, format!("what listens on {listen} gives no answer: {how}"), paste.look())
        }
        Daemon::Stranger => Check::warning(
            NAME,
            format!("what answers on {listen} is not the automaton"),
            format!("give [web] listen a free port, then: {}", paste.command("config check")),
        ),
    }
}

/// The file that a running daemon writes its log to: deleted, its words go nowhere until midnight.
pub(super) fn log(site: &Site<'_>, daemon: &Daemon) -> Option<Check> {
    let Daemon::Runs { started_at, .. } = daemon else { return None };
    let started = started_at.parse::<DateTime<Utc>>().unwrap_or(site.now).date_naive();
    let folder = &site.config.logs.folder;
    let latest = std::fs::read_dir(folder).ok().and_then(|entries| {
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        names.filter_map(|name| day_of_log(&name)).max()
    });
    judge_log(latest, started, folder, site.paste)
}

/// `automaton.2026-11-21.log`, by the day of UTC.
fn day_of_log(name: &str) -> Option<NaiveDate> {
    name.strip_prefix("automaton.")?.strip_suffix(".log")?.parse().ok()
}

/// It opens a file when it starts, and another one with the first words of a day. So today's may be lacking after a quiet night, and one as
/// young as the daemon may not.
fn judge_log(latest: Option<NaiveDate>, started: NaiveDate, folder: &Path, paste: &Paste) -> Option<Check> {
    if latest.is_some_and(|latest| latest >= started) {
        return None;
    }
    let detail = format!(
        "{}: the file that the running daemon writes to was deleted: its words are lost until the next day begins (UTC)",
        folder.display()
    );
    Some(Check::warning(LOG, detail, paste.restart()))
}

/// What happens by itself, and when.
fn schedule(schedule: &ScheduleConfig, zone: Tz, now: DateTime<Utc>) -> Check {
    let next = |expression: &str| match Schedule::parse(expression, zone) {
        Ok(Some(schedule)) => schedule.next_after(now),
        _ => None,
    };
    let [integrate, rebuild] = [&schedule.integrate, &schedule.rebuild].map(|expression| next(expression));
    judge_schedule(integrate, rebuild, schedule.rebuild_after_integration, zone)
}

fn judge_schedule(
    integrate: Option<DateTime<Utc>>,
    rebuild: Option<DateTime<Utc>>,
    after_integration: bool,
    zone: Tz,
) -> Check {
    let mut odd = Vec::new();
    if integrate.is_none() {
        odd.push(
            "schedule.integrate is off: only the folder watch brings files in, and it sees nothing on some network shares",
        );
    }
    if rebuild.is_none() && !after_integration {
        odd.push("schedule.rebuild is off and rebuild_after_integration too: laptops get no new bases");
    } else if rebuild.is_none() {
        odd.push("schedule.rebuild is off: what changes in the ERP alone reaches no laptop");
    }
    if !odd.is_empty() {
        return Check::warning(
            SCHEDULE,
            odd.join("; "),
            "set it in automaton.toml, for example integrate = \"* * * * *\" and rebuild = \"30 2 * * *\"",
        );
    }
    let when = |next: Option<DateTime<Utc>>| {
        next.map_or_else(
            || "off".to_owned(),
            |next| next.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string(),
        )
    };
    Check::ok(SCHEDULE, format!("next pass {}, next rebuild {} ({zone})", when(integrate), when(rebuild)))
}

#[cfg(test)]
mod tests {
    use super::super::check::State;
    use super::*;

    #[test]
    fn a_daemon_is_judged_by_its_own_words() {
        let listen = "127.0.0.1:8787".parse().expect("an address");
        let paste = Paste::new(Path::new("automaton.toml"));
        let runs = |version: &str, troubles: &[&str]| Daemon::Runs {
            version: version.to_owned(),
            started_at: "2026-11-21T15:00:00Z".to_owned(),
            troubles: troubles.iter().map(|&trouble| trouble.to_owned()).collect(),
        };
        let trouble = ["integrate since 9h: away".to_owned()];
        for (daemon, remembered, state) in [
            (runs(VERSION, &[]), &[][..], State::Ok),
            // It knows better than the file.
            (runs(VERSION, &[]), &trouble[..], State::Ok),
            (runs("0.0.9", &[]), &[], State::Warning),
            (runs(VERSION, &["integrate: away"]), &[], State::Wrong),
            (Daemon::Silent("refused".to_owned()), &[], State::Ok),
            (Daemon::Silent("refused".to_owned()), &trouble, State::Wrong),
            (Daemon::Mute("timed out".to_owned()), &[], State::Warning),
            (Daemon::Stranger, &[], State::Warning),
            (Daemon::Stranger, &trouble, State::Wrong),
        ] {
            let check = judge(&daemon, remembered, listen, &paste);
            assert_eq!(check.state, state, "{check:?}");
        }
    }

    #[test]
    fn a_running_daemon_has_a_log_file_as_young_as_itself() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let paste = Paste::new(Path::new("automaton.toml"));
        for (name, told) in [
            (Some("automaton.2026-11-21.log"), false),
            (Some("automaton.2026-11-22.log"), false),
            (Some("automaton.2026-11-20.log"), true),
            (Some("other.2026-11-22.log"), true),
            (None, true),
        ] {
            let check = judge_log(name.and_then(day_of_log), day("2026-11-21"), Path::new("logs"), &paste);
            assert_eq!(check.map(|check| check.state), told.then_some(State::Warning), "{name:?}");
        }
    }

    #[test]
    fn what_never_happens_by_itself_is_told() {
        let zone = chrono_tz::Europe::Paris;
        let now: DateTime<Utc> = "2026-11-21T15:00:00Z".parse().expect("an instant");
        for (integrate, rebuild, after, state, words) in [
            (
                "* * * * *",
                "30 2 * * *",
                false,
                State::Ok,
                "next pass 2026-11-21 16:01, next rebuild 2026-11-22 02:30",
            ),
            ("", "30 2 * * *", false, State::Warning, "folder watch"),
            ("* * * * *", "", false, State::Warning, "laptops get no new bases"),
            ("* * * * *", "", true, State::Warning, "what changes in the ERP alone"),
        ] {
            let config = ScheduleConfig {
                integrate: integrate.to_owned(),
                rebuild: rebuild.to_owned(),
                rebuild_after_integration: after,
                ..ScheduleConfig::default()
            };
            let check = schedule(&config, zone, now);
            assert!(check.state == state && check.detail.contains(words), "{check:?}");
        }
    }
}
