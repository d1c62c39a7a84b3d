//! The background: a round with the synced folders whenever something moves there, and every minute besides; newer bases are copied beside
//! the laptop's lock and wait for « Actualiser ».

mod look;

use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use client::adopt::{Adoption, Progress};
use client::{Incoming, Laptop, Notice, Receivers, SetupState, SyncReport};

use crate::commands::RefreshReport;
use crate::desk::Desk;
use crate::error::CommandError;
use crate::news::Changed;
use crate::views::{Newer, Receiving};
use look::Look;

/// A watch may be blind on a network folder.
const BEAT: Duration = Duration::from_secs(60);
/// While somebody waits for folders or for the first bases.
const QUICK_BEAT: Duration = Duration::from_secs(15);
/// A sync program brings many files one after the other: they are looked at together.
const QUIET: Duration = Duration::from_millis(300);
/// But not later than this.
const PATIENCE: Duration = Duration::from_secs(3);
/// The page is told no more often how far copying has come.
const PROGRESS: Duration = Duration::from_millis(400);

/// Begins. It ends with the program, and holds nothing that a crash could harm: a copy takes its name when it is whole.
pub fn start(desk: &Arc<Desk>) {
    let Some(woken) = desk.woken() else { return };
    let desk = Arc::downgrade(desk);
    std::thread::spawn(move || run(&desk, &woken));
}

