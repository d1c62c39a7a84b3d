//! Publishing: new files, then the manifest, then, days later, the removal of what no manifest names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;

use cap_std::fs::Dir;
use chrono::{DateTime, Duration, Utc};
use domain::UserFolder;
use exchange_schema::{BaseFileName, MAX_PUBLISHED_BYTES, Manifest};
use snapshot::build::Built;
use sync_folder::{Published, ReadOutcome};
use winpneu::{Connection, runs};

use super::report::{BaseReport, Report, base_name};
use super::{COMMON_JOB, Context, JOB};
use crate::failure::Failure;

/// « stay until unnamed for 7 days, so that a slow laptop always finds a whole set » (design §5).
const UNNAMED_KEPT: Duration = Duration::days(7);
/// The note in which it is remembered since when files are unnamed.
const UNNAMED: &str = "bases-unnamed";

/// One run's publication.
pub(super) struct Publication<'a> {
    bases: &'a Dir,
    /// One more than any before.
    pub(super) generation: u64,
    /// The counter of effects, read before the first row.
    pub(super) through: u64,
}

impl<'a> Publication<'a> {
    /// Finds the next generation: higher than in any published manifest, and than the base itself remembers.
    pub(super) async fn open(base: &mut Connection, bases: &'a Dir) -> Result<Self, Failure> {
        let remembered = runs::last(base, JOB).await?;
        let mut last = remembered.and_then(|(outcome, _)| outcome.get("generation")?.as_u64()).unwrap_or(0);
        for owner in owners(bases)? {
            // One that cannot be read is written anew by this run, with a generation above all others.
            last = last.max(manifest(bases, owner.as_ref())?.map_or(0, |manifest| manifest.generation));
        }
        Ok(Self { bases, generation: last + 1, through: 0 })
    }

    /// Publishes one base: the files that are not there yet, then its manifest.
    pub(super) fn publish(
        &self,
        user: Option<&UserFolder>,
        built: Built,
        context: &Context,
    ) -> Result<BaseReport, Failure> {
        let base = base_name(user);
        let files = built.files.len();
        let mut published = BaseReport { base, files, written: Vec::new(), bytes_written: 0, bytes: 0 };
        for file in &built.files {
            let mut source = File::open(&file.path)
                .map_err(|error| Failure::Other(format!("{}: {error}", file.path.display())))?;
            published.bytes += file.entry.size;
            if sync_folder::publish_file(self.bases, user, &file.entry, &mut source)? == Published::Written {
                published.bytes_written += file.entry.size;
                published.written.push(file.entry.name.to_string());
            }
            // The disk need not hold everything twice.
            let _ = std::fs::remove_file(&file.path);
        }
        let manifest = Manifest {
            generation: self.generation,
            built_at: context.now,
            expires_after_hours: context.parameters.bases_expiration_heures.get(),
            schema: snapshot::SCHEMA,
            through: self.through,
            files: built.files.into_iter().map(|file| file.entry).collect(),
        };
        let bytes = manifest.to_json().map_err(|error| Failure::Other(format!("manifest: {error}")))?;
        sync_folder::publish_manifest(self.bases, user, &bytes)?;
        Ok(published)
    }

    /// Removes files that have been unnamed for seven days, and notes since when the others are. One that cannot be removed is told and
    /// tried again by the next run.
    pub(super) async fn retire(
        &self,
        base: &mut Connection,
        now: DateTime<Utc>,
        report: &mut Report,
    ) -> Result<(), Failure> {
        let noted = runs::last(base, UNNAMED).await?.map(|(noted, _)| noted);
        let noted: BTreeMap<String, DateTime<Utc>> =
            noted.and_then(|noted| serde_json::from_value(noted).ok()).unwrap_or_default();
        let mut still = BTreeMap::new();
        for owner in owners(self.bases)? {
            for name in self.unnamed(owner.as_ref())? {
                let key = format!("{}/{name}", owner.as_ref().map_or("", UserFolder::as_str));
                let since = noted.get(&key).copied().unwrap_or(now);
                if now - since >= UNNAMED_KEPT {
                    match sync_folder::remove_published(self.bases, owner.as_ref(), &name) {
                        Ok(_) => continue,
                        Err(error) => report.problem(format!("an old file stays, {name}: {error}")),
                    }
                }
                still.insert(key, since);
            }
        }
        let note = serde_json::to_value(still).map_err(|error| Failure::Other(error.to_string()))?;
        Ok(runs::remember(base, UNNAMED, &note, now).await?)
    }

    /// Files of a base that its manifest does not name; none where the manifest cannot be read.
    fn unnamed(&self, user: Option<&UserFolder>) -> Result<Vec<BaseFileName>, Failure> {
        let Some(manifest) = manifest(self.bases, user)? else { return Ok(Vec::new()) };
        let named: BTreeSet<&BaseFileName> = manifest.files.iter().map(|file| &file.name).collect();
        let lying = sync_folder::published_files(self.bases, user)?;
        Ok(lying.into_iter().filter(|name| !named.contains(name)).collect())
    }

    /// Remembers the run for `status`, and its generation for the next one.
    pub(super) async fn remember(&self, base: &mut Connection, report: &Report) -> Result<(), Failure> {
        let before = runs::last(base, JOB).await?.map(|(note, _)| note);
        let note = report.note(before.as_ref()).map_err(|error| Failure::Other(error.to_string()))?;
        runs::remember(base, JOB, &note, report.built_at).await?;
        if report.common_published {
            let through = serde_json::json!({ "through": report.through });
            runs::remember(base, COMMON_JOB, &through, report.built_at).await?;
        }
        Ok(())
    }
}

/// The bases that there are: everybody's, and one a user for whom something was published.
fn owners(bases: &Dir) -> Result<Vec<Option<UserFolder>>, Failure> {
    let users = sync_folder::published_users(bases)?;
    Ok(std::iter::once(None).chain(users.into_iter().map(Some)).collect())
}

/// A published manifest, if it is there and can be read.
fn manifest(bases: &Dir, user: Option<&UserFolder>) -> Result<Option<Manifest>, Failure> {
    let read = sync_folder::read_published(bases, user, "manifest.json", MAX_PUBLISHED_BYTES as u64)?;
    let ReadOutcome::Bytes(bytes) = read else { return Ok(None) };
    Ok(Manifest::parse(&bytes).ok())
}
