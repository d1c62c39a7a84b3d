//! `config check`: the file was read strictly before this runs; here the files that it names for mails are read, too, and its meaning is
//! told back.

use std::path::Path;

use serde_json::json;

use super::Answer;
use crate::config::{Config, Password};
use crate::delivery::Mailer;
use crate::failure::Failure;

pub(super) fn run(config: &Config, path: &Path) -> Result<Answer, Failure> {
    let folders = &config.folders;
    let mut odd = config.oddities();
    odd.extend(mails(config)?);
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
