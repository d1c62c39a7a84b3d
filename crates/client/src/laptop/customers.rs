//! Clients: the search, « avec des wildcard », filtered, sorted and paged.

use std::collections::HashMap;

use domain::fold;
use serde::{Deserialize, Serialize};
use snapshot::read::{DirectoryEntry, Pattern};

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
        let mut entries: Vec<DirectoryEntry<'_>> =
            found.into_iter().filter_map(|at| directory.entry(at)).filter(wanted).collect();
        self.sort(&mut entries, query);
        let page = entries.iter().skip(query.offset).take(query.limit);
        let rows = page.map(|entry| self.customer_row(entry, &pattern)).collect::<Result<_, _>>()?;
        Ok(CustomersPage { total: entries.len(), rows })
    }

    fn sort(&self, entries: &mut [DirectoryEntry<'_>], query: &CustomersQuery) {
        match query.sort {
            // So they come.
            CustomerSort::Name => {}
            CustomerSort::Code => entries.sort_by_key(|entry| entry.code),
            CustomerSort::Town => {
                // A town has many customers, and folding is not free.
                let folded: HashMap<&str, String> =
                    entries.iter().map(|entry| (entry.town, fold(entry.town))).collect();
                entries.sort_by_key(|entry| folded.get(entry.town));
            }
            CustomerSort::LastVisit => entries.sort_by_key(|entry| self.columns(entry).1),
        }
        if query.descending {
            entries.reverse();
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
