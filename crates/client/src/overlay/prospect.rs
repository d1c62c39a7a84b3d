//! What is laid over a prospect, or makes one.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CustomerField, FieldValue, FollowUp, OwnRecord, Sheet};
use exchange_schema::{
    FileName, Payload, ProspectCreationPayload, ProspectEditPayload, ProspectUpdate, ReceiptState,
};
use serde::Serialize;
use snapshot::read::{ClashRow, ProspectCard, fleet_told_at};
use uuid::Uuid;

use super::says::{follow_up_event, report};
use crate::journal::Entry;

/// The entries about one prospect that the bases do not show.
#[derive(Debug, Default)]
pub struct ProspectLayer {
    /// With their places: a corrected creation stands where the refused one stood.
    laid: Vec<(u64, Arc<Entry>)>,
    to_mend: Vec<Arc<Entry>>,
}

/// Where a prospect comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ProspectOrigin {
    /// The user's base holds it.
    Base,
    /// It was created here and is on its way.
    New,
    /// It was created here and refused: to be corrected or given up. What was entered for it waits.
    Rejected,
}

/// « création demandée », and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CreationState {
    /// It waits: on its way, or with the accountants.
    Asked {
        /// User folder of the rep.
        by: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// An accountant agreed; the customer will show with the next common base.
    Validated {
        /// His code.
        customer: Option<String>,
    },
    /// An accountant said no.
    Refused {
        /// Why.
        message: Option<String>,
    },
}

/// « prospect » as the laptop shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProspectState {
    /// Its identity.
    pub id: Uuid,
    /// Where it comes from.
    pub origin: ProspectOrigin,
    /// All its fields.
    pub sheet: Sheet,
    /// The fields whose value is the laptop's own, and not integrated as far as is known.
    pub pending: BTreeSet<CustomerField>,
    /// User folder of its creator.
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Whether the user may edit it.
    pub own: bool,
    /// Whether the user deleted it.
    pub deleted: bool,
    /// When it became a customer, and which; shown until the common base holds him.
    pub conversion: Option<(DateTime<Utc>, String)>,
    /// « dernière visite ».
    pub last_visit_on: Option<NaiveDate>,
    /// « date de revoir » and fleet.
    pub follow_up: FollowUp,
    /// « relevé le ».
    pub fleet_told_at: Option<DateTime<Utc>>,
    /// Open clashes.
    pub clashes: Vec<ClashRow>,
    /// « création demandée ».
    pub creation: Option<CreationState>,
    /// How many entries the server has not integrated, as far as is known.
    pub waiting: usize,
    /// Refused entries that wait to be corrected or let be.
    pub to_mend: Vec<FileName>,
}

impl ProspectLayer {
    pub(super) fn add(&mut self, entry: Arc<Entry>, place: u64, to_mend: bool) {
        if to_mend {
            self.to_mend.push(entry);
        } else {
            self.laid.push((place, entry));
            self.laid.sort_by_key(|(place, entry)| (*place, entry.place));
        }
    }

    /// Those laid over, in the order in which they count.
    pub fn laid(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.laid.iter().map(|(_, entry)| entry)
    }

    /// The prospect as it is shown, over what the base holds of it; `None` when there is nothing to show: neither base nor a creation made
    /// here.
    #[must_use]
    pub fn over(&self, id: Uuid, base: Option<&ProspectCard>, own: &OwnRecord) -> Option<ProspectState> {
        let mut state = match base {
            Some(card) => of_base(card),
            None => self.created_here(id, own)?,
        };
        let base_events = base.map(|card| card.follow_up.clone()).unwrap_or_default();
        let refused_creation = self.refused_creation().filter(|_| base.is_none());
        let said = refused_creation.into_iter().chain(self.laid());
        let events: Vec<_> =
            base_events.into_iter().chain(said.filter_map(|entry| follow_up_event(entry))).collect();
        state.fleet_told_at = fleet_told_at(&events);
        state.follow_up = FollowUp::from_events(events);
        let creation = self.creation_place();
        // A base may tell of the accountants' answer before its receipt does.
        let answered = |entry: &Arc<Entry>| base.is_some_and(|card| answers(card, entry));
        for entry in self.laid().filter(|entry| !answered(entry)) {
            lay(&mut state, entry, creation);
        }
        state.waiting = self.laid().filter(|entry| !entry.is_integrated()).count();
        state.to_mend = self.to_mend.iter().map(|entry| entry.file.file_name().clone()).collect();
        Some(state)
    }

