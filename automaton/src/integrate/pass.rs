//! The pass itself: lock, survey, one file after another, receipts.

use std::collections::HashSet;

use cap_std::fs::Dir;
use exchange_schema::Reason;
use sync_folder::Archived;
use tokio_util::sync::CancellationToken;
use winpneu::lock::{self, Lock};
use winpneu::registry::{self, FileState};
use winpneu::{Connection, observations, runs};

use super::apply::Targets;
use super::digest;
use super::facts::Context;
use super::inbox::{Candidate, Survey, survey};
use super::receipts;
use super::report::Report;
use super::sighting::{Content, Origin, Sighting};
use super::window::{Site, Taken, Window};
use crate::config::Config;
use crate::failure::Failure;
use crate::installation::{give_back, lock_holder, open_base};

/// How long a look at an unfinished file is remembered.
const LOOKS_KEPT: chrono::Duration = chrono::Duration::days(7);

/// What a pass is asked to do besides.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// First integrate archived files that the registry lacks.
    pub from_archive: bool,
    /// When this is cancelled the pass ends after the file in hand; what it did not reach waits for the next one.
    pub stop: CancellationToken,
}

/// Runs one pass.
///
/// # Errors
/// When base or folders are out of reach, or another automaton is at work: what was integrated stays, the rest waits.
pub async fn run(config: &Config, options: Options) -> Result<Report, Failure> {
    let mut base = open_base(config).await?;
    let command = if options.from_archive { "integrate --from-archive" } else { "integrate" };
    lock::acquire(&mut base, Lock::Work, &lock_holder(command), crate::clock::now()).await?;
    let outcome = locked(&mut base, config, &options).await;
    give_back(&mut base, Lock::Work).await;
    outcome
}

async fn locked(base: &mut Connection, config: &Config, options: &Options) -> Result<Report, Failure> {
    let context = Context::load(base, config).await?;
    let inbox = sync_folder::open_root(&config.folders.inbox)?;
    let bases = sync_folder::open_root(&config.folders.bases)?;
    let targets = Targets::open(config)?;
    let mut report = Report::default();
    let mut site = Site { base, targets: &targets, context: &context, report: &mut report };
    let mut restored = HashSet::new();
    if options.from_archive {
        receipts::begin_restore(site.base, &bases, context.rules.now).await?;
        restored = from_archive(&mut site, &options.stop).await?;
        if site.report.stopped {
            // The restore is not ended: nothing else works before the next run of this kind has come to its end.
            remember(base, &report, &context).await?;
            return Ok(report);
        }
        receipts::end_restore(site.base, context.rules.now).await?;
    } else {
        receipts::refuse_a_restored_base(site.base, &bases).await?;
    }
    let since = receipts::kept_since(&context.rules);
    let mut survey = survey(site.base, &inbox, since, site.report, &options.stop).await?;
    if stopped(&mut site, &options.stop) {
        // Not all that lies there was seen: receipts of old files would be left out.
        remember(base, &report, &context).await?;
        return Ok(report);
    }
    from_inbox(&mut site, &inbox, &mut survey, &restored, &options.stop).await?;
    // When single files could not be read, it may be the whole share that is going away.
    sync_folder::scan_root(&config.folders.inbox)?;
    receipts::publish(base, &bases, &context, &survey.lying).await?;
    digest::queue(base, &context).await?;
    observations::forget_before(base, context.rules.now - LOOKS_KEPT).await?;
    remember(base, &report, &context).await?;
    Ok(report)
}

/// Whether the pass was asked to stop: it then does before the next file, and says so. A last look is not taken any more, for what would
/// make a prospect may be among the files that wait.
fn stopped(site: &mut Site<'_>, stop: &CancellationToken) -> bool {
    site.report.stopped |= stop.is_cancelled();
    site.report.stopped
}

