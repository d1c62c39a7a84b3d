//! Judges files one after another, and makes the effects of a few neighbours together.
//!
//! Each effect is a transaction of its own. What neighbours share is the fsync of the archive's folders: the copies of a window are all
//! on the disk before the first of its transactions is committed. A file that may bear on another one's verdict ends the window first.

use exchange_schema::{Payload, Reason};
use sync_folder::{ArchiveBatch, FolderError};
use winpneu::Connection;
use winpneu::registry::{self, FileState, KnownFile};

use super::apply::{Judged, Targets, integrate, settle};
use super::decide::{Integration, Settled, decide};
use super::facts::{Context, gather, integrated_before};
use super::report::Report;
use super::sighting::{Naming, Origin, Sighting};
use crate::failure::Failure;

/// A window ends with this many files …
const MOST_FILES: usize = 64;
/// … or this many bytes, whichever comes first.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Files whose effects will be made together.
pub struct Window {
    origin: Origin,
    ready: Vec<Ready>,
    bytes: usize,
}

struct Ready {
    sighting: Sighting,
    known: Option<KnownFile>,
    integration: Box<Integration>,
}

impl Window {
    /// An empty window over files of one origin.
    #[must_use]
    pub const fn new(origin: Origin) -> Self {
        Self { origin, ready: Vec::new(), bytes: 0 }
    }

    /// Whether the verdict on `sighting` may depend on an effect of this window that is not yet made. A plain visit asks for its
    /// customer only, which no file makes.
    #[must_use]
    pub fn may_bear_on(&self, sighting: &Sighting) -> bool {
        let independent = |file: &exchange_schema::ExchangeFile| {
            matches!(file.payload(), Payload::Vc(_)) && file.replaces().is_none()
        };
        !self.ready.is_empty() && !sighting.exchange_file().is_some_and(independent)
    }

    /// Judges a file; it joins the window when it has an effect, else it is settled at once.
    ///
    /// # Errors
    /// When base or folders are out of reach.
    pub async fn take(
        &mut self,
        sighting: Sighting,
        known: Option<KnownFile>,
        base: &mut Connection,
        targets: &Targets,
        context: &Context,
        report: &mut Report,
    ) -> Result<(), Failure> {
        let facts = gather(base, context, self.origin, &sighting, known.as_ref()).await?;
        match decide(&sighting, &facts, &context.rules) {
            Err(settled) => {
                let judged = self.judged(&sighting, known.as_ref(), context);
                settle(base, targets, &judged, settled, report).await
            }
            Ok(integration) => {
                self.bytes += sighting.body().map_or(0, |body| body.bytes.len());
                // A later file may bear the very name that this one replaces.
                let last = integration.replaces.is_some();
                self.ready.push(Ready { sighting, known, integration });
                if last || self.ready.len() >= MOST_FILES || self.bytes >= MOST_BYTES {
                    self.flush(base, targets, context, report).await?;
                }
                Ok(())
            }
        }
    }

    fn judged<'a>(
        &self,
        sighting: &'a Sighting,
        known: Option<&'a KnownFile>,
        context: &Context,
    ) -> Judged<'a> {
        let integrated_before = integrated_before(self.origin, known);
        Judged { sighting, known, integrated_before, now: context.rules.now }
    }

    /// Archives the window's files, forces the copies to the disk, then makes the effects.
    ///
    /// # Errors
    /// When base or folders are out of reach: the effects that were made stay, the others wait for the next pass.
    pub async fn flush(
        &mut self,
        base: &mut Connection,
        targets: &Targets,
        context: &Context,
        report: &mut Report,
    ) -> Result<(), Failure> {
        let ready = std::mem::take(&mut self.ready);
        self.bytes = 0;
        let taken = self.archive(targets, &ready)?;
        for (i, Ready { sighting, known, integration }) in ready.iter().enumerate() {
            let judged = self.judged(sighting, known.as_ref(), context);
            if taken.contains(&i) {
                let path = registry::find(base, &sighting.path).await?;
                if path
                    .is_some_and(|path| path.state == FileState::Refused && path.sha256 == sighting.sha256())
                {
                    continue; // told already
                }
                let detail = "the archive holds other content under this name".to_owned();
                let settled = Settled::Reject(Reason::NameReused, detail);
                settle(base, targets, &judged, settled, report).await?;
            } else {
                integrate(base, targets, &judged, integration, report).await?;
            }
        }
        Ok(())
    }

    /// Answers which of the files found their archive name taken by other content.
    fn archive(&self, targets: &Targets, ready: &[Ready]) -> Result<Vec<usize>, FolderError> {
        let mut taken = Vec::new();
        if self.origin == Origin::Archive {
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
