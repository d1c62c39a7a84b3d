//! Accueil: « À revoir » and « Dernière visite », and the search of customers.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use snapshot::read::{DirectoryEntry, Pattern};

use super::{Laptop, ViewError};
use crate::moment::Moment;

/// Which of the two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum HomeList {
    /// « À revoir »: those with a date, the nearest first.
    ToSeeAgain,
    /// « Dernière visite »: those never seen first, then those not seen for longest.
    LastVisit,
}

/// Whose customers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// The user's own: they bear his code as a rep.
    #[default]
    Own,
    /// « Tous ».
    All,
}

impl Whose {
    /// `own` is the user's code as a rep.
    pub(super) fn takes(self, entry: &DirectoryEntry<'_>, own: Option<&str>) -> bool {
        self == Self::All || own.is_some_and(|own| entry.sales_rep.trim_end() == own)
    }
}

/// Which rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HomeQuery {
    /// Which list.
    pub list: HomeList,
    /// Whose customers.
    #[serde(default)]
    pub whose: Whose,
    /// Only of this agency.
    #[serde(default)]
    pub agency: Option<String>,
    /// Only with this sales grid.
    #[serde(default)]
    pub grid: Option<String>,
    /// Only from this one on, from 0.
    #[serde(default)]
    pub offset: usize,
    /// At most so many.
    pub limit: usize,
}

/// Some rows of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HomePage {
    /// How many rows the whole list has.
    pub total: usize,
    /// How many rows stand under each of its heads.
    pub groups: HomeGroups,
    /// Those asked for.
    pub rows: Vec<HomeRow>,
}

/// The heads of « À revoir », over the whole list; « Dernière visite » counts those never seen alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HomeGroups {
    /// « en retard ».
    pub overdue: usize,
    /// « aujourd'hui ».
    pub today: usize,
    /// « les 7 jours qui viennent ».
    pub week: usize,
    /// « plus tard ».
    pub later: usize,
    /// « jamais vus ».
    pub never: usize,
}

impl HomeGroups {
    fn count(list: HomeList, dates: impl Iterator<Item = Option<NaiveDate>>, today: NaiveDate) -> Self {
        let mut groups = Self::default();
        for date in dates {
            match (list, date.map(|on| (on - today).num_days())) {
                (_, None) => groups.never += 1,
                (HomeList::LastVisit, Some(_)) => {}
                (HomeList::ToSeeAgain, Some(..0)) => groups.overdue += 1,
                (HomeList::ToSeeAgain, Some(0)) => groups.today += 1,
                (HomeList::ToSeeAgain, Some(1..=7)) => groups.week += 1,
                (HomeList::ToSeeAgain, Some(_)) => groups.later += 1,
            }
        }
        groups
    }
}

/// A customer in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HomeRow {
    /// The customer.
    #[serde(flatten)]
    pub customer: CustomerHit,
    /// « en nombre de jours »: until the follow-up date (negative once it is past), or since the last visit; none without a date.
    pub days: Option<i64>,
}

/// A customer as lists and the search show him.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CustomerHit {
    /// « code client ».
    pub code: String,
    /// « nom ».
    pub name: String,
    /// « ville ».
    pub town: String,
    /// « agence ».
    pub agency: String,
    /// « commercial ».
    pub sales_rep: String,
    /// « grille commerciale ».
    pub grid: String,
    /// « date de revoir ».
    pub follow_up_on: Option<NaiveDate>,
    /// « dernière visite ».
    pub last_visit_on: Option<NaiveDate>,
    /// How many entries about him are not integrated, as far as is known.
    pub waiting: usize,
}

