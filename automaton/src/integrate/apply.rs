//! Does what was decided: one file, one transaction, which holds the registry row, the effect and the journal line. An effect is made
//! only when the archive copy of exactly the bytes that were judged is on the disk (see [`super::window`]).

use cap_std::fs::Dir;
use exchange_schema::Reason;
use serde_json::json;
use uuid::Uuid;
use winpneu::follow_ups::{self, Entity};
use winpneu::journal::{self, JournalEntry};
use winpneu::registry::{self, Fate, FileEntry, FileState, KnownFile};
use winpneu::visits::{self, NewVisit};
use winpneu::{Connection, Error};

use super::decide::{Integration, Settled};
use super::report::{Outcome, Report};
use super::sighting::{Naming, Sighting};
use crate::failure::Failure;

/// The folders a pass writes to.
pub struct Targets {
    /// Copies of integrated files.
    pub archive: Dir,
    /// Copies of refused files.
    pub quarantine: Dir,
}

/// A file on its way through the pass.
pub struct Judged<'a> {
    /// What it shows.
    pub sighting: &'a Sighting,
    /// What the registry knows of its key.
    pub known: Option<&'a KnownFile>,
    /// Whether it was integrated once: then it is never refused, and its archive copy stays.
    pub integrated_before: bool,
    /// The server's clock.
    pub now: chrono::DateTime<chrono::Utc>,
}

/// Carries out a verdict that makes no effect, and reports it.
///
/// # Errors
/// When base or folders are out of reach: the pass stops, and nothing of this file has happened.
pub async fn settle(
    base: &mut Connection,
    targets: &Targets,
    judged: &Judged<'_>,
    verdict: Settled,
    report: &mut Report,
) -> Result<(), Failure> {
    let name = judged.sighting.raw_name.as_str();
    match verdict {
        Settled::Nothing => {}
        Settled::LeaveAlone => report.add(name, Outcome::Ignored, None, ""),
        Settled::Duplicate(of) => report.add(name, Outcome::Duplicate, None, format!("its content is {of}")),
        Settled::LookAgain(reason, detail) => report.add(name, Outcome::Deferred, Some(reason), detail),
        Settled::Defer(reason, detail) => {
            defer(base, judged, reason, &detail).await?;
            if judged.integrated_before {
                report.leave_out(name, reason, detail);
            } else {
                report.add(name, Outcome::Deferred, Some(reason), detail);
            }
        }
        Settled::Reject(reason, detail) => {
            reject(base, targets, judged, reason, &detail).await?;
            report.add(name, Outcome::Rejected, Some(reason), detail);
        }
    }
    Ok(())
}

/// Makes the effect of a file whose copy lies safely in the archive, and reports it.
///
/// # Errors
/// When base or folders are out of reach: the pass stops, and nothing of this file has happened.
pub async fn integrate(
    base: &mut Connection,
    targets: &Targets,
    judged: &Judged<'_>,
    integration: &Integration,
    report: &mut Report,
) -> Result<(), Failure> {
    let journal_id = crate::clock::new_id();
    match transaction(base, judged, integration, journal_id).await {
        Ok(()) => {}
        // What no check of ours foresaw but the base's own rules refuse must not stop the others.
        Err(Error::Constraint { detail, .. }) => {
            let verdict = if judged.integrated_before {
                Settled::Defer(Reason::BadValue, detail)
            } else {
                Settled::Reject(Reason::BadValue, detail)
            };
            return settle(base, targets, judged, verdict, report).await;
        }
        // An answer that was lost: the journal tells whether the commit happened.
        Err(error) if error.is_transient() && journal::stands(base, journal_id).await.unwrap_or(false) => {}
        Err(error) => return Err(error.into()),
    }
    report.add(judged.sighting.raw_name.as_str(), Outcome::Integrated, None, "");
    Ok(())
}

