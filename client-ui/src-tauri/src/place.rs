//! Where this laptop's data lies and whose it is.

use std::path::PathBuf;

use chrono::Utc;
use chrono_tz::Tz;
use client::Moment;

/// The company's zone: the bases do not carry it, and the automaton's own default is the same.
const ZONE: Tz = chrono_tz::Europe::Paris;

/// Where and who.
#[derive(Debug, Clone)]
pub struct Place {
    /// The data folder: journal, adopted bases, settings, log.
    pub data: PathBuf,
    /// The user as the system calls him.
    pub os_user: String,
    /// The company's zone.
    pub zone: Tz,
}

impl Place {
    /// `TOURNEE_DATA` names another data folder than the system's own for this program.
    #[must_use]
    pub fn find(system_folder: PathBuf) -> Self {
        let data = std::env::var_os("TOURNEE_DATA").map_or(system_folder, PathBuf::from);
        Self { data, os_user: os_user(), zone: ZONE }
    }

    /// Now.
    #[must_use]
    pub fn moment(&self) -> Moment {
        Moment::new(rehearsal::fixed_time().unwrap_or_else(Utc::now), self.zone)
    }
}

/// The system's own answer; a rehearsal may play somebody else.
fn os_user() -> String {
    #[cfg(debug_assertions)]
    if let Ok(user) = std::env::var("TOURNEE_USER") {
        return user;
    }
    whoami::username().unwrap_or_default()
}
