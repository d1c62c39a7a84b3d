//! One alert stays one, or becomes a few at most, whatever the mail server does.

use super::*;

/// A double that notes who was asked for when, and answers by a rule.
struct Ruled<Rule> {
    asked: Mutex<Vec<(i64, Notice)>>,
    rule: Rule,
}

impl<Rule: Fn(&Notice) -> Result<(), SendError> + Sync> Ruled<Rule> {
    const fn new(rule: Rule) -> Self {
        Self { asked: Mutex::new(Vec::new()), rule }
    }

    /// Tells every ten seconds, as the daemon does.
    async fn walk(&self, alerts: &mut Alerts, seconds: std::ops::Range<i64>) {
        for second in seconds.step_by(10) {
            if alerts.has_something_to_tell(at(second)) {
                let before = self.asked.lock().expect("no panic").len();
                alerts.tell_by(self, || at(second)).await;
                self.asked.lock().expect("no panic")[before..].iter_mut().for_each(|asked| asked.0 = second);
            }
        }
    }

    /// When this recipient was written to with such a subject.
    fn times(&self, to: &str, subject: &str) -> Vec<i64> {
        let asked = self.asked.lock().expect("no panic");
        let his = asked.iter().filter(|(_, notice)| {
            notice.recipient.as_str() == to && notice.subject.as_str().ends_with(subject)
        });
        his.map(|(second, _)| *second).collect()
    }
}

impl<Rule: Fn(&Notice) -> Result<(), SendError> + Sync> Transport for Ruled<Rule> {
    async fn send(&self, notice: &Notice) -> Result<(), SendError> {
        self.asked.lock().expect("no panic").push((0, notice.clone()));
        (self.rule)(notice)
    }
}

const BEGUN: &str = "est arrêtée";
const OVER: &str = "fonctionne à nouveau";
const DAY: i64 = 86_400;

fn lost() -> SendError {
    SendError::Unknown("the content: the connection was closed".to_owned())
}

/// Each wait is at least three quarters of the one that doubles from two minutes.
fn ever_more_seldom(times: &[i64]) {
    for (wait, pair) in [90, 180, 360, 720].iter().zip(times.windows(2)) {
        assert!(pair[1] - pair[0] >= *wait, "{times:?}");
    }
}

#[tokio::test]
async fn an_alert_whose_answer_is_lost_is_repeated_a_few_times_and_keeps_nobody_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut alerts = in_trouble(folder.path());
    let server = Ruled::new(|notice| if notice.recipient.as_str() == FIRST { Err(lost()) } else { Ok(()) });
    server.walk(&mut alerts, 1..DAY).await;
    let times = server.times(FIRST, BEGUN);
    assert_eq!(times.len(), 5, "{times:?}");
    ever_more_seldom(&times);
    assert_eq!(server.times(SECOND, BEGUN), [1], "at once, and once");
    let asked = server.asked.lock().expect("no panic").clone();
    let his: Vec<&Notice> =
        asked.iter().map(|(_, notice)| notice).filter(|it| it.recipient.as_str() == FIRST).collect();
    assert!(his.iter().all(|notice| *notice == his[0]), "Message-ID, Date, words: all the same");
    alerts.succeeded(Integrate, at(DAY));
    server.walk(&mut alerts, DAY..2 * DAY).await;
    assert_eq!((server.times(FIRST, OVER).len(), server.times(SECOND, OVER).len()), (5, 1));
    assert_eq!(alerts.state.incidents.len(), 0, "it is closed");
}

#[tokio::test]
async fn whoever_may_have_the_alert_hears_of_the_end() {
    for (answer, clears) in [(lost as fn() -> SendError, 1), (|| SendError::Later("451".to_owned()), 0)] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut alerts = in_trouble(folder.path());
        alerts.remember_addresses(&addresses(&[FIRST]));
        let server = Ruled::new(|notice| match notice.subject.as_str().ends_with(BEGUN) {
            true => Err(answer()),
            false => Ok(()),
        });
        server.walk(&mut alerts, 1..30).await;
        alerts.succeeded(Integrate, at(30));
        let mut alerts = Alerts::load(&config(folder.path()));
        server.walk(&mut alerts, 31..DAY).await;
        assert_eq!((server.times(FIRST, BEGUN).len(), server.times(FIRST, OVER).len()), (1, clears));
        assert_eq!(alerts.state.incidents.len(), 0, "it is closed");
    }
}

