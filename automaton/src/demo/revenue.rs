//! What each customer buys, month by month: this year and the three before.

use chrono::{Datelike, NaiveDate};

use super::chance::{Chance, Subject};
use super::trades::Trade;

/// How many years before this one.
const YEARS_BEFORE: i32 = 3;

/// Year, month and whole cents, of the months in which anything was bought. `since`: a customer who was made only then.
pub(super) fn of(
    seed: u64,
    number: u32,
    (trade, size): (Trade, f64),
    since: Option<NaiveDate>,
    today: NaiveDate,
) -> Vec<(i32, u32, i64)> {
    let ways = trade.ways();
    let mut chance = Chance::of(seed, Subject::Revenue, number.into());
    let mut months = Vec::new();
    let trend = 0.97 + chance.unit() * 0.12;
    let first = today.year() - YEARS_BEFORE;
    for year in first..=today.year() {
        let growth = trend.powi(year - first);
        for month in 1..=12 {
            let Some(part) = part_of_month(year, month, since, today) else { continue };
            let season = f64::from(ways.season[month as usize - 1]) / 100.0;
            // A large customer buys nearly every month, a farm twice a year.
            let likely = f64::from(ways.buys) / 100.0 * season * size.clamp(0.5, 2.0);
            if chance.unit() >= likely {
                continue;
            }
            let middling = ways.revenue / 12.0 / (f64::from(ways.buys) / 100.0);
            let euros = middling * size * growth * part * chance.skewed();
            // A credit note now and then.
            let euros = if chance.below(150) == 0 { -euros / 4.0 } else { euros };
            months.push((year, month, cents(euros)));
        }
    }
    months
}

/// How much of a month there was: none before the customer and after today, of the current one what is past.
fn part_of_month(year: i32, month: u32, since: Option<NaiveDate>, today: NaiveDate) -> Option<f64> {
    let now = (today.year(), today.month());
    let begun = since.is_none_or(|since| (year, month) >= (since.year(), since.month()));
    match (year, month) {
        _ if !begun => None,
        one if one < now => Some(1.0),
        one if one == now => Some(f64::from(today.day()) / 31.0),
        _ => None,
    }
}

/// Whole cents.
#[expect(clippy::cast_possible_truncation, reason = "some thousand euros")]
fn cents(euros: f64) -> i64 {
    (euros * 100.0).round() as i64
}