fn run(desk: &Weak<Desk>, woken: &Receiver<()>) {
    let mut look = Look::default();
    while let Some(desk) = desk.upgrade() {
        look.follow(&desk);
        let next = turn(&desk);
        drop(desk);
        match woken.recv_timeout(next) {
            Ok(()) => settle(woken),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Waits until nothing moved for a while.
fn settle(woken: &Receiver<()>) {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE && woken.recv_timeout(QUIET).is_ok() {}
}

/// Everything once. Answers when to come again.
fn turn(desk: &Desk) -> Duration {
    let Some(receivers) = round(desk) else { return BEAT };
    if let Some(receivers) = receivers {
        receive(desk, &receivers);
    }
    let ready = desk.with(|laptop, _| laptop.state() == SetupState::Ready);
    if ready == Some(true) { BEAT } else { QUICK_BEAT }
}

/// Receipts and drops. `None` when the laptop is not open, `Some(None)` before folders were chosen.
fn round(desk: &Desk) -> Option<Option<Receivers>> {
    let (report, receivers) = desk.with(|laptop, moment| {
        let report = laptop.round(moment.now);
        desk.background().last_round_at = Some(moment.now);
        (report, laptop.receivers())
    })?;
    let moved = moved(&report);
    let told = desk.background().tell_of_round(problems(&report));
    if moved {
        desk.listeners.tell(Changed::Entries);
    } else if told {
        desk.listeners.tell(Changed::Status);
    }
    Some(receivers)
}

/// What stood in the way of a round. The setup state tells of folders already.
fn problems(report: &SyncReport) -> Vec<Notice> {
    let known = ["not-set-up", "folder-missing"];
    report.problems().into_iter().filter(|notice| !known.contains(&notice.code)).collect()
}

fn moved(report: &SyncReport) -> bool {
    let files = [&report.removed, &report.dropped, &report.dropped_again];
    report.receipts.news > 0 || files.iter().any(|moved| !moved.files.is_empty())
}

fn receive(desk: &Desk, receivers: &Receivers) {
    if receivers.are_damaged() {
        return mend(desk);
    }
    let before = desk.background().incoming.clone();
    let reception = receivers.receive(&before, &mut told_now_and_then(desk));
    let incoming = desk.with(|laptop, _| laptop.still_newer(reception.incoming)).unwrap_or_default();
    let incoming = desk.background().worth_taking(incoming);
    let notices = reception.problems.iter().map(of_adoption).collect();
    let mut changed = desk.background().tell_of_bases(notices);
    changed |= desk.background().receiving.take().is_some();
    let nothing_to_keep = desk.with(|laptop, _| laptop.state() != SetupState::Ready).unwrap_or(false);
    if incoming.is_empty() {
        changed |= desk.background().set_incoming(Incoming::default(), None);
    } else if nothing_to_keep || !desk.was_shown() {
        desk.background().set_incoming(incoming, None);
        take(desk);
        return;
    } else if incoming != before {
        let newer = newer(receivers, &incoming);
        changed |= desk.background().set_incoming(incoming, Some(newer));
    }
    if changed {
        desk.listeners.tell(Changed::Status);
    }
}

/// Notes how far copying has come.
fn told_now_and_then(desk: &Desk) -> impl FnMut(Progress) -> ControlFlow<()> + '_ {
    let mut told: Option<Instant> = None;
    move |progress| {
        let receiving = Receiving { done_bytes: progress.done_bytes, total_bytes: progress.total_bytes };
        desk.background().receiving = Some(receiving);
        if told.is_none_or(|at| at.elapsed() >= PROGRESS) {
            told = Some(Instant::now());
            desk.listeners.tell(Changed::Status);
        }
        ControlFlow::Continue(())
    }
}

fn newer(receivers: &Receivers, incoming: &Incoming) -> Newer {
    let built_at =
        |received: &Option<client::adopt::Received>| received.as_ref().map(|it| it.manifest.built_at);
    Newer {
        common_built_at: built_at(&incoming.common),
        user_built_at: built_at(&incoming.user),
        changes: receivers.changes(incoming),
    }
}

/// A base in use that cannot be read is taken once more.
fn mend(desk: &Desk) {
    let done = desk.with(|laptop, _| {
        desk.background().set_incoming(Incoming::default(), None);
        laptop.mend()
    });
    conclude(desk, done);
}

/// Takes what was received into use.
pub fn take(desk: &Desk) -> bool {
    let done = desk.with(|laptop, _| {
        let incoming = desk.background().take_incoming();
        let done = laptop.take_received(&incoming);
        desk.background().refused = laptop.still_newer(incoming);
        done
    });
    conclude(desk, done)
}

/// Tells what became of bases; answers whether one is in use that was not.
fn conclude(desk: &Desk, done: Option<Result<Vec<Adoption>, client::journal::JournalError>>) -> bool {
    let adoptions = match done {
        None => return false,
        Some(Ok(adoptions)) => adoptions,
        Some(Err(error)) => {
            tracing::warn!("after bases were taken into use: {error}");
            Vec::new()
        }
    };
    let adopted = adoptions.iter().any(|adoption| matches!(adoption, Adoption::Adopted { .. }));
    let (refused, problems): (Vec<&Adoption>, Vec<&Adoption>) = adoptions
        .iter()
        .filter(|adoption| adoption.is_problem())
        .partition(|adoption| matches!(adoption, Adoption::CannotOpen { .. }));
    {
        let mut background = desk.background();
        background.tell_of_bases(problems.into_iter().map(of_adoption).collect());
        background.of_refused = refused.into_iter().map(of_adoption).collect();
    }
    desk.listeners.tell(if adopted { Changed::Bases } else { Changed::Status });
    adopted
}

fn of_adoption(adoption: &Adoption) -> Notice {
    Notice { code: adoption.code(), message: adoption.to_string() }
}

/// « Actualiser ».
pub fn refresh(desk: &Desk) -> Result<RefreshReport, CommandError> {
    let report = desk.with(|laptop: &mut Laptop, moment| {
        desk.background().last_round_at = Some(moment.now);
        laptop.round(moment.now)
    });
    let report = report.ok_or_else(|| CommandError::new("not-open", "the laptop is not open"))?;
    desk.background().tell_of_round(problems(&report));
    let waiting = !desk.background().incoming.is_empty();
    let adopted = waiting && take(desk);
    if !adopted {
        desk.listeners.tell(Changed::Entries);
    }
    // What is newer still, or lies there half, is looked at in the background.
    desk.wake();
    let notices = desk.background().notices().cloned().collect();
    Ok(RefreshReport { adopted, notices })
}