#[tokio::test]
async fn a_recipient_who_is_put_off_is_tried_ever_more_seldom_and_never_given_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut alerts = in_trouble(folder.path());
    let server = Ruled::new(|_| Err(SendError::Later("451 greylisted".to_owned())));
    server.walk(&mut alerts, 1..DAY).await;
    for to in [FIRST, SECOND] {
        let times = server.times(to, BEGUN);
        ever_more_seldom(&times);
        assert!((24..=40).contains(&times.len()), "once an hour in the end: {times:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_away_is_asked_ever_more_seldom_and_costs_nobody_a_try() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut alerts = in_trouble(folder.path());
    let away = Ruled::new(|_| Err(SendError::Away("535 refused".to_owned())));
    away.walk(&mut alerts, 1..DAY).await;
    let asked = away.asked.lock().expect("no panic").len();
    assert!((144..=220).contains(&asked), "every ten minutes in the end: {asked}");
    let early = away.times(FIRST, BEGUN).into_iter().filter(|second| *second < 80).count();
    assert!(early <= 4, "in the first 80 seconds: {early}");
    assert!(alerts.state.incidents[&Integrate].alert_tries.is_empty());
    let there = Ruled::new(|_| Ok(()));
    there.walk(&mut alerts, DAY..DAY + 620).await;
    assert_eq!((there.times(FIRST, BEGUN).len(), there.times(SECOND, BEGUN).len()), (1, 1));
}

/// Whoever mended the password and starts the daemon anew waits for nothing.
#[tokio::test]
async fn a_daemon_that_starts_asks_a_server_that_was_away_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut alerts = in_trouble(folder.path());
    let away = Ruled::new(|_| Err(SendError::Away("535 refused".to_owned())));
    away.walk(&mut alerts, 1..DAY).await;
    let mut next = Alerts::load(&config(folder.path()));
    next.failed(Integrate, "database is locked", at(DAY));
    assert!(next.has_something_to_tell(at(DAY)));
}

/// An answer of ten minutes' time: the wait begins when it is given up, not when the mail left.
#[tokio::test]
async fn a_slow_server_is_left_alone_after_it_was_given_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut alerts = in_trouble(folder.path());
    alerts.remember_addresses(&addresses(&[FIRST]));
    let clock = std::sync::atomic::AtomicI64::new(1);
    let slow = Ruled::new(|_| {
        clock.fetch_add(600, std::sync::atomic::Ordering::SeqCst);
        Err(lost())
    });
    alerts.tell_by(&slow, || at(clock.load(std::sync::atomic::Ordering::SeqCst))).await;
    assert!(!alerts.has_something_to_tell(at(601 + 89)));
    assert!(alerts.has_something_to_tell(at(601 + 120)));
}

/// The process dies amid each mail, and is started again by the system.
#[tokio::test]
async fn dying_again_and_again_amid_a_mail_does_not_repeat_it_for_ever() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(in_trouble(folder.path()));
    let mut copies = 0;
    for start in 1..=20 {
        let mut dying = Alerts::load(&config(folder.path()));
        dying.remember_addresses(&addresses(&[FIRST]));
        let double = Double { never_answers: true, ..Double::default() };
        for second in [0, 1] {
            dying.failed(Integrate, "database is locked", at(start * 7_200 + second));
            tokio::select! {
                biased;
                () = dying.tell_by(&double, || at(start * 7_200 + second)) => {}
                () = std::future::ready(()) => {}
            }
        }
        let taken = double.taken().len();
        assert!(taken <= 1, "the second time comes too early");
        copies += taken;
    }
    assert_eq!(copies, 5);
}

#[tokio::test]
async fn what_was_put_off_together_does_not_come_back_together() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut alerts = in_trouble(folder.path());
    let many: Vec<String> = (0..50).map(|number| format!("admin{number}@example.fr")).collect();
    alerts.remember_addresses(&addresses(&many.iter().map(String::as_str).collect::<Vec<_>>()));
    let server = Ruled::new(|_| Err(SendError::Later("451".to_owned())));
    alerts.tell_by(&server, || at(1)).await;
    assert_eq!(server.asked.lock().expect("no panic").len(), 50);
    let back = |second| alerts.state.due(at(second), TimeDelta::zero()).len();
    let waits: Vec<usize> = (91..=121).map(back).collect();
    assert_eq!((waits[30], back(90)), (50, 0), "within a quarter of two minutes");
    assert!(waits.iter().any(|due| (1..50).contains(due)), "not all of them at one second: {waits:?}");
}
