use chrono::{Datelike, NaiveDateTime, Timelike};
use chrono_tz::Europe::Paris;
use proptest::prelude::*;

use super::*;

fn schedule(expression: &str) -> Schedule {
    Schedule::parse(expression, Paris).expect(expression).expect("on")
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect(text)
}

/// The occurrences from `from` on, before `to`, as the clock of Paris shows them.
fn occurrences(schedule: &Schedule, from: &str, to: &str) -> Vec<String> {
    let (mut at, to) = (utc(from) - Duration::seconds(1), utc(to));
    let mut found = Vec::new();
    while let Some(next) = schedule.next_after(at).filter(|next| *next < to) {
        found.push(next.with_timezone(&Paris).format("%a %d/%m %H:%M %z").to_string());
        at = next;
    }
    found
}

/// Another way to the same answer: every minute of some days is looked at.
struct Walk {
    /// Every minute and what the clock shows.
    minutes: Vec<(DateTime<Utc>, NaiveDateTime)>,
}

impl Walk {
    fn new(from: DateTime<Utc>, days: i64, zone: Tz) -> Self {
        let minutes = (0..days * 24 * 60).map(|minute| {
            let instant = from + Duration::minutes(minute);
            (instant, instant.with_timezone(&zone).naive_local())
        });
        Self { minutes: minutes.collect() }
    }

    /// By the clock on the wall.
    fn on_the_wall(&self, named: impl Fn(NaiveDateTime) -> bool) -> Vec<DateTime<Utc>> {
        self.minutes.iter().filter(|(_, local)| named(*local)).map(|(instant, _)| *instant).collect()
    }

    /// Each named time once: at its first minute, or at the first minute that shows a later one.
    fn once_each(&self, named: impl Fn(NaiveDateTime) -> bool) -> Vec<DateTime<Utc>> {
        let (first, last) = (self.minutes[0].1, self.minutes[self.minutes.len() - 1].1);
        let all = (0..=(last - first).num_minutes()).map(|minute| first + Duration::minutes(minute));
        let at = |time| {
            let same = self.minutes.iter().find(|(_, local)| *local == time);
            same.or_else(|| self.minutes.iter().find(|(_, local)| *local > time)).map(|(instant, _)| *instant)
        };
        let mut found: Vec<_> = all.filter(|time| named(*time)).filter_map(at).collect();
        found.dedup();
        found
    }
}

/// `next_after` and `last_at_or_before` agree with the list at every minute of the walk, now and then amid one.
fn agrees(schedule: &Schedule, walk: &Walk, expected: &[DateTime<Utc>]) -> Result<(), TestCaseError> {
    let (Some((first, _)), Some((end, _))) = (walk.minutes.first(), walk.minutes.last()) else {
        return Ok(());
    };
    for (minute, _) in &walk.minutes {
        let amid = (minute.minute() % 15 == 0).then(|| *minute + Duration::milliseconds(30_250));
        for now in std::iter::once(*minute).chain(amid) {
            let next = schedule.next_after(now).filter(|next| next <= end);
            prop_assert_eq!(next, expected.iter().find(|one| **one > now).copied(), "after {}", now);
            let last = schedule.last_at_or_before(now).filter(|last| last >= first);
            let known = expected.iter().rfind(|one| **one <= now).copied();
            prop_assert_eq!(last, known, "at or before {}", now);
        }
    }
    Ok(())
}

/// The nights of the clock changes: 29/03/2026, 25/10/2026, 28/03/2027, 31/10/2027.
const CHANGES: [&str; 4] =
    ["2026-03-28T00:00:00Z", "2026-10-24T00:00:00Z", "2027-03-27T00:00:00Z", "2027-10-30T00:00:00Z"];

#[test]
fn every_night_of_two_years_has_its_half_past_two_once() {
    let nightly = schedule("30 2 * * *");
    let mut at = utc("2025-12-31T12:00:00Z");
    let mut day = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
    while day.year() < 2028 {
        let next = nightly.next_after(at).expect("one");
        let local = next.with_timezone(&Paris).naive_local();
        assert_eq!(local.date(), day, "after {at}");
        let spring = ["2026-03-29", "2027-03-28"].contains(&day.to_string().as_str());
        assert_eq!((local.hour(), local.minute()), if spring { (3, 0) } else { (2, 30) }, "{day}");
        (at, day) = (next, day + chrono::Days::new(1));
    }
}

