//! Deciding, without doing: what an answer of the server means for a mail, and when a mail is tried again.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::backoff::Backoff;

/// How long a postponed mail waits.
const BACKOFF: Backoff =
    Backoff { first: Duration::from_secs(60), ceiling: Duration::from_secs(4 * 60 * 60) };

/// A mail is given up after so long (RFC 5321, 4.5.4.1) …
const PATIENCE: chrono::Duration = chrono::Duration::days(5);

/// … but never before that many attempts, which take 16 hours: where the server was away for a week, or the operator has an old mail
/// tried again, the first « later » is no reason to give it up.
const LEAST_TRIES: u32 = 12;

/// Where in the talk with the server something went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Connecting, greeting, TLS, login.
    Greeting,
    /// MAIL: the envelope's sender, which all mails have in common.
    Sender,
    /// RCPT and DATA: this mail is announced.
    Announcement,
    /// The content has left.
    Content,
}

/// What the server said to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// A reply code.
    Code(u16),
    /// Nothing that could be read: no connection, a timeout, wrong TLS, gibberish.
    Nothing,
}

/// What that means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing about this mail: no other one would leave now either.
    Away,
    /// The server hung up or wanted nothing more to do with us, at this mail, which it surely did not take. Over a new connection it may; if
    /// not, it may be what the server stumbles over.
    Shut,
    /// The mail may have been taken or not. It is sent again, after others: it may be what the server stumbles over.
    Unknown,
    /// This mail is not taken now.
    Later,
    /// This mail is never taken.
    Never,
}

/// What an answer means.
pub(super) const fn meaning(phase: Phase, answer: Answer) -> Meaning {
    match (phase, answer) {
        (Phase::Greeting | Phase::Sender, _) => Meaning::Away,
        // 421 hangs up; the others ask for a login or for TLS, or refuse the login (RFC 4954, 4 and 6; RFC 3207, 4).
        (_, Answer::Code(421 | 530 | 534 | 535 | 538)) => Meaning::Shut,
        (_, Answer::Code(400..=499)) => Meaning::Later,
        (_, Answer::Code(500..=599)) => Meaning::Never,
        // Nothing, or a code that is no answer to that: whatever it belongs to, the content has not left yet …
        (Phase::Announcement, _) => Meaning::Shut,
        // … or it has.
        (Phase::Content, _) => Meaning::Unknown,
    }
}

/// When a mail that was not taken now is tried again; none when it is given up. `failures` counts this attempt too.
pub(super) fn next_try(
    queued_at: DateTime<Utc>,
    now: DateTime<Utc>,
    failures: u32,
    chance: f64,
) -> Option<DateTime<Utc>> {
    let given_up = now - queued_at > PATIENCE && failures >= LEAST_TRIES;
    (!given_up).then(|| claimed_until(now, failures, chance))
}

/// When a mail is tried again of which nobody ever hears what became of this attempt.
pub(super) fn claimed_until(now: DateTime<Utc>, failures: u32, chance: f64) -> DateTime<Utc> {
    now + BACKOFF.delay(failures, chance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_answer_means() {
        use Answer::{Code, Nothing};
        use Meaning::{Away, Later, Never, Shut, Unknown};
        use Phase::{Announcement, Content, Greeting, Sender};
        for (phase, answer, expected) in [
            (Greeting, Nothing, Away),
            (Greeting, Code(421), Away),
            (Greeting, Code(454), Away),
            (Greeting, Code(535), Away),
            (Greeting, Code(554), Away),
            (Sender, Nothing, Away),
            (Sender, Code(451), Away),
            (Sender, Code(530), Away),
            (Sender, Code(550), Away),
            (Announcement, Nothing, Shut),
            (Announcement, Code(421), Shut),
            (Announcement, Code(530), Shut),
            (Announcement, Code(450), Later),
            (Announcement, Code(452), Later),
            (Announcement, Code(550), Never),
            (Announcement, Code(554), Never),
            (Announcement, Code(250), Shut),
            (Content, Nothing, Unknown),
            (Content, Code(354), Unknown),
            (Content, Code(421), Shut),
            (Content, Code(451), Later),
            (Content, Code(499), Later),
            (Content, Code(500), Never),
            (Content, Code(552), Never),
            (Content, Code(534), Shut),
            (Content, Code(538), Shut),
            (Content, Code(600), Unknown),
        ] {
            assert_eq!(meaning(phase, answer), expected, "{phase:?} {answer:?}");
        }
    }

    #[test]
    fn a_mail_is_tried_again_ever_more_seldom_and_given_up_after_five_days() {
        let now: DateTime<Utc> = "2026-11-21T15:00:00Z".parse().expect("an instant");
        let (day, second) = (chrono::Duration::days(1), chrono::Duration::seconds(1));
        for (age, failures, seconds) in [
            (second, 1, Some(60)),
            (second, 2, Some(120)),
            (day, 8, Some(7_680)),
            (day, 9, Some(14_400)),
            (day * 5, 40, Some(14_400)),
            (day * 5 + second, 40, None),
            (day * 5 + second, 12, None),
            (day * 5 + second, 11, Some(14_400)),
            (day * 9, 1, Some(60)),
            (-day, u32::MAX, Some(14_400)),
        ] {
            let next = next_try(now - age, now, failures, 0.0);
            assert_eq!(next.map(|next| (next - now).num_seconds()), seconds, "{age} {failures}");
        }
        assert_eq!(next_try(now, now, 1, 1.0), Some(now + chrono::Duration::seconds(45)));
    }
}