/// Treats what the survey found; then, once more, what names a prospect that was not there when its turn came; copies and strangers
/// last.
async fn from_inbox(
    site: &mut Site<'_>,
    inbox: &Dir,
    survey: &mut Survey,
    restored: &HashSet<String>,
    stop: &CancellationToken,
) -> Result<(), Failure> {
    let mut window = Window::new(Origin::Inbox);
    let mut later = Vec::new();
    for candidate in survey.proper() {
        if stopped(site, stop) {
            return window.flush(site).await;
        }
        if take(&mut window, site, inbox, &candidate, restored).await? == Taken::Later {
            later.push(candidate);
        }
    }
    window.flush(site).await?;
    window.last_look();
    for candidate in later.into_iter().chain(survey.others()) {
        if stopped(site, stop) {
            break;
        }
        take(&mut window, site, inbox, &candidate, restored).await?;
    }
    window.flush(site).await
}

async fn take(
    window: &mut Window,
    site: &mut Site<'_>,
    inbox: &Dir,
    candidate: &Candidate,
    restored: &HashSet<String>,
) -> Result<Taken, Failure> {
    let sighting = Sighting::of_entry(inbox, &candidate.entry)?;
    if restored.contains(sighting.key()) {
        return Ok(Taken::Up); // its archived copy was treated in this very run
    }
    if candidate.repeated || window.may_bear_on(&sighting) {
        window.flush(site).await?;
    }
    // Surveyed before the pass began to change things: asked again, where the answer can be another.
    let known = if candidate.registered { registry::find(site.base, sighting.key()).await? } else { None };
    window.take(sighting, known, site).await
}

/// After a restore: what the archive holds and the registry lacks is integrated again. Answers the names that were treated.
///
/// A file that cannot be integrated today (its user or customer is not back yet) is registered as waiting, never as refused: the laptop
/// keeps its entry, `status` shows it, and the next run of this kind tries again.
async fn from_archive(site: &mut Site<'_>, stop: &CancellationToken) -> Result<HashSet<String>, Failure> {
    let mut treated = HashSet::new();
    let mut window = Window::new(Origin::Archive);
    let mut later = Vec::new();
    for archived in sync_folder::archived_files(&site.targets.archive)? {
        let archived = archived?;
        if stopped(site, stop) {
            window.flush(site).await?;
            return Ok(treated);
        }
        if take_archived(&mut window, site, &archived, &mut treated).await? == Taken::Later {
            later.push(archived);
        }
    }
    window.flush(site).await?;
    window.last_look();
    for archived in later {
        if stopped(site, stop) {
            break;
        }
        take_archived(&mut window, site, &archived, &mut treated).await?;
    }
    window.flush(site).await?;
    Ok(treated)
}

async fn take_archived(
    window: &mut Window,
    site: &mut Site<'_>,
    archived: &Archived,
    treated: &mut HashSet<String>,
) -> Result<Taken, Failure> {
    let known = registry::find(site.base, archived.name.as_str()).await?;
    if known.as_ref().is_some_and(|known| matches!(known.state, FileState::Integrated | FileState::Replaced))
    {
        return Ok(Taken::Up);
    }
    let sighting = Sighting::of_archived(&site.targets.archive, archived)?;
    if !matches!(sighting.content, Content::Bytes(_)) {
        site.report.leave_out(sighting.raw_name, Reason::Unreadable, "the archived copy cannot be read");
        return Ok(Taken::Up);
    }
    treated.insert(sighting.key().to_owned());
    if window.may_bear_on(&sighting) {
        window.flush(site).await?;
    }
    window.take(sighting, known, site).await
}

async fn remember(base: &mut Connection, report: &Report, context: &Context) -> Result<(), Failure> {
    let mut outcome =
        serde_json::to_value(report.counts).map_err(|error| Failure::Other(error.to_string()))?;
    if report.stopped {
        outcome["stopped"] = true.into();
    }
    Ok(runs::remember(base, "integrate", &outcome, context.rules.now).await?)
}
