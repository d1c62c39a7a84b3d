//! Reading a password from where the configuration says it is. It is never shown: no error and no log holds it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::config::Password;
use crate::failure::Failure;

/// The password of the login under `[table]`.
///
/// # Errors
/// [`Failure::Usage`] when it is not there, cannot be read, or is empty.
pub fn read(password: &Password, table: &str) -> Result<String, Failure> {
    let text = match password {
        Password::Here(text) => text.clone(),
        Password::Environment(name) => std::env::var(name).map_err(|_| {
            Failure::Usage(format!("{table}.password_env: the environment has no {name}, or it is no text"))
        })?,
        Password::File(path) => from_file(path, table)?,
    };
    if text.is_empty() {
        return Err(Failure::Usage(format!("the password of {table}.user is empty")));
    }
    Ok(text)
}

fn from_file(path: &Path, table: &str) -> Result<String, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::Usage(format!("{table}.password_file: {}: {error}", path.display())))?;
    // The daemon opens it more than once; the operator is told at the first.
    if others_may_read(path) && is_first_time(path) {
        tracing::warn!(
            "{table}.password_file: every user of this machine may read {}: chmod o= it",
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

    #[test]
    fn a_file_s_last_line_end_is_no_part_of_the_password() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("secret");
        for (content, password) in [("hush", "hush"), ("hush \r\n", "hush "), ("hush\n\n", "hush")] {
            std::fs::write(&path, content).expect("written");
            assert_eq!(read(&Password::File(path.clone()), "winpneu").expect("read"), password);
        }
        std::fs::write(&path, "\n").expect("written");
        for (password, word) in [
            (Password::File(path), "winpneu.user is empty"),
            (Password::File(folder.path().join("absent")), "winpneu.password_file"),
            (Password::Environment("TOURNEE_NO_SUCH_VARIABLE".to_owned()), "winpneu.password_env"),
            (Password::Here(String::new()), "winpneu.user is empty"),
        ] {
            let problem = read(&password, "winpneu").expect_err(word).to_string();
            assert!(problem.contains(word), "{problem}");
        }
    }
}
