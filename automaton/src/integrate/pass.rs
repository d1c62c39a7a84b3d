//! The pass itself: lock, survey, one file after another, receipts.

use std::collections::HashSet;

use exchange_schema::Reason;
use winpneu::registry::{self, FileState};
use winpneu::{Connection, lock, observations, runs};

use super::apply::Targets;
use super::facts::Context;
use super::inbox::{Candidate, survey};
use super::receipts;
use super::report::Report;
use super::sighting::{Content, Origin, Sighting};
use super::window::Window;
use crate::config::Config;
use crate::failure::Failure;
use crate::installation::{lock_holder, open_base};

/// How long a look at an unfinished file is remembered.
const LOOKS_KEPT: chrono::Duration = chrono::Duration::days(7);

/// What a pass is asked to do besides.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// First integrate archived files that the registry lacks.
    pub from_archive: bool,
}

/// Runs one pass.
///
/// # Errors
/// When base or folders are out of reach, or another automaton is at work: what was integrated stays, the rest waits.
pub async fn run(config: &Config, options: Options) -> Result<Report, Failure> {
    let mut base = open_base(config).await?;
    let command = if options.from_archive { "integrate --from-archive" } else { "integrate" };
    lock::acquire(&mut base, &lock_holder(command), crate::clock::now()).await?;
    let outcome = locked(&mut base, config, options).await;
    lock::release(&mut base).await?;
    outcome
}

async fn locked(base: &mut Connection, config: &Config, options: Options) -> Result<Report, Failure> {
    let context = Context::load(base, config).await?;
    let inbox = sync_folder::open_root(&config.folders.inbox)?;
    let bases = sync_folder::open_root(&config.folders.bases)?;
    let targets = Targets {
        archive: sync_folder::open_root(&config.folders.archive)?,
        quarantine: sync_folder::open_root(&config.folders.quarantine)?,
    };
    let mut report = Report::default();
    let mut restored = HashSet::new();
    if options.from_archive {
        receipts::pass_published_numbers(base, &bases).await?;
        restored = from_archive(base, &targets, &context, &mut report).await?;
    } else {
        receipts::refuse_a_restored_base(base, &bases).await?;
    }
    let mut survey = survey(base, &inbox, receipts::kept_since(&context.rules), &mut report).await?;
    let mut window = Window::new(Origin::Inbox);
    for Candidate { entry, registered, repeated } in survey.candidates() {
        let sighting = Sighting::of_entry(&inbox, &entry)?;
        if restored.contains(sighting.key()) {
            continue; // its archived copy was treated in this very run
        }
        if repeated || window.may_bear_on(&sighting) {
            window.flush(base, &targets, &context, &mut report).await?;
        }
        // Surveyed before the pass began to change things: asked again, where the answer can be another.
        let known = if registered { registry::find(base, sighting.key()).await? } else { None };
        window.take(sighting, known, base, &targets, &context, &mut report).await?;
    }
    window.flush(base, &targets, &context, &mut report).await?;
    // When single files could not be read, it may be the whole share that is going away.
    sync_folder::scan_root(&config.folders.inbox)?;
    receipts::publish(base, &bases, &context, &survey.lying).await?;
    observations::forget_before(base, context.rules.now - LOOKS_KEPT).await?;
    remember(base, &report, &context).await?;
    Ok(report)
}

/// After a restore: what the archive holds and the registry lacks is integrated again. Answers the names that were treated.
///
/// A file that cannot be integrated today (its user or customer is not back yet) is registered as waiting, never as refused: the laptop
/// keeps its entry, `status` shows it, and the next run of this kind tries again.
async fn from_archive(
    base: &mut Connection,
    targets: &Targets,
    context: &Context,
    report: &mut Report,
) -> Result<HashSet<String>, Failure> {
    let mut treated = HashSet::new();
    let mut window = Window::new(Origin::Archive);
    for archived in sync_folder::archived_files(&targets.archive)? {
        let archived = archived?;
        let known = registry::find(base, archived.name.as_str()).await?;
        if known
            .as_ref()
            .is_some_and(|known| matches!(known.state, FileState::Integrated | FileState::Replaced))
        {
            continue;
        }
        let sighting = Sighting::of_archived(&targets.archive, &archived)?;
        if !matches!(sighting.content, Content::Bytes(_)) {
            report.leave_out(sighting.raw_name, Reason::Unreadable, "the archived copy cannot be read");
            continue;
        }
        treated.insert(sighting.key().to_owned());
        if window.may_bear_on(&sighting) {
            window.flush(base, targets, context, report).await?;
        }
        window.take(sighting, known, base, targets, context, report).await?;
    }
    window.flush(base, targets, context, report).await?;
    Ok(treated)
}

async fn remember(base: &mut Connection, report: &Report, context: &Context) -> Result<(), Failure> {
    let outcome = serde_json::to_value(report.counts).map_err(|error| Failure::Other(error.to_string()))?;
    Ok(runs::remember(base, "integrate", &outcome, context.rules.now).await?)
}
