//! How often a mail was tried in vain, and when it is tried again.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::backoff::Backoff;

/// Between two tries of one mail.
const BACKOFF: Backoff = Backoff { first: Duration::from_secs(120), ceiling: Duration::from_secs(3_600) };

/// So many tries that may each have arrived are enough: within half an hour one of them most likely did.
const MOST_COPIES: u32 = 5;

/// Between two tries while the mail server is away.
const WHILE_AWAY: Backoff = Backoff { first: Duration::from_secs(10), ceiling: Duration::from_secs(600) };

/// The tries of one mail.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tries {
    /// How many.
    count: u32,
    /// Those of them after which it may have arrived.
    unanswered: u32,
    /// No other one before then.
    next_at: DateTime<Utc>,
    /// Why the last one was in vain.
    words: String,
}

impl Tries {
    /// Counted as one that may have arrived, until something else is known.
    pub(super) fn begins(&mut self, now: DateTime<Utc>, chance: f64) {
        self.count = self.count.saturating_add(1);
        self.unanswered = self.unanswered.saturating_add(1);
        self.next_at = later(now, BACKOFF.delay(self.count, chance));
    }

    /// The wait begins anew: an answer may be waited for longer than that. Answers whether the words are news.
    pub(super) fn missed(&mut self, refused: bool, words: &str, now: DateTime<Utc>, chance: f64) -> bool {
        self.unanswered = self.unanswered.saturating_sub(refused.into());
        self.next_at = later(now, BACKOFF.delay(self.count, chance));
        let news = self.words != words;
        words.clone_into(&mut self.words);
        news
    }

    /// Whether one of them may have arrived.
    pub(super) const fn may_have_arrived(&self) -> bool {
        self.unanswered > 0
    }

    /// Whether there were so many that may have arrived that there is no other one.
    pub(super) const fn are_enough(&self) -> bool {
        self.unanswered >= MOST_COPIES
    }

    /// Whether the wait is over.
    pub(super) fn are_over(&self, now: DateTime<Utc>) -> bool {
        is_over(self.next_at, BACKOFF, now)
    }
}

/// A mail server that is away. Not written down: whoever mended the configuration and starts the daemon anew waits for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Away {
    failures: u32,
    next_at: DateTime<Utc>,
    words: String,
}

impl Away {
    /// It was asked in vain once more. Answers whether the words are news.
    pub(super) fn again(&mut self, words: &str, now: DateTime<Utc>, chance: f64) -> bool {
        self.failures = self.failures.saturating_add(1);
        self.next_at = later(now, WHILE_AWAY.delay(self.failures, chance));
        let news = self.words != words;
        words.clone_into(&mut self.words);
        news
    }

    /// Whether it may be asked again.
    pub(super) fn is_over(&self, now: DateTime<Utc>) -> bool {
        is_over(self.next_at, WHILE_AWAY, now)
    }
}

fn later(now: DateTime<Utc>, wait: Duration) -> DateTime<Utc> {
    let wait = TimeDelta::from_std(wait).unwrap_or(TimeDelta::MAX);
    now.checked_add_signed(wait).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// A time further ahead than any wait comes from a clock that has been set back since.
fn is_over(next_at: DateTime<Utc>, backoff: Backoff, now: DateTime<Utc>) -> bool {
    next_at <= now || next_at > later(now, backoff.ceiling)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::seconds(seconds)
    }

    #[test]
    fn only_what_was_refused_surely_did_not_arrive() {
        let mut tries = Tries::default();
        for (refused, unanswered) in
            [(true, 0), (false, 1), (true, 1), (false, 2), (false, 3), (true, 3), (false, 4), (false, 5)]
        {
            assert!(!tries.are_enough());
            tries.begins(at(0), 0.0);
            assert!(tries.may_have_arrived(), "until something else is known");
            tries.missed(refused, "", at(0), 0.0);
            assert_eq!(tries.unanswered, unanswered);
            assert_eq!(tries.may_have_arrived(), unanswered > 0);
        }
        assert!(tries.are_enough());
    }

    #[test]
    fn waits_double_and_no_clock_that_was_wrong_makes_them_longer() {
        let mut tries = Tries::default();
        for (chance, wait) in [(0.0, 120), (0.0, 240), (1.0, 360), (0.0, 960), (0.0, 1_920), (0.0, 3_600)] {
            tries.begins(at(0), chance);
            let asked = [-1, 0, 1].map(|after| tries.are_over(at(wait + after)));
            assert_eq!(asked, [false, true, true], "{wait}");
        }
        assert!(tries.are_over(at(-86_400)), "the clock was set back by a day");
        let mut away = Away::default();
        assert!(away.is_over(at(0)));
        for (chance, wait) in [(0.0, 10), (0.0, 20), (1.0, 30), (0.0, 80), (0.0, 160), (0.0, 320), (0.0, 600)]
        {
            away.again("refused", at(0), chance);
            let asked = [-1, 0, 1].map(|after| away.is_over(at(wait + after)));
            assert_eq!(asked, [false, true, true], "{wait}");
        }
        assert!(away.is_over(at(-86_400)), "the clock was set back by a day");
    }

    #[test]
    fn words_are_news_once() {
        let (mut tries, mut away) = (Tries::default(), Away::default());
        for (words, news) in [("451", true), ("451", false), ("452", true), ("452", false), ("451", true)] {
            assert_eq!(tries.missed(true, words, at(0), 0.0), news, "{words}");
            assert_eq!(away.again(words, at(0), 0.0), news, "{words}");
        }
    }
}
