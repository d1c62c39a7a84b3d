//! « indicateur des bases » : how old what is shown is. Green means fresh, never merely connected.

use chrono::{DateTime, Utc};
use exchange_schema::Manifest;
use serde::Serialize;

use super::Laptop;
use crate::adopt::expires_at;

/// How old what is shown is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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

impl Laptop {
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
