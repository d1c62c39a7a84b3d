//! What stands outside: the mail server, and whatever answers on the listen address.

use std::io::{Read, Write};
use std::net::TcpListener;

use super::super::support::NOW;
use super::stage::{CLOSED, State, configure, examine_at, healthy, only};

#[test]
fn a_mail_server_that_refuses_is_wrong() {
    let place = healthy();
    let (host, port) = CLOSED.split_once(':').expect("host and port");
    let server = format!("transport = \"smtp\"\nhost = \"{host}\"\nport = {port}\nsecurity = \"none\"");
    configure(&place, "transport = \"file\"", &server);
    let report = examine_at(&place, NOW);
    only(&report, "mail transport", State::Wrong, "");
    assert!(report.find("mail transport")["advice"].to_string().contains("mail send"));
}

/// Answers one question with `answer`, and tells what was asked.
fn answers(answer: String) -> (String, std::thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
    let address = listener.local_addr().expect("an address").to_string();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("asked");
        let mut asked = String::new();
        while !asked.ends_with("\r\n\r\n") {
            let mut piece = [0; 512];
            let read = stream.read(&mut piece).expect("read");
            assert!(read > 0, "the question ends too early: {asked:?}");
            asked += std::str::from_utf8(&piece[..read]).expect("UTF-8");
        }
        stream.write_all(answer.as_bytes()).expect("written");
        asked
    });
    (address, server)
}

#[test]
fn a_stranger_on_the_listen_address_is_a_warning() {
    let (address, server) = answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi".to_owned());
    let place = healthy();
    configure(&place, CLOSED, &address);
    let report = examine_at(&place, NOW);
    assert!(server.join().expect("ended").starts_with("GET /health HTTP/1.1\r\n"));
    only(&report, "daemon", State::Warning, "is not the automaton");
}

#[test]
fn whoever_listens_and_says_nothing_is_a_warning() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
    let place = healthy();
    configure(&place, CLOSED, &listener.local_addr().expect("an address").to_string());
    only(&examine_at(&place, NOW), "daemon", State::Warning, "gives no answer");
}

/// The server stands in for a daemon: what doctor makes of its words is asked here, and nothing else.
#[test]
fn a_daemon_in_trouble_is_wrong_with_its_own_words() {
    let body = serde_json::json!({
        "status": "degraded", "version": env!("CARGO_PKG_VERSION"), "started_at": NOW,
        "troubles": [{ "job": "integrate", "words": "the base is not available now", "since": NOW }]
    });
    let body = body.to_string();
    let (address, server) =
        answers(format!("HTTP/1.1 503 Service Unavailable\r\nContent-Length: {}\r\n\r\n{body}", body.len()));
    let place = healthy();
    configure(&place, CLOSED, &address);
    std::fs::create_dir_all(place.path("logs")).expect("made");
    std::fs::write(place.path("logs/automaton.2026-11-21.log"), "").expect("written");
    let report = examine_at(&place, NOW);
    server.join().expect("ended");
    only(&report, "daemon", State::Wrong, "the base is not available now");
    let advice = report.find("daemon")["advice"].to_string();
    assert!(advice.contains("journalctl") || advice.contains("[logs]"), "{advice}");
}

#[test]
fn a_daemon_whose_log_was_deleted_is_a_warning() {
    let body = serde_json::json!({
        "status": "ok", "version": env!("CARGO_PKG_VERSION"), "started_at": NOW, "troubles": []
    });
    let body = body.to_string();
    let (address, server) =
        answers(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()));
    let place = healthy();
    configure(&place, CLOSED, &address);
    let report = examine_at(&place, NOW);
    server.join().expect("ended");
    only(&report, "log folder", State::Warning, "was deleted");
}

#[test]
fn what_the_daemon_remembers_counts_while_it_does_not_answer() {
    let place = healthy();
    let remembered = serde_json::json!({ "addresses": [], "incidents": { "integrate": {
        "id": "019ab3c4-7d1e-7a52-9c1f-000000000009", "since": NOW, "words": "the base is not available now",
        "told": [], "told_at": null, "ended_at": null, "cleared": []
    } } });
    std::fs::create_dir_all(place.path("work")).expect("made");
    std::fs::write(place.path("work/alerts.json"), remembered.to_string()).expect("written");
    let report = examine_at(&place, NOW);
    only(
        &report,
        "daemon",
        State::Wrong,
        "integrate since 2026-11-21T15:00:00Z: the base is not available now",
    );
}
