//! `window.json` in the data folder: what the user chose of the window's look.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use client::{Notice, Whose};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

const FILE: &str = "window.json";

/// « thème ».
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system.
    #[default]
    System,
    /// « clair ».
    Light,
    /// « sombre ».
    Dark,
}

/// « préférences ».
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Preferences {
    /// Light or dark.
    #[serde(default)]
    pub theme: Theme,
    /// The switch of Accueil and Clients.
    #[serde(default)]
    pub whose: Whose,
}

impl Preferences {
    /// Those kept; the defaults where there are none, or, with a notice, none that can be read: nobody is stopped by a look.
    #[must_use]
    pub fn load(data: &Path) -> (Self, Option<Notice>) {
        let lost = |detail: &dyn std::fmt::Display| {
            let message = format!("{FILE} cannot be read, and its defaults serve: {detail}");
            (Self::default(), Some(Notice { code: "preferences-unreadable", message }))
        };
        match std::fs::read(data.join(FILE)) {
            Ok(bytes) => {
                serde_json::from_slice(&bytes).map_or_else(|error| lost(&error), |kept| (kept, None))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => (Self::default(), None),
            Err(error) => lost(&error),
        }
    }

    /// Keeps them, whole or not at all.
    ///
    /// # Errors
    /// When the data folder cannot be written.
    pub fn save(self, data: &Path) -> Result<(), sync_folder::FolderError> {
        // One at a time: two savings at once would share a temporary name.
        static SAVING: Mutex<()> = Mutex::new(());
        let _turn = SAVING.lock().unwrap_or_else(PoisonError::into_inner);
        // Two enums: there is nothing in them that has no JSON.
        let bytes = serde_json::to_vec_pretty(&self).unwrap_or_default();
        sync_folder::write_atomically(&sync_folder::open_root(data)?, FILE, &bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_comes_back_and_damage_gives_the_defaults() {
        let data = tempfile::tempdir().unwrap();
        assert_eq!(Preferences::load(data.path()), (Preferences::default(), None));
        let dark = Preferences { theme: Theme::Dark, whose: Whose::All };
        dark.save(data.path()).unwrap();
        assert_eq!(Preferences::load(data.path()), (dark, None));
        for damaged in [r#"{"theme":"#, r#"{"theme":"violet"}"#, ""] {
            std::fs::write(data.path().join(FILE), damaged).unwrap();
            let (preferences, notice) = Preferences::load(data.path());
            assert_eq!(
                (preferences, notice.unwrap().code),
                (Preferences::default(), "preferences-unreadable")
            );
        }
    }
}
