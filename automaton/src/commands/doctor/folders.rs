//! The folders: are they there, and may this program do in them what it has to? Tried, not guessed.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::Site;
use super::check::{Check, Paste, listed, quoted};
use super::{platform, trial};
use crate::config::MailTransport;

/// Folders below a root that were looked at, at most: one a user, one a month.
const BELOW: usize = 10_000;

pub(super) fn look(site: &Site<'_>) -> Vec<Check> {
    let config = site.config;
    let folders = &config.folders;
    let mut checks = vec![inbox(&folders.inbox, site.paste)];
    for (name, folder) in [
        ("bases folder", &folders.bases),
        ("archive folder", &folders.archive),
        ("quarantine folder", &folders.quarantine),
    ] {
        checks.push(written(name, folder, site.paste));
    }
    // The rest is made when it is first needed.
    let mut made = vec![("work folder", &folders.work), ("log folder", &config.logs.folder)];
    if config.mail.transport == MailTransport::File {
        made.push(("mail folder", &config.mail.path));
    }
    checks.extend(made.into_iter().map(|(name, folder)| made_when_needed(name, folder, site.paste)));
    checks
}

/// The inbox is only read.
fn inbox(folder: &Path, paste: &Paste) -> Check {
    const NAME: &str = "inbox folder";
    if let Err(error) = sync_folder::scan_root(folder) {
        return Check::wrong(NAME, error.to_string(), if_missing(folder, paste));
    }
    let unreadable = sync_folder::open_root(folder).and_then(|root| unreadable_in(&root));
    judge_inbox(folder, unreadable.map_err(|error| error.to_string()))
}

fn unreadable_in(root: &cap_std::fs::Dir) -> Result<Vec<String>, sync_folder::FolderError> {
    let mut unreadable = Vec::new();
    for entry in sync_folder::scan_inbox(root)? {
        let entry = entry?;
        if let sync_folder::EntryKind::Unreadable { detail, .. } = &entry.kind {
            unreadable.push(format!("{} ({detail})", entry.path()));
        }
    }
    Ok(unreadable)
}

fn judge_inbox(folder: &Path, unreadable: Result<Vec<String>, String>) -> Check {
    const NAME: &str = "inbox folder";
    let rights = format!(
        "give the automaton's user the right to read all of it: setfacl -R -m u:tournee:rX -m d:u:tournee:rX {}",
        quoted(&folder.display().to_string())
    );
    match unreadable {
        Err(error) => Check::wrong(NAME, error, rights),
        Ok(unreadable) if !unreadable.is_empty() => {
            Check::wrong(NAME, format!("cannot be read: {}", listed(&unreadable)), rights)
        }
        Ok(_) => Check::ok(NAME, folder.display().to_string()),
    }
}

/// A folder that the automaton writes to and never makes: a missing one is a share that is away.
fn written(name: &'static str, folder: &Path, paste: &Paste) -> Check {
    if let Err(error) = trial::write(folder) {
        let advice = advice(error.kind(), folder, paste);
        return Check::wrong(name, format!("{}: {error}", folder.display()), advice);
    }
    let closed = closed_below(folder);
    if !closed.is_empty() {
        return Check::wrong(
            name,
            format!("this user may not write to {}", listed(&closed)),
            format!("a command was run as another user, perhaps root. {}", rights(folder)),
        );
    }
    Check::ok(name, folder.display().to_string())
}

/// A folder that is made when it is first needed: what it will be made in must let us.
fn made_when_needed(name: &'static str, folder: &Path, paste: &Paste) -> Check {
    if folder.exists() {
        return written(name, folder, paste);
    }
    let above = folder.ancestors().find(|above| above.exists()).unwrap_or(folder);
    match trial::write(above) {
        Ok(_) => Check::ok(name, format!("{} will be made", folder.display())),
        Err(error) => {
            let advice = advice(error.kind(), above, paste);
            Check::wrong(name, format!("{} cannot be made: {error}", folder.display()), advice)
        }
    }
}

/// Folders below `root`, at most two deep, that this user may not write to.
fn closed_below(root: &Path) -> Vec<String> {
    let mut closed = Vec::new();
    let mut places: Vec<(PathBuf, u8)> = vec![(root.to_owned(), 0)];
    let mut seen = 0;
    while let Some((place, depth)) = places.pop() {
        let Ok(entries) = std::fs::read_dir(&place) else { continue };
        for entry in entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())) {
            seen += 1;
            if seen > BELOW {
                return closed;
            }
            if platform::may_write(&entry.path()) == Some(false) {
                closed.push(entry.path().display().to_string());
            }
            if depth == 0 {
                places.push((entry.path(), 1));
            }
        }
    }
    closed.sort();
    closed
}

fn advice(kind: ErrorKind, folder: &Path, paste: &Paste) -> String {
    let folder_quoted = quoted(&folder.display().to_string());
    match kind {
        ErrorKind::NotFound => if_missing(folder, paste),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            format!("make room; what fills it: df -h {folder_quoted}")
        }
        ErrorKind::ReadOnlyFilesystem => {
            format!(
                "its disk was mounted for reading only; a faulty disk is too: dmesg, findmnt -T {folder_quoted}"
            )
        }
        ErrorKind::NotADirectory => format!("there is something else in its place: ls -l {folder_quoted}"),
        _ => rights(folder),
    }
}

fn if_missing(folder: &Path, paste: &Paste) -> String {
    format!(
        "if {} is a share or another disk, mount it: nothing was written in its place\nonly if it was never there: {}",
        folder.display(),
        paste.command("init")
    )
}

fn rights(folder: &Path) -> String {
    format!(
        "give it to the automaton's user: chown -R tournee: {0} && chmod -R u+rwX {0}",
        quoted(&folder.display().to_string())
    )
}

#[cfg(test)]
mod tests {
    use super::super::check::State;
    use super::*;

    #[test]
    fn an_inbox_with_unreadable_folders_is_wrong() {
        let folder = Path::new("/srv/inbox");
        let judged = |unreadable| judge_inbox(folder, unreadable).state;
        assert_eq!(judged(Ok(vec![])), State::Ok);
        assert_eq!(judged(Ok(vec!["jdupont (denied)".to_owned()])), State::Wrong);
        assert_eq!(judged(Err("away".to_owned())), State::Wrong);
    }

    #[test]
    fn a_folder_that_is_made_when_needed_needs_a_parent_that_lets_us() {
        let place = tempfile::tempdir().expect("a folder");
        let paste = Paste::new(Path::new("automaton.toml"));
        let state = |folder: &str| made_when_needed("log folder", &place.path().join(folder), &paste).state;
        assert_eq!(state("logs/of/today"), State::Ok);
        assert!(!place.path().join("logs").exists(), "it is not made here");
        std::fs::write(place.path().join("file"), "").expect("written");
        assert_eq!(state("file"), State::Wrong);
    }
}
