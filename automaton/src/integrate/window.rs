//! Judges files one after another, and makes the effects of a few neighbours together.
//!
//! Each effect is a transaction of its own. What neighbours share is the fsync of the archive's folders: the copies of a window are all
//! on the disk before the first of its transactions is committed. A file that may bear on another one's verdict ends the window first.

use std::collections::BTreeSet;

use exchange_schema::{ExchangeFile, Payload, Reason};
use sync_folder::{ArchiveBatch, FolderError};
use uuid::Uuid;
use winpneu::duplicates::CustomerKeys;
use winpneu::registry::{self, FileState, KnownFile};
use winpneu::{Connection, Error};

use super::apply::{Done, Judged, Targets, integrate, settle};
use super::decide::{Settled, decide};
use super::facts::{Context, Look, gather, integrated_before};
use super::plan::Integration;
use super::report::Report;
use super::sighting::{Naming, Origin, Sighting};
use crate::failure::Failure;

/// A window ends with this many files …
const MOST_FILES: usize = 64;
/// … or this many bytes, whichever comes first.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// An effect is decided again at most this often when its prospect changes meanwhile.
const MOST_TRIES: u32 = 5;

/// Files whose effects will be made together.
pub struct Window {
    look: Look,
    ready: Vec<Ready>,
    bytes: usize,
    /// The prospects that the effects of this window are about.
    prospects: BTreeSet<Uuid>,
    /// Whether one of them changes what a prospect may be recognised by.
    identities: bool,
    /// What customers are recognised by, once it was needed.
    customers: Option<CustomerKeys>,
}

struct Ready {
    sighting: Sighting,
    known: Option<KnownFile>,
    integration: Box<Integration>,
}

/// What came of taking a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It was settled, or joined the window.
    Up,
    /// It names a prospect that the rest of this pass may make: to be taken again at the end.
    Later,
}

/// Where a pass works.
pub struct Site<'a> {
    /// The base.
    pub base: &'a mut Connection,
    /// Archive and quarantine.
    pub targets: &'a Targets,
    /// What holds for the whole pass.
    pub context: &'a Context,
    /// What it did.
    pub report: &'a mut Report,
}

impl Window {
    /// An empty window over files of one origin.
    #[must_use]
    pub const fn new(origin: Origin) -> Self {
        let look = Look { origin, last: false };
        Self {
            look,
            ready: Vec::new(),
            bytes: 0,
            prospects: BTreeSet::new(),
            identities: false,
            customers: None,
        }
    }

    /// From now on nothing of this pass makes a prospect any more.
    pub const fn last_look(&mut self) {
        self.look.last = true;
    }

    /// Whether the verdict on `sighting` may depend on an effect of this window that is not yet made. What is about a customer asks only
    /// for him, and no file makes one.
    #[must_use]
    pub fn may_bear_on(&self, sighting: &Sighting) -> bool {
        if self.ready.is_empty() {
            return false;
        }
        let Some(file) = sighting.exchange_file() else { return true };
        file.replaces().is_some()
            || file.payload().prospect().is_some_and(|id| self.prospects.contains(&id))
            || (self.identities && touches_identity(file))
    }

    /// Judges a file; it joins the window when it has an effect, else it is settled at once.
    ///
    /// # Errors
    /// When base or folders are out of reach.
    pub async fn take(
        &mut self,
        sighting: Sighting,
        known: Option<KnownFile>,
        site: &mut Site<'_>,
    ) -> Result<Taken, Failure> {
        match self.verdict(&sighting, known.as_ref(), site).await? {
            Err(Settled::Postpone) => return Ok(Taken::Later),
            Err(settled) => {
                let judged = self.judged(&sighting, known.as_ref(), site.context);
                settle(site, &judged, settled).await?;
            }
            Ok(integration) => {
                self.bytes += sighting.body().map_or(0, |body| body.bytes.len());
                if let Some(file) = sighting.exchange_file() {
                    self.prospects.extend(file.payload().prospect());
                    self.identities |= touches_identity(file);
                }
                // A later file may bear the very name that this one replaces.
                let last = !integration.replaces.is_empty();
                self.ready.push(Ready { sighting, known, integration });
                if last || self.ready.len() >= MOST_FILES || self.bytes >= MOST_BYTES {
                    self.flush(site).await?;
                }
            }
        }
        Ok(Taken::Up)
    }

