mod repeats;

use std::sync::Mutex;

use super::state::Step;
use super::telling::Transport;
use super::*;
use crate::delivery::{Mailer, Notice, SendError};

const ID: Uuid = Uuid::from_u128(0x019a_b3c4_7d1e_7a52_9c1f_2f6d_3a1b_0c4d);
const FIRST: &str = "exploitation@example.fr";
const SECOND: &str = "direction@example.fr";

fn at(seconds: i64) -> DateTime<Utc> {
    let noon: DateTime<Utc> = "2026-11-21T12:00:00Z".parse().expect("an instant");
    noon + TimeDelta::seconds(seconds)
}

fn addresses(texts: &[&str]) -> Vec<EmailAddress> {
    texts.iter().map(|text| text.parse().expect("an address")).collect()
}

/// What happens to the state, in a table.
#[derive(Debug, Clone, Copy)]
enum Event {
    Failed(Job),
    Succeeded(Job),
    /// The daemon starts anew.
    Restart,
    /// Everything due is told and taken.
    Tell,
    /// Everything due is asked for, and the transport takes nothing.
    Away,
    /// Only the first recipient's mail is taken.
    TellOne,
}

use Event::{Away, Failed, Restart, Succeeded, Tell, TellOne};
use Job::{Archive, Integrate, Rebuild};

/// Each event at its second; answers what was told at each `Tell`, `TellOne` and `Away`.
fn told(events: &[(i64, Event)], recipients: &[&str]) -> Vec<String> {
    let mut state = State { addresses: addresses(recipients), ..State::default() };
    let mut told = Vec::new();
    for (seconds, event) in events {
        let due = state.due(at(*seconds), TimeDelta::seconds(60));
        let (taken, asked) = match event {
            Failed(job) => {
                state.failed(*job, "broken", at(*seconds), ID);
                continue;
            }
            Succeeded(job) => {
                state.succeeded(*job, at(*seconds));
                continue;
            }
            Restart => {
                state = serde_json::from_value(serde_json::json!(state)).expect("it comes back");
                state.doubt();
                continue;
            }
            Tell => (due.len(), due),
            TellOne => (1, due),
            Away => (0, due),
        };
        let said = asked.iter().map(|step| match step {
            Step::Alert(job, to) => format!("alert {} {}", job.as_str(), &to.as_str()[..1]),
            Step::AllClear(job, to) => format!("clear {} {}", job.as_str(), &to.as_str()[..1]),
            Step::Log(job) => format!("log {}", job.as_str()),
        });
        told.push(said.collect::<Vec<_>>().join(", "));
        asked.iter().take(taken).for_each(|step| state.done(step));
    }
    told
}

/// What it shows, what happens, what is told.
type Case = (&'static str, &'static [(i64, Event)], &'static [&'static str]);

#[test]
fn one_alert_and_one_all_clear() {
    let cases: &[Case] = &[
        (
            "told once it has lasted, once",
            &[
                (0, Failed(Integrate)),
                (59, Tell),
                (60, Tell),
                (90, Failed(Integrate)),
                (91, Tell),
                (100, Succeeded(Integrate)),
                (101, Tell),
                (102, Tell),
            ],
            &["", "alert integrate e", "", "clear integrate e", ""],
        ),
        (
            "over before it was told: not a word",
            &[(0, Failed(Integrate)), (50, Succeeded(Integrate)), (90, Tell)],
            &[""],
        ),
        (
            "a new incident is told anew, and has lasted from its own beginning",
            &[
                (0, Failed(Integrate)),
                (60, Tell),
                (70, Succeeded(Integrate)),
                (71, Tell),
                (80, Failed(Integrate)),
                (130, Tell),
                (140, Tell),
            ],
            &["alert integrate e", "clear integrate e", "", "alert integrate e"],
        ),
        (
            "a transport that is away keeps it",
            &[
                (0, Failed(Integrate)),
                (60, Away),
                (90, Tell),
                (95, Succeeded(Integrate)),
                (96, Away),
                (99, Tell),
            ],
            &["alert integrate e", "alert integrate e", "clear integrate e", "clear integrate e"],
        ),
        (
            "over before the transport took it: not a word",
            &[(0, Failed(Integrate)), (60, Away), (90, Succeeded(Integrate)), (91, Tell)],
            &["alert integrate e", ""],
        ),
        (
            "an end that nobody was told of did not happen",
            &[
                (0, Failed(Integrate)),
                (60, Tell),
                (70, Succeeded(Integrate)),
                (71, Away),
                (72, Failed(Integrate)),
                (200, Tell),
                (210, Succeeded(Integrate)),
                (211, Tell),
            ],
            &["alert integrate e", "clear integrate e", "", "clear integrate e"],
        ),
        (
            "bases are not told of while files are not integrated, and afterwards if they fail again",
            &[
                (0, Failed(Rebuild)),
                (10, Failed(Integrate)),
                (80, Tell),
                (90, Succeeded(Integrate)),
                (91, Tell),
                (92, Tell),
                (100, Failed(Rebuild)),
                (101, Tell),
                (110, Succeeded(Integrate)),
                (111, Succeeded(Rebuild)),
                (112, Tell),
            ],
            &["alert integrate e", "clear integrate e", "", "alert rebuild e", "clear rebuild e"],
        ),
        (
            "bases that work again with the files are no matter",
            &[
                (0, Failed(Integrate)),
                (5, Failed(Rebuild)),
                (5, Failed(Archive)),
                (60, Tell),
                (90, Succeeded(Integrate)),
                (91, Succeeded(Rebuild)),
                (92, Tell),
                (93, Tell),
                (99, Failed(Archive)),
                (99, Tell),
            ],
            &["alert integrate e", "clear integrate e", "", "alert archive e"],
        ),
        (
            "files that go on being integrated keep no other alert back",
            &[(0, Failed(Rebuild)), (30, Succeeded(Integrate)), (61, Succeeded(Integrate)), (62, Tell)],
            &["alert rebuild e"],
        ),
        (
            "mails are never mailed about",
            &[(0, Failed(Job::Mail)), (600, Tell), (700, Succeeded(Job::Mail)), (701, Tell)],
            &["", ""],
        ),
        (
            "a daemon that starts waits for the next failure",
            &[(0, Failed(Integrate)), (50, Restart), (90, Tell), (95, Failed(Integrate)), (96, Tell)],
            &["", "alert integrate e"],
        ),
        (
            "a daemon that starts gives the all-clear of the last one",
            &[
                (0, Failed(Integrate)),
                (60, Tell),
                (65, Restart),
                (70, Succeeded(Integrate)),
                (71, Restart),
                (72, Tell),
            ],
            &["alert integrate e", "clear integrate e"],
        ),
    ];
    for (words, events, expected) in cases {
        assert_eq!(told(events, &[FIRST]), *expected, "{words}");
    }
}

