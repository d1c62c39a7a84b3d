//! The way of entries to the server and of its answers back: files are dropped, receipts merged, and the laptop's own files removed once
//! they are done with. Each of the three may be repeated after any crash.

mod receipts;

use cap_std::fs::Dir;
use chrono::{DateTime, Utc};
use domain::UserFolder;
use exchange_schema::{FileName, MAX_PUBLISHED_BYTES, Receipts};
use serde::Serialize;
use sync_folder::ReadOutcome;

pub use receipts::merged;

use crate::journal::{Journal, JournalError};
use crate::problem::Notice;

/// The name of the receipts in a user's published folder.
const RECEIPTS: &str = "receipts.json";

/// What was done with the receipts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Merged {
    /// How many entries learned something new.
    pub news: usize,
    /// Why they could not be read; nothing was changed then.
    pub notice: Option<Notice>,
}

/// Merges `receipts.json` into the journal. One that is not there, or half there, changes nothing.
///
/// # Errors
/// When the journal cannot be read or written.
pub fn merge_receipts(
    journal: &mut Journal,
    bases: &Dir,
    now: DateTime<Utc>,
) -> Result<Merged, JournalError> {
    let receipts = match read_receipts(bases, journal.user()) {
        Ok(Some(receipts)) => receipts,
        Ok(None) => return Ok(Merged::default()),
        Err(notice) => return Ok(Merged { news: 0, notice: Some(notice) }),
    };
    let news = merged(&journal.entries()?, &receipts.receipts);
    if !news.is_empty() {
        journal.keep_fates(&news, now)?;
    }
    Ok(Merged { news: news.len(), notice: None })
}

fn read_receipts(bases: &Dir, user: &UserFolder) -> Result<Option<Receipts>, Notice> {
    let unreadable =
        |detail: &dyn std::fmt::Display| Notice::new("receipts-unreadable", format!("{RECEIPTS}: {detail}"));
    let bytes = match sync_folder::read_published(bases, Some(user), RECEIPTS, MAX_PUBLISHED_BYTES as u64) {
        Ok(ReadOutcome::Bytes(bytes)) => bytes,
        Ok(ReadOutcome::Vanished) => return Ok(None),
        Ok(other) => return Err(unreadable(&format!("{other:?}"))),
        Err(error) => return Err(unreadable(&error)),
    };
    let receipts = Receipts::parse(&bytes).map_err(|error| unreadable(&error))?;
    if receipts.user != *user {
        return Err(unreadable(&format!("they are those of {}", receipts.user)));
    }
    Ok(Some(receipts))
}

/// What was dropped, or removed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The names, in the order of entry.
    #[serde(serialize_with = "names")]
    pub files: Vec<FileName>,
    /// What stood in the way; the rest was done all the same.
    pub notices: Vec<Notice>,
}

fn names<S: serde::Serializer>(files: &[FileName], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(files.iter().map(FileName::as_str))
}

/// Drops everything that was entered and not dropped yet, under its name with its bytes: after a crash, again the same.
///
/// # Errors
/// When the journal cannot be read or written.
pub fn drop_entries(journal: &mut Journal, inbox: &Dir, now: DateTime<Utc>) -> Result<Moved, JournalError> {
    let files = journal.to_drop()?;
    drop_files(journal, inbox, files, now)
}

/// Drops again what was dropped, is not settled and lies in the inbox no more: the folder was moved, emptied or chosen anew. The server
/// remembers names, so a file that it has is no second one.
///
/// # Errors
/// When the journal cannot be read or written.
pub fn drop_missing(journal: &mut Journal, inbox: &Dir, now: DateTime<Utc>) -> Result<Moved, JournalError> {
    let mut files = journal.on_their_way()?;
    if files.is_empty() {
        return Ok(Moved::default());
    }
    let lying = match sync_folder::own_names(inbox, journal.user(), &journal.device()) {
        Ok(lying) => lying,
        Err(error) => {
            return Ok(Moved { files: Vec::new(), notices: vec![Notice::new("drop-failed", error)] });
        }
    };
    files.retain(|(name, _)| !lying.contains(name.as_str()));
    drop_files(journal, inbox, files, now)
}

fn drop_files(
    journal: &mut Journal,
    inbox: &Dir,
    files: Vec<(FileName, Vec<u8>)>,
    now: DateTime<Utc>,
) -> Result<Moved, JournalError> {
    let mut moved = Moved::default();
    for (name, bytes) in files {
        match sync_folder::drop_file(inbox, journal.user(), &journal.device(), &name, &bytes) {
            Ok(_) => moved.files.push(name),
            // The others may be fine: a name that was taken, which nobody but us does, keeps none of them back.
            Err(error) => moved.notices.push(Notice::new("drop-failed", format!("{name}: {error}"))),
        }
    }
    journal.mark_dropped(&moved.files, now)?;
    Ok(moved)
}

/// Removes the laptop's own files from the inbox that a receipt for their very bytes is done with.
///
/// # Errors
/// When the journal cannot be read or written.
pub fn remove_done(journal: &mut Journal, inbox: &Dir, now: DateTime<Utc>) -> Result<Moved, JournalError> {
    let mut moved = Moved::default();
    for name in journal.to_remove()? {
        match sync_folder::remove_own(inbox, journal.user(), &journal.device(), &name) {
            // Gone already: an earlier attempt died before it could tell.
            Ok(_) => moved.files.push(name),
            Err(error) => moved.notices.push(Notice::new("remove-failed", format!("{name}: {error}"))),
        }
    }
    journal.mark_removed(&moved.files, now)?;
    Ok(moved)
}
