//! The folder of a demonstration: absent, empty, or an earlier demonstration's, which is replaced. Anything else is left alone.
//!
//! A marker is written before everything else. What dies here leaves the marker, so that the next run knows the folder for its own; it is
//! whole only when the demonstration is.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use winpneu::lock::{self, Lock};

use super::people::{DOMAIN, parameters, users_csv};
use super::progress::Progress;
use crate::config::TEMPLATE;
use crate::failure::Failure;
use crate::installation::lock_holder;

/// The marker's name.
const MARKER: &str = ".tournee-demo";
const MARKED: &str = "A demonstration made by `automaton demo`. The next one in this folder replaces everything that lies here.\n";
/// What it holds meanwhile: the beginning of that.
const BEGUN: &str = "A demonstration";

/// Where things are.
#[derive(Debug)]
pub struct Place {
    /// The folder as it was named.
    pub folder: PathBuf,
    /// `automaton.toml`.
    pub config: PathBuf,
    /// The correspondence table, for `users import`.
    pub users: PathBuf,
    /// The business parameters, for `params import`.
    pub parameters: PathBuf,
}

/// Clears the folder and writes what the operator would: configuration, users, parameters.
///
/// # Errors
/// When the folder holds anything but an earlier demonstration, an automaton is at work in it, or nothing can be written.
pub async fn prepare(folder: &Path, progress: &mut Progress) -> Result<Place, Failure> {
    clear(folder, progress).await?;
    let place = Place {
        folder: folder.to_path_buf(),
        config: folder.join("automaton.toml"),
        users: folder.join("users.csv"),
        parameters: folder.join("parameters.json"),
    };
    let json = serde_json::to_string_pretty(&parameters()).map_err(super::ledger::wrong)?;
    for (path, text) in
        [(&place.config, configuration()), (&place.users, users_csv()), (&place.parameters, json + "\n")]
    {
        fs::write(path, text).map_err(|error| unusable(path, &error))?;
    }
    let mail = folder.join("mail");
    fs::create_dir_all(&mail).map_err(|error| unusable(&mail, &error))?;
    let logs = folder.join("logs");
    fs::create_dir_all(&logs).map_err(|error| unusable(&logs, &error))?;
    Ok(place)
}

/// The commented template with a sender of the company's.
fn configuration() -> String {
    let sender = format!("path = \"mail\"\nsender = \"crm@{DOMAIN}\"\n");
    TEMPLATE.replacen("path = \"mail\"\n", &sender, 1)
}

/// Whether an earlier demonstration lies there. A marker that was cut short is one too.
#[must_use]
pub fn is_demo(folder: &Path) -> bool {
    fs::read(folder.join(MARKER)).is_ok_and(|text| MARKED.as_bytes().starts_with(&text))
}

/// Whether one was begun there and never ended: what lies there looks like an installation, and is none.
#[must_use]
pub fn is_unfinished(folder: &Path) -> bool {
    is_demo(folder) && fs::read(folder.join(MARKER)).is_ok_and(|text| text != MARKED.as_bytes())
}

/// The demonstration is whole.
///
/// # Errors
/// When the marker cannot be written.
pub fn finish(place: &Place) -> Result<(), Failure> {
    let marker = place.folder.join(MARKER);
    fs::write(&marker, MARKED).map_err(|error| unusable(&marker, &error))
}

async fn clear(folder: &Path, progress: &mut Progress) -> Result<(), Failure> {
    if folder.is_file() {
        return Err(Failure::Usage(format!(
            "{} is a file, and was not touched: name a folder that is absent or empty",
            folder.display()
        )));
    }
    fs::create_dir_all(folder).map_err(|error| unusable(folder, &error))?;
    let marker = folder.join(MARKER);
    let is_ours = is_demo(folder);
    if !is_ours && !entries_of(folder)?.is_empty() {
        return Err(Failure::Usage(format!(
            "{} is neither empty nor an earlier demonstration: nothing in it was touched; name another folder",
            folder.display()
        )));
    }
    refuse_a_busy_one(&folder.join("winpneu.db")).await?;
    if is_ours {
        let made = fs::metadata(&marker).and_then(|marker| marker.modified());
        let made = made.map_or_else(
            |_| "?".to_owned(),
            |at| DateTime::<Utc>::from(at).format("%Y-%m-%d %H:%M UTC").to_string(),
        );
        progress.says(&format!(
            "replaces the demonstration of {made} in {}, with whatever was added there",
            folder.display()
        ));
    }
    fs::write(&marker, BEGUN).map_err(|error| unusable(&marker, &error))?;
    // Listed anew: SQLite has taken files of its own away when the base was closed.
    for entry in entries_of(folder)?.iter().filter(|entry| entry.file_name() != MARKER) {
        let path = entry.path();
        // A link is taken away, never what it leads to.
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let removed = if is_folder { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.map_err(|error| unusable(&path, &error))?;
    }
    Ok(())
}

fn entries_of(folder: &Path) -> Result<Vec<fs::DirEntry>, Failure> {
    let listed = fs::read_dir(folder).and_then(Iterator::collect);
    listed.map_err(|error| unusable(folder, &error))
}

/// Somebody's automaton may be running in it.
async fn refuse_a_busy_one(base: &Path) -> Result<(), Failure> {
    // What cannot be opened was cut short, and nobody works in it.
    let Ok(mut base) = winpneu::sqlite::open(base).await else { return Ok(()) };
    for lock in [Lock::Work, Lock::Mail] {
        match lock::acquire(&mut base, lock, &lock_holder("demo"), crate::clock::now()).await {
            Ok(()) => lock::release(&mut base, lock).await?,
            Err(winpneu::Error::Locked { holder, .. }) => {
                return Err(Failure::Other(format!("{holder} is at work in this folder: stop it first")));
            }
            // A base that was cut short.
            Err(_) => {}
        }
    }
    Ok(())
}

fn unusable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Other(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, MailTransport};

    #[test]
    fn only_a_whole_marker_ends_a_demonstration() {
        assert!(MARKED.starts_with(BEGUN));
        let folder = tempfile::tempdir().expect("a folder");
        let states = || (is_demo(folder.path()), is_unfinished(folder.path()));
        assert_eq!(states(), (false, false));
        // As it begins, cut short as it ends, whole, and somebody else's.
        for (text, state) in [
            (BEGUN, (true, true)),
            ("", (true, true)),
            (&MARKED[..60], (true, true)),
            (MARKED, (true, false)),
            ("A demonstrator", (false, false)),
        ] {
            fs::write(folder.path().join(MARKER), text).expect("written");
            assert_eq!(states(), state, "{text:?}");
        }
    }

    #[test]
    fn the_configuration_is_right() {
        let config = Config::parse(&configuration(), Path::new("/srv/demo")).expect("a configuration");
        assert_eq!(config.mail.sender.map(|sender| sender.to_string()), Some(format!("crm@{DOMAIN}")));
        assert_eq!((config.mail.transport, config.mail.path), (MailTransport::File, "/srv/demo/mail".into()));
        assert_eq!(config.web.listen.to_string(), "127.0.0.1:8787");
    }
}
