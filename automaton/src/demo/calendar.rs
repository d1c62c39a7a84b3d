//! Working days, hours and seasons, counted back from one instant.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;

use super::chance::Chance;

/// How long the company's history is, in years.
pub(super) const YEARS: u32 = 4;
/// For how long visits have been files of laptops with answers to the form, in months; before, somebody typed them in.
pub(super) const FILE_MONTHS: u32 = 14;

/// The last working days, of which the files still arrive.
const STORY_DAYS: u32 = 3;

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

    /// The days of the history, the first four years ago, the last before the three working days that the story tells.
    pub(super) fn days(self) -> impl Iterator<Item = NaiveDate> {
        let today = self.today();
        let first = today.checked_sub_months(Months::new(12 * YEARS)).unwrap_or(today);
        let end = self.working_days_ago(STORY_DAYS);
        first.iter_days().take_while(move |day| *day < end)
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

/// Monday to Friday, but for public holidays.
pub(super) fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_holiday(day)
}

/// The next working day, this one included.
pub(super) fn working_day_from(day: NaiveDate) -> NaiveDate {
    day.iter_days().find(|day| is_working_day(*day)).unwrap_or(day)
}

fn is_holiday(day: NaiveDate) -> bool {
    let fixed = matches!(
        (day.month(), day.day()),
        (1 | 5 | 11, 1) | (5, 8) | (7, 14) | (8, 15) | (11, 11) | (12, 25)
    );
    // Easter Monday, Ascension, Whit Monday.
    fixed || easter(day.year()).is_some_and(|easter| [1, 39, 50].contains(&(day - easter).num_days()))
}

/// Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher).
fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let moon = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moon + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * sunday) / 451;
    let sum = u32::try_from(epact + sunday - 7 * late + 114).ok()?;
    NaiveDate::from_ymd_opt(year, sum / 31, sum % 31 + 1)
}

/// How much of the visits falls on a day, beside the others: few on Saturdays, none on Sundays, less in summer; a little more each year.
pub(super) fn weight(day: NaiveDate, first: NaiveDate) -> u64 {
    const MONTHS: [u64; 12] = [94, 96, 106, 106, 100, 102, 76, 42, 106, 110, 106, 80];
    let of_day = match day.weekday() {
        _ if is_holiday(day) => 0,
        Weekday::Sun => 0,
        Weekday::Sat => 6,
        Weekday::Mon => 80,
        Weekday::Fri => 85,
        _ => 100,
    };
    let age = u64::try_from((day - first).num_days()).unwrap_or_default();
    of_day * MONTHS[day.month0() as usize] * (1_000 + age * 30 / 365)
}

/// The hours of a rep's visits to customers on one day, in minutes: from 08:30 to 12:00 and from 13:30 to 17:30, never two at once. Of ten
/// each has some 45 minutes.
pub(super) fn hours(visits: u32, chance: &mut Chance) -> Vec<u32> {
    const MORNING: u32 = 210;
    const DAY: u32 = MORNING + 240;
    let each = DAY / visits.max(1);
    let begins = |place: u32| {
        let begun = place * DAY / visits + chance.below((each / 2).max(1));
        // As one notes it, where there is room for it.
        let begun = if each >= 20 { begun / 5 * 5 } else { begun };
        8 * 60 + 30 + begun + if begun < MORNING { 0 } else { 90 }
    };
    (0..visits).map(begins).collect()
}

/// An hour for a prospect: early, at noon or in the evening, when no customer waits.
pub(super) fn spare_hour(chance: &mut Chance) -> u32 {
    match chance.below(130) {
        early @ 0..25 => 8 * 60 + early,
        noon @ 25..95 => 12 * 60 + noon - 20,
        evening => 17 * 60 + evening - 60,
    }
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
        assert_eq!((days[0], days[days.len() - 1]), (date("2022-11-23"), date("2026-11-17")));
        assert_eq!(
            calendar.at(date("2026-07-01"), 480),
            "2026-07-01T06:00:00Z".parse::<DateTime<Utc>>().expect("x")
        );
        assert_eq!(working_day_from(date("2026-11-07")), date("2026-11-09"));
    }

    #[test]
    fn nobody_works_on_sundays_and_holidays() {
        for (day, works) in [
            ("2026-11-11", false),
            ("2026-11-22", false),
            ("2026-11-21", true),
            ("2026-11-20", true),
            // Easter Monday, Ascension, Whit Monday.
            ("2023-04-10", false),
            ("2024-05-09", false),
            ("2025-06-09", false),
            ("2026-04-06", false),
            ("2026-05-14", false),
            ("2026-05-25", false),
            ("2026-05-26", true),
        ] {
            let day = day.parse().expect("a day");
            assert_eq!(weight(day, day) > 0, works, "{day}");
        }
    }

    #[test]
    fn a_rep_is_in_one_place_at_a_time() {
        for visits in 1..=400 {
            let mut chance = Chance::of(1, crate::demo::chance::Subject::Day, visits.into());
            let hours = hours(visits, &mut chance);
            assert!(hours.is_sorted_by(|a, b| a < b), "{hours:?}");
            assert!(hours.iter().all(|at| (510..720).contains(at) || (810..1_050).contains(at)), "{hours:?}");
            let spare = spare_hour(&mut chance);
            assert!(!(510..720).contains(&spare) && !(810..1_050).contains(&spare), "{spare}");
        }
    }
}
