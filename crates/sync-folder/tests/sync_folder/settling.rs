//! When a file has come to rest.

use chrono::{DateTime, Duration, Utc};
use rstest::rstest;
use sync_folder::{Look, is_settled};

fn look(content: &str, second: i64) -> Look {
    let start: DateTime<Utc> = "2026-11-21T14:35:02Z".parse().unwrap();
    Look::of(content.as_bytes(), start + Duration::seconds(second))
}

#[rstest]
#[case::first_look(None, ("half", 0), 10, false)]
#[case::too_soon(Some(("half", 0)), ("half", 9), 10, false)]
#[case::at_rest(Some(("half", 0)), ("half", 10), 10, true)]
#[case::grown(Some(("half", 0)), ("half and half", 60), 10, false)]
#[case::rewritten(Some(("half", 0)), ("HALF", 60), 10, false)]
#[case::clock_set_back(Some(("half", 0)), ("half", -60), 10, false)]
#[case::no_waiting(None, ("half", 0), 0, true)]
fn settled(
    #[case] first: Option<(&str, i64)>,
    #[case] now: (&str, i64),
    #[case] settle: i64,
    #[case] expected: bool,
) {
    let first = first.map(|(content, second)| look(content, second));
    let now = look(now.0, now.1);
    assert_eq!(is_settled(first.as_ref(), &now, Duration::seconds(settle)), expected);
}