#[test]
fn clock_changes_neither_skip_nor_repeat_a_set_hour_minute_by_minute() {
    for from in CHANGES {
        let walk = Walk::new(utc(from), 3, Paris);
        let expected = walk.once_each(|time| (time.hour(), time.minute()) == (2, 30));
        assert_eq!(expected.len(), 3, "one a night");
        agrees(&schedule("30 2 * * *"), &walk, &expected).expect(from);
        let expected = walk.on_the_wall(|time| time.minute() % 20 == 0);
        assert_eq!(expected.len(), 3 * 72, "no pause, no minute twice");
        agrees(&schedule("*/20 * * * *"), &walk, &expected).expect(from);
    }
}

#[test]
fn what_a_clock_change_makes_of_other_hours() {
    for (expression, from, to, expected) in [
        ("30 2 * * *", "2026-03-28T20:00:00Z", "2026-03-29T20:00:00Z", vec!["Sun 29/03 03:00 +0200"]),
        ("0 3 * * *", "2026-03-28T20:00:00Z", "2026-03-29T20:00:00Z", vec!["Sun 29/03 03:00 +0200"]),
        ("30 2 * * *", "2026-10-24T20:00:00Z", "2026-10-25T20:00:00Z", vec!["Sun 25/10 02:30 +0200"]),
        // Two times of the missing hour become one.
        ("0,30 2 * * *", "2026-03-28T20:00:00Z", "2026-03-29T20:00:00Z", vec!["Sun 29/03 03:00 +0200"]),
        (
            "0 */2 * * *",
            "2026-10-24T22:00:00Z",
            "2026-10-25T05:01:00Z",
            vec![
                "Sun 25/10 00:00 +0200",
                "Sun 25/10 02:00 +0200",
                "Sun 25/10 04:00 +0100",
                "Sun 25/10 06:00 +0100",
            ],
        ),
        (
            "0 * * * *",
            "2026-10-24T23:30:00Z",
            "2026-10-25T02:30:00Z",
            vec!["Sun 25/10 02:00 +0200", "Sun 25/10 02:00 +0100", "Sun 25/10 03:00 +0100"],
        ),
        (
            "0 0-23 * * *",
            "2026-03-29T00:00:00Z",
            "2026-03-29T02:30:00Z",
            vec!["Sun 29/03 01:00 +0100", "Sun 29/03 03:00 +0200", "Sun 29/03 04:00 +0200"],
        ),
    ] {
        assert_eq!(occurrences(&schedule(expression), from, to), expected, "{expression}");
    }
}

#[test]
fn zones_with_odd_changes_too() {
    // Half an hour; and a day that Samoa left out.
    for (zone, from) in [
        (chrono_tz::Australia::Lord_Howe, "2026-04-03T12:00:00Z"),
        (chrono_tz::Australia::Lord_Howe, "2026-10-02T12:00:00Z"),
        (chrono_tz::Pacific::Apia, "2011-12-29T00:00:00Z"),
        (chrono_tz::Europe::London, "2026-10-24T00:00:00Z"),
        (chrono_tz::UTC, "2026-10-24T00:00:00Z"),
    ] {
        let walk = Walk::new(utc(from), 3, zone);
        for (expression, every_hour) in [("45 1 * * *", false), ("15,45 * * * *", true)] {
            let schedule = Schedule::parse(expression, zone).expect("valid").expect("on");
            let named = |time: NaiveDateTime| match every_hour {
                false => (time.hour(), time.minute()) == (1, 45),
                true => time.minute() % 30 == 15,
            };
            let expected = if every_hour { walk.on_the_wall(named) } else { walk.once_each(named) };
            let name = zone.name();
            agrees(&schedule, &walk, &expected).expect(name);
        }
    }
}

