//! Historique: visits in a calendar.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::CustomerField;
use serde::{Deserialize, Serialize};
use snapshot::read::{CalendarVisit, Lists};

use super::history::{HistoryRow, name_of_c_user, name_of_folder};
use super::{Laptop, ViewError};
use crate::entries::Whom;
use crate::overlay::PendingVisit;

/// Which visits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarQuery {
    /// From this day on.
    pub from: NaiveDate,
    /// To this day, included.
    pub to: NaiveDate,
    /// Of which user, by his folder; absent = one's own. Others' are the administrator's to see.
    #[serde(default)]
    pub author: Option<String>,
}

/// The visits of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CalendarPage {
    /// Oldest first.
    pub rows: Vec<CalendarRow>,
}

/// A visit in the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CalendarRow {
    /// Who was visited.
    pub whom: Whom,
    /// His name.
    pub name: String,
    /// The visit.
    #[serde(flatten)]
    pub visit: HistoryRow,
}

impl Laptop {
    /// The visits of a period, each once: a visit to a prospect that became a customer is in both bases.
    ///
    /// # Errors
    /// [`ViewError::NotAllowed`] for somebody else's; when there is no base, or it cannot be read.
    pub fn calendar(&self, query: &CalendarQuery, zone: Tz) -> Result<CalendarPage, ViewError> {
        let own = self.own()?;
        let folder = query.author.as_deref().unwrap_or(self.user.as_str());
        let is_own = folder == self.user.as_str();
        if !is_own && !own.admin {
            return Err(ViewError::NotAllowed);
        }
        let lists = self.lists()?;
        let known = lists.people.iter().find(|person| person.folder == folder);
        let c_user = if is_own {
            own.person.c_user.as_deref()
        } else {
            known.and_then(|person| person.c_user.as_deref())
        };
        let mut seen = BTreeSet::new();
        let mut rows = Vec::new();
        // Without a code he made no visit to a customer, and no code asks for everybody's.
        let of_customers = match c_user.filter(|code| !code.trim().is_empty()) {
            Some(code) => self.ask_common(|base| base.visits_between(Some(code), query.from, query.to))?,
            None => Vec::new(),
        };
        let of_prospects = self.ask_own(|base| base.visits_between(Some(folder), query.from, query.to))?;
        for visit in of_customers.into_iter().chain(of_prospects) {
            if visit.visit.entry.is_none_or(|entry| seen.insert(entry)) {
                rows.extend(self.based_row(visit, lists));
            }
        }
        if is_own {
            let within =
                |visit: &PendingVisit| visit.key.on.is_some_and(|on| (query.from..=query.to).contains(&on));
            let pending = self.pending_visits(zone, within)?.into_iter();
            let new = pending.filter(|(_, visit)| !seen.contains(&visit.entry.file.id()));
            rows.extend(new.map(|(whom, visit)| self.pending_row(whom, visit)));
        }
        rows.sort_by(|one, other| {
            let place = |row: &CalendarRow| {
                (row.visit.place.on, row.visit.place.at.clone(), row.visit.place.key.clone())
            };
            place(one).cmp(&place(other))
        });
        Ok(CalendarPage { rows })
    }

    /// A visit to a prospect of the base that the common base shows as a customer is shown there.
    fn based_row(&self, visit: CalendarVisit, lists: &Lists) -> Option<CalendarRow> {
        let whom = match visit.prospect {
            true => Whom::Prospect(visit.whom.parse().ok()?),
            false => Whom::Customer(visit.whom),
        };
        let author = if visit.prospect {
            name_of_folder(lists, &visit.visit)
        } else {
            name_of_c_user(lists, &visit.visit)
        };
        Some(CalendarRow { name: self.name_of(&whom), whom, visit: HistoryRow::of_base(visit.visit, author) })
    }

    fn pending_row(&self, whom: Whom, visit: PendingVisit) -> CalendarRow {
        CalendarRow { name: self.name_of(&whom), whom, visit: HistoryRow::of_pending(visit, self.own_name()) }
    }

    /// The wanted ones of the visits on their way; requests are none.
    fn pending_visits(
        &self,
        zone: Tz,
        wanted: impl Fn(&PendingVisit) -> bool,
    ) -> Result<Vec<(Whom, PendingVisit)>, ViewError> {
        let mut visits = Vec::new();
        for code in self.shown.overlay.customers.keys() {
            let rows = self.pending_rows(code, zone, |row| row.class.is_visit() && wanted(row))?;
            visits.extend(rows.into_iter().map(|row| (Whom::Customer(code.clone()), row)));
        }
        for id in self.shown.overlay.prospects.keys() {
            let Ok(prospect) = exchange_schema::ProspectId::try_from(*id) else { continue };
            let rows = self.pending_prospect_rows(*id, &wanted)?;
            visits.extend(rows.into_iter().map(|row| (Whom::Prospect(prospect), row)));
        }
        Ok(visits)
    }

    /// The name to show for somebody who was visited.
    pub(super) fn name_of(&self, whom: &Whom) -> String {
        let name = match whom {
            Whom::Customer(code) => {
                let directory = self.common().ok().map(snapshot::read::CommonBase::directory);
                directory.and_then(|it| it.entry(it.find(code)?)).map(|entry| entry.name.to_owned())
            }
            Whom::Prospect(id) => {
                let shown = self.shown.prospects.iter().find(|state| state.id == *id.as_uuid());
                shown.map(|state| state.text(CustomerField::Name).to_owned())
            }
        };
        name.unwrap_or_default()
    }
}
