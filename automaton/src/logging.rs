//! Where warnings go: standard error, in English, one line each; answers go to standard output, so neither spoils the other. The daemon
//! writes what it does besides, there and to one file a day.
//!
//! What cannot be logged is lost, and nothing else is: files are written by a thread of their own, so a full or hanging disk keeps no
//! file of a laptop waiting.

use std::io::{self, IsTerminal};

use chrono::{NaiveDate, TimeDelta};
use tracing::Level;
use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{Builder, Rotation};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

use crate::config::{LogLevel, LogsConfig};

/// A log file is called `automaton.<day, UTC>.log`.
const PREFIX: &str = "automaton";
const SUFFIX: &str = "log";

/// The rooms whose words are logged as the configuration says. Of everything else only warnings are: what libraries say in detail is
/// no operator's business, and may show what passes through them.
const OURS: [&str; 5] = ["automaton", "domain", "snapshot", "sync_folder", "winpneu"];

/// Never heard, whatever the level: the events of the SQL Server library hold values and key texts. What matters of them is in our errors.
const SILENT: &str = "tiberius";

/// Starts listening; call it once, first of all. With `files` it is the daemon that speaks. What comes back is kept until the end: the
/// last lines are written when it is dropped.
#[must_use = "the last lines are written when it is dropped"]
pub fn install(files: Option<&LogsConfig>) -> Option<WorkerGuard> {
    let (filter, timed) = match files {
        Some(logs) => (said_at(logs.level), true),
        None => (discreet(LevelFilter::WARN), false),
    };
    let (file, problem) = match files.map(open) {
        Some(Ok(file)) => (Some(file), None),
        Some(Err(problem)) => (None, Some(problem)),
        None => (None, None),
    };
    let (writer, guard) = file.unzip();
    // A log file wants no colours.
    let screen = lines(io::stderr, io::stderr().is_terminal(), timed).with_filter(filter.clone());
    let file = writer.map(|writer| lines(writer, false, true).with_filter(filter));
    let subscriber = tracing_subscriber::registry().with(screen).with(file).with(rehearsal::layer());
    // A subscriber set earlier in this process can only be a test's own.
    let _ = tracing::subscriber::set_global_default(subscriber);
    if let Some(problem) = problem {
        tracing::error!("{problem}; only standard error is written");
    }
    guard
}

/// Time (UTC), level, words and fields, on one line.
fn lines<S, W>(writer: W, colours: bool, timed: bool) -> Box<dyn Layer<S> + Send + Sync>
where
    S: tracing::Subscriber + for<'span> LookupSpan<'span>,
    W: for<'writer> tracing_subscriber::fmt::MakeWriter<'writer> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(writer)
        .with_ansi(colours)
        .with_target(false)
        // It would be told on standard error, which may be what cannot be written.
        .log_internal_errors(false);
    if timed { lines.boxed() } else { lines.without_time().boxed() }
}

fn said_at(level: LogLevel) -> Targets {
    let level = match level {
        LogLevel::Error => Level::ERROR,
        LogLevel::Warn => Level::WARN,
        LogLevel::Info => Level::INFO,
        LogLevel::Debug => Level::DEBUG,
        LogLevel::Trace => Level::TRACE,
    };
    OURS.iter().fold(discreet(level.min(Level::WARN)), |targets, room| targets.with_target(*room, level))
}

fn discreet(level: impl Into<LevelFilter>) -> Targets {
    Targets::new().with_default(level).with_target(SILENT, LevelFilter::OFF)
}

type Written = (tracing_appender::non_blocking::NonBlocking, WorkerGuard);

fn open(logs: &LogsConfig) -> Result<Written, String> {
    let unusable = |error: &dyn std::fmt::Display| {
        format!("the folder of the log files, {}: {error}; mend [logs] folder", logs.folder.display())
    };
    std::fs::create_dir_all(&logs.folder).map_err(|error| unusable(&error))?;
    let daily = Builder::new().rotation(Rotation::DAILY).filename_prefix(PREFIX).filename_suffix(SUFFIX);
    let file = daily.build(&logs.folder).map_err(|error| unusable(&error))?;
    Ok(tracing_appender::non_blocking(file))
}

/// Removes the log files of days before the last `keep_days`, by the day in their names; 0 keeps all. Other files are nobody's business
/// here.
///
/// # Errors
/// When the folder or a file in it cannot be used.
pub fn remove_old(logs: &LogsConfig, today: NaiveDate) -> io::Result<()> {
    for entry in std::fs::read_dir(&logs.folder)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(|name| is_over(name, today, logs.keep_days)) {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn is_over(name: &str, today: NaiveDate, keep_days: u32) -> bool {
    let day = name.strip_prefix(PREFIX).and_then(|name| name.strip_suffix(SUFFIX));
    let day = day.and_then(|day| day.strip_prefix('.')?.strip_suffix('.')?.parse::<NaiveDate>().ok());
    day.is_some_and(|day| keep_days > 0 && today - day > TimeDelta::days(keep_days.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_sql_server_library_is_heard() {
        let levels = [LogLevel::Error, LogLevel::Warn, LogLevel::Info, LogLevel::Debug, LogLevel::Trace];
        for filter in levels.map(said_at).into_iter().chain([discreet(LevelFilter::WARN)]) {
            for target in ["tiberius", "tiberius::tds::stream::token"] {
                assert!(!filter.would_enable(target, &Level::ERROR), "{filter} {target}");
            }
            for target in ["automaton::daemon", "winpneu", "rustls"] {
                assert!(filter.would_enable(target, &Level::ERROR), "{filter} {target}");
            }
        }
    }

    #[test]
    fn a_file_is_over_when_its_day_is() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        for (name, keep_days, over) in [
            ("automaton.2026-11-22.log", 1, false),
            ("automaton.2026-11-21.log", 1, false),
            ("automaton.2026-11-20.log", 1, true),
            ("automaton.2020-01-01.log", 30, true),
            ("automaton.2020-01-01.log", 0, false),
            ("automaton.2020-01-01.log", u32::MAX, false),
            ("automaton.2027-01-01.log", 1, false),
            ("automaton.2020-01-01.log.gz", 1, false),
            ("automaton.2020-01-01", 1, false),
            ("automaton.log", 1, false),
            ("automaton2020-01-01log", 1, false),
            ("autre.2020-01-01.log", 1, false),
        ] {
            assert_eq!(is_over(name, today, keep_days), over, "{name} {keep_days}");
        }
    }
}
