//! What journal and bases are together.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;

use super::bases::Bases;
use crate::journal::{Entries, Entry, Unread};
use crate::overlay::{Overlay, ProspectState};

/// What is computed from journal and bases together, whenever one of them changes.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) entries: Vec<Arc<Entry>>,
    pub(super) unreadable: Vec<Entry<Unread>>,
    pub(super) overlay: Overlay,
    /// Prospects that the common base shows as customers.
    pub(super) became: BTreeMap<Uuid, String>,
    /// All others, in the order of their folded names.
    pub(super) prospects: Vec<ProspectState>,
    /// Customers about whom something is on its way.
    pub(super) touched: BTreeMap<String, Touched>,
}

/// A customer's columns in lists, with what is laid over.
#[derive(Debug, Clone, Copy)]
pub(super) struct Touched {
    pub(super) follow_up_on: Option<NaiveDate>,
    pub(super) last_visit_on: Option<NaiveDate>,
    pub(super) waiting: usize,
}

impl Shown {
    /// Reads nothing but customers' cards: what cannot be read of one leaves the others and all entries shown.
    pub(super) fn compute(Entries { readable, unreadable }: Entries, bases: &Bases) -> Self {
        let entries: Vec<Arc<Entry>> = readable.into_iter().map(Arc::new).collect();
        let named = entries.iter().filter_map(|entry| entry.file.payload().prospect());
        let known = bases.cards().iter().map(|card| card.id).chain(named);
        let became = known.filter_map(|id| Some((id, bases.customer_of(id)?.clone()))).collect();
        let overlay = Overlay::lay(&entries, bases.through(), &became);
        let touched = touched(&overlay, bases);
        let prospects = bases.prospects_shown(&overlay, &became);
        Self { entries, unreadable, overlay, became, prospects, touched }
    }
}

fn touched(overlay: &Overlay, bases: &Bases) -> BTreeMap<String, Touched> {
    let mut touched = BTreeMap::new();
    for (code, layer) in &overlay.customers {
        // A card that cannot be read is told by `ask`; lists go on with what the directory knows.
        let Ok(Some(card)) = bases.common.ask(|common| common.base.customer(code)) else { continue };
        let columns = Touched {
            follow_up_on: layer.follow_up(&card.follow_up).on,
            last_visit_on: layer.last_visit(card.last_visit_on),
            waiting: layer.waiting(),
        };
        touched.insert(code.clone(), columns);
    }
    touched
}
