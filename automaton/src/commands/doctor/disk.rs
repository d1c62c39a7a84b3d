//! Free space, once for each file system that the automaton writes to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use exchange_schema::{MAX_PUBLISHED_BYTES, Manifest};
use sync_folder::ReadOutcome;

use super::Site;
use super::check::Check;
use super::platform::{self, Room};
use crate::config::{Config, WinpneuConfig};

const NAME: &str = "disk";
/// What is kept free besides: a busy day's files, the base's own journal, logs.
const MARGIN: u64 = 256 * 1024 * 1024;
/// With less than this the next write may be the one that fails.
const NEARLY_NONE: u64 = 32 * 1024 * 1024;

pub(super) fn look(site: &Site<'_>) -> Vec<Check> {
    let largest = largest_base(&site.config.folders.bases);
    let mut systems: BTreeMap<u64, (Room, Vec<&'static str>, PathBuf)> = BTreeMap::new();
    for (name, path) in places(site.config) {
        // A folder that is not there yet will lie on the file system of the one above.
        let there = path.ancestors().find(|ancestor| ancestor.exists());
        if let Some((room, path)) = there.and_then(|path| Some((platform::room(path)?, path))) {
            systems.entry(room.device).or_insert((room, Vec::new(), path.to_owned())).1.push(name);
        }
    }
    systems.into_values().map(|(room, holds, path)| judge(&path, room, &holds, largest)).collect()
}

fn places(config: &Config) -> Vec<(&'static str, &Path)> {
    let folders = &config.folders;
    let mut places: Vec<(&str, &Path)> = vec![
        ("bases", &folders.bases),
        ("archive", &folders.archive),
        ("quarantine", &folders.quarantine),
        ("work", &folders.work),
        ("logs", &config.logs.folder),
    ];
    if let WinpneuConfig::Embedded { path } = &config.winpneu {
        places.push(("base", path.parent().unwrap_or(path)));
    }
    places
}

/// Bytes of the largest published base: what the next one will need, about. None published yet: 0.
fn largest_base(bases: &Path) -> u64 {
    let Ok(root) = sync_folder::open_root(bases) else { return 0 };
    let users = sync_folder::published_users(&root).unwrap_or_default();
    let owners = std::iter::once(None).chain(users.iter().map(Some));
    let size = |owner| {
        let read = sync_folder::read_published(&root, owner, "manifest.json", MAX_PUBLISHED_BYTES as u64);
        let Ok(ReadOutcome::Bytes(bytes)) = read else { return 0 };
        Manifest::parse(&bytes).map_or(0, |manifest| manifest.files.iter().map(|file| file.size).sum())
    };
    owners.map(size).max().unwrap_or(0)
}

fn judge(path: &Path, room: Room, holds: &[&str], largest: u64) -> Check {
    let (free, what) = (megabytes(room.free), holds.join(", "));
    let place = format!("{} ({what})", path.display());
    let mend = format!("look for what fills it: du -xhd1 {} | sort -h; or make it larger", path.display());
    if room.no_more_files {
        return Check::wrong(NAME, format!("{place}: no place for one more file (df -i)"), mend);
    }
    if room.free < NEARLY_NONE {
        return Check::wrong(NAME, format!("{place}: only {free} free"), mend);
    }
    // New files are built in work and stand beside the old ones in bases.
    let built = if holds.contains(&"work") { largest.saturating_mul(2) } else { 0 };
    let published = if holds.contains(&"bases") { largest } else { 0 };
    let need = MARGIN.saturating_add(built).saturating_add(published);
    if room.free < need {
        let need = megabytes(need);
        return Check::warning(NAME, format!("{place}: {free} free, {need} are wanted"), mend);
    }
    Check::ok(NAME, format!("{place}: {free} free"))
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes / 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::super::check::State;
    use super::*;

    #[test]
    fn the_need_follows_what_a_file_system_holds() {
        const GB: u64 = 1_000_000_000;
        const MB: u64 = 1_000_000;
        for (free, no_more_files, holds, largest, state) in [
            (10 * GB, false, &["work", "bases"][..], GB, State::Ok),
            (10 * GB, true, &["work", "bases"], GB, State::Wrong),
            (3 * GB, false, &["work", "bases"], GB, State::Warning),
            (3 * GB, false, &["work"], GB, State::Ok),
            (2 * GB, false, &["work"], GB, State::Warning),
            (2 * GB, false, &["bases"], GB, State::Ok),
            (2 * GB, false, &["archive"], 100 * GB, State::Ok),
            (200 * MB, false, &["archive"], 0, State::Warning),
            (33 * MB, false, &["logs"], 0, State::Wrong),
            (0, false, &["logs"], 0, State::Wrong),
        ] {
            let check = judge(Path::new("/srv"), Room { device: 1, free, no_more_files }, holds, largest);
            assert_eq!(check.state, state, "{check:?}");
        }
    }

    #[test]
    fn a_folder_knows_its_room() {
        let place = tempfile::tempdir().expect("a folder");
        assert!(!cfg!(unix) || platform::room(place.path()).is_some());
        assert_eq!(platform::room(&place.path().join("absent")), None);
        assert_eq!(largest_base(place.path()), 0);
    }
}
