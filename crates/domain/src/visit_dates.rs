//! The days that a visit may bear (design §4, "Dates"). The clock and the bound are passed in: the laptop asks
//! with its own day, the server with that of the file's `created_at`.

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;

/// Why a visit may not bear its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VisitDateError {
    /// In the future.
    #[error("the visit is dated after {latest}, the latest day accepted; correct the date")]
    TooLate {
        /// The latest day accepted.
        latest: NaiveDate,
    },
    /// Further back than the parameter `visite_retro_jours` allows.
    #[error("the visit is dated before {earliest}, the earliest day accepted; correct the date")]
    TooOld {
        /// The earliest day accepted.
        earliest: NaiveDate,
    },
}

/// « date de visite » : refuses a day after the author's own + 1 or before it less `retro_days` (the user's
/// text: « la date sera bornée par un paramétrage, et impossible de saisir dans le futur »). The one day of grace
/// is for a laptop whose zone or clock is a little off; the screen itself offers no future day.
pub fn check_visit_date(
    visited_on: NaiveDate,
    author_day: NaiveDate,
    retro_days: u32,
) -> Result<(), VisitDateError> {
    let latest = author_day.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
    let earliest = author_day.checked_sub_days(Days::new(u64::from(retro_days))).unwrap_or(NaiveDate::MIN);
    if visited_on > latest {
        Err(VisitDateError::TooLate { latest })
    } else if visited_on < earliest {
        Err(VisitDateError::TooOld { earliest })
    } else {
        Ok(())
    }
}

/// The calendar day of an instant in the company's zone.
pub fn local_day(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// A date as the ERP's texts write it: JJ/MM/AAAA (design §4).
pub fn erp_date(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iso_date::parse_iso_date;

    fn day(text: &str) -> NaiveDate {
        parse_iso_date(text).unwrap()
    }

    #[test]
    fn both_bounds_are_included() {
        let today = day("2026-03-10");
        for (visited_on, retro, expected) in [
            ("2026-03-10", 14, Ok(())),
            ("2026-03-11", 14, Ok(())),
            ("2026-03-12", 14, Err(VisitDateError::TooLate { latest: day("2026-03-11") })),
            ("2026-02-24", 14, Ok(())),
            ("2026-02-23", 14, Err(VisitDateError::TooOld { earliest: day("2026-02-24") })),
            ("2026-03-09", 0, Err(VisitDateError::TooOld { earliest: today })),
        ] {
            assert_eq!(check_visit_date(day(visited_on), today, retro), expected, "{visited_on} {retro}");
        }
        assert_eq!(check_visit_date(NaiveDate::MIN, NaiveDate::MIN, u32::MAX), Ok(()));
        assert_eq!(check_visit_date(NaiveDate::MAX, NaiveDate::MAX, 0), Ok(()));
    }

    #[test]
    fn the_day_is_the_zones_own() {
        let zone = chrono_tz::Europe::Paris;
        for (at, expected) in [
            ("2026-01-10T22:59:59Z", "2026-01-10"),
            ("2026-01-10T23:00:00Z", "2026-01-11"),
            ("2026-07-10T21:59:59Z", "2026-07-10"),
            ("2026-07-10T22:00:00Z", "2026-07-11"),
        ] {
            assert_eq!(local_day(at.parse().unwrap(), zone), day(expected), "{at}");
        }
    }

    #[test]
    fn erp_dates() {
        assert_eq!(erp_date(day("2026-03-01")), "01/03/2026");
    }
}
