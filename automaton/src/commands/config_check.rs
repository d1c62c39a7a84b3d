//! `config check`: the file was read strictly before this runs; here the files that it names for mails and for the base are read, too, and
//! its meaning is told back.

use std::path::Path;

use serde_json::json;

use super::Answer;
use super::doctor::configuration::open_secrets;
use crate::config::{Config, Password, WinpneuConfig};
use crate::delivery::Mailer;
use crate::failure::Failure;

pub(super) fn run(config: &Config, path: &Path) -> Result<Answer, Failure> {
    let folders = &config.folders;
    let mut odd = config.oddities();
    odd.extend(mails(config)?);
    odd.extend(base(config)?);
    // A password file that is open is told when it is read.
    if open_secrets(config, path).iter().any(|file| file == path) {
        odd.push(format!(
            "a password stands in {}, which every user of this machine may read: chmod o= it, or name a password_file",
            path.display()
        ));
    }
    let mut text = format!(
        "{} is a valid configuration\n  base: {:?}\n  inbox: {}\n  bases: {}\n  archive: {}\n  quarantine: {}\n  work: {}\n  zone: {}",
        path.display(),
        config.winpneu,
        folders.inbox.display(),
        folders.bases.display(),
        folders.archive.display(),
        folders.quarantine.display(),
        folders.work.display(),
        config.timezone,
    );
    for oddity in &odd {
        text += &format!("\nwarning: {oddity}");
    }
    Ok(Answer::fine(json!({ "valid": true, "timezone": config.timezone.name(), "warnings": odd }), text))
}

/// Reads what mails need, as the daemon does at its start. A variable is no fault where only the service's environment has it.
fn mails(config: &Config) -> Result<Option<String>, Failure> {
    match config.mail.password() {
        Some(Password::Environment(name)) if std::env::var_os(&name).is_none() => {
            let mut rest = config.clone();
            rest.mail.user = None;
            rest.mail.password_env = None;
            Mailer::open(&rest)?;
            Ok(Some(format!(
                "mail.password_env: there is no {name} here; `automaton run` needs it in its environment"
            )))
        }
        _ => Mailer::open(config).map(|_| None),
    }
}

/// Reads what a session with the base needs, and asks nobody.
fn base(config: &Config) -> Result<Option<String>, Failure> {
    let WinpneuConfig::SqlServer(server) = &config.winpneu else { return Ok(None) };
    match server.password() {
        Some(Password::Environment(name)) if std::env::var_os(name).is_none() => Ok(Some(format!(
            "winpneu.password_env: there is no {name} here; every command that asks the base needs it in its environment"
        ))),
        _ => server.target().map(|_| None),
    }
}
