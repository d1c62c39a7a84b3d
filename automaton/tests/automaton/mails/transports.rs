//! Ways to the server: in the clear, STARTTLS, TLS, logins, certificates; and servers that are not there.

use automaton::config::Config;
use automaton::delivery::{Mailer, Notice, SendError};

use super::super::support::{Place, VisitFile, now};
use super::given::{SENDER, configure, is_away, place_sending_to, queue_many, row, send};
use super::server::{Certificate, Plan, Security, SmtpServer};

const LOGIN: Option<(&str, &str)> = Some(("crm", "hush-hush"));
const USER: &str = "user = \"crm\"\npassword = \"hush-hush\"\n";

#[test]
fn in_the_clear_every_mail_arrives_once_over_one_connection() {
    let server = SmtpServer::start(&Plan::default());
    let place = place_sending_to(&server, "");
    queue_many(&place, 3);
    assert_eq!(send(&place, 3, 0, 0), None);
    let received = server.received();
    assert_eq!(received.len(), 3);
    for (number, mail) in (1..).zip(&received) {
        assert_eq!(mail.header("Message-ID"), Some(super::given::message_id(number)), "the oldest first");
        assert_eq!(mail.connection, received[0].connection);
        assert!(!mail.encrypted && mail.login.is_none() && mail.taken());
        assert_eq!(mail.subject, format!("[Création Client] GARAGE N° {number} « été »"));
        let body = format!("Bonjour,\n\n.\n..deux points\nMail numéro {number} : à vérifier\n> Œuvre");
        assert_eq!(mail.text.trim_end(), body);
        assert_eq!(
            row(&place, number),
            ["sent", "0", &format!("2026-11-21 14:00:{number:02}"), "2026-11-21 15:00:00", "∅"]
        );
    }
    assert_eq!(send(&place, 0, 0, 0), None);
    assert_eq!(server.received().len(), 3, "what is sent stays sent");
}

#[test]
fn after_starttls_and_a_login() {
    let server = SmtpServer::start(&Plan { security: Security::StartTls, login: LOGIN, ..Plan::default() });
    let place = place_sending_to(&server, USER);
    queue_many(&place, 2);
    assert_eq!(send(&place, 2, 0, 0), None);
    for mail in server.received() {
        assert!(mail.encrypted && mail.taken());
        assert_eq!(mail.login.as_deref(), Some("crm"));
    }
    assert_eq!(server.received().len(), 2);
}

#[test]
fn with_tls_from_the_first_byte_and_a_password_from_a_file_or_the_environment() {
    let server = SmtpServer::start(&Plan { security: Security::Tls, login: LOGIN, ..Plan::default() });
    let place = place_sending_to(&server, "user = \"crm\"\npassword_file = \"secret\"\n");
    std::fs::write(place.path("secret"), "hush-hush\r\n").expect("written");
    queue_many(&place, 1);
    assert_eq!(send(&place, 1, 0, 0), None);
    configure(&place, &server.mail_section("user = \"crm\"\npassword_env = \"TOURNEE_TEST_PASSWORD\""));
    let words = place.words(2, &["mail", "send"]);
    assert!(words.contains("TOURNEE_TEST_PASSWORD"), "{words}");
    super::given::queue(&place, 2, "compta@pneus.example", None);
    let mut command = place.command();
    let output = command.env("TOURNEE_TEST_PASSWORD", "hush-hush").args(["mail", "send"]).output();
    assert!(output.expect("it starts").status.success());
    assert_eq!(server.received().len(), 2);
    assert!(server.received().iter().all(|mail| mail.encrypted && mail.login.as_deref() == Some("crm")));
}

/// Who may read the file, the operator is told; the mail leaves.
#[cfg(unix)]
#[test]
fn a_password_file_that_everybody_may_read_is_warned_of() {
    use std::os::unix::fs::PermissionsExt;
    let server = SmtpServer::start(&Plan { login: LOGIN, ..Plan::default() });
    let place = place_sending_to(&server, "user = \"crm\"\npassword_file = \"secret\"\n");
    std::fs::write(place.path("secret"), "hush-hush\n").expect("written");
    for (mode, warned) in [(0o644, true), (0o640, false)] {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(place.path("secret"), permissions).expect("changed");
        let words = place.words(0, &["mail", "send"]);
        assert_eq!(words.contains("may read"), warned, "{mode:o}: {words}");
        assert!(!words.contains("hush-hush"));
    }
}

