//! The way of entries to the server and of its answers back: files are dropped, receipts merged, and the laptop's own files removed once
//! they are done with. Each of the three may be repeated after any crash.

mod receipts;

use std::collections::BTreeSet;

use cap_std::fs::Dir;
use chrono::{DateTime, Utc};
use domain::UserFolder;
use exchange_schema::{DeviceId, FileName, MAX_PUBLISHED_BYTES, Receipts};
use serde::Serialize;
use sync_folder::ReadOutcome;

pub use receipts::{Known, merged};

use crate::journal::{Journal, JournalError, ToDrop};
use crate::problem::{Notice, is_disk_full};

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
    let news = merged(journal.entries()?.known(), &receipts.receipts);
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
        Ok(other) => return Err(unreadable(&crate::adopt::unreadable(&other))),
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
    let devices: BTreeSet<DeviceId> = files.iter().map(|file| file.device).collect();
    let mut lying = BTreeSet::new();
    for device in devices {
        match sync_folder::own_names(inbox, journal.user(), &device) {
            Ok(names) => lying.extend(names),
            Err(error) => {
                return Ok(Moved { files: Vec::new(), notices: vec![Notice::new("drop-failed", error)] });
            }
        }
    }
    files.retain(|file| !lying.contains(file.name.as_str()));
    drop_files(journal, inbox, files, now)
}

fn drop_files(
    journal: &mut Journal,
    inbox: &Dir,
    files: Vec<ToDrop>,
    now: DateTime<Utc>,
) -> Result<Moved, JournalError> {
    let mut moved = Moved::default();
    for ToDrop { name, bytes, device } in files {
        match sync_folder::drop_file(inbox, journal.user(), &device, &name, &bytes) {
            Ok(_) => moved.files.push(name),
            // The others may be fine: a name that was taken, which nobody but us does, keeps none of them back.
            Err(error) => {
                let code = if is_disk_full(&error) { "disk-full" } else { "drop-failed" };
                moved.notices.push(Notice::new(code, format!("{name}: {error}")));
            }
        }
    }
    journal.mark_dropped(&moved.files, now)?;
    Ok(moved)
}

/// Goes on as another device where this one's folder in the inbox holds entries that the journal does not know: the data folder was put
/// back from a backup, and would give their numbers out a second time. Answers how many there are.
///
/// # Errors
/// When the journal cannot be read or written.
pub fn renew_if_put_back(journal: &mut Journal, inbox: &Dir) -> Result<Option<usize>, JournalError> {
    // A folder that cannot be listed now is listed in the next round.
    let Ok(lying) = sync_folder::own_names(inbox, journal.user(), &journal.device()) else { return Ok(None) };
    let made = lying.into_iter().filter(|name| FileName::parse(name).is_ok());
    let known = journal.names()?;
    let unknown = made.filter(|name| !known.contains(name)).count();
    if unknown == 0 {
        return Ok(None);
    }
    journal.renew_device()?;
    Ok(Some(unknown))
}

/// Removes the laptop's own files from the inbox that a receipt for their very bytes is done with.
///
/// # Errors
/// When the journal cannot be read or written.
pub fn remove_done(journal: &mut Journal, inbox: &Dir, now: DateTime<Utc>) -> Result<Moved, JournalError> {
    let mut moved = Moved::default();
    for (name, device) in journal.to_remove()? {
        match sync_folder::remove_own(inbox, journal.user(), &device, &name) {
            // Gone already: an earlier attempt died before it could tell.
            Ok(_) => moved.files.push(name),
            Err(error) => moved.notices.push(Notice::new("remove-failed", format!("{name}: {error}"))),
        }
    }
    journal.mark_removed(&moved.files, now)?;
    Ok(moved)
}
