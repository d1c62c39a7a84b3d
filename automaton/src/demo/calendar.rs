//! Working days, hours and seasons, counted back from one instant.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;

use super::chance::Chance;

/// How long the company's history is, in years.
pub(super) const YEARS: u32 = 4;
/// For how long visits have been files of laptops with answers to the form, in months; before, somebody typed them in.
pub(super) const FILE_MONTHS: u32 = 14;

/// Everything counts back from here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Calendar {
    /// The instant of the demonstration.
    pub(super) now: DateTime<Utc>,
    /// The company's zone.
    pub(super) zone: Tz,
}

impl Calendar {
    /// The company's day.
    pub(super) fn today(self) -> NaiveDate {
        domain::local_day(self.now, self.zone)
    }

    /// The days of the history, the first four years ago, the last yesterday.
    pub(super) fn days(self) -> impl Iterator<Item = NaiveDate> {
        let today = self.today();
        let first = today.checked_sub_months(Months::new(12 * YEARS)).unwrap_or(today);
        first.iter_days().take_while(move |day| *day < today)
    }

    /// Since when visits are files.
    pub(super) fn files_since(self) -> NaiveDate {
        let today = self.today();
        today.checked_sub_months(Months::new(FILE_MONTHS)).unwrap_or(today)
    }

    /// The working day that is so many working days ago, from 1.
    pub(super) fn working_days_ago(self, count: u32) -> NaiveDate {
        let before = |day: NaiveDate| day.pred_opt().unwrap_or(day);
        let mut day = self.today();
        for _ in 0..count {
            day = before(day);
            while !is_working_day(day) {
                day = before(day);
            }
        }
        day
    }

    /// An hour of the company's clock as an instant. An hour that a clock change leaves out is never asked: the day begins at eight.
    pub(super) fn at(self, day: NaiveDate, minutes: u32) -> DateTime<Utc> {
        let local = day.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minutes));
        self.zone.from_local_datetime(&local).earliest().map_or(local.and_utc(), |at| at.to_utc())
    }
}

/// Monday to Friday, but for public holidays of fixed date.
pub(super) fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_holiday(day)
}

/// The next working day, this one included.
pub(super) fn working_day_from(day: NaiveDate) -> NaiveDate {
    day.iter_days().find(|day| is_working_day(*day)).unwrap_or(day)
}

fn is_holiday(day: NaiveDate) -> bool {
    matches!((day.month(), day.day()), (1 | 5 | 11, 1) | (5, 8) | (7, 14) | (8, 15) | (11, 11) | (12, 25))
}

/// How much of the visits falls on a day, beside the others: few on Saturdays, none on Sundays, less in summer; a little more each year.
pub(super) fn weight(day: NaiveDate, first: NaiveDate) -> u64 {
    const MONTHS: [u64; 12] = [92, 95, 112, 112, 98, 104, 72, 38, 110, 120, 116, 72];
    let of_day = match day.weekday() {
        _ if is_holiday(day) => 0,
        Weekday::Sun => 0,
        Weekday::Sat => 6,
        Weekday::Mon => 80,
        Weekday::Fri => 85,
        _ => 100,
    };
    let age = u64::try_from((day - first).num_days()).unwrap_or_default();
    of_day * MONTHS[day.month0() as usize] * (1_000 + age * 200 / 365)
}

/// An hour of work, in minutes of the day: from 08:00 to 17:55, seldom at noon.
pub(super) fn hour(chance: &mut Chance) -> u32 {
    const HOURS: [u32; 10] = [60, 110, 120, 90, 25, 30, 95, 110, 95, 50];
    let hour = u32::try_from(chance.weighted(&HOURS)).unwrap_or_default();
    (8 + hour) * 60 + chance.below(12) * 5
}

/// So many days later.
pub(super) fn later(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(days.into())).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(now: &str) -> Calendar {
        Calendar { now: now.parse().expect("an instant"), zone: chrono_tz::Europe::Paris }
    }

    #[test]
    fn days_count_back() {
        let calendar = calendar("2026-11-22T23:30:00Z");
        let date = |text: &str| text.parse::<NaiveDate>().expect("a day");
        // In Paris it is Monday already.
        assert_eq!(calendar.today(), date("2026-11-23"));
        assert_eq!(calendar.working_days_ago(1), date("2026-11-20"));
        assert_eq!(calendar.working_days_ago(3), date("2026-11-18"));
        let days: Vec<NaiveDate> = calendar.days().collect();
        assert_eq!((days[0], days[days.len() - 1]), (date("2022-11-23"), date("2026-11-22")));
        assert_eq!(
            calendar.at(date("2026-07-01"), 480),
            "2026-07-01T06:00:00Z".parse::<DateTime<Utc>>().expect("x")
        );
        assert_eq!(working_day_from(date("2026-11-07")), date("2026-11-09"));
    }

    #[test]
    fn nobody_works_on_sundays_and_holidays() {
        for (day, works) in
            [("2026-11-11", false), ("2026-11-22", false), ("2026-11-21", true), ("2026-11-20", true)]
        {
            let day = day.parse().expect("a day");
            assert_eq!(weight(day, day) > 0, works, "{day}");
        }
    }
}
