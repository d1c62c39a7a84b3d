//! The quarantine: a copy of every refused file with the reason beside it. Nothing in it is ever overwritten.

use std::io;

use cap_std::fs::Dir;
use domain::UserFolder;
use sha2::{Digest, Sha256};

use crate::atomic::write_once;
use crate::error::{FolderError, perform};
use crate::handles::{Opened, descend, names_in, open_or_create_dir, sync_folder};
use crate::layout::quarantine_component;
use crate::names::{safe_name, short_hash};
use crate::read::{Links, ReadOutcome, read_below};
use crate::step::Step;

/// How a reason's name ends.
const REASON: &str = ".reason.json";
/// More than this no reason has: its words are cut before.
const MOST_REASON_BYTES: u64 = 256 * 1024;

/// Under which names a refused file and its reason lie in the user's folder of the quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// The copy's name, or the name it would have: a link or an oversized file is not copied.
    pub copy: String,
    /// The reason's name.
    pub reason: String,
}

/// Keeps a copy of a refused file, as far as it could be read, and the reason beside it.
///
/// `raw_name` is [`crate::RawName::text`]; the copy bears its safe form. May be repeated: what lies there already
/// with the same content stays, and other content under a name moves the newcomer aside, to
/// `<stem>.<hash of content>.json`.
pub fn quarantine(
    dir: &Dir,
    user: Option<&UserFolder>,
    raw_name: &str,
    bytes: Option<&[u8]>,
    reason_json: &[u8],
) -> Result<Quarantined, FolderError> {
    let folder = open_or_create_dir(dir, &[quarantine_component(user)])?;
    let safe = safe_name(raw_name);
    // The copy first: a reason without its file would explain nothing.
    let copy = match bytes {
        Some(bytes) => {
            let stem = safe.strip_suffix(".json").unwrap_or(&safe);
            put(&folder, &safe, |mark| format!("{stem}.{mark}.json"), bytes)?
        }
        None => safe,
    };
    let plain = format!("{copy}.reason.json");
    let reason = put(&folder, &plain, |mark| format!("{copy}.{mark}.reason.json"), reason_json)?;
    Ok(Quarantined { copy, reason })
}

/// Reads a copy, by [`Quarantined::copy`], of at most `max` bytes.
pub fn read_quarantined(
    dir: &Dir,
    user: Option<&UserFolder>,
    copy: &str,
    max: u64,
) -> Result<ReadOutcome, FolderError> {
    read_below(dir, &[quarantine_component(user)], copy.as_ref(), max, Links::Any)
}

/// Finds the copy of a refused file by the name it had and the SHA-256 of its content (lower-case hex): its name in quarantine and its
/// bytes.
pub fn find_quarantined(
    dir: &Dir,
    user: Option<&UserFolder>,
    raw_name: &str,
    sha256: &str,
    max: u64,
) -> Result<Option<(String, Vec<u8>)>, FolderError> {
    let safe = safe_name(raw_name);
    let stem = safe.strip_suffix(".json").unwrap_or(&safe);
    let marked = |mark: &str| format!("{stem}.{mark}.json");
    for copy in [safe.clone(), marked(sha256.get(..8).unwrap_or(sha256)), marked(sha256)] {
        if let ReadOutcome::Bytes(bytes) = read_quarantined(dir, user, &copy, max)?
            && hex::encode(Sha256::digest(&bytes)) == sha256
        {
            return Ok(Some((copy, bytes)));
        }
    }
    Ok(None)
}

/// The names of the reasons in a user's folder of the quarantine whose content `is_it` recognises. Reads every reason there.
pub fn find_reasons(
    dir: &Dir,
    user: Option<&UserFolder>,
    is_it: impl Fn(&[u8]) -> bool,
) -> Result<Vec<String>, FolderError> {
    let Opened::There(folder) = descend(dir, &[quarantine_component(user)])? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for name in names_in(&folder)? {
        let Some(name) = name.to_str().filter(|name| name.ends_with(REASON)) else { continue };
        if let ReadOutcome::Bytes(bytes) = read_quarantined(dir, user, name, MOST_REASON_BYTES)?
            && is_it(&bytes)
        {
            found.push(name.to_owned());
        }
    }
    found.sort();
    Ok(found)
}

/// The names under which the copy may lie that a reason explains.
#[must_use]
pub fn explained_by(reason: &str) -> [&str; 2] {
    let plain = reason.strip_suffix(REASON).unwrap_or(reason);
    // A second reason for one copy is marked by its hash.
    [plain, plain.rsplit_once('.').map_or(plain, |(copy, _)| copy)]
}

/// Removes reasons, and each copy that no other reason explains. May be repeated.
pub fn discard_quarantined(
    dir: &Dir,
    user: Option<&UserFolder>,
    reasons: &[String],
) -> Result<(), FolderError> {
    let Opened::There(folder) = descend(dir, &[quarantine_component(user)])? else { return Ok(()) };
    let names = names_in(&folder)?;
    let names: Vec<&str> = names.iter().filter_map(|name| name.to_str()).collect();
    let is_there = |copy: &&str| names.contains(copy) && !copy.ends_with(REASON);
    for reason in reasons {
        let copy = explained_by(reason).into_iter().find(is_there);
        let others = |copy: &&str| {
            names.iter().any(|name| {
                name.ends_with(REASON)
                    && explained_by(name).contains(copy)
                    && !reasons.contains(&(*name).to_owned())
            })
        };
        // The reason last: as long as it lies there the command finds both again.
        for name in copy.filter(|copy| !others(copy)).into_iter().chain([reason.as_str()]) {
            match perform(Step::Remove, name, || folder.remove_file(name)) {
                Err(FolderError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {}
                removed => removed?,
            }
        }
    }
    sync_folder(&folder)
}

/// Stores under the plain name, else under one marked by the content's hash, else (somebody made eight hex digits
/// collide) by all of it.
fn put(
    folder: &Dir,
    plain: &str,
    marked: impl Fn(&str) -> String,
    bytes: &[u8],
) -> Result<String, FolderError> {
    let whole = hex::encode(Sha256::digest(bytes));
    for name in [plain.to_owned(), marked(&short_hash(bytes))] {
        match write_once(folder, &name, bytes) {
            Ok(_) => return Ok(name),
            Err(FolderError::NameTaken { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    let name = marked(&whole);
    write_once(folder, &name, bytes)?;
    Ok(name)
}
