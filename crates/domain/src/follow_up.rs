//! When to see a customer or prospect again, and what fleet he has: both are the CRM's own, told by several
//! files that arrive in any order. Absent on purpose: keeping the events; the gateway and the laptop do that.

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::fleet::Fleet;
use crate::iso_date::parse_iso_date;

/// « date de revoir » demandée : what a file says of the follow-up date. On the wire a date sets, null clears and
/// an absent key leaves alone (design §4), hence
/// `#[serde(default, skip_serializing_if = "FollowUpChange::is_unchanged")]` wherever it is a field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FollowUpChange {
    /// The file says nothing of it.
    #[default]
    Unchanged,
    /// No date any more.
    Clear,
    /// This date.
    Set(NaiveDate),
}

impl FollowUpChange {
    /// Whether the key is left out of the file.
    pub fn is_unchanged(&self) -> bool {
        *self == FollowUpChange::Unchanged
    }
}

impl Serialize for FollowUpChange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            // Written as null it would clear the date: better no file than a wrong one.
            FollowUpChange::Unchanged => Err(S::Error::custom(
                "an unchanged follow-up has no text; skip the field with FollowUpChange::is_unchanged",
            )),
            FollowUpChange::Clear => serializer.serialize_none(),
            FollowUpChange::Set(date) => serializer.collect_str(date),
        }
    }
}

impl<'de> Deserialize<'de> for FollowUpChange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Option::<String>::deserialize(deserializer)? {
            None => Ok(FollowUpChange::Clear),
            Some(text) => parse_iso_date(&text).map(FollowUpChange::Set).map_err(serde::de::Error::custom),
        }
    }
}

/// « choix prédéfini de date de revoir » : the six that the user's text names (« Date de revoir »).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpPreset {
    /// 1 semaine.
    OneWeek,
    /// 2 semaines.
    TwoWeeks,
    /// 1 mois.
    OneMonth,
    /// 3 mois.
    ThreeMonths,
    /// 6 mois.
    SixMonths,
    /// 1 an.
    OneYear,
}

impl FollowUpPreset {
    /// All of them, nearest first.
    pub const ALL: [FollowUpPreset; 6] = [
        FollowUpPreset::OneWeek,
        FollowUpPreset::TwoWeeks,
        FollowUpPreset::OneMonth,
        FollowUpPreset::ThreeMonths,
        FollowUpPreset::SixMonths,
        FollowUpPreset::OneYear,
    ];

    /// The date that this choice means on `day`. A month counted from the 31st ends on a shorter month's last
    /// day; at the end of the calendar the last day that there is.
    pub fn date_from(self, day: NaiveDate) -> NaiveDate {
        let date = match self {
            FollowUpPreset::OneWeek => day.checked_add_days(Days::new(7)),
            FollowUpPreset::TwoWeeks => day.checked_add_days(Days::new(14)),
            FollowUpPreset::OneMonth => day.checked_add_months(Months::new(1)),
            FollowUpPreset::ThreeMonths => day.checked_add_months(Months::new(3)),
            FollowUpPreset::SixMonths => day.checked_add_months(Months::new(6)),
            FollowUpPreset::OneYear => day.checked_add_months(Months::new(12)),
        };
        date.unwrap_or(NaiveDate::MAX)
    }
}

/// « évènement de suivi » : what one file says of one customer's or prospect's follow-up. The fields stand in
/// the order by which events are laid over each other; those after `file` only make the order total.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FollowUpEvent {
    /// The file's `created_at`.
    pub at: DateTime<Utc>,
    /// The file's name, which decides between two of the same second.
    pub file: String,
    /// The day of the visit, when the file is a visit.
    pub visited_on: Option<NaiveDate>,
    /// What it says of the date.
    pub change: FollowUpChange,
    /// What it says of the fleet.
    pub fleet: Fleet,
}

/// « suivi » : the follow-up date and the fleet as they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FollowUp {
    /// « date de revoir ».
    pub on: Option<NaiveDate>,
    /// « parc ».
    #[serde(default)]
    pub fleet: Fleet,
}

impl FollowUp {
    /// Folds everything that was said, in whatever order it arrived: the latest `created_at` wins (design §4).
    pub fn from_events(events: impl IntoIterator<Item = FollowUpEvent>) -> FollowUp {
        let mut events: Vec<FollowUpEvent> = events.into_iter().collect();
        events.sort();
        let mut follow_up = FollowUp::default();
        for event in &events {
            follow_up.apply(event);
        }
        follow_up
    }

    /// The events that still matter: whatever is said besides, earlier or later, folding these with it gives the same as folding all.
    /// An offline base holds them, so that a laptop lays its own entries between them.
    pub fn essential(events: impl IntoIterator<Item = FollowUpEvent>) -> Vec<FollowUpEvent> {
        let mut events: Vec<FollowUpEvent> = events.into_iter().collect();
        events.sort();
        let mut kept = Vec::new();
        let mut told = Fleet::default();
        let mut said = false;
        let mut latest_visit: Option<NaiveDate> = None;
        for mut event in events.into_iter().rev() {
            // Before what sets or clears the date nothing matters to it, and before a visit no visit of an earlier day.
            let matters = !said
                && (!event.change.is_unchanged()
                    || (event.visited_on.is_some() && event.visited_on > latest_visit));
            said |= !event.change.is_unchanged();
            latest_visit = latest_visit.max(event.visited_on);
            if !matters {
                (event.change, event.visited_on) = (FollowUpChange::Unchanged, None);
            }
            event.fleet = event.fleet.without(&told);
            told.overlay(&event.fleet);
            if matters || !event.fleet.is_empty() {
                kept.push(event);
            }
        }
        kept.reverse();
        kept
    }

    fn apply(&mut self, event: &FollowUpEvent) {
        match event.change {
            FollowUpChange::Set(date) => self.on = Some(date),
            FollowUpChange::Clear => self.on = None,
            // A visit does what the date asked for, so a date that is not later than it is done with.
            FollowUpChange::Unchanged => self.on = self.on.filter(|on| Some(*on) > event.visited_on),
        }
        self.fleet.overlay(&event.fleet);
    }
}

#[cfg(test)]
#[path = "follow_up_tests.rs"]
mod tests;
