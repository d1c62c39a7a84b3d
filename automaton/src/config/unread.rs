//! A configuration file that could not be read: what is the case, and what to do.

use std::io::{Error, ErrorKind};
use std::path::Path;

/// For the operator, on one line.
pub(super) fn told(path: &Path, error: &Error) -> String {
    let shown = path.display();
    // Systems name a folder that is read as a file in different ways.
    if path.is_dir() {
        let file = path.join("automaton.toml");
        return format!("{shown} is a folder: name the file itself: --config {}", file.display());
    }
    match error.kind() {
        ErrorKind::NotFound => {
            format!("{shown}: {error}; name it with --config, or make one with `automaton init`")
        }
        ErrorKind::PermissionDenied => format!(
            "{shown}: you may not read it ({error}): run this as the user that the automaton runs as, or let yours read it"
        ),
        ErrorKind::InvalidData => format!("{shown}: {error}; save it as UTF-8"),
        _ => format!("{shown} cannot be read: {error}; look after its disk or network share"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_case_says_what_to_do() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("automaton.toml");
        let told_of = |path: &Path, kind: ErrorKind| told(path, &Error::from(kind));
        for (kind, words) in [
            (ErrorKind::NotFound, "automaton init"),
            (ErrorKind::PermissionDenied, "you may not read it"),
            (ErrorKind::InvalidData, "UTF-8"),
            (ErrorKind::TimedOut, "cannot be read"),
        ] {
            let words_told = told_of(&file, kind);
            assert!(words_told.contains(words), "{words_told}");
            // Nobody makes a new one beside one that is there.
            assert_eq!(words_told.contains("automaton init"), kind == ErrorKind::NotFound, "{words_told}");
        }
        for kind in [ErrorKind::IsADirectory, ErrorKind::PermissionDenied] {
            let words = told_of(folder.path(), kind);
            assert!(words.ends_with(&format!("--config {}", file.display())), "{words}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_in_its_place_is_told_by_the_configuration_itself() {
        let folder = tempfile::tempdir().expect("a folder");
        let failure = crate::config::Config::load(folder.path()).expect_err("a folder").to_string();
        assert!(failure.contains("is a folder"), "{failure}");
    }
}