impl Laptop {
    /// A page of one of Accueil's two lists.
    ///
    /// # Errors
    /// [`ViewError::NoBase`].
    pub fn home(&self, query: &HomeQuery, moment: Moment) -> Result<HomePage, ViewError> {
        let directory = self.common()?.directory();
        let own = self.own_code()?;
        let wanted = |entry: &DirectoryEntry<'_>| {
            query.whose.takes(entry, own)
                && query.agency.as_deref().is_none_or(|agency| entry.agency == agency)
                && query.grid.as_deref().is_none_or(|grid| entry.grid == grid)
        };
        // Places are in the order of names, so equal dates come by name.
        let mut places: Vec<(Option<NaiveDate>, usize)> = Vec::new();
        for at in 0..directory.len() {
            let Some(entry) = directory.entry(at).filter(wanted) else { continue };
            let (follow_up_on, last_visit_on, _) = self.columns(&entry);
            match query.list {
                HomeList::ToSeeAgain if follow_up_on.is_none() => {}
                HomeList::ToSeeAgain => places.push((follow_up_on, at)),
                HomeList::LastVisit => places.push((last_visit_on, at)),
            }
        }
        // `None`, never seen, is the least.
        places.sort_unstable();
        let shown = places.iter().skip(query.offset).take(query.limit);
        let rows = shown
            .filter_map(|(_, at)| Some(self.home_row(directory.entry(*at)?, query.list, moment.today())));
        let groups = HomeGroups::count(query.list, places.iter().map(|(on, _)| *on), moment.today());
        Ok(HomePage { total: places.len(), groups, rows: rows.collect() })
    }

    /// At most `limit` customers whose name or code matches, « avec des wildcard ».
    ///
    /// # Errors
    /// [`ViewError::NoBase`].
    pub fn search_customers(&self, typed: &str, limit: usize) -> Result<Vec<CustomerHit>, ViewError> {
        let directory = self.common()?.directory();
        let found = directory.search(&Pattern::new(typed), limit);
        Ok(found.into_iter().filter_map(|at| directory.entry(at)).map(|entry| self.hit(&entry)).collect())
    }

    fn home_row(&self, entry: DirectoryEntry<'_>, list: HomeList, today: NaiveDate) -> HomeRow {
        let customer = self.hit(&entry);
        let days = match list {
            HomeList::ToSeeAgain => customer.follow_up_on.map(|on| (on - today).num_days()),
            HomeList::LastVisit => customer.last_visit_on.map(|on| (today - on).num_days()),
        };
        HomeRow { customer, days }
    }

    /// The user's code as a rep, if he has one.
    pub(super) fn own_code(&self) -> Result<Option<&str>, ViewError> {
        Ok(self.own()?.person.c_rep.as_deref().map(str::trim_end).filter(|code| !code.is_empty()))
    }

    pub(super) fn hit(&self, entry: &DirectoryEntry<'_>) -> CustomerHit {
        let (follow_up_on, last_visit_on, waiting) = self.columns(entry);
        CustomerHit {
            code: entry.code.to_owned(),
            name: entry.name.to_owned(),
            town: entry.town.to_owned(),
            agency: entry.agency.to_owned(),
            sales_rep: entry.sales_rep.to_owned(),
            grid: entry.grid.to_owned(),
            follow_up_on,
            last_visit_on,
            waiting,
        }
    }

    /// With what is laid over.
    pub(super) fn columns(
        &self,
        entry: &DirectoryEntry<'_>,
    ) -> (Option<NaiveDate>, Option<NaiveDate>, usize) {
        match self.shown.touched.get(entry.code) {
            Some(touched) => (touched.follow_up_on, touched.last_visit_on, touched.waiting),
            None => (entry.follow_up_on, entry.last_visit_on, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_date_stands_under_one_head() {
        let day = |text: &str| Some(text.parse().unwrap());
        let dates =
            ["2026-11-01", "2026-11-20", "2026-11-21", "2026-11-22", "2026-11-28", "2026-11-29"].map(day);
        let today = "2026-11-21".parse().unwrap();
        let groups = HomeGroups::count(HomeList::ToSeeAgain, dates.into_iter(), today);
        assert_eq!(groups, HomeGroups { overdue: 2, today: 1, week: 2, later: 1, never: 0 });
        let groups = HomeGroups::count(HomeList::LastVisit, [None, day("2026-11-01")].into_iter(), today);
        assert_eq!(groups, HomeGroups { never: 1, ..HomeGroups::default() });
    }
}