/// Its answers then stand one step behind: the content's is DATA's, and a refusal goes unheard.
#[test]
fn a_line_that_somebody_adds_before_the_handshake_makes_no_mail_count_as_sent() {
    let plan = Plan {
        security: Security::StartTls,
        injected: Some("250 added in the clear"),
        answers: vec![super::server::Reply::AtContent("554 5.7.1 refused for ever")],
        ..Plan::default()
    };
    let server = SmtpServer::start(&plan);
    let place = place_sending_to(&server, "");
    queue_many(&place, 1);
    let away = send(&place, 0, 1, 0).expect("the round ends");
    assert!(away.contains("no answer to that"), "{away}");
    assert_eq!(row(&place, 1)[0], "queued");
    // With a login it is seen there already.
    let injected = Some("250-mail.test\r\n250 AUTH PLAIN");
    let server = SmtpServer::start(&Plan { login: LOGIN, injected, ..plan });
    configure(&place, &server.mail_section(&format!("{SENDER}{USER}")));
    let away = super::given::send_at(&place, "2026-11-21T15:01:00Z", 0, 0, 0).expect("away");
    assert!(away.contains("the login") && away.contains("no answer to that"), "{away}");
    assert!(server.received().is_empty());
}

#[test]
fn an_empty_password_is_told() {
    let server = SmtpServer::start(&Plan::default());
    let place = place_sending_to(&server, "user = \"crm\"\npassword_file = \"secret\"\n");
    std::fs::write(place.path("secret"), "\n").expect("written");
    let words = place.words(2, &["mail", "send"]);
    assert!(words.contains("the password of mail.user is empty"), "{words}");
}

#[test]
fn nothing_is_said_to_a_server_whose_certificate_is_not_good() {
    for security in [Security::StartTls, Security::Tls] {
        let server = SmtpServer::start(&Plan { security, login: LOGIN, ..Plan::default() });
        let place = place_sending_to(&server, USER);
        queue_many(&place, 2);
        let other = SmtpServer::start(&Plan::default());
        let trusting = std::fs::read_to_string(place.path("automaton.toml")).expect("read");
        let [right, wrong] = [&server, &other].map(|server| server.ca_file().display().to_string());
        std::fs::write(place.path("automaton.toml"), trusting.replace(&right, &wrong)).expect("written");
        is_away(&place, "mail.ca_file");
        assert!(server.received().is_empty());
        std::fs::write(place.path("automaton.toml"), trusting).expect("written");
        assert_eq!(send(&place, 2, 0, 0), None);
    }
}

#[test]
fn nothing_is_said_to_a_server_that_goes_by_another_name() {
    for security in [Security::StartTls, Security::Tls] {
        let plan = Plan { security, certificate: Certificate::AnotherHost, ..Plan::default() };
        let server = SmtpServer::start(&plan);
        let place = place_sending_to(&server, "");
        queue_many(&place, 1);
        is_away(&place, "mail.host");
        assert!(server.received().is_empty());
    }
}

#[test]
fn a_server_that_offers_no_starttls_gets_neither_password_nor_mail() {
    let server = SmtpServer::start(&Plan { login: LOGIN, ..Plan::default() });
    let place = place_sending_to(&server, USER);
    let text = std::fs::read_to_string(place.path("automaton.toml")).expect("read");
    let text = text.replace("security = \"none\"", "security = \"starttls\"");
    std::fs::write(place.path("automaton.toml"), text).expect("written");
    queue_many(&place, 1);
    is_away(&place, "STARTTLS");
    assert!(server.received().is_empty());
}

#[test]
fn a_server_that_begins_in_the_clear_is_told_from_one_that_does_not() {
    let server = SmtpServer::start(&Plan::default());
    let place = place_sending_to(&server, "");
    let text = std::fs::read_to_string(place.path("automaton.toml")).expect("read");
    let text = text.replace("security = \"none\"", "security = \"tls\"");
    std::fs::write(place.path("automaton.toml"), text).expect("written");
    queue_many(&place, 1);
    is_away(&place, "try mail.security = \"starttls\"");
}

#[test]
fn a_refused_login_is_no_mails_fault() {
    let server = SmtpServer::start(&Plan { login: LOGIN, ..Plan::default() });
    let place = place_sending_to(&server, "user = \"crm\"\npassword = \"another\"\n");
    queue_many(&place, 2);
    is_away(&place, "535");
    // No login where one is asked for.
    configure(&place, &server.mail_section(SENDER));
    is_away(&place, "wants a login, mail.user");
    configure(&place, &server.mail_section(&format!("{SENDER}{USER}")));
    assert_eq!(send(&place, 2, 0, 0), None);
}

