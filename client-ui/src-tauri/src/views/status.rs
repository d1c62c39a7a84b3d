//! The frame: who and where we are, and what changes by itself.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use client::{EntryFilter, Freshness, Laptop, Moment, Notice, Settings, SetupState};
use serde::Serialize;
use snapshot::read::ChangeCount;
use ts_rs::TS;

use crate::background::Background;
use crate::place::Place;

/// Who and where we are.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Start {
    /// Whether it can be worked with.
    pub state: SetupState,
    /// User folder made of the OS user.
    pub user: String,
    /// The name that the system gives the user.
    pub os_user: String,
    /// The two synced folders.
    pub settings: Option<Settings>,
    /// Of this program.
    pub version: &'static str,
    /// The company's zone, such as Europe/Paris.
    pub zone: String,
    /// Where the journal lies.
    pub data_folder: PathBuf,
}

/// Everything in the frame that changes by itself.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Status {
    /// Whether it can be worked with.
    pub state: SetupState,
    /// How old the bases are.
    pub freshness: Freshness,
    /// Newer bases that were received whole and are not in use yet.
    pub newer: Option<Newer>,
    /// Bases that are being received.
    pub receiving: Option<Receiving>,
    /// How many entries there are.
    pub counts: EntryCounts,
    /// What somebody should know of.
    pub notices: Vec<Notice>,
    /// The company's day.
    pub today: NaiveDate,
    /// The instant.
    pub now: DateTime<Utc>,
    /// The last round with the folders.
    pub last_round_at: Option<DateTime<Utc>>,
}

/// Newer bases that wait for « Actualiser ».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Newer {
    /// When everybody's was built, if it is newer.
    pub common_built_at: Option<DateTime<Utc>>,
    /// When the user's own was built, if it is newer.
    pub user_built_at: Option<DateTime<Utc>>,
    /// What is different in them; none when that cannot be told.
    pub changes: Option<ChangeCount>,
}

/// The bases being received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Receiving {
    /// Bytes of the published files that lie in the data folder already.
    pub done_bytes: u64,
    /// Of so many.
    pub total_bytes: u64,
}

/// How many entries there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct EntryCounts {
    /// All.
    pub all: usize,
    /// Not integrated yet, as far as is known.
    pub waiting: usize,
    /// Refused, to be corrected or let be.
    pub to_mend: usize,
    /// Done with.
    pub done: usize,
}

impl Start {
    /// As it is now.
    #[must_use]
    pub fn of(laptop: &Laptop, place: &Place) -> Self {
        Self {
            state: laptop.state(),
            user: laptop.user().to_string(),
            os_user: place.os_user.clone(),
            settings: laptop.settings().cloned(),
            version: env!("CARGO_PKG_VERSION"),
            zone: place.zone.name().to_owned(),
            data_folder: place.data.clone(),
        }
    }
}

impl Status {
    /// As it is now.
    #[must_use]
    pub fn of(laptop: &Laptop, moment: Moment, background: &Background) -> Self {
        let freshness = laptop.freshness(moment.now);
        let of = |filter| laptop.count_entries(filter);
        let known = background.notices().cloned();
        let notices = laptop.notices().into_iter().chain(laptop.clock_notice(moment.now)).chain(known);
        Self {
            state: laptop.state(),
            newer: background.newer.clone(),
            receiving: background.receiving,
            counts: EntryCounts {
                all: of(EntryFilter::All),
                waiting: of(EntryFilter::Waiting),
                to_mend: of(EntryFilter::ToMend),
                done: of(EntryFilter::Done),
            },
            notices: notices.collect(),
            today: moment.today(),
            now: moment.now,
            last_round_at: background.last_round_at,
            freshness,
        }
    }
}
