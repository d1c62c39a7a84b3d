//! What is laid over a customer.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CustomerField, FollowUp, FollowUpEvent};
use exchange_schema::FileName;
use serde::Serialize;

use super::says::{follow_up_event, report, request, shown};
use crate::journal::Entry;

/// The entries about one customer that the bases do not show.
#[derive(Debug, Default)]
pub struct CustomerLayer {
    laid: Vec<Arc<Entry>>,
    to_mend: Vec<Arc<Entry>>,
}

/// « demande de modification » that is on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Request {
    /// Name of the entry.
    pub entry: String,
    /// When it was made.
    pub asked_at: DateTime<Utc>,
    /// What is asked.
    pub changes: Vec<RequestedChange>,
    /// What the author adds.
    pub comment: String,
}

/// One field of a request, as it may be shown: bank details by their last four signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RequestedChange {
    /// Which field.
    pub field: CustomerField,
    /// What was shown.
    pub from: String,
    /// What is wanted.
    pub to: String,
}

impl CustomerLayer {
    pub(super) fn add(&mut self, entry: Arc<Entry>, to_mend: bool) {
        if to_mend { self.to_mend.push(entry) } else { self.laid.push(entry) }
    }

    /// Those laid over, in the order in which they were made.
    pub fn laid(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.laid.iter()
    }

    /// Refused ones that wait to be corrected or let be.
    #[must_use]
    pub fn to_mend(&self) -> Vec<FileName> {
        self.to_mend.iter().map(|entry| entry.file.file_name().clone()).collect()
    }

    /// How many the server has not integrated, as far as is known.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.laid.iter().filter(|entry| !entry.is_integrated()).count()
    }

    /// Follow-up date and fleet, over the events of the base.
    #[must_use]
    pub fn follow_up(&self, base: &[FollowUpEvent]) -> FollowUp {
        FollowUp::from_events(
            base.iter().cloned().chain(self.laid.iter().filter_map(|entry| follow_up_event(entry))),
        )
    }

    /// « dernière visite », over that of the base.
    #[must_use]
    pub fn last_visit(&self, base: Option<NaiveDate>) -> Option<NaiveDate> {
        let own = self.laid.iter().filter_map(|entry| Some(report(entry)?.visited_on)).max();
        base.max(own)
    }

    /// The requests on their way.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        let asked = self.laid.iter().filter_map(|entry| Some((entry, request(entry)?)));
        asked.map(|(entry, request)| as_shown(entry, request)).collect()
    }
}

fn as_shown(entry: &Entry, request: super::says::Request) -> Request {
    let changes = request.changes.iter().map(|(field, from, to)| RequestedChange {
        field: *field,
        from: shown(*field, from.as_ref()),
        to: shown(*field, to.as_ref()),
    });
    Request {
        entry: entry.file.file_name().to_string(),
        asked_at: entry.file.created_at(),
        changes: changes.collect(),
        comment: request.comment,
    }
}
