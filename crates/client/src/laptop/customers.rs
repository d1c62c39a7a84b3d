//! Clients: the search, « avec des wildcard », filtered, sorted and paged.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::NaiveDate;
use domain::fold;
use serde::{Deserialize, Serialize};
use snapshot::read::{Directory, DirectoryEntry, Pattern};

use super::home::Whose;
use super::{CustomerHit, Laptop, ViewError};

/// By what the list is sorted; of equals the name decides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum CustomerSort {
    /// By name. Of what was searched for, codes and then names that begin with it come first.
    #[default]
    Name,
    /// By code.
    Code,
    /// By town.
    Town,
    /// By the last visit, those never seen first.
    LastVisit,
}

/// Which customers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CustomersQuery {
    /// Part of the name or the code, with `*` and `?`.
    #[serde(default)]
    pub typed: String,
    /// Whose customers.
    #[serde(default)]
    pub whose: Whose,
    /// Only of this agency.
    #[serde(default)]
    pub agency: Option<String>,
    /// Only with this sales grid.
    #[serde(default)]
    pub grid: Option<String>,
    /// By what they are sorted.
    #[serde(default)]
    pub sort: CustomerSort,
    /// The other way round.
    #[serde(default)]
    pub descending: bool,
    /// Only from this one on, from 0.
    #[serde(default)]
    pub offset: usize,
    /// At most so many.
    pub limit: usize,
}

/// Some customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CustomersPage {
    /// How many match.
    pub total: usize,
    /// The day up to which the year's revenue is reckoned: that of the base.
    pub revenue_up_to: NaiveDate,
    /// Those asked for.
    pub rows: Vec<CustomerRow>,
}

/// A customer in the list of customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CustomerRow {
    /// The customer.
    #[serde(flatten)]
    pub customer: CustomerHit,
    /// « CA » of the year up to the day of the base, excluding tax.
    pub revenue_ytd_cents: i64,
    /// Parts of the name that what was typed found: from and to, in UTF-16 units from its beginning.
    pub matched: Vec<(usize, usize)>,
}

impl Laptop {
    /// A page of the customers that match.
    ///
    /// # Errors
    /// When there is no base, or it cannot be read.
    pub fn customers(&self, query: &CustomersQuery) -> Result<CustomersPage, ViewError> {
        let directory = self.common()?.directory();
        let pattern = Pattern::new(&query.typed);
        let own = self.own_code()?;
        let wanted = |entry: &DirectoryEntry<'_>| {
            query.whose.takes(entry, own)
                && query.agency.as_deref().is_none_or(|agency| entry.agency == agency)
                && query.grid.as_deref().is_none_or(|grid| entry.grid == grid)
        };
        let found = match pattern.is_empty() {
            true => (0..directory.len()).collect(),
            false => directory.search(&pattern, usize::MAX),
        };
        // Places, not entries: of 200,000 customers a page shows a hundred.
        let mut places: Vec<usize> =
            found.into_iter().filter(|at| directory.entry(*at).is_some_and(|entry| wanted(&entry))).collect();
        self.sort(&mut places, directory, query);
        let page = places.iter().skip(query.offset).take(query.limit);
        let entries = page.filter_map(|at| directory.entry(*at));
        let rows = entries.map(|entry| self.customer_row(&entry, &pattern)).collect::<Result<_, _>>()?;
        Ok(CustomersPage { total: places.len(), revenue_up_to: self.common()?.built_on(), rows })
    }

    /// Places are in the order of names, so equals come by name, whichever way the key goes.
    fn sort(&self, places: &mut [usize], directory: &Directory, query: &CustomersQuery) {
        let entry = |at: usize| directory.entry(at);
        match query.sort {
            // As the search found them: what begins so first.
            CustomerSort::Name if query.descending => places.sort_unstable_by_key(|at| Reverse(*at)),
            CustomerSort::Name => {}
            CustomerSort::Code => sort_by(places, query.descending, |at| entry(at).map(|it| it.code)),
            CustomerSort::Town => {
                // A town has many customers, and folding is not free.
                let towns = places.iter().filter_map(|at| entry(*at)).map(|it| (it.town, fold(it.town)));
                let folded: HashMap<&str, String> = towns.collect();
                sort_by(places, query.descending, |at| entry(at).and_then(|it| folded.get(it.town)));
            }
            CustomerSort::LastVisit => {
                sort_by(places, query.descending, |at| entry(at).map(|it| self.columns(&it).1));
            }
        }
    }

    fn customer_row(&self, entry: &DirectoryEntry<'_>, pattern: &Pattern) -> Result<CustomerRow, ViewError> {
        let revenue = self.ask_common(|base| base.revenue(entry.code))?;
        Ok(CustomerRow {
            customer: self.hit(entry),
            revenue_ytd_cents: revenue.ytd_cents,
            matched: matched(entry.name, pattern),
        })
    }
}

fn sort_by<K: Ord>(places: &mut [usize], descending: bool, key: impl Fn(usize) -> K) {
    places.sort_unstable_by(|one, other| {
        let order = key(*one).cmp(&key(*other));
        if descending { order.reverse() } else { order }.then(one.cmp(other))
    });
}

/// The parts of a name that a pattern found, in UTF-16 units.
fn matched(name: &str, pattern: &Pattern) -> Vec<(usize, usize)> {
    if pattern.is_empty() {
        return Vec::new();
    }
    // Where each sign of the name begins, in its folded form and in UTF-16. A sign may fold to several (« œ ») or to none.
    let mut folded = String::new();
    let mut places = Vec::new();
    let mut units = 0;
    for sign in name.chars() {
        places.push((folded.len(), units));
        folded.push_str(&fold(sign.encode_utf8(&mut [0; 4])));
        units += sign.len_utf16();
    }
    places.push((folded.len(), units));
    let begin = |byte: usize| places.iter().rev().find(|(at, _)| *at <= byte).map_or(0, |(_, unit)| *unit);
    let end = |byte: usize| places.iter().find(|(at, _)| *at >= byte).map_or(units, |(_, unit)| *unit);
    pattern.spans(&folded).into_iter().map(|span| (begin(span.start), end(span.end))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_marked_in_the_name_as_it_is_written() {
        for (name, typed, parts) in [
            ("GARAGE DU PONT", "pont", &[(10, 14)][..]),
            ("GARAGE DU PONT", "gar*pont", &[(0, 3), (10, 14)]),
            ("GARAGE DU PONT", "gar*pon", &[]),
            ("GARAGE DU PONT", "*g?r*", &[(0, 3)]),
            ("Élévage Cœur & Fils", "eleva", &[(0, 5)]),
            ("Élévage Cœur & Fils", "coeur", &[(8, 12)]),
            ("Élévage Cœur & Fils", "oe", &[(9, 10)]),
            ("🚜 AGRI", "agri", &[(3, 7)]),
            ("GARAGE", "C018", &[]),
            ("GARAGE", "", &[]),
            ("GARAGE", "*", &[]),
        ] {
            assert_eq!(matched(name, &Pattern::new(typed)), parts, "{name} {typed}");
        }
    }
}