    /// What a field has shown since the base, beside `from` and `to`: the base's value and what own entries set (decision 0010).
    #[must_use]
    pub fn also(
        &self,
        field: CustomerField,
        base: Option<&FieldValue>,
        from: Option<&FieldValue>,
        to: Option<&FieldValue>,
    ) -> Vec<Option<FieldValue>> {
        let creations = self.refused_creation().into_iter().chain(self.laid());
        let set = creations.filter_map(|entry| value_set(entry, field));
        let mut also: Vec<Option<FieldValue>> = Vec::new();
        for value in std::iter::once(base.cloned()).chain(set) {
            let value = value.filter(|value| !value.is_empty());
            let known = [from, to].into_iter().chain(also.iter().map(Option::as_ref));
            if !known.into_iter().any(|known| same(known, value.as_ref())) {
                also.push(value);
            }
        }
        also
    }

    /// The creation that is on its way, else the refused one.
    fn created_here(&self, id: Uuid, own: &OwnRecord) -> Option<ProspectState> {
        let laid = self.laid().filter(|entry| matches!(entry.file.payload(), Payload::Cp(_))).last();
        let (entry, origin) = match laid {
            Some(entry) => (entry, ProspectOrigin::New),
            None => (self.refused_creation()?, ProspectOrigin::Rejected),
        };
        let Payload::Cp(creation) = entry.file.payload() else { return None };
        let sheet = new_sheet(creation, own.person.c_rep.as_deref());
        Some(ProspectState {
            id,
            origin,
            pending: match entry.is_integrated() {
                true => BTreeSet::new(),
                false => sheet.keys().copied().collect(),
            },
            sheet,
            created_by: entry.file.author().to_string(),
            created_at: entry.file.created_at(),
            own: true,
            deleted: false,
            conversion: None,
            last_visit_on: None,
            follow_up: FollowUp::default(),
            fleet_told_at: None,
            clashes: Vec::new(),
            creation: None,
            waiting: 0,
            to_mend: Vec::new(),
        })
    }

    fn refused_creation(&self) -> Option<&Arc<Entry>> {
        self.to_mend.iter().rev().find(|entry| matches!(entry.file.payload(), Payload::Cp(_)))
    }

    fn creation_place(&self) -> u64 {
        let creations = self.laid().filter(|entry| matches!(entry.file.payload(), Payload::Cp(_)));
        creations.map(|entry| entry.place).max().unwrap_or_default()
    }
}

impl ProspectState {
    /// The prospect as the base holds it, with nothing laid over.
    #[must_use]
    pub fn of_base(card: &ProspectCard) -> Self {
        of_base(card)
    }

    /// A text of its sheet.
    #[must_use]
    pub fn text(&self, field: CustomerField) -> &str {
        match self.sheet.get(&field) {
            Some(FieldValue::Text(text)) => text,
            _ => "",
        }
    }
}

fn of_base(card: &ProspectCard) -> ProspectState {
    let asked = |creation: &snapshot::read::Creation| match &creation.refusal {
        None => CreationState::Asked { by: creation.asked_by.clone(), at: creation.asked_at },
        Some((_, message)) => CreationState::Refused { message: Some(message.clone()) },
    };
    // The own base may tell of the customer before everybody's shows him.
    let validated = card
        .conversion
        .as_ref()
        .map(|(_, customer)| CreationState::Validated { customer: Some(customer.clone()) });
    ProspectState {
        id: card.id,
        origin: ProspectOrigin::Base,
        sheet: card.sheet.clone(),
        pending: BTreeSet::new(),
        created_by: card.created_by.clone(),
        created_at: card.created_at,
        own: card.own,
        deleted: false,
        conversion: card.conversion.clone(),
        last_visit_on: card.last_visit_on,
        follow_up: FollowUp::from_events(card.follow_up.iter().cloned()),
        fleet_told_at: fleet_told_at(&card.follow_up),
        clashes: card.clashes.clone(),
        creation: validated.or_else(|| card.creation.as_ref().map(asked)),
        waiting: 0,
        to_mend: Vec::new(),
    }
}

