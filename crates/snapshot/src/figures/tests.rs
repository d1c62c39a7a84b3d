//! The definitions, case by case; and what is fed to them from two bases.

mod collecting;
mod gathering;
mod money;

use chrono::NaiveDate;

use super::{Count, Period};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn period(from: &str, to: &str) -> Period {
    Period::new(day(from), day(to)).unwrap()
}

fn count(all: u64, in_person: u64, pending: u64, pending_in_person: u64) -> Count {
    Count { all, in_person, pending, pending_in_person }
}
