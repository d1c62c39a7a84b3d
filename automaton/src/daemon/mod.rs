//! `run`: the automaton by itself.
//!
//! - [`plan`] is the pure decision what to do next, over [`facts`] of the base and [`schedule`]; [`worker`] does it, one job at a time;
//! - [`watch`] asks for a pass when something arrives;
//! - [`mailing`] sends what is queued, beside the work;
//! - [`alerts`] decides who is told of what goes wrong, [`alerting`] tells them;
//! - [`board`] is what the daemon is at, [`health`] shows it, to few [`visitors`] at a time;
//! - [`old_logs`] go when their days are over;
//! - [`signals`] end it.
//!
//! What if the process dies? Nothing here is remembered but by the base, the folders and the alerts' own file: the next start looks there
//! and goes on. Absent on purpose: a way to have two jobs at a time, and a timer that means anything.

pub mod alerting;
pub mod alerts;
pub mod board;
pub mod facts;
pub mod health;
pub mod mailing;
pub mod old_logs;
pub mod plan;
pub mod schedule;
pub mod signals;
pub mod visitors;
pub mod watch;
pub mod worker;

use std::path::Path;
use std::pin::pin;
use std::sync::Arc;

use chrono_tz::Tz;
use tokio::sync::{Notify, mpsc};
use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::clock;
use crate::config::Config;
use crate::delivery::Mailer;
use crate::failure::Failure;
use alerts::Job;
use board::Board;
use mailing::Mailing;
use plan::{Rules, State};
use schedule::Schedule;
use signals::Signals;
use worker::Worker;

/// Runs until SIGTERM.
///
/// # Errors
/// When the configuration or a file that it names for mails is wrong, or the listen address is taken. Whatever goes wrong later is told
/// and tried again.
pub async fn run(path: &Path) -> Result<(), Failure> {
    let config = Arc::new(Config::load(path)?);
    let rules = Rules::of(&config)?;
    // A password or a CA file that cannot be read is told now, not by mails that stay.
    Mailer::open(&config)?;
    let listener = health::bind(config.web.listen).await?;
    let signals = Signals::listen().map_err(|error| Failure::Other(format!("signals: {error}")))?;
    let address = listener.local_addr().map_or(config.web.listen, |address| address);
    say_what_comes(path, &config, &rules, address);
    let stop = CancellationToken::new();
    tokio::spawn(signals::obey(signals, stop.clone()));
    let mut jobs = vec![Job::Integrate, Job::Rebuild, Job::Mail];
    jobs.extend(rules.archives.then_some(Job::Archive));
    let board = Arc::new(Board::new(&jobs, clock::now()));
    tokio::spawn(health::serve(listener, Arc::clone(&board)));
    let (asked, queued) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (events, reported) = mpsc::unbounded_channel();
    let mailing = Mailing {
        config: Arc::clone(&config),
        board: Arc::clone(&board),
        events: events.clone(),
        queued: Arc::clone(&queued),
        stop: stop.clone(),
    };
    let mut beside = JoinSet::new();
    beside.spawn(watch::run(config.folders.inbox.clone(), Arc::clone(&asked), stop.clone()));
    beside.spawn(alerting::run(Arc::clone(&config), reported, stop.clone()));
    beside.spawn(old_logs::run(Arc::clone(&config), stop.clone()));
    beside.spawn(mailing.run());
    let state = State::new(rules);
    let worker = Worker { config, state, board, events, asked, queued, stop: stop.clone(), built_at: None };
    together(worker.run(), beside, &stop).await
}

/// Works on this thread, which no other task shares: reading a slow disk keeps nobody waiting. What runs beside ends when it is asked to;
/// when it does before, something is wrong with the program: the whole ends, and whoever started it as a service starts it anew.
async fn together(
    work: impl Future<Output = ()>,
    mut beside: JoinSet<()>,
    stop: &CancellationToken,
) -> Result<(), Failure> {
    let mut broken = false;
    let mut ended = |outcome: Result<(), JoinError>| {
        if let Err(error) = &outcome {
            tracing::error!(%error, "a part of the daemon broke down");
        }
        broken |= outcome.is_err() || !stop.is_cancelled();
        stop.cancel();
    };
    let mut work = pin!(work);
    loop {
        tokio::select! {
            () = &mut work => break,
            Some(outcome) = beside.join_next() => ended(outcome),
        }
    }
    while let Some(outcome) = beside.join_next().await {
        ended(outcome);
    }
    if broken {
        return Err(Failure::Other(
            "a part of the daemon broke down: see the log; start it again".to_owned(),
        ));
    }
    tracing::info!("stopped");
    Ok(())
}

fn say_what_comes(path: &Path, config: &Config, rules: &Rules, address: std::net::SocketAddr) {
    let now = clock::now();
    let next = |schedule: &Option<Schedule>, zone: Tz| {
        let next = schedule.as_ref().and_then(|schedule| schedule.next_after(now));
        next.map_or_else(|| "off".to_owned(), |at| at.with_timezone(&zone).to_rfc3339())
    };
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        process = std::process::id(),
        configuration = %path.display(),
        base = ?config.winpneu,
        mails = ?config.mail,
        "the automaton is at work"
    );
    tracing::info!(listen = %address, "answers /health");
    tracing::info!(
        pass = next(&rules.integrate, config.timezone),
        rebuild = next(&rules.rebuild, config.timezone),
        after_integration = rules.after_integration,
        archiving = rules.archives,
        "next by the schedule, besides the folder watch"
    );
}
