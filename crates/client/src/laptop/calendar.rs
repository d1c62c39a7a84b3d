//! Historique: visits in a calendar.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::{CustomerField, PersonRecord};
use exchange_schema::ProspectId;
use serde::{Deserialize, Serialize};
use snapshot::read::{CalendarVisit, Lists};

use super::history::{HistoryRow, name_of_c_user, name_of_folder};
use super::{Laptop, ViewError};
use crate::entries::Whom;
use crate::overlay::LaidVisit;

/// Which visits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CalendarQuery {
    /// From this day on.
    pub from: NaiveDate,
    /// To this day, included.
    pub to: NaiveDate,
    /// Of which user, by his folder; absent = one's own. Others' are the administrator's to see.
    #[serde(default)]
    pub author: Option<String>,
    /// Whether the follow-up dates of the period are wanted too.
    #[serde(default)]
    pub follow_ups: bool,
}

/// The visits of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CalendarPage {
    /// Oldest first.
    pub rows: Vec<CalendarRow>,
    /// Whom that user means to see again, the nearest first; empty when it was not asked for.
    pub follow_ups: Vec<FollowUpRow>,
}

/// « date de revoir » in the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FollowUpRow {
    /// Who is to be seen.
    pub whom: Whom,
    /// His name.
    pub name: String,
    /// « ville ».
    pub town: String,
    /// « grille commerciale » of a customer that has one.
    pub grid: Option<String>,
    /// When.
    pub on: NaiveDate,
}