/// The sheet that a CP makes: its fields, and the author's own code where it names no rep (decision 0008, "CP").
fn new_sheet(creation: &ProspectCreationPayload, c_rep: Option<&str>) -> Sheet {
    let mut sheet: Sheet = creation.fields.iter().map(|(field, value)| (field, value.clone())).collect();
    if let Some(own) = c_rep.filter(|code| !code.is_empty()) {
        sheet.entry(CustomerField::SalesRep).or_insert_with(|| FieldValue::Text(own.to_owned()));
    }
    sheet
}

/// Whether the base knows what the accountants made of this very creation.
fn answers(card: &ProspectCard, entry: &Entry) -> bool {
    let refused =
        |creation: &snapshot::read::Creation| creation.refusal.is_some() && creation.id == entry.file.id();
    matches!(entry.file.payload(), Payload::Cc(..))
        && (card.conversion.is_some() || card.creation.as_ref().is_some_and(refused))
}

fn lay(state: &mut ProspectState, entry: &Entry, creation: u64) {
    if let Some(visit) = report(entry) {
        state.last_visit_on = state.last_visit_on.max(Some(visit.visited_on));
    }
    match entry.file.payload() {
        Payload::Mp(ProspectEditPayload::Delete(_)) => state.deleted = true,
        Payload::Mp(ProspectEditPayload::Update(update)) => {
            // Made before the creation was corrected: the server sets it only where the field still shows what its author saw.
            lay_changes(state, entry, update, entry.place < creation);
        }
        Payload::Cc(..) => lay_creation(state, entry),
        Payload::Vc(_) | Payload::Mc(_) | Payload::Cp(_) | Payload::Vp(_) => {}
    }
}

fn lay_changes(state: &mut ProspectState, entry: &Entry, update: &ProspectUpdate, only_where_seen: bool) {
    let clashes = entry.fate.as_ref().map(|fate| fate.clashes.as_slice()).unwrap_or_default();
    for change in update.changes.as_slice() {
        let current = state.sheet.get(&change.field);
        let seen = || change.also.iter().chain([&change.from]).any(|value| same(value.as_ref(), current));
        if clashes.contains(&change.field) || (only_where_seen && !seen()) {
            continue;
        }
        match change.to.as_ref().filter(|to| !to.is_empty()) {
            Some(to) => state.sheet.insert(change.field, to.clone()),
            None => state.sheet.remove(&change.field),
        };
        // Until the automaton has it (the user's text), not until the base shows it.
        match entry.is_integrated() {
            true => state.pending.remove(&change.field),
            false => state.pending.insert(change.field),
        };
    }
}

fn lay_creation(state: &mut ProspectState, entry: &Entry) {
    let fate = entry.fate.as_ref();
    state.creation = Some(match fate.map(|fate| fate.state) {
        Some(ReceiptState::Validated) => {
            CreationState::Validated { customer: fate.and_then(|fate| fate.reference.clone()) }
        }
        Some(ReceiptState::Refused) => {
            CreationState::Refused { message: fate.and_then(|fate| fate.message.clone()) }
        }
        _ => CreationState::Asked { by: entry.file.author().to_string(), at: entry.file.created_at() },
    });
}

fn value_set(entry: &Entry, field: CustomerField) -> Option<Option<FieldValue>> {
    match entry.file.payload() {
        Payload::Cp(creation) => Some(creation.fields.get(field).cloned()),
        Payload::Mp(ProspectEditPayload::Update(update)) => {
            let change = update.changes.as_slice().iter().find(|change| change.field == field)?;
            Some(change.to.clone())
        }
        _ => None,
    }
}

/// '' and null are equal, and a number is the same however it is spelled, as the server compares (domain `judge_change`).
pub(crate) fn same(one: Option<&FieldValue>, other: Option<&FieldValue>) -> bool {
    let text = |value: Option<&FieldValue>| value.map(ToString::to_string).unwrap_or_default();
    text(one).trim_end_matches(' ') == text(other).trim_end_matches(' ')
}
