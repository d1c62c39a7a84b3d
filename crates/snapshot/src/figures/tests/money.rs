use super::day;
use crate::figures::{Converted, RevenueFigures, RevenueMonth};
use crate::read::{MonthRevenue, Revenue};

fn months(rows: &[(i32, u32, i64)]) -> Vec<MonthRevenue> {
    rows.iter()
        .map(|(year, month, cents)| MonthRevenue { year: *year, month: *month, cents: *cents })
        .collect()
}

#[test]
fn to_date_takes_its_part_of_the_month() {
    for (on, rows, expected) in [
        // ytd, N-1 to date, N-1 whole.
        ("2026-11-15", &[(2026, 11, 50), (2025, 10, 100), (2025, 11, 30), (2025, 12, 7)][..], (50, 115, 137)),
        ("2026-11-15", &[(2025, 11, 31)], (0, 16, 31)),
        ("2026-11-15", &[(2025, 11, -31)], (0, -15, -31)),
        ("2026-11-30", &[(2025, 11, 31)], (0, 31, 31)),
        ("2026-01-01", &[(2025, 1, 310), (2025, 2, 1)], (0, 10, 311)),
        // A leap day: the February before was whole by then, and has 28 days.
        ("2028-02-29", &[(2027, 2, 28)], (0, 28, 28)),
        ("2028-02-14", &[(2027, 2, 28)], (0, 14, 28)),
        ("2029-02-28", &[(2028, 2, 29)], (0, 28, 29)),
        // Dated ahead, and of a year that nobody compares.
        ("2026-11-15", &[(2026, 12, 5), (2024, 1, 9), (2027, 1, 9)], (0, 0, 0)),
        ("2026-11-15", &[(2025, 11, i64::MAX)], (0, i64::MAX / 2 + 1, i64::MAX)),
    ] {
        let revenue = Revenue::of(months(rows), day(on));
        let found = (revenue.ytd_cents, revenue.previous_to_date_cents, revenue.previous_year_cents);
        assert_eq!(found, expected, "{on} {rows:?}");
    }
}

#[test]
fn a_year_has_twelve_months() {
    let given = months(&[(2026, 3, 7), (2025, 3, 5), (2025, 12, 4), (2024, 3, 9)]);
    let figures = RevenueFigures::of(given, day("2026-11-15"), Converted::default());
    assert_eq!(figures.months.len(), 12);
    assert_eq!(figures.months[2], RevenueMonth { month: 3, cents: 7, previous_cents: 5 });
    assert_eq!(figures.months[11], RevenueMonth { month: 12, cents: 0, previous_cents: 4 });
    assert_eq!((figures.ytd_cents, figures.previous_to_date_cents, figures.previous_year_cents), (7, 5, 9));
}
