//! How old each user's base is, and how long ago a file of his came: told also where all is well.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::UserFolder;
use serde::Serialize;
use winpneu::{Connection, Error, overview};

use super::super::status::ago;
use super::Site;
use super::bases;

/// The ages of one user's things; none where there is nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Ages {
    pub(super) user: String,
    pub(super) base_age_seconds: Option<i64>,
    pub(super) last_file_age_seconds: Option<i64>,
}

impl Ages {
    /// For people.
    pub(super) fn line(&self) -> String {
        let base =
            self.base_age_seconds.map_or_else(|| "none".to_owned(), |age| format!("built {}", ago(age)));
        let file = self.last_file_age_seconds.map_or_else(|| "never".to_owned(), ago);
        format!("{}: base {base}, last file {file}", self.user)
    }
}

/// Of each user for whom a base is built, in the order of their folders.
pub(super) async fn look(base: &mut Connection, site: &Site<'_>) -> Result<Vec<Ages>, Error> {
    let activity = overview::activity(base).await?;
    let root = sync_folder::open_root(&site.config.folders.bases).ok();
    let mut active = bases::active(base).await?;
    active.sort();
    let of = |folder: UserFolder| {
        let built = root.as_ref().and_then(|root| bases::built_at(root, &folder));
        let last = activity.iter().find(|user| user.folder == folder.as_str());
        ages(folder.to_string(), built, last.and_then(|user| user.last_file_at), site.now)
    };
    Ok(active.into_iter().map(of).collect())
}

fn ages(
    user: String,
    built: Option<DateTime<Utc>>,
    last_file: Option<NaiveDateTime>,
    now: DateTime<Utc>,
) -> Ages {
    Ages {
        user,
        base_age_seconds: built.map(|at| (now - at).num_seconds()),
        last_file_age_seconds: last_file.map(|at| (now.naive_utc() - at).num_seconds()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_there_is_not_is_told_as_such() {
        let now: DateTime<Utc> = "2026-11-21T15:00:00Z".parse().expect("an instant");
        let built = now - chrono::Duration::hours(9);
        for (built, file, line) in [
            (Some(built), Some(built.naive_utc()), "amartin: base built 9 h ago, last file 9 h ago"),
            (None, None, "amartin: base none, last file never"),
        ] {
            assert_eq!(ages("amartin".to_owned(), built, file, now).line(), line);
        }
    }
}
