//! Does what was decided: one file, one transaction, which holds the registry row, the effect and the journal line. An effect is made
//! only when the archive copy of exactly the bytes that were judged is on the disk (see [`super::window`]).

use cap_std::fs::Dir;
use exchange_schema::{ExchangeFile, FileName, Payload, Reason};
use serde_json::json;
use sync_folder::FolderError;
use winpneu::attempts::transact;
use winpneu::follow_ups::{self, Entity};
use winpneu::journal::{self, JournalEntry};
use winpneu::mails::{self, NewMail};
use winpneu::registry::{self, Fate, FileEntry, FileState, KnownFile};
use winpneu::{Connection, Error, Tx, change_requests, creations, duplicates, prospects, visits};

use super::decide::Settled;
use super::plan::{EntityKey, Integration, Write};
use super::report::Outcome;
use super::sighting::{Naming, Sighting};
use super::window::Site;
use crate::config::Config;
use crate::failure::Failure;
use crate::mail::Mail;

/// The folders a pass writes to.
pub struct Targets {
    /// Copies of integrated files.
    pub archive: Dir,
    /// Copies of refused files.
    pub quarantine: Dir,
}

impl Targets {
    /// Opens both.
    ///
    /// # Errors
    /// When one of them is away.
    pub fn open(config: &Config) -> Result<Self, Failure> {
        Ok(Self {
            archive: sync_folder::open_root(&config.folders.archive)?,
            quarantine: sync_folder::open_root(&config.folders.quarantine)?,
        })
    }
}

/// A file on its way through the pass.
pub struct Judged<'a> {
    /// What it shows.
    pub sighting: &'a Sighting,
    /// What the registry knows of its key.
    pub known: Option<&'a KnownFile>,
    /// Whether it was integrated once: then it is never refused, and its archive copy stays.
    pub integrated_before: bool,
    /// Whether it comes from the quarantine: what would only wait stays refused.
    pub retried: bool,
    /// The server's clock.
    pub now: chrono::DateTime<chrono::Utc>,
}

impl Judged<'_> {
    /// Whether an operator had it judged again, to the same end.
    fn was_refused_for(&self, reason: Reason) -> bool {
        self.retried && self.known.and_then(|known| known.reason.as_deref()) == Some(reason.as_str())
    }

    /// When the entry was made; now, for what is no exchange file.
    fn made_at(&self) -> chrono::DateTime<chrono::Utc> {
        self.sighting.exchange_file().map_or(self.now, ExchangeFile::created_at)
    }
}

/// What came of an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// It stands, or was settled otherwise.
    Made,
    /// It was decided on an older version of its prospect: nothing was done.
    Stale,
}

/// Carries out a verdict that makes no effect, and reports it.
///
/// # Errors
/// When base or folders are out of reach: the pass stops, and nothing of this file has happened.
pub async fn settle(site: &mut Site<'_>, judged: &Judged<'_>, verdict: Settled) -> Result<(), Failure> {
    let name = judged.sighting.raw_name.as_str();
    match verdict {
        // Postponed files are taken again with a last look, which postpones nothing.
        Settled::Nothing | Settled::Postpone => {}
        Settled::LeaveAlone => site.report.add(name, Outcome::Ignored, None, ""),
        Settled::Duplicate(of) => {
            site.report.add(name, Outcome::Duplicate, None, format!("its content is {of}"));
        }
        Settled::LookAgain(reason, detail) => {
            site.report.add(name, Outcome::Deferred, Some(reason), detail);
        }
        Settled::Defer(reason, detail) if judged.retried => {
            withdraw(site.targets, judged)?;
            site.report.add(name, Outcome::Rejected, Some(reason), format!("still refused: {detail}"));
        }
        // Told before, and its copy and reason lie in quarantine.
        Settled::Reject(reason, detail) if judged.was_refused_for(reason) => {
            withdraw(site.targets, judged)?;
            site.report.add(name, Outcome::Rejected, Some(reason), detail);
        }
        Settled::Defer(reason, detail) => {
            defer(site.base, judged, reason, &detail).await?;
            if judged.integrated_before {
                site.report.leave_out(name, reason, detail);
            } else {
                site.report.add(name, Outcome::Deferred, Some(reason), detail);
            }
        }
        Settled::Reject(reason, detail) => {
            reject(site.base, site.targets, judged, reason, &detail).await?;
            site.report.add(name, Outcome::Rejected, Some(reason), detail);
        }
    }
    Ok(())
}