#[test]
fn each_recipient_is_told_by_himself() {
    let events = [
        (0, Failed(Integrate)),
        (60, TellOne),
        (61, Tell),
        (70, Succeeded(Integrate)),
        (71, TellOne),
        // One believes that it works, the other one that it does not.
        (72, Failed(Integrate)),
        (133, Tell),
        (140, Succeeded(Integrate)),
        (141, Tell),
    ];
    let expected = [
        "alert integrate e, alert integrate d",
        "alert integrate d",
        "clear integrate d, clear integrate e",
        "alert integrate d",
        "clear integrate d, clear integrate e",
    ];
    assert_eq!(told(&events, &[FIRST, SECOND]), expected);
    // Whoever got no alert gets no all-clear.
    let events = [(0, Failed(Integrate)), (60, TellOne), (70, Succeeded(Integrate)), (71, Tell)];
    assert_eq!(
        told(&events, &[FIRST, SECOND]),
        ["alert integrate e, alert integrate d", "clear integrate e"]
    );
}

#[test]
fn without_addresses_it_is_logged_once() {
    let events = [(0, Failed(Integrate)), (60, Tell), (61, Tell), (70, Succeeded(Integrate)), (71, Tell)];
    assert_eq!(told(&events, &[]), ["log integrate", "", ""]);
}

/// Not a mail server: a double that notes what it was given, and answers as it was told to.
#[derive(Default)]
struct Double {
    taken: Mutex<Vec<Notice>>,
    answer: Mutex<Option<SendError>>,
    /// Takes the mail and never answers: whoever waits for it dies waiting.
    never_answers: bool,
}

impl Transport for Double {
    async fn send(&self, notice: &Notice) -> Result<(), SendError> {
        if let Some(error) = self.answer.lock().expect("no panic").take() {
            return Err(error);
        }
        self.taken.lock().expect("no panic").push(notice.clone());
        if self.never_answers {
            std::future::pending::<()>().await;
        }
        Ok(())
    }
}

impl Double {
    fn answering(error: SendError) -> Self {
        Self { answer: Mutex::new(Some(error)), ..Self::default() }
    }

    fn taken(self) -> Vec<Notice> {
        self.taken.into_inner().expect("no panic")
    }
}

/// A configuration whose folders lie in `folder`.
fn config(folder: &Path) -> Config {
    let text = crate::config::TEMPLATE.replace("alert_after_seconds = 60", "alert_after_seconds = 0");
    Config::parse(&text, folder).expect("valid")
}

fn in_trouble(folder: &Path) -> Alerts {
    let mut alerts = Alerts::load(&config(folder));
    alerts.remember_addresses(&addresses(&[FIRST, SECOND, "Exploitation@Example.fr"]));
    alerts.failed(Integrate, "database is locked", at(0));
    alerts
}

