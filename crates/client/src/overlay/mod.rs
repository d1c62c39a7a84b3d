//! What the laptop lays over the bases: its own entries, until the bases show them (decision 0010, "The laptop"). Computed, never stored,
//! and pure: from the journal's entries, how far the adopted bases reach, and which prospects they show as customers.
//!
//! Absent on purpose: the bases themselves; whoever asks hands in the card that a base shows.

mod customer;
mod prospect;
mod says;

use std::collections::BTreeMap;
use std::sync::Arc;

use exchange_schema::{FileName, Payload, ReceiptState, Target};
use serde::Serialize;
use uuid::Uuid;

pub use customer::{CustomerLayer, Request, RequestedChange};
pub(crate) use prospect::same;
pub use prospect::{CreationState, ProspectLayer, ProspectOrigin, ProspectState};
pub use says::{LaidVisit, follow_up_event, request_row, visit_row};
pub(crate) use says::{report, shown};

use crate::journal::Entry;

/// How far the adopted bases reach: their manifests' `through`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Through {
    /// Everybody's base.
    pub common: Option<u64>,
    /// The user's own.
    pub user: Option<u64>,
}

/// Where an entry is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Laid over the bases.
    Laid,
    /// In the adopted base.
    Based,
    /// Refused: it has no effect, and waits to be corrected or let be.
    Rejected,
    /// Nowhere: this program cannot read it. It is sent all the same.
    Unreadable,
}

/// The one rule by which an entry leaves the overlay: never by age, by a receipt alone, or for want of one. `as_customer`: the adopted
/// common base shows the prospect that the entry is about as a customer.
#[must_use]
pub fn standing(entry: &Entry, adopted: Through, as_customer: bool) -> Standing {
    let Some(fate) = &entry.fate else { return Standing::Laid };
    if fate.state == ReceiptState::Rejected {
        return Standing::Rejected;
    }
    // What went to the prospect before it became a customer was copied to him then, so a base that shows him shows that too.
    let target = if as_customer { Some(Target::Common) } else { fate.target };
    let through = match target {
        Some(Target::Common) => adopted.common,
        Some(Target::User) => adopted.user,
        None => None,
    };
    let shown = fate.seq.is_some_and(|seq| through >= Some(seq));
    if fate.is_integrated() && shown { Standing::Based } else { Standing::Laid }
}

/// « saisies en attente » : the entries laid over the bases, by whom they are about.
#[derive(Debug, Default)]
pub struct Overlay {
    /// By customer code.
    pub customers: BTreeMap<String, CustomerLayer>,
    /// By prospect, of those that the bases do not show as customers.
    pub prospects: BTreeMap<Uuid, ProspectLayer>,
    standings: BTreeMap<FileName, Standing>,
}

impl Overlay {
    /// Lays entries, given in the order in which they were made; `became` names the prospects that the common base shows as customers.
    #[must_use]
    pub fn lay(entries: &[Arc<Entry>], adopted: Through, became: &BTreeMap<Uuid, String>) -> Self {
        let mut overlay = Self::default();
        let places = places(entries);
        for entry in entries {
            let prospect = entry.file.payload().prospect();
            let customer = prospect.and_then(|id| became.get(&id));
            let standing = standing(entry, adopted, customer.is_some());
            overlay.standings.insert(entry.file.file_name().clone(), standing);
            let to_mend = entry.is_to_mend();
            if standing == Standing::Based || (standing == Standing::Rejected && !to_mend) {
                continue;
            }
            match (customer, prospect) {
                (None, Some(id)) => {
                    let layer = overlay.prospects.entry(id).or_default();
                    let place = places.get(entry.file.file_name()).copied().unwrap_or(entry.place);
                    layer.add(Arc::clone(entry), place, to_mend);
                }
                (customer, _) => {
                    let code = customer.unwrap_or(&entry.subject);
                    overlay.customers.entry(code.clone()).or_default().add(Arc::clone(entry), to_mend);
                }
            }
        }
        overlay
    }

    /// Where an entry is shown.
    #[must_use]
    pub fn standing_of(&self, name: &FileName) -> Option<Standing> {
        self.standings.get(name).copied()
    }
}

/// A corrected creation stands in the place of the one that it corrects, for the entries made since build on it (decision 0008, "MP").
fn places(entries: &[Arc<Entry>]) -> BTreeMap<FileName, u64> {
    let mut places: BTreeMap<FileName, u64> = BTreeMap::new();
    for entry in entries {
        let name = entry.file.file_name();
        let replaced = entry.file.replaces().filter(|_| matches!(entry.file.payload(), Payload::Cp(_)));
        if let Some(place) = replaced.and_then(|other| places.get(other)).copied() {
            places.insert(name.clone(), place);
        } else {
            places.insert(name.clone(), entry.place);
        }
    }
    places
}

#[cfg(test)]
mod tests;
