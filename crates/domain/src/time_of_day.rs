//! The hour of a visit.

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

/// « heure de visite » : "HH:MM" on the author's clock, as `client_relation.heure_relation char(5)` holds it
/// (annex 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay {
    hour: u8,
    minute: u8,
}

/// Why a text is no time of day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a time of day; write HH:MM from 00:00 to 23:59, for example 09:05")]
pub struct TimeOfDayError(String);

impl TimeOfDay {
    /// 0 to 23.
    pub fn hour(self) -> u8 {
        self.hour
    }

    /// 0 to 59.
    pub fn minute(self) -> u8 {
        self.minute
    }
}

impl FromStr for TimeOfDay {
    type Err = TimeOfDayError;

    fn from_str(text: &str) -> Result<Self, TimeOfDayError> {
        let digit = |byte: u8| byte.is_ascii_digit().then(|| byte - b'0');
        let parse = || match *text.as_bytes() {
            [h1, h2, b':', m1, m2] => {
                let hour = digit(h1)? * 10 + digit(h2)?;
                let minute = digit(m1)? * 10 + digit(m2)?;
                (hour < 24 && minute < 60).then_some(TimeOfDay { hour, minute })
            }
            _ => None,
        };
        parse().ok_or_else(|| TimeOfDayError(text.to_owned()))
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = TimeOfDayError;

    fn try_from(text: String) -> Result<Self, TimeOfDayError> {
        text.parse()
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> String {
        time.to_string()
    }
}

/// Drops the seconds.
impl From<NaiveTime> for TimeOfDay {
    fn from(time: NaiveTime) -> TimeOfDay {
        // chrono keeps hours below 24 and minutes below 60, so neither is cut short.
        TimeOfDay { hour: time.hour() as u8, minute: time.minute() as u8 }
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn strict() {
        for text in ["00:00", "09:05", "23:59"] {
            assert_eq!(text.parse::<TimeOfDay>().unwrap().to_string(), text);
        }
        for text in ["", "9:05", "24:00", "12:60", "12h30", "12:30:00", " 12:30", "+1:30", "1２:30"] {
            assert!(text.parse::<TimeOfDay>().is_err(), "{text:?}");
        }
        assert!(serde_json::from_str::<TimeOfDay>("\"25:00\"").is_err());
    }

    proptest! {
        #[test]
        fn round_trips(seconds in 0_u32..86_400) {
            let time = TimeOfDay::from(NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap());
            let json = serde_json::to_string(&time).unwrap();
            prop_assert_eq!(serde_json::from_str::<TimeOfDay>(&json).unwrap(), time);
            prop_assert_eq!(u32::from(time.hour()) * 60 + u32::from(time.minute()), seconds / 60);
        }
    }
}