#[tokio::test]
async fn dying_between_the_transport_s_yes_and_our_note_repeats_the_mail_under_its_message_id() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut dying = in_trouble(folder.path());
    let first = Double { never_answers: true, ..Double::default() };
    // The double has the mail when the process dies.
    tokio::select! {
        biased;
        () = dying.tell_by(&first, || at(1)) => panic!("it waits for the answer"),
        () = std::future::ready(()) => {}
    }
    drop(dying);
    let mut next = Alerts::load(&config(folder.path()));
    assert_eq!(next.troubles().len(), 1);
    next.failed(Integrate, "database is locked", at(500));
    let second = Double::default();
    next.tell_by(&second, || at(501)).await;
    next.tell_by(&second, || at(502)).await;
    let (first, second) = (first.taken(), second.taken());
    assert_eq!(first.len(), 1);
    assert_eq!(second.len(), 2, "everybody once: {second:?}");
    assert_eq!(first[0], second[0], "Message-ID, Date, words: all as before");
    assert_ne!(second[0].message_id, second[1].message_id, "each recipient has his own");
}

#[tokio::test]
async fn what_was_told_is_not_told_again_by_the_next_daemon() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut alerts = in_trouble(folder.path());
    let transport = Double::default();
    alerts.tell_by(&transport, || at(1)).await;
    let mut alerts = Alerts::load(&config(folder.path()));
    alerts.failed(Integrate, "database is locked", at(100));
    alerts.tell_by(&transport, || at(101)).await;
    let mut alerts = Alerts::load(&config(folder.path()));
    alerts.succeeded(Integrate, at(200));
    let mut alerts = Alerts::load(&config(folder.path()));
    alerts.tell_by(&transport, || at(300)).await;
    let mut alerts = Alerts::load(&config(folder.path()));
    alerts.tell_by(&transport, || at(400)).await;
    let taken = transport.taken();
    let subjects: Vec<&str> = taken.iter().map(|notice| notice.subject.as_str()).collect();
    let (alert, clear) = (
        "[Tournée] L'intégration des fichiers est arrêtée",
        "[Tournée] L'intégration des fichiers fonctionne à nouveau",
    );
    assert_eq!(subjects, [alert, alert, clear, clear]);
    assert_eq!(taken.iter().map(|notice| notice.at).collect::<Vec<_>>(), [at(1), at(1), at(200), at(200)]);
    assert!(alerts.troubles().is_empty());
}

#[tokio::test]
async fn a_transport_that_is_away_is_asked_once_and_keeps_the_alert() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut alerts = in_trouble(folder.path());
    let transport = Double::answering(SendError::Away("connection refused".to_owned()));
    alerts.tell_by(&transport, || at(1)).await;
    assert!(!alerts.has_something_to_tell(at(2)) && alerts.has_something_to_tell(at(11)));
    alerts.tell_by(&transport, || at(100)).await;
    assert_eq!(transport.taken().len(), 2, "nobody at first, then both");
    assert!(!alerts.has_something_to_tell(at(100)));
}

#[tokio::test]
async fn a_recipient_who_is_refused_keeps_nobody_else_back() {
    for (error, later) in [(SendError::Later("451".to_owned()), 1), (SendError::Never("550".to_owned()), 0)] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut alerts = in_trouble(folder.path());
        let transport = Double::answering(error);
        alerts.tell_by(&transport, || at(1)).await;
        assert_eq!(transport.taken.lock().expect("no panic").len(), 1, "the other one");
        alerts.tell_by(&transport, || at(200)).await;
        assert_eq!(transport.taken().len(), 1 + later);
    }
}

#[tokio::test]
async fn a_state_that_cannot_be_written_keeps_nobody_from_being_told() {
    let folder = tempfile::tempdir().expect("a folder");
    // A file where the folder should be: nothing can be written there, whoever asks.
    std::fs::write(folder.path().join("work"), b"").expect("written");
    let mut alerts = in_trouble(folder.path());
    let transport = Double::default();
    alerts.tell_by(&transport, || at(1)).await;
    alerts.tell_by(&transport, || at(2)).await;
    // The disk is back, and what happened is written down with whatever happens next.
    std::fs::remove_file(folder.path().join("work")).expect("removed");
    alerts.succeeded(Integrate, at(3));
    let mut next = Alerts::load(&config(folder.path()));
    next.tell_by(&transport, || at(4)).await;
    assert_eq!(transport.taken().len(), 4, "two alerts, two all-clears");
}

#[test]
fn a_state_that_cannot_be_read_begins_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("work")).expect("made");
    for torn in ["", "{\"addresses\":[\"a@", "{\"addresses\": 1}", "[]"] {
        std::fs::write(folder.path().join("work").join(FILE), torn).expect("written");
        let alerts = Alerts::load(&config(folder.path()));
        assert_eq!((alerts.troubles(), alerts.state.addresses.len()), (vec![], 0), "{torn:?}");
    }
    drop(in_trouble(folder.path()));
    let known = Alerts::load(&config(folder.path()));
    assert_eq!(known.state.addresses, addresses(&[FIRST, SECOND]), "one however it is spelled");
    let trouble = Trouble { job: Integrate, words: "database is locked".to_owned(), since: at(0) };
    assert_eq!(known.troubles(), [trouble]);
}

/// A daemon's tasks may move between threads.
#[test]
fn telling_may_move_between_threads() {
    fn may_move<T: Send>(_: T) {}
    fn check(alerts: &mut Alerts, mailer: &Mailer) {
        may_move(alerts.tell(mailer));
    }
    let _ = check;
}