/// Makes the effect of a file whose copy lies safely in the archive, and reports it.
///
/// # Errors
/// When base or folders are out of reach: the pass stops, and nothing of this file has happened.
pub async fn integrate(
    site: &mut Site<'_>,
    judged: &Judged<'_>,
    integration: &Integration,
) -> Result<Done, Failure> {
    match transaction(site.base, judged, integration).await {
        Ok(true) => {}
        Ok(false) => return Ok(Done::Stale),
        // What no check of ours foresaw but the base's own rules refuse (an id used twice, for a creation or a mail) must not stop
        // the others.
        Err(error) if refused_by_the_base(&error) => {
            let detail = error.to_string();
            let verdict = if judged.integrated_before {
                Settled::Defer(Reason::BadValue, detail)
            } else {
                Settled::Reject(Reason::BadValue, detail)
            };
            return settle(site, judged, verdict).await.map(|()| Done::Made);
        }
        Err(error) => return Err(error.into()),
    }
    site.report.add(judged.sighting.raw_name.as_str(), Outcome::Integrated, None, "");
    Ok(Done::Made)
}

/// Whether the base objects to this file's rows, and not to its place in the registry, which only another automaton can have taken.
fn refused_by_the_base(error: &Error) -> bool {
    match error {
        Error::Constraint { .. } => true,
        Error::Duplicate { statement, .. } => !statement.starts_with("file_"),
        _ => false,
    }
}

/// False when the prospect is no longer the one that this was decided on.
async fn transaction(
    base: &mut Connection,
    judged: &Judged<'_>,
    integration: &Integration,
) -> Result<bool, Error> {
    let plan = &integration.plan;
    let shown = Shown::of(judged.sighting);
    let entry = entry(judged, judged.sighting.key(), &shown);
    let clashes = (!plan.clashes.is_empty()).then(|| json!(plan.clashes).to_string());
    let fate =
        Fate::Integrated { reference: &plan.reference, message: plan.message, clashes: clashes.as_deref() };
    let (before, after) = (plan.told.before.as_ref().map(ToString::to_string), plan.told.after.to_string());
    let line = JournalEntry {
        id: crate::clock::new_id(),
        at: judged.now,
        author: &judged.sighting.folder,
        action: plan.told.action,
        entity: &plan.told.entity,
        before: before.as_deref(),
        after: Some(&after),
        file: Some(entry.name),
    };
    let made = transact(base, Some(line.id), async |tx| {
        if let Some((prospect, version)) = plan.decided_on
            && !prospects::touch(tx, prospect, version, judged.now).await?
        {
            return Ok(None);
        }
        registry::record(tx, &entry, fate, judged.known.is_some(), judged.now).await?;
        for replaced in &integration.replaces {
            registry::mark_replaced(tx, replaced, entry.name, judged.now).await?;
        }
        for write in &plan.writes {
            write_one(tx, write, judged, entry.name).await?;
        }
        journal::write(tx, &line).await.map(Some)
    });
    Ok(made.await?.is_some())
}

async fn write_one(tx: &mut Tx<'_>, write: &Write, judged: &Judged<'_>, file: &str) -> Result<(), Error> {
    let (now, folder) = (judged.now, judged.sighting.folder.as_str());
    match write {
        Write::Relation(relation) => visits::insert_relation(tx, relation, file).await,
        Write::ProspectVisit(visit) => visits::insert_prospect_visit(tx, visit, file).await,
        Write::Answers(answers) => visits::insert_answers(tx, answers, file).await,
        Write::FollowUp(EntityKey::Customer(code), event) => {
            follow_ups::insert(tx, Entity::Customer(code), event).await
        }
        Write::FollowUp(EntityKey::Prospect(id), event) => {
            follow_ups::insert(tx, Entity::Prospect(*id), event).await
        }
        Write::Prospect(prospect) => prospects::insert(tx, prospect, file, now).await,
        Write::Fields(id, sheet) => prospects::set_fields(tx, *id, sheet).await,
        Write::Mark(id, field, entry) => prospects::mark_field(tx, *id, *field, entry).await,
        Write::Attach(id, attachment) => prospects::attach(tx, *id, attachment, file, folder).await,
        Write::Delete(id, reason) => prospects::delete(tx, *id, judged.made_at(), reason, file).await,
        Write::OpenClash(id, clash) => prospects::open_clash(tx, *id, clash, now).await,
        Write::CloseClash(id, field) => prospects::close_clash(tx, *id, *field).await,
        Write::Keys(id, keys) => duplicates::set_keys(tx, *id, keys).await,
        Write::Duplicate(id, kind, other) => duplicates::flag(tx, *id, *kind, other, file, now).await,
        Write::RestartWaiting(id) => registry::restart_waiting(tx, *id, now).await,
        Write::Creation(creation) => creations::insert(tx, creation, file).await,
        Write::Request(request) => change_requests::insert(tx, request, file).await,
        Write::Mail(mail) => mails::queue(tx, &row(mail), Some(file), now).await,
    }
}