    async fn verdict(
        &mut self,
        sighting: &Sighting,
        known: Option<&KnownFile>,
        site: &mut Site<'_>,
    ) -> Result<super::decide::Verdict, Failure> {
        let facts = gather(site.base, site.context, self.look, &mut self.customers, sighting, known).await?;
        Ok(decide(sighting, &facts, &site.context.rules))
    }

    fn judged<'a>(
        &self,
        sighting: &'a Sighting,
        known: Option<&'a KnownFile>,
        context: &Context,
    ) -> Judged<'a> {
        let integrated_before = integrated_before(self.look.origin, known);
        let retried = self.look.origin == Origin::Quarantine;
        Judged { sighting, known, integrated_before, retried, now: context.rules.now }
    }

    /// Archives the window's files, forces the copies to the disk, then makes the effects.
    ///
    /// # Errors
    /// When base or folders are out of reach: the effects that were made stay, the others wait for the next pass.
    pub async fn flush(&mut self, site: &mut Site<'_>) -> Result<(), Failure> {
        let ready = std::mem::take(&mut self.ready);
        self.bytes = 0;
        self.prospects.clear();
        self.identities = false;
        let taken = self.archive(site.targets, &ready)?;
        for (i, Ready { sighting, known, integration }) in ready.into_iter().enumerate() {
            let judged = self.judged(&sighting, known.as_ref(), site.context);
            if taken.contains(&i) {
                let path = registry::find(site.base, &sighting.path).await?;
                if path
                    .is_some_and(|path| path.state == FileState::Refused && path.sha256 == sighting.sha256())
                {
                    continue; // told already
                }
                let detail = "the archive holds other content under this name".to_owned();
                settle(site, &judged, Settled::Reject(Reason::NameReused, detail)).await?;
            } else {
                self.make(&judged, integration, site).await?;
            }
        }
        Ok(())
    }

    /// Makes an effect; decides it again as long as its prospect is changed meanwhile by a command beside the pass.
    async fn make(
        &mut self,
        judged: &Judged<'_>,
        mut integration: Box<Integration>,
        site: &mut Site<'_>,
    ) -> Result<(), Failure> {
        for _ in 0..MOST_TRIES {
            if integrate(site, judged, &integration).await? == Done::Made {
                return Ok(());
            }
            match self.verdict(judged.sighting, judged.known, site).await? {
                Ok(again) => integration = again,
                Err(settled) => return settle(site, judged, settled).await,
            }
        }
        let detail = format!("{} changes all the time: its prospect is busy", judged.sighting.raw_name);
        Err(Error::Unavailable { detail }.into())
    }

    /// Answers which of the files found their archive name taken by other content.
    fn archive(&self, targets: &Targets, ready: &[Ready]) -> Result<Vec<usize>, FolderError> {
        let mut taken = Vec::new();
        if self.look.origin == Origin::Archive {
            return Ok(taken);
        }
        let mut batch = ArchiveBatch::new(&targets.archive);
        for (i, file) in ready.iter().enumerate() {
            let (Naming::Proper(name), Some(body)) = (&file.sighting.naming, file.sighting.body()) else {
                continue;
            };
            match batch.add(name, &body.bytes) {
                Ok(_) => {}
                Err(FolderError::NameTaken { .. }) => taken.push(i),
                Err(error) => return Err(error),
            }
        }
        batch.sync()?;
        Ok(taken)
    }
}

/// Whether a file may change what a prospect is recognised by.
const fn touches_identity(file: &ExchangeFile) -> bool {
    matches!(file.payload(), Payload::Cp(_) | Payload::Mp(_))
}