#[test]
fn a_login_that_the_server_does_not_offer_is_told() {
    let server = SmtpServer::start(&Plan::default());
    let place = place_sending_to(&server, USER);
    queue_many(&place, 1);
    is_away(&place, "mail.user");
}

#[test]
fn a_server_that_does_not_answer_holds_nobody_for_long() {
    for (greeting, word) in [
        ("", "within 1 s"),
        ("421 mail.test too busy", "421"),
        ("554 not you", "554"),
        ("hello", "an answer that is none"),
    ] {
        let server = SmtpServer::start(&Plan { greeting: Some(greeting), ..Plan::default() });
        let place = place_sending_to(&server, "timeout_seconds = 1\n");
        queue_many(&place, 2);
        is_away(&place, word);
    }
}

#[test]
fn a_stopped_server_keeps_no_pass_waiting_and_gets_all_later() {
    let mut server = SmtpServer::start(&Plan::default());
    let place = place_sending_to(&server, "");
    server.stop();
    place.succeed(&["params", "set", "courriels_erreur", "admin@pneus.example"]);
    place.deliver_file(&VisitFile::new(1).file());
    place.deliver_file(&VisitFile::new(2).with("customer", "C99999".into()).file());
    assert_eq!(place.pass()["integrated"], 1);
    is_away(&place, &format!("localhost:{}", server.port()));
    let server = SmtpServer::start(&Plan { port: server.port(), ..Plan::default() });
    configure(&place, &server.mail_section(SENDER));
    assert_eq!(send(&place, 1, 0, 0), None);
    let received = server.received();
    assert_eq!(received[0].subject, "[Tournée] 1 fichier refusé");
    assert_eq!(received[0].author, "Tournée <crm@pneus.example>");
}

fn mailer(place: &Place) -> Mailer {
    let config = Config::load(&place.path("automaton.toml")).expect("a configuration");
    Mailer::open(&config).expect("a mailer")
}

#[tokio::test]
async fn a_check_logs_in_and_sends_nothing() {
    let plan = Plan { security: Security::StartTls, login: LOGIN, ..Plan::default() };
    let server = SmtpServer::start(&plan);
    let place = place_sending_to(&server, USER);
    let found = mailer(&place).check().await.expect("all is well");
    assert!(found.contains("STARTTLS") && found.contains("login crm accepted"), "{found}");
    assert!(!mailer(&place).sender_is_default());
    assert!(!format!("{:?}", mailer(&place)).contains("hush-hush"));
    configure(&place, &server.mail_section("user = \"crm\"\npassword = \"another\""));
    match mailer(&place).check().await {
        Err(SendError::Away(words)) => {
            assert!(words.contains("535") && !words.contains("another"), "{words}")
        }
        other => panic!("{other:?}"),
    }
    assert!(mailer(&place).sender_is_default());
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn an_alert_leaves_at_once() {
    use super::server::Reply;
    let answers =
        vec![Reply::Taken, Reply::AtRecipient("550 5.1.1 nobody"), Reply::AtContent("451 4.3.0 later")];
    let mut server = SmtpServer::start(&Plan { answers, ..Plan::default() });
    let place = place_sending_to(&server, "");
    let notice = Notice {
        message_id: "<alert.base.1@pneus.example>".to_owned(),
        recipient: "admin@pneus.example".parse().expect("an address"),
        subject: automaton::mail::OneLine::new("[Tournée] La base ne répond pas"),
        body: "Depuis 16:00.".to_owned(),
        at: now(),
    };
    let mailer = mailer(&place);
    mailer.notify(&notice).await.expect("sent");
    let received = server.received();
    assert_eq!(received[0].subject, "[Tournée] La base ne répond pas");
    assert_eq!(
        (received[0].to[0].as_str(), received[0].text.trim_end()),
        ("admin@pneus.example", "Depuis 16:00.")
    );
    let never = mailer.notify(&notice).await.expect_err("refused");
    assert!(matches!(&never, SendError::Never(words) if words.contains("550")), "{never:?}");
    let later = mailer.notify(&notice).await.expect_err("refused");
    assert!(matches!(&later, SendError::Later(words) if words.contains("451")), "{later:?}");
    server.stop();
    assert!(matches!(mailer.notify(&notice).await, Err(SendError::Away(_))));
}
