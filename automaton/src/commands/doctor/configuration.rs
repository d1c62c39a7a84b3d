//! The configuration file: it was read strictly before this runs. Here: who may read it, and values that are allowed and odd.

use std::path::{Path, PathBuf};

use super::Site;
use super::check::{Check, Paste, listed, quoted};
use super::platform;
use crate::config::{Config, Password, WinpneuConfig};
use crate::demo::is_unfinished;

const NAME: &str = "configuration";
const DEMONSTRATION: &str = "demonstration";

/// A configuration that cannot be read: nothing else can be said.
pub(super) fn unreadable(problem: &str, paste: &Paste) -> Check {
    let advice = format!("mend it, then: {}", paste.command("config check"));
    Check::wrong(NAME, format!("{problem} (nothing else could be looked at)"), advice)
}

pub(super) fn look(site: &Site<'_>, path: &Path) -> Vec<Check> {
    let mut checks = vec![judge(path, &open_secrets(site.config, path), &site.config.oddities())];
    checks.extend(demonstration(path));
    checks
}

/// Half a demonstration looks like an installation: bases without files, files without answers.
fn demonstration(path: &Path) -> Option<Check> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    is_unfinished(folder).then(|| {
        let again = format!("automaton demo {}", quoted(&folder.display().to_string()));
        Check::wrong(DEMONSTRATION, "it is not complete: broken off, or still being made", again)
    })
}

/// The files that hold a password, and that every user of this machine may read.
pub(in super::super) fn open_secrets(config: &Config, path: &Path) -> Vec<PathBuf> {
    let all = secrets(config, path).into_iter();
    all.filter(|file| platform::others_may_read(file) == Some(true)).collect()
}

/// The files that hold a password.
fn secrets(config: &Config, path: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let base = match &config.winpneu {
        WinpneuConfig::Embedded { .. } => None,
        WinpneuConfig::SqlServer(server) => server.password(),
    };
    if config.mail.password.is_some() || matches!(base, Some(Password::Here(_))) {
        files.push(path.to_owned());
    }
    files.extend(config.mail.password_file.clone());
    if let Some(Password::File(file)) = base {
        files.push(file.clone());
    }
    files
}

fn judge(path: &Path, open: &[PathBuf], odd: &[String]) -> Check {
    if !open.is_empty() {
        let files: Vec<String> = open.iter().map(|file| quoted(&file.display().to_string())).collect();
        return Check::warning(
            NAME,
            format!("a password stands in {}, which every user of this machine may read", listed(&files)),
            format!("chmod o-rwx {}", files.join(" ")),
        );
    }
    if !odd.is_empty() {
        return Check::warning(NAME, odd.join("; "), format!("mend it in {}", path.display()));
    }
    Check::ok(NAME, path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::super::check::State;
    use super::*;

    fn config(more: &str) -> Config {
        let text = format!(
            "[winpneu]\nbackend = \"embedded\"\npath = \"w.db\"\n[folders]\ninbox = \"i\"\nbases = \"b\"\narchive = \"a\"\nquarantine = \"q\"\n{more}"
        );
        Config::parse(&text, Path::new("/srv")).expect("a configuration")
    }

    #[test]
    fn odd_values_are_told() {
        for (more, told) in [
            ("", 0),
            ("[retention]\narchive_relations_after_days = 0", 0),
            ("[retention]\narchive_relations_after_days = 1", 1),
            ("[retention]\narchive_relations_after_days = 89", 1),
            ("[retention]\narchive_relations_after_days = 90", 0),
            ("[schedule]\nsettle_seconds = 0\ndefer_hours = 2", 2),
        ] {
            assert_eq!(config(more).oddities().len(), told, "{more}");
        }
    }

    #[test]
    fn files_with_a_password_are_known() {
        let path = Path::new("/srv/automaton.toml");
        assert!(secrets(&config(""), path).is_empty());
        let mail = "[mail]\ntransport = \"smtp\"\nhost = \"mail.example\"\nuser = \"crm\"\n";
        assert_eq!(secrets(&config(&format!("{mail}password = \"x\"")), path), [path]);
        assert_eq!(
            secrets(&config(&format!("{mail}password_file = \"secret\"")), path),
            [Path::new("/srv/secret")]
        );
        assert!(secrets(&config(&format!("{mail}password_env = \"SECRET\"")), path).is_empty());
    }

    #[test]
    fn an_open_password_is_told_before_an_odd_value() {
        let path = Path::new("/srv/automaton.toml");
        let open = [path.to_owned()];
        for (open, odd, state, words) in [
            (&open[..0], &[][..], State::Ok, "/srv/automaton.toml"),
            (&open[..], &["odd".to_owned()][..], State::Warning, "password"),
            (&open[..0], &["odd".to_owned()][..], State::Warning, "odd"),
        ] {
            let check = judge(path, open, odd);
            assert!(check.state == state && check.detail.contains(words), "{check:?}");
        }
        assert_eq!(judge(path, &open, &[]).advice.as_deref(), Some("chmod o-rwx /srv/automaton.toml"));
    }
}
