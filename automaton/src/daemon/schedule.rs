//! When things are done: five fields of cron, in the company's zone.
//!
//! What crontab's users expect, and what this room does on top of the `cron` crate:
//! - weekdays are numbered from Sunday, 0 or 7 (the crate begins with 1);
//! - when day of the month and weekday are both restricted, either will do (the crate wants both). A field that begins with `*` is not
//!   restricted, so `*/2` there narrows the other one;
//! - a clock change neither skips nor repeats what happens at set hours. A time that does not exist moves to the first instant after the
//!   gap; of a time that comes twice the first one counts. What is asked for at every hour (`*`) follows the clock on the wall instead:
//!   it skips the missing hour and goes on through the repeated one, for what looks every five minutes must not pause for an hour.

mod fields;
#[cfg(test)]
mod tests;

use std::str::FromStr;

use chrono::{DateTime, Duration, MappedLocalTime, NaiveDateTime, SubsecRound, TimeZone, Utc};
use chrono_tz::Tz;
use cron::TimeUnitSpec;

/// An example for whoever wrote something else.
const EXAMPLE: &str = "such as \"*/5 * * * *\" (minute hour day month weekday), or empty for off";

/// Beyond any overlap that a clock change ever made and any gap that it left.
const WIDEST_GAP: Duration = Duration::hours(25);

/// An expression, evaluated in a zone. It has an occurrence.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// On a clock without changes; with two, either will do.
    local: Vec<cron::Schedule>,
    every_hour: bool,
    zone: Tz,
}

/// Which occurrence is looked for.
#[derive(Clone, Copy)]
enum Way {
    /// The first one after.
    Forth,
    /// The last one at or before.
    Back,
}

impl Schedule {
    /// Reads an expression; none for an empty one, which is off.
    ///
    /// # Errors
    /// What is wrong with it, in words that go on after `key = "expression"`.
    pub fn parse(expression: &str, zone: Tz) -> Result<Option<Self>, String> {
        let fields: Vec<&str> = expression.split_whitespace().collect();
        if fields.is_empty() {
            return Ok(None);
        }
        let [minute, hour, day, month, weekday] = fields[..] else {
            return Err(format!("has {} fields; it needs five, {EXAMPLE}", fields.len()));
        };
        let wrong = |problem: String| format!("is no schedule ({problem}); write five fields, {EXAMPLE}");
        let others =
            [(fields::MINUTE, minute), (fields::HOUR, hour), (fields::DAY, day), (fields::MONTH, month)];
        others.iter().try_for_each(|(field, text)| field.check(text)).map_err(wrong)?;
        let restricted = |field: &str| !field.starts_with(['*', '?']);
        let either = restricted(day) && restricted(weekday);
        let weekday = fields::weekday(weekday).map_err(wrong)?;
        let read = |day: &str, weekday: &str| {
            // The crate wants a field for the seconds in front.
            cron::Schedule::from_str(&format!("0 {minute} {hour} {day} {month} {weekday}"))
                .map_err(|_| wrong("it cannot be read".to_owned()))
        };
        let local =
            if either { vec![read(day, "*")?, read("*", &weekday)?] } else { vec![read(day, &weekday)?] };
        let every_hour = local.iter().all(|schedule| schedule.hours().is_all());
        if local.iter().all(|schedule| schedule.after(&DateTime::UNIX_EPOCH).next().is_none()) {
            return Err(format!("names a day that never comes; write five fields, {EXAMPLE}"));
        }
        Ok(Some(Self { local, every_hour, zone }))
    }

    /// The first occurrence after `instant`; none when no year to come has one.
    #[must_use]
    pub fn next_after(&self, instant: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.nearest(instant, Way::Forth)
    }

    /// The last occurrence that is not after `instant`.
    #[must_use]
    pub fn last_at_or_before(&self, instant: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.nearest(instant, Way::Back)
    }

    /// While the clock shows times that come twice, what lies ahead may show an earlier time, and what lies behind a later one: the
    /// search begins that much further off, and ends with the first find on the right side.
    fn nearest(&self, instant: DateTime<Utc>, way: Way) -> Option<DateTime<Utc>> {
        let instant = instant.trunc_subsecs(0);
        let here = instant.with_timezone(&self.zone).naive_local();
        let twice = match self.zone.from_local_datetime(&here) {
            MappedLocalTime::Ambiguous(first, second) => second - first,
            MappedLocalTime::Single(_) | MappedLocalTime::None => Duration::zero(),
        };
        let (mut at, mut found) = match way {
            Way::Forth => (here - twice, None),
            // What is at this very second counts.
            Way::Back => (here + twice + Duration::seconds(1), None),
        };
        while let Some(next) = self.on_the_clock(at, way) {
            at = next;
            let instants = self.instants(next);
            let (nearest, passed) = match way {
                Way::Forth => (instants.filter(|one| *one > instant).min(), next > here),
                Way::Back => (instants.filter(|one| *one <= instant).max(), next <= here),
            };
            found = match way {
                Way::Forth => found.into_iter().chain(nearest).min(),
                Way::Back => found.into_iter().chain(nearest).max(),
            };
            if passed && found.is_some() {
                break;
            }
        }
        found
    }

    /// The next time that the expression names, on a clock without changes.
    fn on_the_clock(&self, at: NaiveDateTime, way: Way) -> Option<NaiveDateTime> {
        let at = at.and_utc();
        let each = self.local.iter();
        let found = match way {
            Way::Forth => each.filter_map(|schedule| schedule.after(&at).next()).min(),
            Way::Back => each.filter_map(|schedule| schedule.after(&at).next_back()).max(),
        };
        found.map(|time| time.naive_utc())
    }

    /// The instants at which a time on the clock is an occurrence.
    fn instants(&self, time: NaiveDateTime) -> impl Iterator<Item = DateTime<Utc>> {
        let (first, second) = match self.zone.from_local_datetime(&time) {
            MappedLocalTime::Single(only) => (Some(only.to_utc()), None),
            MappedLocalTime::Ambiguous(first, second) => {
                (Some(first.to_utc()), self.every_hour.then(|| second.to_utc()))
            }
            MappedLocalTime::None if self.every_hour => (None, None),
            MappedLocalTime::None => (self.after_the_gap(time), None),
        };
        first.into_iter().chain(second)
    }

    /// The first instant after the gap in which a time lies.
    fn after_the_gap(&self, time: NaiveDateTime) -> Option<DateTime<Utc>> {
        let is_there = |at: NaiveDateTime| self.zone.from_local_datetime(&at).earliest();
        // Gaps end on whole minutes since clocks have been changed at all.
        let minutes = (1..=WIDEST_GAP.num_minutes()).map(|minutes| time + Duration::minutes(minutes));
        minutes.filter_map(is_there).next().map(|instant| instant.to_utc())
    }
}
