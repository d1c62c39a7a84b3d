//! Taking a published base into the laptop's own folder: `<data>/bases/<base>/files/` holds verified copies, one for each content,
//! `current.json` names those that count, `previous.json` those before. A base is adopted by the rename of `current.json`, after its files
//! were copied, checked and opened; whatever happens before leaves the old one whole.
//!
//! Absent on purpose: what is in the files (`snapshot` opens them), and merging anything: the months stay as they are.

mod adoption;
mod receive;
mod room;
mod shelf;

use cap_std::fs::Dir;
use chrono::{DateTime, Utc};
use domain::UserFolder;
use exchange_schema::{MAX_PUBLISHED_BYTES, Manifest};
use sync_folder::{FolderError, ReadOutcome};

pub use adoption::Adoption;
use receive::copy_files;
pub use receive::{OnProgress, Progress, Received, Receiver};
pub use shelf::{Shelf, ShelfError};

/// The name of a base's manifest in its published folder.
const MANIFEST: &str = "manifest.json";

/// A base that is open, with the manifest by which it was opened.
#[derive(Debug)]
pub struct Open<B> {
    /// The base.
    pub base: B,
    /// By which it was opened.
    pub manifest: Manifest,
}

/// Opens the files of a manifest in a folder; the words say why that is not possible.
pub type Opener<'a, B> = &'a dyn Fn(&std::path::Path, Manifest) -> Result<B, String>;

/// Takes the published base of `user`, or everybody's, if it is newer than the one on the shelf. `in_use` is replaced only by a base that
/// could be opened.
pub fn adopt<B>(
    shelf: &mut Shelf,
    bases: &Dir,
    user: Option<&UserFolder>,
    in_use: &mut Option<Open<B>>,
    open: Opener<'_, B>,
) -> Adoption {
    try_adopt(shelf, bases, user, in_use, open).unwrap_or_else(Adoption::from)
}

/// Takes a base into use that was received, if it is still newer than the one in use. No file is copied, and none removed: another one
/// may be on its way.
pub fn take<B>(
    shelf: &mut Shelf,
    received: &Received,
    in_use: &mut Option<Open<B>>,
    open: Opener<'_, B>,
) -> Adoption {
    let before = in_use.as_ref().map(|open| open.manifest.clone());
    let adopted = before.as_ref().map(|manifest| manifest.generation);
    if let Some(outcome) = judged(&received.manifest, adopted, false) {
        return outcome;
    }
    if let Some(name) = shelf.lacking(&received.manifest) {
        return Adoption::FileMissing { name, there: false };
    }
    open_and_keep(shelf, received.clone(), before.as_ref(), in_use, open).unwrap_or_else(Adoption::from)
}

/// Takes the base in use once more, if something of it could not be read and it is what is published. `None` = it is whole, or something
/// else is published: a newer one is received first, and taken when it is asked for.
pub fn mend<B>(
    shelf: &mut Shelf,
    bases: &Dir,
    user: Option<&UserFolder>,
    in_use: &mut Option<Open<B>>,
    open: Opener<'_, B>,
) -> Option<Adoption> {
    let adopted = in_use.as_ref()?.manifest.generation;
    let same = || published(bases, user).is_ok_and(|manifest| manifest.generation == adopted);
    (shelf.is_distrusted() && same()).then(|| adopt(shelf, bases, user, in_use, open))
}

enum Stop {
    Outcome(Adoption),
    Shelf(ShelfError),
}

impl From<Stop> for Adoption {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Outcome(outcome) => outcome,
            Stop::Shelf(error) => Self::Failed { disk_full: error.is_disk_full(), detail: error.to_string() },
        }
    }
}

impl From<ShelfError> for Stop {
    fn from(error: ShelfError) -> Self {
        Self::Shelf(error)
    }
}

impl From<FolderError> for Stop {
    fn from(error: FolderError) -> Self {
        Self::Shelf(error.into())
    }
}

fn try_adopt<B>(
    shelf: &mut Shelf,
    bases: &Dir,
    user: Option<&UserFolder>,
    in_use: &mut Option<Open<B>>,
    open: Opener<'_, B>,
) -> Result<Adoption, Stop> {
    let manifest = published(bases, user)?;
    let adopted = in_use.as_ref().map(|open| open.manifest.generation);
    let distrusted = shelf.is_distrusted();
    let outcome = judged(&manifest, adopted, distrusted);
    if let Some(outcome) = outcome.or_else(|| given_up(shelf.hopeless().as_ref(), &manifest)) {
        return Ok(outcome);
    }
    let before = in_use.as_ref().map(|open| open.manifest.clone());
    let wanted: Vec<&Manifest> = before.iter().chain([&manifest]).collect();
    // Attempts that failed must not fill the disk. What cannot be removed now is tried again, and told, at the end.
    shelf.tidy(&wanted).ok();
    let by_hash = distrusted || shelf.suspect() == Some(manifest.generation);
    if by_hash {
        // A copy may be replaced by a whole one: Windows replaces no open file.
        *in_use = None;
    }
    let outcome = copy_files(shelf, bases, user, manifest, by_hash)
        .and_then(|received| open_and_tidy(shelf, received, before.as_ref(), in_use, open));
    if by_hash && in_use.is_none() {
        let (again, _) = shelf.load(open);
        *in_use = again;
        if distrusted {
            // Opening does not read the months.
            shelf.distrust(adopted.unwrap_or_default());
        }
    }
    outcome
}