#[test]
fn weekdays_are_numbered_as_crontab_does() {
    let week = |expression: &str| -> String {
        // From a Sunday to the next Saturday.
        let found = occurrences(&schedule(expression), "2026-11-21T23:00:00Z", "2026-11-28T22:59:00Z");
        found.iter().map(|one| &one[..3]).collect::<Vec<_>>().join(" ")
    };
    for (field, days) in [
        ("0", "Sun"),
        ("7", "Sun"),
        ("sun", "Sun"),
        ("1", "Mon"),
        ("6", "Sat"),
        ("MON", "Mon"),
        ("Thursday", "Thu"),
        ("1-5", "Mon Tue Wed Thu Fri"),
        ("mon-fri", "Mon Tue Wed Thu Fri"),
        ("5-7", "Sun Fri Sat"),
        ("sat-sun", "Sun Sat"),
        ("7-2", "Sun Mon Tue"),
        ("sun-tue", "Sun Mon Tue"),
        ("0-7", "Sun Mon Tue Wed Thu Fri Sat"),
        ("0,3,sat", "Sun Wed Sat"),
        ("1-5/2", "Mon Wed Fri"),
        ("*/2", "Sun Tue Thu Sat"),
        ("*", "Sun Mon Tue Wed Thu Fri Sat"),
        ("?", "Sun Mon Tue Wed Thu Fri Sat"),
    ] {
        assert_eq!(week(&format!("30 2 * * {field}")), days, "{field}");
    }
}

#[test]
fn day_and_weekday_are_either_when_both_are_restricted() {
    let november =
        |expression: &str| occurrences(&schedule(expression), "2026-10-31T23:00:00Z", "2026-11-30T22:59:00Z");
    let days = |expression: &str| -> Vec<String> {
        november(expression).iter().map(|one| one[4..6].to_owned()).collect()
    };
    assert_eq!(days("0 0 13 * 1"), ["02", "09", "13", "16", "23", "30"], "the 13th and Mondays");
    assert_eq!(days("0 0 9 * 1"), ["02", "09", "16", "23", "30"], "once where they meet");
    assert_eq!(days("0 0 13 * *"), ["13"]);
    assert_eq!(days("0 0 * * 1"), ["02", "09", "16", "23", "30"]);
    assert_eq!(
        days("0 0 */2 * 1"),
        ["09", "23"],
        "a star restricts nothing by itself, it narrows: odd Mondays"
    );
    let rare = schedule("0 0 29 2 *");
    assert_eq!(rare.next_after(utc("2026-11-22T00:00:00Z")), Some(utc("2028-02-28T23:00:00Z")));
    assert_eq!(rare.last_at_or_before(utc("2026-11-22T00:00:00Z")), Some(utc("2024-02-28T23:00:00Z")));
}

#[test]
fn what_is_no_schedule_is_told() {
    for off in ["", "  "] {
        assert!(Schedule::parse(off, Paris).expect("valid").is_none());
    }
    for (wrong, word) in [
        ("every minute", "2 fields"),
        ("0 30 2 * * *", "6 fields"),
        ("@daily", "1 fields"),
        ("60 2 * * *", "(\"60\" as minute: write 0 to 59)"),
        ("* 24 * * *", "(\"24\" as hour: write 0 to 23)"),
        ("*/0 * * * *", "(\"0\" as step of the minute: write 1 to 59)"),
        ("0/x * * * *", "(\"x\" as step of the minute: write 1 to 59)"),
        ("* * 0 * *", "(\"0\" as day of the month: write 1 to 31)"),
        ("* * 1-32 * *", "(\"32\" as day of the month: write 1 to 31)"),
        ("* * * 13 *", "(\"13\" as month: write 1 to 12)"),
        ("* * * brumaire *", "(\"brumaire\" as month: write 1 to 12)"),
        ("*/60 * * * *", "(\"60\" as step of the minute: write 1 to 59)"),
        ("* * * jan/2 *", "(jan/2 as month: write the number for the name)"),
        ("* * * jan-3 *", "(jan-3 as month: write two numbers or two names)"),
        ("+5 * * * *", "(\"+5\" as minute: write 0 to 59)"),
        ("? * * * *", "(\"?\" as minute: write 0 to 59)"),
        ("1, * * * *", "(\"\" as minute: write 0 to 59)"),
        ("4294967296 * * * *", "(\"4294967296\" as minute: write 0 to 59)"),
        ("* * * * +5", "(\"+5\" as weekday: write 0 to 7"),
        ("* * * * 1-5/+2", "(\"+2\" as step of the weekdays: write 1 to 7)"),
        ("30 2 30 2 *", "never comes"),
        ("30 2 31 4,6,9,11 *", "never comes"),
        ("* * * * 8", "0 to 7"),
        ("* * * * lundi", "Monday"),
        ("* * * * 5-1", "backwards"),
        ("* * * * 1/2", "range"),
        ("* * * * mon/2", "range"),
        ("* * * * 1-5/0", "step"),
        ("* * * * 1,", "\"\""),
        ("* * * * 1#2", "1#2"),
        ("* * * * 5L", "5L"),
        ("* * L * *", "(\"L\" as day of the month: write 1 to 31)"),
        ("* 22-5 * * *", "(22-5 as hour runs backwards: write two parts)"),
    ] {
        let problem = Schedule::parse(wrong, Paris).expect_err(wrong);
        assert!(
            problem.contains(word) && problem.contains("five fields")
                || problem.contains(word) && problem.contains("needs five"),
            "{wrong}: {problem}"
        );
        assert_eq!(problem.lines().count(), 1, "{problem}");
    }
}

