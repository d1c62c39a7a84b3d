//! The real program, killed (SIGKILL) right before each step of a round, and started again: no mail is lost; by SMTP one may come twice,
//! the same in every byte; as a file each is there once.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::sync::Mutex;

use super::super::crash_sweep::in_parallel;
use super::super::support::Place;
use super::given::{SENDER, message_id, place_sending_to, place_with, queue_many, row, send_at, states};
use super::server::{Plan, Received, Reply, SmtpServer, wait_until};

const MAILS: u32 = 2;

/// When the claim of whoever was killed has ended.
pub const LATER: &str = "2026-11-21T15:01:00Z";

/// Runs a round that is killed before step `kill_at`, or ends by itself; answers its steps.
fn run(place: &Place, kill_at: Option<usize>) -> Vec<String> {
    run_at(place, super::super::support::NOW, kill_at)
}

fn run_at(place: &Place, at: &str, kill_at: Option<usize>) -> Vec<String> {
    let log = place.path("steps");
    let _ = std::fs::remove_file(&log);
    let mut command = place.command();
    command.args(["--json", "mail", "send"]).env("TOURNEE_STEP_LOG", &log).env("TOURNEE_NOW", at);
    if let Some(step) = kill_at {
        command.env("TOURNEE_KILL_AT", step.to_string());
    }
    let output = command.output().expect("it starts");
    match kill_at {
        Some(_) => assert_eq!(output.status.signal(), Some(9), "killed: {output:?}"),
        None => assert!(output.status.success(), "ended by itself: {output:?}"),
    }
    let steps = std::fs::read_to_string(&log).expect("the steps were logged");
    steps.lines().map(str::to_owned).collect()
}

/// How often each mail was taken, and that all its copies are alike.
pub fn copies(received: &[Received]) -> BTreeMap<String, usize> {
    let mut found: BTreeMap<String, Vec<&[u8]>> = BTreeMap::new();
    for mail in received.iter().filter(|mail| mail.taken()) {
        found.entry(mail.header("Message-ID").expect("one")).or_default().push(&mail.content);
    }
    found
        .into_iter()
        .map(|(id, contents)| {
            assert!(contents.iter().all(|content| *content == contents[0]), "{id}: copies differ");
            (id, contents.len())
        })
        .collect()
}

fn listed(as_files: bool) -> BTreeSet<String> {
    automaton::steps::of_mail(as_files).into_iter().map(str::to_owned).collect()
}

#[test]
fn killed_at_any_step_every_mail_arrives_and_none_twice_but_the_one_in_hand() {
    let template = Place::new();
    queue_many(&template, MAILS);
    let whole = |kill_at: Option<usize>| {
        let server = SmtpServer::start(&Plan::default());
        let place = template.copy();
        super::given::configure(&place, &server.mail_section(SENDER));
        if kill_at.is_some() {
            run(&place, kill_at);
        }
        let steps = run_at(&place, LATER, None);
        (place, server.received(), steps)
    };
    let (_, _, steps) = whole(None);
    let met = Mutex::new(steps.iter().cloned().collect::<BTreeSet<_>>());
    let doubled = Mutex::new(BTreeSet::new());
    let cases: Vec<usize> = (1..=steps.len()).collect();
    in_parallel(&cases, |step| {
        let (place, received, recovered) = whole(Some(*step));
        let name = &steps[step - 1];
        met.lock().expect("no panic").extend(recovered);
        assert_eq!(states(&place, MAILS), ["sent", "sent"], "killed before step {step} ({name})");
        let copies = copies(&received);
        let expected: Vec<String> = (1..=MAILS).map(message_id).collect();
        assert_eq!(
            copies.keys().cloned().collect::<Vec<_>>(),
            expected,
            "killed before step {step} ({name})"
        );
        let twice = copies.values().filter(|times| **times > 1).count();
        assert!(
            twice <= 1 && copies.values().all(|times| *times <= 2),
            "killed before step {step} ({name}): {copies:?}"
        );
        if twice > 0 {
            doubled.lock().expect("no panic").insert(name.clone());
        }
    });
    assert_eq!(met.into_inner().expect("no panic"), listed(false));
    // A mail that was taken and not yet marked: that moment cannot be taken away, and these two steps lie in it.
    let doubled = doubled.into_inner().expect("no panic");
    assert_eq!(doubled, ["base-statement", "mail-taken"].map(str::to_owned).into());
}

