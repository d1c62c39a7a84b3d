//! From which day to which.

use chrono::{Datelike, Months, NaiveDate};

/// « période » : from one day to another, both included; at most a hundred years, so that every month of it can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    from: NaiveDate,
    to: NaiveDate,
}

/// Two days that make no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "from {from} to {to} is no period: the second day must not be before the first, nor a hundred years after it"
)]
pub struct PeriodError {
    from: NaiveDate,
    to: NaiveDate,
}

impl Period {
    /// The most months.
    const MOST: u32 = 1200;

    /// From a day to a day.
    ///
    /// # Errors
    /// When the second is before the first, or a hundred years after it.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Result<Self, PeriodError> {
        let last = from.checked_add_months(Months::new(Self::MOST - 1)).unwrap_or(NaiveDate::MAX);
        if (from..=last).contains(&to) { Ok(Self { from, to }) } else { Err(PeriodError { from, to }) }
    }

    /// The first day.
    #[must_use]
    pub const fn from(&self) -> NaiveDate {
        self.from
    }

    /// The last day.
    #[must_use]
    pub const fn to(&self) -> NaiveDate {
        self.to
    }

    /// Whether a day counts.
    #[must_use]
    pub fn contains(&self, on: NaiveDate) -> bool {
        (self.from..=self.to).contains(&on)
    }

    /// Year and month of every month that it touches, in order.
    pub fn months(&self) -> impl Iterator<Item = (i32, u32)> {
        let number = |on: NaiveDate| on.year() * 12 + on.month0().cast_signed();
        (number(self.from)..=number(self.to))
            .map(|number| (number.div_euclid(12), number.rem_euclid(12).cast_unsigned() + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_month_that_it_touches() {
        for (from, to, months) in [
            ("2026-11-30", "2026-11-30", vec![(2026, 11)]),
            ("2025-11-30", "2026-02-01", vec![(2025, 11), (2025, 12), (2026, 1), (2026, 2)]),
        ] {
            let period = Period::new(day(from), day(to)).unwrap();
            assert_eq!(period.months().collect::<Vec<_>>(), months);
            for (on, inside) in [(from, true), (to, true), ("2025-11-29", false), ("2026-12-01", false)] {
                assert_eq!(period.contains(day(on)), inside, "{on}");
            }
        }
    }

    #[test]
    fn no_period() {
        assert!(Period::new(day("2026-11-02"), day("2026-11-01")).is_err());
        assert!(Period::new(day("1900-01-01"), day("2026-11-01")).is_err());
        assert!(Period::new(NaiveDate::MIN, NaiveDate::MAX).is_err());
        assert_eq!(Period::new(day("1927-01-15"), day("2026-12-15")).unwrap().months().count(), 1200);
    }
}
