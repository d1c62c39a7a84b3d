//! Every query, over bases written by hand.

mod common;
mod history;
mod opening;
mod user;

use chrono::NaiveDate;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
