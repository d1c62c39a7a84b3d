//! The fields one by one: the weekday from crontab's numbers to the crate's, the others for words of our own about what is wrong. The crate's
//! own are about six fields, over three lines.

/// As crontab numbers them, Sunday first.
const NAMES: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A field whose numbers the crate counts as crontab does.
pub(super) struct Field {
    name: &'static str,
    from: u32,
    to: u32,
}

pub(super) const MINUTE: Field = Field { name: "minute", from: 0, to: 59 };
pub(super) const HOUR: Field = Field { name: "hour", from: 0, to: 23 };
pub(super) const DAY: Field = Field { name: "day of the month", from: 1, to: 31 };
pub(super) const MONTH: Field = Field { name: "month", from: 1, to: 12 };

impl Field {
    /// Whether the crate will read it.
    pub(super) fn check(&self, field: &str) -> Result<(), String> {
        field.split(',').try_for_each(|part| self.check_part(part))
    }

    fn check_part(&self, part: &str) -> Result<(), String> {
        let (range, step) = part.split_once('/').map_or((part, None), |(range, step)| (range, Some(step)));
        if let Some(step) = step
            && !number(step).is_some_and(|step| (1..=self.to).contains(&step))
        {
            return Err(format!("{step:?} as step of the {}: write 1 to {}", self.name, self.to));
        }
        match range.split_once('-') {
            _ if range == "*" || (range == "?" && self.name == DAY.name) => Ok(()),
            None if step.is_some() && number(range).is_none() => {
                self.value(range)?;
                Err(format!("{part} as {}: write the number for the name", self.name))
            }
            None => self.value(range).map(drop),
            Some((from, to)) if self.value(from)? > self.value(to)? => {
                Err(format!("{range} as {} runs backwards: write two parts", self.name))
            }
            Some((from, to)) if number(from).is_some() != number(to).is_some() => {
                Err(format!("{range} as {}: write two numbers or two names", self.name))
            }
            Some(_) => Ok(()),
        }
    }

    fn value(&self, word: &str) -> Result<u32, String> {
        let month = || {
            let name = word.to_ascii_lowercase();
            MONTHS
                .iter()
                .zip(1..)
                .find(|(long, _)| name == **long || name == long[..3])
                .map(|(_, number)| number)
        };
        let named = if self.name == MONTH.name { month() } else { None };
        let known = number(word).or(named).filter(|number| (self.from..=self.to).contains(number));
        known.ok_or_else(|| format!("{word:?} as {}: write {} to {}", self.name, self.from, self.to))
    }
}

/// Digits and nothing else: no sign.
fn number(word: &str) -> Option<u32> {
    word.bytes().all(|byte| byte.is_ascii_digit()).then(|| word.parse().ok()).flatten()
}

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
        Some((range, step)) => match number(step) {
            Some(step @ 1..=7) if range == "*" || range.contains('-') => (range, step as usize),
            Some(1..=7) => return Err(format!("{part} as weekday: a step needs a range, such as 1-5/2")),
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
    if let Some(number @ 0..=7) = number(word) {
        return Ok(number as usize);
    }
    let name = word.to_ascii_lowercase();
    let known = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    NAMES.iter().zip(known).position(|(short, long)| name == *short || name == long).ok_or_else(|| {
        format!("{word:?} as weekday: write 0 to 7 (0 and 7 are Sunday, 1 is Monday) or sun, mon, …")
    })
}