/// A composed mail as the outbox takes it.
pub fn row(mail: &Mail) -> NewMail {
    NewMail {
        message_id: mail.message_id.clone(),
        recipient: mail.recipient.as_str().to_owned(),
        sender: mail.sender.clone(),
        subject: mail.subject.as_str().to_owned(),
        body: mail.body.clone(),
    }
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
    let shown = Shown::of(judged.sighting);
    let entry = entry(judged, judged.sighting.key(), &shown);
    let fate = Fate::Waiting { reason, detail };
    // The registry's row is the proof: where the answer to the COMMIT is lost, the next pass finds it.
    let registered = transact(base, None, async |tx| {
        registry::record(tx, &entry, fate, judged.known.is_some(), judged.now).await?;
        if judged.integrated_before {
            registry::mark_integrated_before(tx, entry.name).await?;
        }
        restart_waiting(tx, judged).await.map(Some)
    });
    Ok(registered.await.map(drop)?)
}

/// Died after the archive copy and refused now: the archive keeps integrated files only, or a restore would integrate it.
fn withdraw(targets: &Targets, judged: &Judged<'_>) -> Result<(), FolderError> {
    match (&judged.sighting.naming, judged.sighting.body(), judged.integrated_before) {
        (Naming::Proper(name), Some(body), false) => {
            sync_folder::withdraw(&targets.archive, name, &body.bytes)
        }
        _ => Ok(()),
    }
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

    withdraw(targets, judged)?;
    let aside = reason == Reason::NameReused || sighting.meets_other_content(judged.known);
    let shown = Shown::of(sighting);
    let (key, known) = if aside {
        (sighting.path.as_str(), registry::find(base, &sighting.path).await?.is_some())
    } else {
        (sighting.key(), judged.known.is_some())
    };
    let entry = entry(judged, key, &shown);
    let fate = Fate::Refused { reason, detail };
    let registered = transact(base, None, async |tx| {
        registry::record(tx, &entry, fate, known, judged.now).await?;
        restart_waiting(tx, judged).await.map(Some)
    });
    Ok(registered.await.map(drop)?)
}

/// A corrected CP that is refused too, or waits itself: its author is at it, so the files that wait for the prospect wait anew.
async fn restart_waiting(tx: &mut Tx<'_>, judged: &Judged<'_>) -> Result<(), Error> {
    let Some(file) = judged.sighting.exchange_file() else { return Ok(()) };
    match (file.payload(), file.replaces()) {
        (Payload::Cp(created), Some(_)) => {
            registry::restart_waiting(tx, *created.prospect.as_uuid(), judged.now).await
        }
        _ => Ok(()),
    }
}

/// What a file shows that the registry keeps, made once for each.
struct Shown {
    sha256: Option<String>,
    corrects: Option<FileName>,
}

impl Shown {
    fn of(sighting: &Sighting) -> Self {
        Self { sha256: sighting.sha256(), corrects: sighting.corrects() }
    }
}

fn entry<'a>(judged: &'a Judged<'_>, name: &'a str, shown: &'a Shown) -> FileEntry<'a> {
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
        sequence: file.and_then(ExchangeFile::sequence).map(std::num::NonZeroU64::get),
        sha256: shown.sha256.as_deref(),
        prospect: file.and_then(|file| file.payload().prospect()),
        corrects: shown.corrects.as_ref().map(FileName::as_str),
    }
}
