//! The statistics, with their definitions in one place: `docs/statistics.md` says them in words.
//!
//! Visits are handed to a [`Collector`] as [`Fact`]s, one by one and from wherever they are known; what is counted, and as what, is
//! decided there. [`figures`] feeds it from two offline bases and the laptop's own entries; the back office feeds the same code.
//!
//! Absent on purpose: who may see whose figures, rounding for the eye, words and colours.

mod collector;
mod fact;
mod gather;
mod period;
mod revenue;

use chrono::NaiveDate;
use serde::Serialize;

pub use self::collector::Collector;
pub use self::fact::{Fact, ProspectKey, Whom};
pub use self::gather::figures;
pub use self::period::{Period, PeriodError};

/// « portée » : whose figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// One person's: his visits, his portfolio, his prospects.
    One {
        /// ERP user code: the author of visits to customers. Without one there are none.
        c_user: Option<String>,
        /// ERP sales-rep code: whose portfolio. Without one it is empty.
        c_rep: Option<String>,
        /// User folder: the author of visits to prospects.
        folder: String,
    },
    /// Everybody's together.
    All,
}

/// « statistiques » of a scope in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Figures {
    /// The first day that counts.
    pub from: NaiveDate,
    /// The last day that counts.
    pub to: NaiveDate,
    /// Every calendar month that the period touches, in order, those without a visit too.
    pub months: Vec<MonthFigures>,
    /// « CA ».
    pub revenue: RevenueFigures,
    /// « % de clients visités, % de prospects ».
    pub share: Share,
}

/// A month's visits and quotes; of a month that the period cuts, the days inside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MonthFigures {
    /// The calendar year.
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
    /// « visites de clients par grille commerciale », by code; the unknown grid last. Grids without a visit in the month are left out.
    pub customers: Vec<GridVisits>,
    /// « visites de prospects ».
    pub prospects: Count,
    /// « devis remis par type », by type; those of which there was none are left out.
    pub quotes: Vec<Quotes>,
}

/// Visits to customers of one sales grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct GridVisits {
    /// `c_catc` of today; `None` when the customer has none or is not in the base any more.
    pub grid: Option<String>,
    /// How many.
    pub visits: Count,
}

/// A number of visits, for either position of the switch « Visites seules ».
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Count {
    /// Whatever the contact was.
    pub all: u64,
    /// Those in person, or of which nothing was said (domain `VisitMeaning::is_in_person`).
    pub in_person: u64,
    /// Of `all`, those that the server has not integrated, as far as is known.
    pub pending: u64,
    /// Of `in_person`, those that the server has not integrated, as far as is known.
    pub pending_in_person: u64,
}

/// Quotes of one type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Quotes {
    /// `quote/<type>` of the visit form.
    pub quote: String,
    /// One for each visit at which the type was ticked, whatever the contact was, to customers and prospects.
    pub count: u64,
    /// Of these, those that the server has not integrated, as far as is known.
    pub pending: u64,
}

/// « CA généré » : revenue of the scope's portfolio, excluding tax, in whole cents. It does not depend on the period but for `converted`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RevenueFigures {
    /// The day of the base, up to which revenue is known.
    pub on: NaiveDate,
    /// January to December of the base's year.
    pub months: Vec<RevenueMonth>,
    /// « CA » of the year up to the day of the base.
    pub ytd_cents: i64,
    /// « CA N-1 à date ».
    pub previous_to_date_cents: i64,
    /// « CA N-1 », the whole year.
    pub previous_year_cents: i64,
    /// What prospects that became customers in the period brought.
    pub converted: Converted,
}

/// Revenue of a calendar month and of the same month a year before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RevenueMonth {
    /// 1 to 12.
    pub month: u32,
    /// Of the base's year.
    pub cents: i64,
    /// Of the year before.
    pub previous_cents: i64,
}

/// Customers that were made of prospects in the period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Converted {
    /// How many in the portfolio.
    pub customers: u64,
    /// Their revenue of the base's year up to its day.
    pub ytd_cents: i64,
}

/// « part des clients et des prospects ».
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Share {
    /// Visits to customers.
    pub customer_visits: Count,
    /// Visits to prospects.
    pub prospect_visits: Count,
    /// How all visits divide; `None` when there is none.
    pub all: Option<Split>,
    /// How visits in person divide; `None` when there is none.
    pub in_person: Option<Split>,
    /// Different customers that were visited, of anybody's portfolio.
    pub visited_customers: Distinct,
    /// Different prospects that were visited, also those that are customers by now or gone.
    pub visited_prospects: Distinct,
    /// Customers of the portfolio.
    pub portfolio: u64,
    /// How many of these were visited.
    pub portfolio_visited: Distinct,
    /// Prospects of the scope that are none of the customers yet.
    pub prospects: u64,
    /// How many of these were visited.
    pub prospects_visited: Distinct,
}

/// Two parts of a whole in thousandths; their sum is 1000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Split {
    /// To customers.
    pub customers_permille: u64,
    /// To prospects.
    pub prospects_permille: u64,
}

/// How many different ones, for either position of the switch « Visites seules ».
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Distinct {
    /// With a visit of any contact.
    pub all: u64,
    /// With a visit in person.
    pub in_person: u64,
}

impl Split {
    /// Of these two numbers; rounded half up for customers, prospects are the rest.
    #[must_use]
    pub const fn of(customers: u64, prospects: u64) -> Option<Self> {
        let sum = customers + prospects;
        if sum == 0 {
            return None;
        }
        let customers_permille = (2000 * customers + sum) / (2 * sum);
        Some(Self { customers_permille, prospects_permille: 1000 - customers_permille })
    }
}

#[cfg(test)]
mod tests;