fn open_and_tidy<B>(
    shelf: &mut Shelf,
    received: Received,
    before: Option<&Manifest>,
    in_use: &mut Option<Open<B>>,
    open: Opener<'_, B>,
) -> Result<Adoption, Stop> {
    let (generation, looked_into) = (received.manifest.generation, received.looked_into);
    let mut outcome = open_and_keep(shelf, received, before, in_use, open)?;
    if let Adoption::Adopted { left_over, .. } = &mut outcome {
        if looked_into {
            shelf.verify(generation);
        }
        *left_over = shelf.tidy(&[]).err().map(|error| error.to_string());
    }
    Ok(outcome)
}

/// Opens files that lie on the shelf, and makes them count.
fn open_and_keep<B>(
    shelf: &mut Shelf,
    received: Received,
    before: Option<&Manifest>,
    in_use: &mut Option<Open<B>>,
    open: Opener<'_, B>,
) -> Result<Adoption, Stop> {
    let Received { manifest, copied, looked_into } = received;
    let generation = manifest.generation;
    let base = match open(&shelf.files_path(), manifest.clone()) {
        Ok(base) => base,
        // Perhaps the disk lost what was copied.
        Err(detail) => return Ok(shelf.could_not_open(generation, looked_into, &detail)),
    };
    // What was mended has no other before it.
    shelf.make_current(&manifest, before.filter(|before| before.generation != generation))?;
    *in_use = Some(Open { base, manifest });
    Ok(Adoption::Adopted { generation, copied, left_over: None })
}

fn published(bases: &Dir, user: Option<&UserFolder>) -> Result<Manifest, Stop> {
    let bad = |detail: String| Stop::Outcome(Adoption::BadManifest { detail });
    match sync_folder::read_published(bases, user, MANIFEST, MAX_PUBLISHED_BYTES as u64)? {
        ReadOutcome::Bytes(bytes) => Manifest::parse(&bytes).map_err(|error| bad(error.to_string())),
        ReadOutcome::Vanished => Err(Stop::Outcome(Adoption::NotPublished)),
        other => Err(bad(unreadable(&other))),
    }
}

/// Why there are no bytes.
pub(crate) fn unreadable(outcome: &ReadOutcome) -> String {
    match outcome {
        ReadOutcome::Bytes(_) => "it can be read".to_owned(),
        ReadOutcome::TooLarge { size } => format!("it has {size} bytes, which is too many"),
        ReadOutcome::Vanished => "it is not there".to_owned(),
        ReadOutcome::NotAFile => "it is a link or a folder".to_owned(),
        ReadOutcome::HardLink => "it has a second name".to_owned(),
        ReadOutcome::Denied { detail } => format!("it cannot be read now: {detail}"),
    }
}

/// What is to be said before any file is looked at; `None` = go on. A base in which something cannot be read is taken once more.
fn judged(manifest: &Manifest, adopted: Option<u64>, distrusted: bool) -> Option<Adoption> {
    match adopted {
        Some(adopted) if manifest.generation < adopted => {
            return Some(Adoption::Late { published: manifest.generation, adopted });
        }
        Some(adopted) if manifest.generation == adopted && !distrusted => return Some(Adoption::Unchanged),
        _ => {}
    }
    let (found, known) = (manifest.schema, snapshot::SCHEMA);
    (found != known).then_some(Adoption::OtherSchema { found, known })
}

/// What is to be said of a base that was given up.
fn given_up(hopeless: Option<&(u64, String)>, manifest: &Manifest) -> Option<Adoption> {
    let (_, detail) = hopeless.filter(|(generation, _)| *generation == manifest.generation)?;
    Some(Adoption::CannotOpen { detail: detail.clone() })
}

/// When a base is called out of date.
#[must_use]
pub fn expires_at(manifest: &Manifest) -> DateTime<Utc> {
    let hours = chrono::Duration::hours(i64::from(manifest.expires_after_hours));
    manifest.built_at.checked_add_signed(hours).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

#[cfg(test)]
mod tests;
