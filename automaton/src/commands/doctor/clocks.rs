//! Clocks: of the share beside this machine's, and of the laptops that named their files.

use std::path::Path;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use exchange_schema::FileName;

use super::Site;
use super::check::{Check, listed};
use super::trial;

const SHARE: &str = "clock of the share";
const LAPTOPS: &str = "clocks of the laptops";
/// A share whose clock differs by more shows laptops odd times.
const SHARE_SECONDS: u64 = 60;
/// As the pass judges it: what is dated later waits as `clock-ahead`.
const AHEAD_MINUTES: i64 = 15;

pub(super) fn look(site: &Site<'_>) -> Vec<Check> {
    let folders = &site.config.folders;
    let share = share(&folders.bases);
    share.into_iter().chain(laptops(&folders.inbox, site.now)).collect()
}

/// A file written there and one written on a disk of this machine: the second one tells this machine's time. None when a folder cannot be
/// written: that is told where the folders are.
fn share(bases: &Path) -> Option<Check> {
    let here = trial::write(&std::env::temp_dir()).ok()?;
    let there = trial::write(bases).ok()?;
    Some(judge_share(bases, here, there))
}

fn judge_share(bases: &Path, here: SystemTime, there: SystemTime) -> Check {
    let (apart, which) = match there.duration_since(here) {
        Ok(ahead) => (ahead, "ahead of"),
        Err(behind) => (behind.duration(), "behind"),
    };
    if apart <= Duration::from_secs(SHARE_SECONDS) {
        return Check::ok(SHARE, "as here");
    }
    Check::warning(
        SHARE,
        format!("{} is {} s {which} this machine", bases.display(), apart.as_secs()),
        "set both clocks by the network: timedatectl set-ntp true, here and on the machine that holds the share",
    )
}

/// None when the inbox cannot be listed: that is told where the folders are.
fn laptops(inbox: &Path, now: DateTime<Utc>) -> Option<Check> {
    let root = sync_folder::open_root(inbox).ok()?;
    let mut ahead = Vec::new();
    for entry in sync_folder::scan_inbox(&root).ok()? {
        let entry = entry.ok()?;
        let name = FileName::parse(&entry.name.text()).ok();
        if let Some(name) = name.filter(|name| is_ahead(name.created_at(), now)) {
            ahead.push(name.to_string());
        }
    }
    ahead.sort();
    Some(judge_laptops(&ahead))
}

fn is_ahead(created_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    created_at - now > chrono::Duration::minutes(AHEAD_MINUTES)
}

fn judge_laptops(ahead: &[String]) -> Check {
    if ahead.is_empty() {
        return Check::ok(LAPTOPS, "no file is dated ahead");
    }
    Check::warning(
        LAPTOPS,
        format!("{} dated in the future wait until then: {}", ahead.len(), listed(ahead)),
        "the clock of that laptop is wrong, or this machine's is behind: compare `date -u` with a known good clock",
    )
}

#[cfg(test)]
mod tests {
    use super::super::check::State;
    use super::*;

    #[test]
    fn a_share_may_differ_by_a_minute() {
        let here = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        for (there, state, words) in [
            (1_000_000, State::Ok, "as here"),
            (1_000_060, State::Ok, "as here"),
            (999_940, State::Ok, "as here"),
            (1_000_061, State::Warning, "61 s ahead of"),
            (999_939, State::Warning, "61 s behind"),
        ] {
            let there = SystemTime::UNIX_EPOCH + Duration::from_secs(there);
            let check = judge_share(Path::new("/srv/bases"), here, there);
            assert!(check.state == state && check.detail.contains(words), "{check:?}");
        }
    }

    #[test]
    fn a_laptop_may_be_a_quarter_of_an_hour_ahead() {
        let now: DateTime<Utc> = "2026-11-21T15:00:00Z".parse().expect("an instant");
        for (created, ahead) in
            [("2026-11-20T15:00:00Z", false), ("2026-11-21T15:15:00Z", false), ("2026-11-21T15:15:01Z", true)]
        {
            assert_eq!(is_ahead(created.parse().expect("an instant"), now), ahead, "{created}");
        }
        assert_eq!(judge_laptops(&[]).state, State::Ok);
        assert_eq!(judge_laptops(&["VC_x".to_owned()]).state, State::Warning);
    }
}
