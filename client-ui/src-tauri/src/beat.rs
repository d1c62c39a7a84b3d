//! The background: a round with the synced folders whenever something moves there, and every minute besides; newer bases are copied beside
//! the laptop's lock and wait for « Actualiser ».

mod look;

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use client::adopt::{Adoption, Progress};
use client::{Incoming, Laptop, Notice, Receivers, SetupState, SyncReport, Taken};

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
/// After the disk was found full, until « Actualiser ».
const REST: Duration = Duration::from_secs(600);

/// Begins. It ends with the program, and holds nothing that a crash could harm: a copy takes its name when it is whole.
pub fn start(desk: &Arc<Desk>) {
    let Some(woken) = desk.woken() else { return };
    let desk = Arc::downgrade(desk);
    std::thread::spawn(move || run(&desk, &woken));
}

fn run(desk: &Weak<Desk>, woken: &Receiver<()>) {
    if let Some(desk) = desk.upgrade() {
        // The window's thread is not kept waiting by the disk.
        let _ = catch_unwind(AssertUnwindSafe(|| desk.open_laptop()));
    }
    let mut look = Look::default();
    while let Some(desk) = desk.upgrade() {
        // Work goes on without this turn; the panic's hook has written where it was. Locks that it held are taken all the same.
        let done = catch_unwind(AssertUnwindSafe(|| {
            look.follow(&desk);
            turn(&desk)
        }));
        drop(desk);
        let next = done.unwrap_or(BEAT);
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
    let (report, state, receivers) = desk.with(|laptop, moment| {
        let report = laptop.round(moment.now);
        desk.background().last_round_at = Some(moment.now);
        (report, laptop.state(), laptop.receivers())
    })?;
    let moved = moved(&report);
    let told = desk.background().tell_of_round(problems(&report, &state));
    if moved {
        desk.listeners.tell(Changed::Entries);
    } else if told {
        desk.listeners.tell(Changed::Status);
    }
    Some(receivers)
}

/// What stood in the way of a round, as far as the setup state does not tell it already.
fn problems(report: &SyncReport, state: &SetupState) -> Vec<Notice> {
    let known: &[&str] = match state {
        SetupState::NotSetUp | SetupState::FolderMissing { .. } => &["not-set-up", "folder-missing"],
        // A folder that is there and cannot be opened.
        SetupState::UnknownUser { .. } | SetupState::NoBaseYet | SetupState::Ready => &["not-set-up"],
    };
    report.problems().into_iter().filter(|notice| !known.contains(&notice.code)).collect()
}

fn moved(report: &SyncReport) -> bool {
    let files = [&report.removed, &report.dropped, &report.dropped_again];
    report.receipts.news > 0 || files.iter().any(|moved| !moved.files.is_empty())
}

fn receive(desk: &Desk, receivers: &Receivers) {
    if receivers.are_damaged() {
        mend(desk);
    }
    if desk.background().rests() {
        return;
    }
    let before = desk.background().incoming.clone();
    let reception = receivers.receive(&before, &mut told_now_and_then(desk));
    let found = desk.with(|laptop, _| {
        let still = laptop.receives_by(receivers).then(|| laptop.still_newer(reception.incoming));
        still.map(|incoming| (incoming, laptop.has_bases()))
    });
    let Some((incoming, has_bases)) = found.flatten() else {
        // Other folders were chosen meanwhile.
        desk.background().receiving = None;
        return;
    };
    let is_full = |problem: &Adoption| matches!(problem, Adoption::Failed { disk_full: true, .. });
    if reception.problems.iter().any(is_full) {
        desk.background().rests_until = Some(Instant::now() + REST);
    }
    let notices = reception.problems.iter().map(of_adoption).collect();
    let mut changed = desk.background().tell_of_bases(notices);
    changed |= desk.background().receiving.take().is_some();
    if incoming.is_empty() {
        changed |= desk.background().set_incoming(Incoming::default(), None);
    } else if !has_bases || !desk.was_shown() {
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

/// A base in use that cannot be read is taken once more, if it is what is published.
fn mend(desk: &Desk) {
    if let Some(mended) = desk.with(|laptop, _| laptop.mend())
        && mended.adoptions().next().is_some()
    {
        conclude(desk, &mended);
    }
}

/// Takes what was received into use. Until that is done it stays noted, so that nobody tidies its files away.
pub fn take(desk: &Desk) -> bool {
    let taken = desk.with(|laptop, _| {
        let incoming = desk.background().incoming.clone();
        let taken = laptop.take_received(&incoming);
        desk.background().note_taken(laptop.still_newer(incoming), &taken);
        taken
    });
    taken.is_some_and(|taken| conclude(desk, &taken))
}

/// Tells what became of bases; answers whether one is in use that was not.
fn conclude(desk: &Desk, taken: &Taken) -> bool {
    if let Some(error) = &taken.journal {
        tracing::warn!("after bases were taken into use: {error}");
    }
    let adopted = taken.adoptions().any(|adoption| matches!(adoption, Adoption::Adopted { .. }));
    let problems = taken.adoptions().filter(|adoption| adoption.is_problem());
    desk.background().of_taking = problems.map(of_adoption).collect();
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
        (laptop.round(moment.now), laptop.state())
    });
    let (report, state) = report.ok_or_else(|| CommandError::new("not-open", "the laptop is not open"))?;
    desk.background().rests_until = None;
    desk.background().tell_of_round(problems(&report, &state));
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

#[cfg(test)]
mod tests;