/// A visit in the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CalendarRow {
    /// Who was visited.
    pub whom: Whom,
    /// His name.
    pub name: String,
    /// « ville ».
    pub town: String,
    /// « grille commerciale » of a customer that has one.
    pub grid: Option<String>,
    /// The visit; `pending` ends with its receipt.
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
                |visit: &LaidVisit| visit.key.on.is_some_and(|on| (query.from..=query.to).contains(&on));
            let laid = self.laid_visits(zone, within)?.into_iter();
            let new = laid.filter(|(_, visit)| !seen.contains(&visit.entry.file.id()));
            rows.extend(new.map(|(whom, visit)| self.laid_row(whom, visit)));
        }
        rows.sort_by(|one, other| {
            let place = |row: &CalendarRow| {
                (row.visit.place.on, row.visit.place.at.clone(), row.visit.place.key.clone())
            };
            place(one).cmp(&place(other))
        });
        let follow_ups = match query.follow_ups {
            true => self.follow_ups(query, if is_own { Some(&own.person) } else { known })?,
            false => Vec::new(),
        };
        Ok(CalendarPage { rows, follow_ups })
    }

    /// The follow-up dates of a person's customers and prospects, as Accueil and the list of prospects tell whose they are.
    fn follow_ups(
        &self,
        query: &CalendarQuery,
        person: Option<&PersonRecord>,
    ) -> Result<Vec<FollowUpRow>, ViewError> {
        let Some(person) = person else { return Ok(Vec::new()) };
        let code = person.c_rep.as_deref().map(str::trim_end).filter(|code| !code.is_empty());
        let within = |on: Option<NaiveDate>| on.filter(|on| (query.from..=query.to).contains(on));
        let directory = self.common()?.directory();
        let mut rows = Vec::new();
        for entry in (0..directory.len()).filter_map(|at| directory.entry(at)) {
            if code.is_none_or(|code| entry.sales_rep.trim_end() != code) {
                continue;
            }
            let Some(on) = within(self.columns(&entry).0) else { continue };
            rows.push(FollowUpRow {
                whom: Whom::Customer(entry.code.to_owned()),
                name: entry.name.to_owned(),
                town: entry.town.to_owned(),
                grid: some(entry.grid),
                on,
            });
        }
        let is_own = person.folder == self.user.as_str();
        for state in self.shown.prospects.iter().filter(|state| !state.deleted) {
            let theirs = state.created_by == person.folder
                || code.is_some_and(|code| state.text(CustomerField::SalesRep).trim_end() == code);
            let Some(on) = within(state.follow_up.on) else { continue };
            let Ok(id) = ProspectId::try_from(state.id) else { continue };
            if if is_own { state.own } else { theirs } {
                rows.push(FollowUpRow {
                    whom: Whom::Prospect(id),
                    name: state.text(CustomerField::Name).to_owned(),
                    town: state.text(CustomerField::Town).to_owned(),
                    grid: None,
                    on,
                });
            }
        }
        rows.sort_by(|one, other| (one.on, &one.name).cmp(&(other.on, &other.name)));
        Ok(rows)
    }

    /// A visit to a prospect of the base that the common base shows as a customer is shown there.
    fn based_row(&self, visit: CalendarVisit, lists: &Lists) -> Option<CalendarRow> {
        let whom = match visit.prospect {
            true => self.whom_now(visit.whom.parse().ok()?),
            false => Whom::Customer(visit.whom),
        };
        let author = if visit.prospect {
            name_of_folder(lists, &visit.visit)
        } else {
            name_of_c_user(lists, &visit.visit)
        };
        Some(self.row_of(whom, HistoryRow::of_base(visit.visit, author)))
    }

    /// The customer that a prospect became, as soon as the common base shows him.
    fn whom_now(&self, id: ProspectId) -> Whom {
        match self.customer_of(*id.as_uuid()) {
            Some(code) => Whom::Customer(code.to_owned()),
            None => Whom::Prospect(id),
        }
    }

    fn laid_row(&self, whom: Whom, visit: LaidVisit) -> CalendarRow {
        self.row_of(whom, HistoryRow::of_laid(visit, self.own_name()))
    }

    fn row_of(&self, whom: Whom, visit: HistoryRow) -> CalendarRow {
        let Known { name, town, grid } = self.known(&whom);
        CalendarRow { whom, name, town, grid, visit }
    }

    /// The wanted ones of the visits that the bases do not show yet; requests are none.
    fn laid_visits(
        &self,
        zone: Tz,
        wanted: impl Fn(&LaidVisit) -> bool,
    ) -> Result<Vec<(Whom, LaidVisit)>, ViewError> {
        let mut visits = Vec::new();
        for code in self.shown.overlay.customers.keys() {
            let rows = self.laid_rows(code, zone, |row| row.class.is_visit() && wanted(row))?;
            visits.extend(rows.into_iter().map(|row| (Whom::Customer(code.clone()), row)));
        }
        for id in self.shown.overlay.prospects.keys() {
            let Ok(prospect) = ProspectId::try_from(*id) else { continue };
            let rows = self.laid_prospect_rows(*id, &wanted)?;
            visits.extend(rows.into_iter().map(|row| (Whom::Prospect(prospect), row)));
        }
        Ok(visits)
    }

    /// The name to show for somebody who was visited.
    pub(super) fn name_of(&self, whom: &Whom) -> String {
        self.known(whom).name
    }

    /// What a line shows of somebody; empty where the bases do not have him any more.
    fn known(&self, whom: &Whom) -> Known {
        match whom {
            Whom::Customer(code) => {
                let directory = self.common().ok().map(snapshot::read::CommonBase::directory);
                let entry = directory.and_then(|it| it.entry(it.find(code)?));
                entry.map(|entry| Known {
                    name: entry.name.to_owned(),
                    town: entry.town.to_owned(),
                    grid: some(entry.grid),
                })
            }
            Whom::Prospect(id) => {
                let state = self.shown.prospects.iter().find(|state| state.id == *id.as_uuid());
                state.map(|state| Known {
                    name: state.text(CustomerField::Name).to_owned(),
                    town: state.text(CustomerField::Town).to_owned(),
                    grid: None,
                })
            }
        }
        .unwrap_or_default()
    }
}

#[derive(Default)]
struct Known {
    name: String,
    town: String,
    grid: Option<String>,
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
