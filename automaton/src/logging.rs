//! Where warnings go: standard error, in English, one line each; answers go to standard output, so neither spoils the other. The daemon
//! writes what it does besides, there and to one file a day.
//!
//! What cannot be logged is lost, and nothing else is: files are written by a thread of their own, so a full or hanging disk keeps no
//! file of a laptop waiting.

use std::io::{self, IsTerminal};

use tracing::Level;
use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{Builder, Rotation};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

use crate::config::{LogLevel, LogsConfig};

/// The rooms whose words are logged as the configuration says. Of everything else only warnings are: what libraries say in detail is
/// no operator's business, and may show what passes through them.
const OURS: [&str; 5] = ["automaton", "domain", "snapshot", "sync_folder", "winpneu"];

/// Starts listening; call it once, first of all. With `files` it is the daemon that speaks. What comes back is kept until the end: the
/// last lines are written when it is dropped.
#[must_use = "the last lines are written when it is dropped"]
pub fn install(files: Option<&LogsConfig>) -> Option<WorkerGuard> {
    let (filter, timed) = match files {
        Some(logs) => (said_at(logs.level), true),
        None => (Targets::new().with_default(LevelFilter::WARN), false),
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
    let strangers = Targets::new().with_default(level.min(Level::WARN));
    OURS.iter().fold(strangers, |targets, room| targets.with_target(*room, level))
}

type Written = (tracing_appender::non_blocking::NonBlocking, WorkerGuard);

fn open(logs: &LogsConfig) -> Result<Written, String> {
    let unusable = |error: &dyn std::fmt::Display| {
        format!("the folder of the log files, {}: {error}; mend [logs] folder", logs.folder.display())
    };
    std::fs::create_dir_all(&logs.folder).map_err(|error| unusable(&error))?;
    let mut daily =
        Builder::new().rotation(Rotation::DAILY).filename_prefix("automaton").filename_suffix("log");
    if logs.keep_days > 0 {
        // Old ones are removed when a file is opened, at the start too: the one of today must not be counted among them.
        daily = daily.max_log_files(usize::try_from(logs.keep_days).unwrap_or(usize::MAX).saturating_add(1));
    }
    let file = daily.build(&logs.folder).map_err(|error| unusable(&error))?;
    Ok(tracing_appender::non_blocking(file))
}
