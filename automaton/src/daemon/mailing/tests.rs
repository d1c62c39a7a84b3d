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

#[test]
fn rounds_to_a_server_that_is_away_come_by_chance() {
    let now: DateTime<Utc> = "2026-11-21T15:00:00Z".parse().expect("an instant");
    let away = Ended::Away("no route".to_owned());
    let nexts: std::collections::BTreeSet<_> = (0..50).map(|_| next_by_chance(&away, 3, now)).collect();
    assert!(nexts.len() > 1, "{nexts:?}");
    assert!(nexts.iter().all(|next| (30..=40).contains(&(*next - now).num_seconds())), "{nexts:?}");
}

/// Polls once whether the wait is over already.
async fn is_over(waiting: impl Future<Output = ()>) -> bool {
    let mut waiting = std::pin::pin!(waiting);
    std::future::poll_fn(|context| std::task::Poll::Ready(waiting.as_mut().poll(context).is_ready())).await
}

#[tokio::test]
async fn what_is_queued_wakes_nobody_while_the_server_is_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("automaton.toml");
    std::fs::write(&path, crate::config::TEMPLATE).expect("written");
    let (events, _listening) = tokio::sync::mpsc::unbounded_channel();
    let mailing = Mailing {
        config: Arc::new(Config::load(&path).expect("valid")),
        board: Arc::new(Board::new(&[Job::Mail], clock::now())),
        events,
        queued: Arc::new(Notify::new()),
        stop: CancellationToken::new(),
    };
    let long = Duration::from_secs(600);
    mailing.queued.notify_one();
    assert!(!is_over(mailing.wait(long, 1)).await, "the server is away");
    assert!(is_over(mailing.wait(long, 0)).await, "what was queued leaves at once");
    assert!(!is_over(mailing.wait(long, 0)).await, "nothing was queued");
    mailing.stop.cancel();
    assert!(is_over(mailing.wait(long, 1)).await, "the daemon ends");
}
