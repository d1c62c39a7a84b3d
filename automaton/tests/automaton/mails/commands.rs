//! `mail list` and `mail retry`.

use serde_json::json;

use super::super::support::NOW;
use super::given::{message_id, place_sending_to, queue_many, row, send, send_at};
use super::server::{Plan, Reply, SmtpServer};

#[test]
fn what_waits_or_failed_is_listed_and_tried_again() {
    let answers = vec![Reply::AtRecipient("550 5.1.1 nobody"), Reply::AtContent("451 4.3.0 later")];
    let server = SmtpServer::start(&Plan { answers, ..Plan::default() });
    let place = place_sending_to(&server, "");
    assert_eq!(place.words(0, &["mail", "list"]), "no mail waits, and none has failed\n");
    queue_many(&place, 3);
    assert_eq!(send(&place, 1, 1, 1), None);
    let (_, listed) = place.json(&["mail", "list"]);
    let mails = listed["mails"].as_array().expect("a list");
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0]["message_id"], message_id(1));
    assert_eq!(
        (&mails[0]["state"], &mails[0]["tries"], &mails[0]["next_try_at"]),
        (&json!("failed"), &json!(1), &json!(null))
    );
    assert!(mails[0]["error"].as_str().is_some_and(|error| error.contains("550 5.1.1 nobody")));
    assert_eq!(
        (&mails[1]["state"], &mails[1]["recipient"]),
        (&json!("queued"), &json!("compta@pneus.example"))
    );
    let words = place.words(0, &["mail", "list", "--all"]);
    for part in [
        &message_id(1),
        &message_id(2),
        &message_id(3),
        "GARAGE N° 2 « été »",
        "550 5.1.1 nobody",
        "451 4.3.0",
        "sent ",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    let (code, retried) = place.json(&["mail", "retry"]);
    assert_eq!((code, retried), (0, json!({ "failed": 1, "waiting": 1 })));
    assert_eq!(row(&place, 1)[..3], ["queued", "0", "2026-11-21 15:00:00"]);
    assert_eq!(row(&place, 2)[..3], ["queued", "1", "2026-11-21 15:00:00"]);
    assert_eq!(row(&place, 3)[0], "sent");
    assert_eq!(server.received().len(), 2, "retry sends nothing");
    assert_eq!(send(&place, 2, 0, 0), None);
    let journal = place.query("SELECT auteur, entite, apres FROM crm_journal WHERE action = 'mail-retry'");
    assert_eq!(journal, [["operator", "mail:all", "{\"failed\":1,\"mail\":\"all\",\"waiting\":1}"]]);
    assert_eq!(place.json(&["mail", "retry"]).1, json!({ "failed": 0, "waiting": 0 }));
    assert_eq!(place.count("crm_journal WHERE action = 'mail-retry'"), 1, "nothing was done");
}

#[test]
fn one_mail_is_tried_again() {
    let answers = vec![Reply::AtRecipient("550 5.1.1 nobody"); 2];
    let server = SmtpServer::start(&Plan { answers, ..Plan::default() });
    let place = place_sending_to(&server, "");
    queue_many(&place, 3);
    assert_eq!(send(&place, 1, 0, 2), None);
    let (code, retried) = place.json(&["mail", "retry", &message_id(2)]);
    assert_eq!((code, retried), (0, json!({ "failed": 1, "waiting": 0 })));
    assert_eq!([row(&place, 1)[0].as_str(), row(&place, 2)[0].as_str()], ["failed", "queued"]);
    for (id, word) in [(message_id(3), "was sent"), ("<nothing@x>".to_owned(), "no mail")] {
        let words = place.words(1, &["mail", "retry", &id]);
        assert!(words.contains(word), "{words}");
    }
    assert_eq!(send(&place, 1, 0, 0), None);
}

/// A row that somebody took away or changed while its mail was on its way is left as it is.
#[test]
fn nothing_that_was_changed_meanwhile_is_overwritten() {
    for (change, left) in [
        ("DELETE FROM crm_courriel", vec![]),
        (
            "UPDATE crm_courriel SET prochain_le = '2026-11-21 15:00:00'",
            vec![vec!["queued".to_owned(), "1".to_owned()]],
        ),
    ] {
        let server = SmtpServer::start(&Plan { answers: vec![Reply::Hang], ..Plan::default() });
        let place = place_sending_to(&server, "timeout_seconds = 1\n");
        queue_many(&place, 1);
        let mut command = place.command();
        let sending = command.env("TOURNEE_NOW", NOW).args(["mail", "send"]);
        let sending = sending.stdout(std::process::Stdio::piped()).spawn().expect("it starts");
        server.wait_for(1);
        place.base().execute(change, []).expect("changed");
        let output = sending.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(1), "no answer came");
        assert_eq!(place.query("SELECT etat, essais FROM crm_courriel"), left, "{change}");
    }
}

#[test]
fn long_lists_are_cut_and_the_rest_is_counted() {
    let server = SmtpServer::start(&Plan::default());
    let place = place_sending_to(&server, "");
    let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 503)";
    let insert = format!(
        "INSERT INTO crm_courriel (message_id, destinataire, objet, corps, cree_le, etat, essais, prochain_le)
         {numbers} SELECT '<a.' || i || '@x>', 'a@x.fr', 'objet', '', '2026-11-21 14:00:00', 'queued', 0, '2026-11-21 14:00:00' FROM n"
    );
    place.base().execute(&insert, []).expect("inserted");
    let (_, listed) = place.json(&["mail", "list"]);
    assert_eq!(listed["mails"].as_array().map(Vec::len), Some(500));
    assert_eq!(listed["more"], json!({ "queued": 3 }));
    assert!(place.words(0, &["mail", "list"]).ends_with("… and 3 more queued\n"));
    assert_eq!(send_at(&place, "2026-11-21T13:00:00Z", 0, 0, 0), None, "nothing is due yet");
}

#[test]
fn the_list_says_since_when_nothing_leaves_and_why() {
    let mut server = SmtpServer::start(&Plan::default());
    let place = place_sending_to(&server, "");
    queue_many(&place, 1);
    server.stop();
    assert!(send(&place, 0, 0, 0).is_some());
    assert!(send_at(&place, "2026-11-21T16:30:00Z", 0, 0, 0).is_some());
    let words = place.words(0, &["mail", "list"]);
    let last = words.lines().last().unwrap_or_default();
    assert!(last.starts_with("no mail leaves since 2026-11-21 15:00:00 UTC: localhost:"), "{words}");
    let (_, listed) = place.json(&["mail", "list"]);
    assert_eq!(listed["away"]["since"], NOW, "{listed}");
    let server = SmtpServer::start(&Plan { port: server.port(), ..Plan::default() });
    super::given::configure(&place, &server.mail_section(super::given::SENDER));
    assert_eq!(send(&place, 1, 0, 0), None);
    assert_eq!(place.words(0, &["mail", "list"]), "no mail waits, and none has failed\n");
}
