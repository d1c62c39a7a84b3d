//! Mails leave beside the work, to a real mail server.

use rustix::process::Signal;

use super::process::{Daemon, configure, place, visit, visits};
use crate::mails::server::{Plan, Reply, SmtpServer};
use crate::support::{DEVICE, Place};

const FILES: &str = "transport = \"file\"\npath = \"mail\"";

fn told_of_errors(mail: &str) -> Place {
    let place = place();
    configure(&place, &[(FILES, mail), ("settle_seconds = 10", "settle_seconds = 0")]);
    place.succeed(&["params", "set", "courriels_erreur", "admin@pneus.example"]);
    place
}

/// A file that is refused at once; the error addresses are told in a digest.
fn refused(place: &Place, number: u32) {
    let name = visit(number).name();
    place.deliver("jdupont", DEVICE, &name, b"{\"format\": 1}");
}

#[test]
fn what_a_pass_queues_arrives_at_the_mail_server() {
    let server = SmtpServer::start(&Plan::default());
    let place = told_of_errors(&server.mail_section("sender = \"crm@pneus.example\""));
    let daemon = Daemon::start(&place);
    daemon.until_at_rest();
    refused(&place, 1);
    let received = server.wait_for(1);
    assert_eq!(received[0].to, ["admin@pneus.example"]);
    daemon.until("the note that it was sent", || {
        (place.query("SELECT 1 FROM crm_courriel WHERE etat = 'sent'").len() == 1).then_some(())
    });
    daemon.until_health("an empty queue", |health| health["jobs"]["mail"]["queued"] == 0);
    daemon.stop();
    assert_eq!(server.received().len(), 1);
}

#[test]
fn a_mail_server_that_is_down_keeps_no_file_waiting_and_gets_its_mail_later() {
    let mut server = SmtpServer::start(&Plan::default());
    let place = told_of_errors(&server.mail_section("sender = \"crm@pneus.example\""));
    let port = server.port();
    server.stop();
    let daemon = Daemon::start(&place);
    daemon.until_at_rest();
    refused(&place, 1);
    let health = daemon.until_health("the trouble", |health| health["status"] == "degraded");
    assert_eq!(health["troubles"][0]["job"], "mail", "{health}");
    for number in 2..=20 {
        place.deliver_file(&visit(number).file());
        daemon.until_integrated(&place, number as usize - 1);
    }
    assert_eq!(visits(&place), 19);
    assert_eq!(place.query("SELECT 1 FROM crm_courriel WHERE etat = 'queued' AND essais = 0").len(), 1);
    let server = SmtpServer::start(&Plan { port, ..Plan::default() });
    let received = server.wait_for(1);
    assert_eq!(received[0].to, ["admin@pneus.example"]);
    daemon.until_health("that all is well", |health| health["status"] == "ok");
    daemon.stop();
    assert_eq!(server.received().len(), 1, "the trouble itself was not mailed");
}

/// The server has the content and never answers: nobody knows whether it took the mail.
#[test]
fn a_mail_in_hand_is_given_up_at_the_end_and_repeated_as_it_was() {
    let server = SmtpServer::start(&Plan { answers: vec![Reply::Hang], ..Plan::default() });
    let place = told_of_errors(&server.mail_section("sender = \"crm@pneus.example\""));
    let mut daemon = Daemon::start(&place);
    daemon.until_at_rest();
    refused(&place, 1);
    server.wait_for(1);
    // The mail server keeps no file waiting, either.
    place.deliver_file(&visit(2).file());
    daemon.until_integrated(&place, 1);
    daemon.signal(Signal::TERM);
    assert_eq!(daemon.wait().code(), Some(0), "{}", daemon.words());
    let daemon = Daemon::start(&place);
    let received = server.wait_for(2);
    assert_eq!(received[0].content, received[1].content, "the same in every byte, Message-ID included");
    daemon.until("the note that it was sent", || {
        (place.query("SELECT 1 FROM crm_courriel WHERE etat = 'sent'").len() == 1).then_some(())
    });
    daemon.stop();
    assert_eq!(server.received().len(), 2);
}
