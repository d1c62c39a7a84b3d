//! « indicateur des bases » : how old what is shown is. Green means fresh, never merely connected.

use chrono::{DateTime, Utc};
use exchange_schema::{Manifest, ReceiptState};
use serde::Serialize;

use super::Laptop;
use crate::adopt::expires_at;
use crate::journal::Fate;
use crate::problem::Notice;

/// How old what is shown is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Freshness {
    /// Everybody's base; none = not adopted yet.
    pub common: Option<BaseAge>,
    /// The user's own.
    pub user: Option<BaseAge>,
    /// Whether one of them is missing or out of date: « vos bases ne sont pas à jour ».
    pub expired: bool,
    /// The instant of the latest receipt that is known.
    pub last_receipt_at: Option<DateTime<Utc>>,
}

/// How old a base is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BaseAge {
    /// Its generation.
    pub generation: u64,
    /// When its rows were read.
    pub built_at: DateTime<Utc>,
    /// From when on it is out of date.
    pub expires_at: DateTime<Utc>,
    /// Whether it is.
    pub expired: bool,
    /// How far it reaches.
    pub through: u64,
}

impl BaseAge {
    fn of(manifest: &Manifest, now: DateTime<Utc>) -> Self {
        let expires_at = expires_at(manifest);
        Self {
            generation: manifest.generation,
            built_at: manifest.built_at,
            expires_at,
            expired: now > expires_at,
            through: manifest.through,
        }
    }
}

/// How far two clocks may be apart before somebody should look.
const CLOCK_SLACK: chrono::Duration = chrono::Duration::minutes(15);

/// What bases and receipts tell of the laptop's clock.
fn clock_notice(built_at: Option<DateTime<Utc>>, deferred_ahead: bool, now: DateTime<Utc>) -> Option<Notice> {
    let behind = built_at.filter(|built_at| *built_at - now > CLOCK_SLACK);
    match behind {
        Some(built_at) => Some(Notice::new(
            "clock-behind",
            format!(
                "the base in use was built at {built_at}, and this laptop's clock says {now}: set the clock"
            ),
        )),
        None if deferred_ahead => Some(Notice::new(
            "clock-ahead",
            "the server lets entries wait that are dated ahead of its clock: set this laptop's clock",
        )),
        None => None,
    }
}

impl Laptop {
    /// What stands against this laptop's clock: entries would be dated wrongly.
    #[must_use]
    pub fn clock_notice(&self, now: DateTime<Utc>) -> Option<Notice> {
        let manifests = [self.bases.common.manifest(), self.bases.user.manifest()];
        let built_at = manifests.into_iter().flatten().map(|manifest| manifest.built_at).max();
        let waits = |fate: &Fate| {
            fate.state == ReceiptState::Deferred && fate.reason == Some(exchange_schema::Reason::ClockAhead)
        };
        let deferred = self.shown.entries.iter().any(|entry| entry.fate.as_ref().is_some_and(waits));
        clock_notice(built_at, deferred, now)
    }

    /// How old the bases are.
    #[must_use]
    pub fn freshness(&self, now: DateTime<Utc>) -> Freshness {
        let common = self.bases.common.manifest().map(|manifest| BaseAge::of(manifest, now));
        let user = self.bases.user.manifest().map(|manifest| BaseAge::of(manifest, now));
        let expired = [&common, &user].into_iter().any(|age| age.as_ref().is_none_or(|age| age.expired));
        let last_receipt_at =
            self.shown.entries.iter().filter_map(|entry| Some(entry.fate.as_ref()?.at)).max();
        Freshness { common, user, expired, last_receipt_at }
    }
}

#[cfg(test)]
mod tests {
    use super::clock_notice;
    use crate::testing::at;

    #[test]
    fn a_clock_that_is_behind_the_bases_or_ahead_of_the_server_is_told() {
        let code =
            |built: Option<i64>, ahead| clock_notice(built.map(at), ahead, at(0)).map(|notice| notice.code);
        assert_eq!(code(None, false), None);
        assert_eq!(code(Some(-3600), false), None);
        assert_eq!(code(Some(15 * 60), false), None, "clocks differ a little");
        assert_eq!(code(Some(15 * 60 + 1), false), Some("clock-behind"));
        assert_eq!(code(Some(15 * 60 + 1), true), Some("clock-behind"), "what it does to dates is worse");
        assert_eq!(code(None, true), Some("clock-ahead"));
    }
}
