//! Reading the password from where the configuration says it is. It is never shown: no error and no log holds it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::config::{MailConfig, Password};
use crate::failure::Failure;

/// The password of the login, if the configuration names one.
pub(super) fn read(config: &MailConfig) -> Result<Option<String>, Failure> {
    let password = match config.password() {
        None => return Ok(None),
        Some(Password::Here(password)) => password,
        Some(Password::Environment(name)) => std::env::var(&name).map_err(|_| {
            Failure::Usage(format!("mail.password_env: the environment has no {name}, or it is no text"))
        })?,
        Some(Password::File(path)) => from_file(&path)?,
    };
    if password.is_empty() {
        return Err(Failure::Usage("the password of mail.user is empty".to_owned()));
    }
    Ok(Some(password))
}

fn from_file(path: &Path) -> Result<String, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::Usage(format!("mail.password_file: {}: {error}", path.display())))?;
    // The daemon opens it for each round; the operator is told at the first.
    if others_may_read(path) && is_first_time(path) {
        tracing::warn!(
            "mail.password_file: every user of this machine may read {}: chmod o= it",
            path.display()
        );
    }
    // An editor ends the last line; no password does.
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// Whether this process never asked so about that file.
fn is_first_time(path: &Path) -> bool {
    static KNOWN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned())
}

#[cfg(unix)]
fn others_may_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o004 != 0)
}

/// Who may read a file stands in its access list there, which nothing here reads.
#[cfg(not(unix))]
const fn others_may_read(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operator_is_told_once_of_each_file() {
        let [first, second] = ["a password file", "another one"].map(Path::new);
        let told = [first, first, second, first].map(is_first_time);
        assert_eq!(told, [true, false, true, false]);
    }
}