async fn transaction(
    base: &mut Connection,
    judged: &Judged<'_>,
    integration: &Integration,
    journal_id: Uuid,
) -> Result<(), Error> {
    let effect = &integration.effect;
    let sha256 = judged.sighting.sha256();
    let entry = entry(judged, judged.sighting.key(), sha256.as_deref());
    let customer = &effect.visit.customer;
    let fate = Fate::Integrated { reference: customer.as_str() };
    let mut tx = base.begin().await?;
    registry::record(&mut tx, &entry, fate, judged.known.is_some(), judged.now).await?;
    if let Some(replaced) = &integration.replaces {
        registry::mark_replaced(&mut tx, replaced.as_str(), entry.name, judged.now).await?;
    }
    let visit = NewVisit {
        customer,
        visited_on: effect.visit.visited_on,
        visited_at: &effect.visit.visited_at,
        c_user: &effect.c_user,
        comment: &effect.comment,
        answers: effect.answers.as_ref(),
        file: entry.name,
    };
    visits::insert(&mut tx, &visit).await?;
    follow_ups::insert(&mut tx, Entity::Customer(customer), &effect.follow_up).await?;
    let after =
        json!({ "visited_on": effect.visit.visited_on, "visited_at": effect.visit.visited_at }).to_string();
    let line = JournalEntry {
        id: journal_id,
        at: judged.now,
        author: &judged.sighting.folder,
        action: "visit",
        entity: &format!("C:{customer}"),
        before: None,
        after: Some(&after),
        file: Some(entry.name),
    };
    journal::write(&mut tx, &line).await?;
    tx.commit().await
}

/// Registers a file as waiting, unless it waits for that reason already.
///
/// # Errors
/// When the base is out of reach.
async fn defer(
    base: &mut Connection,
    judged: &Judged<'_>,
    reason: Reason,
    detail: &str,
) -> Result<(), Failure> {
    let waits_so = |known: &KnownFile| {
        known.state == FileState::Waiting && known.reason.as_deref() == Some(reason.as_str())
    };
    if judged.known.is_some_and(waits_so) {
        return Ok(());
    }
    let sha256 = judged.sighting.sha256();
    let entry = entry(judged, judged.sighting.key(), sha256.as_deref());
    let mut tx = base.begin().await?;
    registry::record(&mut tx, &entry, Fate::Waiting { reason, detail }, judged.known.is_some(), judged.now)
        .await?;
    Ok(tx.commit().await?)
}

/// The copy in quarantine first, then the registry: a refusal that is registered can always be looked at.
async fn reject(
    base: &mut Connection,
    targets: &Targets,
    judged: &Judged<'_>,
    reason: Reason,
    detail: &str,
) -> Result<(), Failure> {
    let sighting = judged.sighting;
    let bytes = sighting.body().map(|body| body.bytes.as_slice());
    // No time in it: written again after a crash, it must be the same bytes.
    let why = json!({
        "name": sighting.raw_name,
        "path": sighting.path,
        "reason": reason,
        "detail": detail,
        "sha256": sighting.sha256(),
        "copied": bytes.is_some(),
    });
    let why = format!("{why:#}\n");
    sync_folder::quarantine(
        &targets.quarantine,
        sighting.user.as_ref(),
        &sighting.raw_name,
        bytes,
        why.as_bytes(),
    )?;

    // Died after the archive copy and refused now: the archive keeps integrated files only, or a restore would integrate it.
    if let (Naming::Proper(name), Some(bytes), false) = (&sighting.naming, bytes, judged.integrated_before) {
        sync_folder::withdraw(&targets.archive, name, bytes)?;
    }

    let aside = reason == Reason::NameReused || sighting.meets_other_content(judged.known);
    let sha256 = sighting.sha256();
    let (key, known) = if aside {
        (sighting.path.as_str(), registry::find(base, &sighting.path).await?.is_some())
    } else {
        (sighting.key(), judged.known.is_some())
    };
    let entry = entry(judged, key, sha256.as_deref());
    let mut tx = base.begin().await?;
    registry::record(&mut tx, &entry, Fate::Refused { reason, detail }, known, judged.now).await?;
    Ok(tx.commit().await?)
}

fn entry<'a>(judged: &'a Judged<'_>, name: &'a str, sha256: Option<&'a str>) -> FileEntry<'a> {
    let file_name = match &judged.sighting.naming {
        Naming::Proper(name) | Naming::ForeignAuthor(name) => Some(name),
        _ => None,
    };
    let file = judged.sighting.exchange_file();
    FileEntry {
        name,
        kind: file_name.map(exchange_schema::FileName::kind),
        author: file_name.map(exchange_schema::FileName::author),
        folder: &judged.sighting.folder,
        device: file.map(|file| *file.device().as_uuid()),
        sequence: file.and_then(exchange_schema::ExchangeFile::sequence).map(std::num::NonZeroU64::get),
        sha256,
    }
}