/// What crontab's users write is read: no check of ours refuses it.
#[test]
fn what_is_a_schedule_is_read() {
    for right in [
        "0 0 ? * *",
        "*/59 * * * *",
        "5/15 * * * *",
        "0,10-20,30-50/5 2-4 1,15 * *",
        "0 0 1 jan *",
        "0 0 1 Jan,March,NOVEMBER *",
        "0 0 1 jan-mar *",
        "0 0 1 may-sep/2 *",
        "00 02 01 01 *",
    ] {
        schedule(right);
    }
}

/// A field as a set of numbers: the expression's text, and what it names. Empty: `*`.
fn spelled(numbers: &[u32]) -> String {
    if numbers.is_empty() {
        return "*".to_owned();
    }
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

fn some_of(range: std::ops::Range<u32>, most: usize) -> impl Strategy<Value = Vec<u32>> {
    let numbers = range.collect::<Vec<_>>();
    prop::sample::subsequence(numbers, 0..=most)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is written, the walk through every minute finds the same.
    #[test]
    fn agrees_with_a_walk_through_every_minute(
        (minutes, hours) in (some_of(0..60, 4), some_of(0..5, 3)),
        (days, weekdays) in (some_of(24..32, 3), some_of(0..7, 3)),
        change in prop::sample::select(CHANGES.to_vec()),
    ) {
        let expression = format!("{} {} {} * {}", spelled(&minutes), spelled(&hours), spelled(&days), spelled(&weekdays));
        let schedule = schedule(&expression);
        let walk = Walk::new(utc(change), 3, Paris);
        let among = |numbers: &[u32], number| numbers.is_empty() || numbers.contains(&number);
        let named = |time: NaiveDateTime| {
            let day = among(&days, time.day());
            let weekday = among(&weekdays, time.weekday().num_days_from_sunday());
            let both = days.is_empty() || weekdays.is_empty();
            let on = if both { day && weekday } else { day || weekday };
            on && among(&minutes, time.minute()) && among(&hours, time.hour())
        };
        let expected = if hours.is_empty() { walk.on_the_wall(named) } else { walk.once_each(named) };
        agrees(&schedule, &walk, &expected)?;
    }

    /// Far from any list: next and last are each other's answer, and nothing lies between.
    #[test]
    fn next_and_last_are_consistent(
        expression in prop::sample::select(vec![
            "30 2 * * *", "* * * * *", "*/5 * * * *", "0 */2 * * *", "0 0 29 2 *", "15 3 1 * 1", "0 12 31 * *", "0 6 * 2 1-5",
        ]),
        seconds in 1_700_000_000_i64..3_000_000_000,
    ) {
        let schedule = schedule(expression);
        let now = DateTime::from_timestamp(seconds, 0).expect("an instant");
        let next = schedule.next_after(now).expect("one");
        prop_assert!(next > now);
        prop_assert_eq!(schedule.last_at_or_before(next), Some(next));
        let last = schedule.last_at_or_before(next - Duration::seconds(1));
        prop_assert!(last.is_none_or(|last| last <= now), "{:?} lies between {} and {}", last, now, next);
        prop_assert_eq!(last, schedule.last_at_or_before(now));
        prop_assert_eq!(last.and_then(|last| schedule.next_after(last)), Some(next));
    }
}
