//! The weekday field, from crontab's numbers to the crate's.

/// As crontab numbers them, Sunday first.
const NAMES: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// The weekday field as the crate reads it: `*`, or a list of numbers from Sunday, 1.
pub(super) fn weekday(field: &str) -> Result<String, String> {
    if matches!(field, "*" | "?") {
        return Ok("*".to_owned());
    }
    let mut days = [false; 7];
    for part in field.split(',') {
        for day in part_of(part)? {
            days[day] = true;
        }
    }
    let numbers = days.iter().zip(1_u8..).filter(|(named, _)| **named).map(|(_, number)| number.to_string());
    Ok(numbers.collect::<Vec<_>>().join(","))
}

/// One part of a list: a day, a range, either or `*` with a step.
fn part_of(part: &str) -> Result<Vec<usize>, String> {
    let (range, step) = match part.split_once('/') {
        None => (part, 1),
        Some((range, step)) => match step.parse::<usize>() {
            Ok(step @ 1..=7) if range == "*" || range.contains('-') => (range, step),
            Ok(1..=7) => return Err(format!("{part} as weekday: a step needs a range, such as 1-5/2")),
            _ => return Err(format!("{step:?} as step of the weekdays: write 1 to 7")),
        },
    };
    let (from, to) = match (range, range.split_once('-')) {
        ("*", _) => (0, 6),
        (_, None) => (day(range)?, day(range)?),
        (_, Some((from, to))) => {
            let (from, to) = (day(from)?, day(to)?);
            // A week may end with its Sunday; a range that begins with 7 begins with Sunday.
            let from = if from == 7 && to != 7 { 0 } else { from };
            (from, if to == 0 && from > 0 { 7 } else { to })
        }
    };
    if from > to {
        return Err(format!("{range} as weekdays runs backwards: write two parts, such as 6-7,1-2"));
    }
    Ok((from..=to).step_by(step).map(|day| day % 7).collect())
}

/// 0 to 7 as crontab counts, or an English name or its first three letters.
fn day(word: &str) -> Result<usize, String> {
    if let Ok(number @ 0..=7) = word.parse() {
        return Ok(number);
    }
    let name = word.to_ascii_lowercase();
    let known = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    NAMES.iter().zip(known).position(|(short, long)| name == *short || name == long).ok_or_else(|| {
        format!("{word:?} as weekday: write 0 to 7 (0 and 7 are Sunday, 1 is Monday) or sun, mon, …")
    })
}