#[test]
fn killed_at_any_step_each_mail_is_one_file() {
    let template = place_with(&format!("transport = \"file\"\npath = \"mail\"\n{SENDER}"));
    queue_many(&template, MAILS);
    let undisturbed = template.copy();
    let steps = run(&undisturbed, None);
    let expected = undisturbed.tree("mail");
    assert_eq!(expected.len(), MAILS as usize);
    let met = Mutex::new(steps.iter().cloned().collect::<BTreeSet<_>>());
    let cases: Vec<usize> = (1..=steps.len()).collect();
    in_parallel(&cases, |step| {
        let place = template.copy();
        run(&place, Some(*step));
        let recovered = run_at(&place, LATER, None);
        met.lock().expect("no panic").extend(recovered);
        let name = &steps[step - 1];
        assert_eq!(place.tree("mail"), expected, "killed before step {step} ({name})");
        assert_eq!(states(&place, MAILS), ["sent", "sent"], "killed before step {step} ({name})");
    });
    assert_eq!(met.into_inner().expect("no panic"), listed(true));
}

/// A base that is busy when a mail was taken is no reason to send it twice.
#[test]
fn a_mail_that_was_taken_is_marked_however_busy_the_base_is() {
    let server = SmtpServer::start(&Plan::default());
    let place = place_sending_to(&server, "");
    queue_many(&place, 1);
    let steps = run(&place.copy(), None);
    let taken = steps.iter().position(|step| step == "mail-taken").expect("it was sent") + 1;
    let log = place.path("steps");
    let mut command = place.command();
    command.args(["mail", "send"]).env("TOURNEE_STEP_LOG", &log).env("TOURNEE_PAUSE_AT", taken.to_string());
    let mut sending = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("it starts");
    // The first came from the copy.
    server.wait_for(2);
    let base = place.base();
    base.execute_batch("BEGIN IMMEDIATE").expect("taken");
    drop(sending.stdin.take());
    // The first attempt has been refused when the second one begins.
    wait_until("the mark is tried again", || {
        let steps = std::fs::read_to_string(&log).unwrap_or_default();
        steps
            .lines()
            .skip_while(|step| *step != "mail-taken")
            .filter(|step| *step == "base-statement")
            .count()
            > 1
    });
    base.execute_batch("ROLLBACK").expect("given back");
    assert!(sending.wait().expect("it ends").success());
    assert_eq!(states(&place, 1), ["sent"]);
    assert_eq!(server.received().len(), 2);
}

#[test]
fn only_one_sends_at_a_time_and_a_sender_that_dies_waiting_for_the_answer_loses_nothing() {
    let server = SmtpServer::start(&Plan { answers: vec![Reply::Hang], ..Plan::default() });
    let place = place_sending_to(&server, "");
    queue_many(&place, MAILS);
    let mut command = place.command();
    let command =
        command.args(["mail", "send"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut first = command.spawn().expect("it starts");
    server.wait_for(1);
    let words = place.words(1, &["mail", "send"]);
    assert!(words.contains("another automaton is at work: `automaton mail send`"), "{words}");
    // A pass does other work.
    assert_eq!(place.pass()["integrated"], 0);
    assert_eq!(server.received().len(), 1);
    first.kill().expect("killed");
    first.wait().expect("ended");
    assert_eq!(states(&place, MAILS), ["queued", "queued"]);
    assert_eq!(row(&place, 1)[1], "1", "the attempt is counted before it is made");
    assert_eq!(send_at(&place, LATER, 2, 0, 0), None);
    let received = server.received();
    assert_eq!(received.len(), 3);
    assert_eq!(received[0].content, received[2].content, "the other one went first");
    assert_eq!(copies(&received).values().copied().collect::<Vec<_>>(), [1, 1]);
}
