//! When the next round of mails begins.

use super::*;

#[test]
fn rounds_come_when_a_mail_is_due_and_rarely_to_a_server_that_is_away() {
    let now: DateTime<Utc> = "2026-11-21T15:00:00Z".parse().expect("an instant");
    let later = |seconds: i64| now + TimeDelta::seconds(seconds);
    let away = || Ended::Away("no route".to_owned());
    for (ended, failures, seconds) in [
        (Ended::Well(None), 0, 60),
        (Ended::Well(Some(later(20))), 0, 20),
        (Ended::Well(Some(later(3_600))), 0, 60),
        (Ended::Well(Some(later(-5))), 0, 1),
        (Ended::KeptOut, 0, 5),
        (away(), 1, 10),
        (away(), 2, 20),
        (away(), 50, 600),
    ] {
        assert_eq!(next_round(&ended, failures, now, 0.0), later(seconds), "{ended:?} {failures}");
    }
}

#[test]
fn a_base_that_is_away_and_a_server_that_is_away_are_both_waited_for() {
    let round = |away: Option<&str>| Ok(Round { away: away.map(str::to_owned), ..Round::default() });
    let locked = winpneu::Error::Locked { holder: "somebody".to_owned(), since: None };
    for (outcome, expected) in [
        (round(None), Ended::Well(None)),
        (round(Some("refused")), Ended::Away("refused".to_owned())),
        (Err(Failure::Stopped), Ended::Well(None)),
        (Err(Failure::Usage("no password".to_owned())), Ended::Away("no password".to_owned())),
        (Err(locked.into()), Ended::KeptOut),
    ] {
        assert_eq!(ended(&outcome), expected, "{outcome:?}");
    }
}
