//! The published bases: is everybody's there, whole and young enough?

use std::collections::BTreeMap;

use cap_std::fs::Dir;
use chrono::{DateTime, Duration, Utc};
use domain::UserFolder;
use exchange_schema::{MAX_PUBLISHED_BYTES, Manifest, ManifestFile, Sha256};
use sync_folder::{OpenOutcome, ReadOutcome};
use winpneu::{Connection, Error, users};

use super::super::status::ago;
use super::Site;
use super::check::{Check, Paste, listed};

const NAME: &str = "bases";
const MANIFEST: &str = "manifest.json";
/// Larger files are only measured: hashing all of a large company's would take minutes.
const HASHED_BYTES: u64 = 1024 * 1024;

/// What stands in the place of a base.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    Built { at: DateTime<Utc>, expires_after_hours: u32 },
    Nothing,
    Unreadable(String),
}

pub(super) async fn look(base: &mut Connection, site: &Site<'_>, checks: &mut Vec<Check>) {
    // A folder that is away is told where the folders are.
    let Ok(root) = sync_folder::open_root(&site.config.folders.bases) else { return };
    let active = match active(base).await {
        Ok(active) => active,
        Err(error) => return checks.push(Check::unanswered(NAME, &error)),
    };
    let owners = std::iter::once(None).chain(active.iter().map(Some));
    let found = owners.map(|owner| (name(owner), find(&root, owner))).collect();
    checks.push(judge(&found, site.now, site.paste));
}

pub(super) async fn active(base: &mut Connection) -> Result<Vec<UserFolder>, Error> {
    let users = users::all(base).await?;
    Ok(users
        .iter()
        .filter(|user| user.active && user.windows_user.is_some())
        .filter_map(|user| UserFolder::parse(&user.folder).ok())
        .collect())
}

/// Blanks begin no folder's name, so a user who is called like it is another one.
fn name(owner: Option<&UserFolder>) -> String {
    owner.map_or_else(|| " everybody's".to_owned(), UserFolder::to_string)
}

fn find(root: &Dir, owner: Option<&UserFolder>) -> Found {
    let bytes = match sync_folder::read_published(root, owner, MANIFEST, MAX_PUBLISHED_BYTES as u64) {
        Ok(ReadOutcome::Bytes(bytes)) => bytes,
        Ok(ReadOutcome::Vanished) => return Found::Nothing,
        Ok(_) => return Found::Unreadable("no plain file".to_owned()),
        Err(error) => return Found::Unreadable(error.to_string()),
    };
    let manifest = match Manifest::parse(&bytes) {
        Ok(manifest) => manifest,
        Err(error) => return Found::Unreadable(error.to_string()),
    };
    let Manifest { built_at, expires_after_hours, .. } = manifest;
    match manifest.files.iter().find_map(|file| fault(root, owner, file)) {
        Some(problem) => Found::Unreadable(problem),
        None => Found::Built { at: built_at, expires_after_hours },
    }
}

/// When the base was built that lies there for a user.
pub(super) fn built_at(root: &Dir, user: &UserFolder) -> Option<DateTime<Utc>> {
    let read = sync_folder::read_published(root, Some(user), MANIFEST, MAX_PUBLISHED_BYTES as u64);
    let Ok(ReadOutcome::Bytes(bytes)) = read else { return None };
    Some(Manifest::parse(&bytes).ok()?.built_at)
}

/// Why a laptop could not take a file that the manifest names.
fn fault(root: &Dir, owner: Option<&UserFolder>, file: &ManifestFile) -> Option<String> {
    let name = file.name.as_str();
    let size = match sync_folder::open_published(root, owner, name, u64::MAX) {
        Ok(OpenOutcome::File(open)) => open.get_ref().metadata().map(|meta| meta.len()),
        Ok(OpenOutcome::Not(ReadOutcome::Vanished)) => return Some(format!("{name} is missing")),
        Ok(OpenOutcome::Not(_)) => return Some(format!("{name} is no plain file")),
        Err(error) => return Some(format!("{name}: {error}")),
    };
    match size {
        Err(error) => Some(format!("{name}: {error}")),
        Ok(size) if size != file.size => Some(format!("{name} has {size} bytes instead of {}", file.size)),
        Ok(size) if size > HASHED_BYTES => None,
        Ok(_) => match sync_folder::read_published(root, owner, name, HASHED_BYTES) {
            Ok(ReadOutcome::Bytes(bytes)) if Sha256::of(&bytes) == file.sha256 => None,
            Ok(_) => Some(format!("{name} has another content than the manifest says")),
            Err(error) => Some(format!("{name}: {error}")),
        },
    }
}

fn judge(found: &BTreeMap<String, Found>, now: DateTime<Utc>, paste: &Paste) -> Check {
    let (mut wrong, mut absent) = (Vec::new(), Vec::new());
    for (name, found) in found {
        let name = name.trim();
        match found {
            Found::Unreadable(problem) => wrong.push(format!("{name} (unreadable: {problem})")),
            Found::Built { at, expires_after_hours }
                if now - *at > Duration::hours(i64::from(*expires_after_hours)) =>
            {
                wrong.push(format!("{name} (built {})", ago((now - *at).num_seconds())));
            }
            Found::Built { .. } => {}
            Found::Nothing => absent.push(name.to_owned()),
        }
    }
    let again = paste.command("rebuild");
    if !wrong.is_empty() {
        let detail = format!("laptops call these out of date, or cannot take them: {}", listed(&wrong));
        return Check::wrong(NAME, detail, again);
    }
    if !absent.is_empty() {
        return Check::warning(NAME, format!("not built yet: {}", listed(&absent)), again);
    }
    Check::ok(NAME, format!("{} of age", found.len()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::check::State;
    use super::*;

    #[test]
    fn bases_expire_and_may_be_absent() {
        let now: DateTime<Utc> = "2026-11-21T15:00:00Z".parse().expect("an instant");
        let built = |hours| Found::Built { at: now - Duration::hours(hours), expires_after_hours: 48 };
        let unreadable = Found::Unreadable("torn".to_owned());
        for (common, user, state, words) in [
            (built(48), built(1), State::Ok, "2 of age"),
            (built(49), built(1), State::Wrong, "everybody's (built 2 days ago)"),
            (built(1), built(49), State::Wrong, "jdupont (built 2 days ago)"),
            (built(1), Found::Nothing, State::Warning, "not built yet: jdupont"),
            (built(1), unreadable, State::Wrong, "jdupont (unreadable: torn)"),
        ] {
            let found = BTreeMap::from([(name(None), common), ("jdupont".to_owned(), user)]);
            let check = judge(&found, now, &Paste::new(Path::new("automaton.toml")));
            assert!(check.state == state && check.detail.contains(words), "{check:?}");
        }
    }
}
