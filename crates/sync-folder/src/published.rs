//! What was published: the automaton reads its own words back after a restore.

use cap_std::fs::Dir;
use domain::UserFolder;

use crate::error::FolderError;
use crate::handles::{Opened, descend, names_in};
use crate::layout::{COMMON, USERS};
use crate::read::{Links, OpenOutcome, ReadOutcome, open_below, read_below};

/// The users for whom something was published. What no user's folder can be called was not published by us.
pub fn published_users(bases: &Dir) -> Result<Vec<UserFolder>, FolderError> {
    let Opened::There(users) = descend(bases, &[USERS])? else { return Ok(Vec::new()) };
    Ok(names_in(&users)?.iter().filter_map(|name| UserFolder::parse(name.to_str()?).ok()).collect())
}

/// Reads a published file of at most `max` bytes: of a user, or of everybody's base.
pub fn read_published(
    bases: &Dir,
    user: Option<&UserFolder>,
    name: &str,
    max: u64,
) -> Result<ReadOutcome, FolderError> {
    read_below(bases, &folders(user), name.as_ref(), max, Links::Any)
}

/// Opens a published file of at most `max` bytes, for those who need not hold all of it.
pub fn open_published(
    bases: &Dir,
    user: Option<&UserFolder>,
    name: &str,
    max: u64,
) -> Result<OpenOutcome, FolderError> {
    open_below(bases, &folders(user), name.as_ref(), max, Links::Any)
}

/// The folder that a user's files lie in, or everybody's.
pub(crate) fn folders(user: Option<&UserFolder>) -> Vec<&str> {
    user.map_or_else(|| vec![COMMON], |user| vec![USERS, user.as_str()])
}
