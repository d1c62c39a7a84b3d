//! A base that does not take what a round notes: the claim before a mail is sent, or the mark that it was.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use automaton::config::Config;
use automaton::delivery::{Mailer, send_due};
use tokio_util::sync::CancellationToken;

use super::super::support::Place;
use super::crashes::{LATER, copies};
use super::given::{SENDER, message_id, place_sending_to, place_with, queue_many, row, send_at};
use super::server::{Plan, SmtpServer};

fn forbid(place: &Place, change: &str) {
    let trigger = format!("CREATE TRIGGER full BEFORE {change} BEGIN SELECT RAISE(ABORT, 'no room'); END");
    place.base().execute_batch(&trigger).expect("made");
}

/// Were it sent all the same, it would be sent in each round.
#[test]
fn a_base_that_takes_no_note_sends_nothing() {
    let server = SmtpServer::start(&Plan::default());
    let place = place_sending_to(&server, "");
    queue_many(&place, 2);
    forbid(&place, "UPDATE ON crm_courriel");
    let words = place.words(1, &["mail", "send"]);
    assert!(words.contains("no room"), "{words}");
    assert!(server.received().is_empty());
    place.base().execute_batch("DROP TRIGGER full").expect("dropped");
    assert_eq!(send_at(&place, LATER, 2, 0, 0), None);
}

#[test]
fn a_mail_that_cannot_be_marked_is_repeated_ever_more_seldom_and_keeps_no_other() {
    let server = SmtpServer::start(&Plan::default());
    let place = place_sending_to(&server, "");
    queue_many(&place, 8);
    forbid(&place, "UPDATE OF etat ON crm_courriel");
    for received in 1..=8 {
        let words = place.words(1, &["mail", "send"]);
        let expected = format!("{} was taken but could not be marked", message_id(received));
        assert!(words.contains(&expected), "{words}");
        assert_eq!(server.received().len(), received as usize);
    }
    let (_, round) = place.json(&["mail", "send"]);
    assert_eq!((&round["sent"], server.received().len()), (&0.into(), 8), "none is due");
    let instants = place.query("SELECT DISTINCT prochain_le FROM crm_courriel");
    assert!(instants.len() > 1, "they do not come back together: {instants:?}");
    place.base().execute_batch("DROP TRIGGER full").expect("dropped");
    assert_eq!(send_at(&place, LATER, 8, 0, 0), None);
    assert_eq!(copies(&server.received()).into_values().collect::<Vec<_>>(), [2; 8]);
}

/// Takes one mail; somebody else writes to the base and a stop is asked for, before the answer to the content leaves.
fn takes_one_and_is_stopped(listener: &TcpListener, base: &rusqlite::Connection, stop: &CancellationToken) {
    let (mut stream, _) = listener.accept().expect("somebody comes");
    let lines = BufReader::new(stream.try_clone().expect("cloned")).lines();
    let mut say = |line: &str| stream.write_all(format!("{line}\r\n").as_bytes()).expect("said");
    say("220 mail.test");
    let mut is_content = false;
    for line in lines.map_while(Result::ok) {
        match (is_content, line.as_str()) {
            (false, "DATA") => {
                is_content = true;
                say("354 go ahead");
            }
            (true, ".") => {
                base.execute_batch("BEGIN IMMEDIATE").expect("locked");
                stop.cancel();
                is_content = false;
                say("250 taken");
            }
            (true, _) => {}
            (false, _) => say("250 fine"),
        }
    }
}

/// The steps and the words of whatever runs on this thread.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<u8>>>);

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic").extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn who_is_asked_to_stop_tries_the_mark_once() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
    let port = listener.local_addr().expect("an address").port();
    let server = format!("transport = \"smtp\"\nhost = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"");
    let place = place_with(&format!("{server}\n{SENDER}"));
    queue_many(&place, 1);
    let stop = CancellationToken::new();
    let (locking, stopped) = (place.base(), stop.clone());
    let serving = std::thread::spawn(move || {
        takes_one_and_is_stopped(&listener, &locking, &stopped);
        locking
    });
    let heard = Heard::default();
    let writer = heard.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let listening = tracing::subscriber::set_default(subscriber);
    let config = Config::load(&place.path("automaton.toml")).expect("a configuration");
    let mailer = Mailer::open(&config).expect("a mailer");
    let mut base = automaton::installation::open_base(&config).await.expect("a base");
    let round = send_due(&mut base, &mailer, &stop).await;
    drop(listening);
    assert!(round.is_err_and(|failure| failure.is_transient()), "the base was locked");
    let words = String::from_utf8(heard.0.lock().expect("no panic").clone()).expect("text");
    let after = words.lines().skip_while(|line| !line.contains("mail-taken"));
    assert_eq!(after.filter(|line| line.contains("base-statement")).count(), 1, "{words}");
    assert!(words.contains(&format!("{} was taken but could not be marked", message_id(1))), "{words}");
    drop(serving.join().expect("it served"));
    assert_eq!(row(&place, 1)[..2], ["queued", "1"]);
}
