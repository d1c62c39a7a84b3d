//! What « CA », « CA N-1 à date » and « CA N-1 » are.

use chrono::{Datelike, NaiveDate};

use super::{Converted, RevenueFigures, RevenueMonth};
use crate::read::{MonthRevenue, Revenue};

impl Revenue {
    /// Of these months, for the day of a base. Revenue is known by month only, so « à date » takes of the month of that day in the year
    /// before as much as the day is of that month: on the 15th of a November 15/30 of it, rounded half up.
    #[must_use]
    pub fn of(mut months: Vec<MonthRevenue>, on: NaiveDate) -> Self {
        // A base holds a year more: at new year the company's day and that of UTC are of different years.
        months.retain(|one| (on.year() - 1..=on.year()).contains(&one.year));
        months.sort_unstable();
        let sum = |year: i32, counts: &dyn Fn(u32) -> bool| {
            let counted = months.iter().filter(|one| one.year == year && counts(one.month));
            counted.map(|one| one.cents).sum::<i64>()
        };
        let (year, before) = (on.year(), on.year() - 1);
        let of_this_month = sum(before, &|month| month == on.month());
        Self {
            ytd_cents: sum(year, &|month| month <= on.month()),
            previous_to_date_cents: sum(before, &|month| month < on.month()) + up_to(of_this_month, on),
            previous_year_cents: sum(before, &|_| true),
            months,
        }
    }
}

/// The part of a month's amount that a day is of its month, a year before.
fn up_to(cents: i64, on: NaiveDate) -> i64 {
    let day = i128::from(on.day());
    // The 29th of a February is the whole of the one before.
    let days = i128::from(
        on.with_day(1).and_then(|on| on.with_year(on.year() - 1)).map_or(31, |on| on.num_days_in_month()),
    );
    let part = (2 * i128::from(cents) * day.min(days) + days).div_euclid(2 * days);
    i64::try_from(part).unwrap_or(cents)
}

impl RevenueFigures {
    /// Of a portfolio's months, summed over its customers, for the day of a base.
    #[must_use]
    pub fn of(months: Vec<MonthRevenue>, on: NaiveDate, converted: Converted) -> Self {
        let Revenue { ytd_cents, previous_to_date_cents, previous_year_cents, months } =
            Revenue::of(months, on);
        let cents = |year: i32, month: u32| {
            months.iter().filter(|one| (one.year, one.month) == (year, month)).map(|one| one.cents).sum()
        };
        let of_month = |month| RevenueMonth {
            month,
            cents: cents(on.year(), month),
            previous_cents: cents(on.year() - 1, month),
        };
        let months = (1..=12).map(of_month).collect();
        Self { on, months, ytd_cents, previous_to_date_cents, previous_year_cents, converted }
    }
}
