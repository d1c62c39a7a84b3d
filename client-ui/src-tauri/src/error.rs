//! Why a command could not do something: a code that the page has words for, and English for whoever helps.

use client::journal::JournalError;
use client::{EntryProblem, OpenError, Refusal, SetUpError, SettingsError, ViewError, is_disk_full};
use serde::Serialize;

/// What travels to the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CommandError {
    /// Chooses the words.
    pub code: &'static str,
    /// English.
    pub message: String,
    /// A path or a name that the words need.
    pub detail: Option<String>,
    /// With the code `problems`: everything that is wrong with what was typed.
    pub problems: Vec<EntryProblem>,
}

impl CommandError {
    /// One without a detail.
    pub fn new(code: &'static str, message: impl std::fmt::Display) -> Self {
        Self { code, message: message.to_string(), detail: None, problems: Vec::new() }
    }

    fn about(code: &'static str, detail: impl std::fmt::Display, message: impl std::fmt::Display) -> Self {
        Self { detail: Some(detail.to_string()), ..Self::new(code, message) }
    }

    /// Of an error with a code of its own, unless the disk is full.
    fn of(code: &'static str, error: &(dyn std::error::Error + 'static)) -> Self {
        Self::new(if is_disk_full(error) { "disk-full" } else { code }, error)
    }
}

impl From<ViewError> for CommandError {
    fn from(error: ViewError) -> Self {
        match &error {
            ViewError::NoBase => Self::new("no-base", error),
            ViewError::Read(_) => Self::of("base-unreadable", &error),
            ViewError::Period(_) => Self::new("bad-period", error),
            ViewError::NotAllowed => Self::new("not-allowed", error),
        }
    }
}

impl From<JournalError> for CommandError {
    fn from(error: JournalError) -> Self {
        match &error {
            JournalError::Newer { .. } => Self::new("journal-newer", error),
            JournalError::OtherUser(user) => Self::about("other-user", user.clone(), error),
            JournalError::NotRefused(_) => Self::new("not-refused", error),
            _ => Self::of("journal", &error),
        }
    }
}

impl From<Refusal> for CommandError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Problems(problems) => {
                Self { problems, ..Self::new("problems", "it cannot be saved so") }
            }
            Refusal::View(error) => error.into(),
            Refusal::Journal(error) => error.into(),
            Refusal::Shown(error) => Self::new("saved-not-shown", error),
        }
    }
}

impl From<SetUpError> for CommandError {
    fn from(error: SetUpError) -> Self {
        match &error {
            SetUpError::NoFolder(path) => Self::about("no-folder", path.display(), &error),
            SetUpError::Nested(one, _) => Self::about("folders-nested", one.display(), &error),
            SetUpError::Settings(_) | SetUpError::Journal(_) => Self::of("data-folder", &error),
        }
    }
}

impl From<SettingsError> for CommandError {
    fn from(error: SettingsError) -> Self {
        Self::of("data-folder", &error)
    }
}

impl From<OpenError> for CommandError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::User(_) => Self::new("unnamed-user", error),
            OpenError::InUse => Self::new("in-use", error),
            OpenError::Journal(error) => error.into(),
            OpenError::Folder(_) | OpenError::Lock(_) | OpenError::Shelf(_) => {
                Self::of("data-folder", &error)
            }
        }
    }
}

impl From<sync_folder::FolderError> for CommandError {
    fn from(error: sync_folder::FolderError) -> Self {
        Self::of("data-folder", &error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(error: impl Into<CommandError>) -> &'static str {
        error.into().code
    }

    #[test]
    fn each_failure_has_its_own_code() {
        assert_eq!(code(OpenError::InUse), "in-use");
        assert_eq!(code(OpenError::Journal(JournalError::Newer { found: 2, known: 1 })), "journal-newer");
        let other: CommandError = OpenError::Journal(JournalError::OtherUser("pmartin".into())).into();
        assert_eq!((other.code, other.detail.as_deref()), ("other-user", Some("pmartin")));
        assert_eq!(code(ViewError::NoBase), "no-base");
        assert_eq!(code(Refusal::Problems(Vec::new())), "problems");
        let full = || std::io::Error::from(std::io::ErrorKind::StorageFull);
        assert_eq!(code(SettingsError::Read(full())), "disk-full");
        assert_eq!(code(SetUpError::Settings(SettingsError::Read(full()))), "disk-full");
        let away = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        assert_eq!(code(OpenError::Lock(away)), "data-folder");
    }
}
